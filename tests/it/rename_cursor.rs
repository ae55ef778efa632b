//! Renaming what stands under the cursor, over all posts of a fixture.

use rubric::corpus::SourceChange;
use rubric::features::rename::{NoRename, Others, prepare_rename, rename};
use rubric::text::apply_edits;

use crate::corpus::host;
use crate::fixture::Fixture;
use crate::navigation::{at_cursor, variants};

/// The posts after the rename, as a fixture; and what a person is told of a merge.
pub(crate) fn renamed(fixture: &str, new_name: &str) -> Result<(String, Option<String>), String> {
    let files = Fixture::parse(fixture);
    let host = host(fixture);
    let (snap, position) = at_cursor(&files, &host);
    let renaming = rename(&snap, position, new_name, Others::Told).map_err(|it| match it {
        NoRename::Refused(why) => why.to_string(),
        NoRename::Stale => "stale".to_owned(),
    })?;
    assert_eq!(renaming.refused, [], "no post refuses");
    let mut out = String::new();
    for file in &files.files {
        let id = crate::navigation::file(&snap, &file.path);
        let edits = renaming.change.edits.iter().find(|(it, _)| *it == id);
        let edits = edits.map_or(&[][..], |(_, it)| it);
        let text = apply_edits(&file.text, edits).expect("edits are sorted and disjoint");
        out.push_str(&format!("//- /{}\n{text}", file.path));
    }
    Ok((out, renaming.merge))
}

/// With LF, and with CRLF and a BOM.
#[track_caller]
pub(crate) fn check(before: &str, new_name: &str, after: &str) {
    let [unix, windows] = variants(before);
    let (got, _) = renamed(&unix, new_name).expect("it can be renamed");
    assert_eq!(got, after);
    let (got, _) = renamed(&windows, new_name).expect("it can be renamed");
    assert_eq!(got.replace("\r\n", "\n").replace('\u{feff}', ""), after);
}

#[test]
fn a_term_is_renamed_in_every_post_and_nowhere_else() {
    check(
        "//- /a.md\n---\ntitle: llm\ntags:\n  - l$0lm # llm\n  - llm-ops\n---\n# llm 😀\n//- /b.md\n---\ntags: ['llm', 中文]\nseries: llm\n---\n",
        "语言模型",
        "//- /a.md\n---\ntitle: llm\ntags:\n  - 语言模型 # llm\n  - llm-ops\n---\n# llm 😀\n//- /b.md\n---\ntags: ['语言模型', 中文]\nseries: llm\n---\n",
    );
}

#[test]
fn a_rename_onto_a_term_in_use_is_a_merge_and_says_so() {
    let fixture = "//- /a.md\n---\npeople:\n  - 川$0普\n  - Donald Trump\n---\n//- /b.md\n---\npeople:\n- 川普\n---\n";
    let (got, merge) = renamed(fixture, "Donald Trump").expect("done");
    assert_eq!(
        got,
        "//- /a.md\n---\npeople:\n  - Donald Trump\n---\n//- /b.md\n---\npeople:\n- Donald Trump\n---\n"
    );
    let merge = merge.expect("it is a merge");
    assert!(
        merge.contains("川普") && merge.contains("(2 posts)"),
        "{merge}"
    );
    assert!(renamed(fixture, "Trump").expect("done").1.is_none());
}

#[test]
fn a_field_is_renamed_in_every_post() {
    check(
        "//- /a.md\n---\nSer$0ies: Series\ntags:\n  - Series\n---\nSeries: x\n//- /b.md\n---\n'Series': 甲\n---\n",
        "series",
        "//- /a.md\n---\nseries: Series\ntags:\n  - Series\n---\nSeries: x\n//- /b.md\n---\nseries: 甲\n---\n",
    );
}

#[test]
fn a_heading_takes_the_links_to_it_along() {
    check(
        "//- /a.md\n---\ntitle: 甲\n---\n# 引言\n\n## 旧$0标题 😀\n\n[up](#旧标题-) and [x](#引言), `#旧标题-`\n//- /b.md\n---\ntitle: 乙\n---\n[there](a.md#旧标题-)\n",
        "New Title",
        "//- /a.md\n---\ntitle: 甲\n---\n# 引言\n\n## New Title\n\n[up](#new-title) and [x](#引言), `#旧标题-`\n//- /b.md\n---\ntitle: 乙\n---\n[there](a.md#new-title)\n",
    );
}

#[test]
fn what_has_no_name_cannot_be_renamed() {
    for (fixture, why) in [
        ("//- /a.md\n---\ndate: '2024-$001-01'\n---\n", "only terms"),
        ("//- /a.md\n---\ntags: [a]\n---\n\n$0\n", "nothing here"),
        ("//- /a.md\n---\ntitle: 标$0题\n---\n", "title"),
    ] {
        let error = renamed(fixture, "x").expect_err("refused");
        assert!(error.contains(why), "{error}");
    }
    let fixture = "//- /a.md\n---\ntags: [a$0]\n---\n";
    assert!(
        renamed(fixture, "  ")
            .expect_err("refused")
            .contains("empty")
    );
    assert!(
        renamed(fixture, "a\nb")
            .expect_err("refused")
            .contains("control")
    );
}

#[test]
fn a_name_that_nobody_can_tell_from_another_is_refused() {
    let term = "//- /a.md\n---\ntags: [a$0]\n---\n";
    let heading = "//- /a.md\n---\ntitle: 甲\n---\n## a$0\n";
    let field = "//- /a.md\n---\nta$0gs: [a]\n---\n";
    for name in ["l\u{200b}lm", "语言\u{feff}", "a\u{a0}b", "l\u{ad}lm"] {
        for fixture in [term, heading, field] {
            let error = renamed(fixture, name).expect_err("refused");
            assert!(
                error.contains("an invisible character (") && error.contains("U+"),
                "{error}"
            );
        }
    }
    // What serves a purpose stays: emoji, scripts that join, and in a heading a blank that holds two words together.
    for (fixture, name) in [
        (term, "👨\u{200d}👩\u{200d}👧"),
        (term, "می\u{200c}خواهم"),
        (heading, "au bout de la\u{a0}nuit"),
    ] {
        assert!(renamed(fixture, name).is_ok(), "{name:?}");
    }
}

#[test]
fn the_name_to_begin_with_is_that_under_the_cursor() {
    for fixture in variants("//- /a.md\n---\ntags: [x, \"«语$0言 😀»\"]\n---\n") {
        let files = Fixture::parse(&fixture);
        let host = host(&fixture);
        let (snap, position) = at_cursor(&files, &host);
        let renamable = prepare_rename(&snap, position)
            .expect("it is open")
            .expect("it is a term");
        assert_eq!(renamable.range, files.files[0].ranges[0]);
        assert_eq!(renamable.name, "语言 😀");
    }
}

const SPELLINGS: &str = "//- /a.md
---
people: [Nvi$0dia, '張三']
companies: [NVIDIA, x, Nvidia, nvidia]
---
//- /b.md
---
companies: [nvidia, NVIDIA]
---
//- /c.md
---
companies:
  - NVIDIA # NVIDIA
  - 英伟达 😀
---
NVIDIA
//- /d.md
---
companies:
- 英伟达 😀
- nvidia
- GeForce
- Nvidia
---
";

/// The posts after the rename and so many of the groups that may go along; and what is said of each group.
fn along(fixture: &str, new_name: &str, n_taken: usize) -> (String, Vec<String>) {
    let files = Fixture::parse(fixture);
    let host = host(fixture);
    let (snap, position) = at_cursor(&files, &host);
    let renaming = rename(&snap, position, new_name, Others::Offered).expect("it can be done");
    let taken = renaming.along[..n_taken].iter().map(|it| &it.change);
    let changes: Vec<_> = taken.chain([&renaming.change]).collect();
    let mut out = String::new();
    for file in files.files.iter().filter(|it| it.path != "rubric.yaml") {
        let id = crate::navigation::file(&snap, &file.path);
        let edits = changes.iter().flat_map(|it| &it.edits);
        let edits = edits.filter(|it| it.0 == id).flat_map(|it| it.1.clone());
        let mut edits: Vec<_> = edits.collect();
        edits.sort_by_key(|it| (it.range.start(), it.range.end()));
        let text = apply_edits(&file.text, &edits).expect("edits are disjoint");
        out.push_str(&format!("//- /{}\n{text}", file.path));
    }
    let labels = renaming.along.into_iter().map(|it| it.label);
    (out, labels.collect())
}

#[test]
fn other_spellings_and_names_may_go_along() {
    let fixture = SPELLINGS
        .replace("people: [Nvi$0dia, ", "people: [")
        .replace("x, Nvidia, nvidia]", "x, Nvi$0dia, nvidia]");
    let config =
        "//- /rubric.yaml\nvocabularies: { companies: { aliases: { Nvidia: [英伟达 😀] } } }\n";
    let fixture = format!("{config}{fixture}");
    for fixture in variants(&fixture) {
        let plain = |text: &str| {
            let text = text.replace("\r\n", "\n").replace('\u{feff}', "");
            let posts = text.split("//- /").skip(1);
            let posts = posts.map(|it| it.split_once("companies:").expect("a list").1.to_owned());
            posts.collect::<Vec<_>>()
        };
        let (alone, labels) = along(&fixture, "GeForce", 0);
        assert_eq!(
            labels,
            [
                "Also 4 posts that spell it “NVIDIA” or “nvidia”",
                "Also 2 posts that call it “英伟达 😀”"
            ]
        );
        let rest = "\n---\n";
        assert_eq!(
            plain(&alone),
            [
                format!(" [NVIDIA, x, GeForce, nvidia]{rest}"),
                format!(" [nvidia, NVIDIA]{rest}"),
                format!("\n  - NVIDIA # NVIDIA\n  - 英伟达 😀{rest}NVIDIA\n"),
                format!("\n- 英伟达 😀\n- nvidia\n- GeForce{rest}"),
            ]
        );
        assert_eq!(
            plain(&along(&fixture, "GeForce", 1).0),
            [
                format!(" [x, GeForce]{rest}"),
                format!(" [GeForce]{rest}"),
                format!("\n  - GeForce # NVIDIA\n  - 英伟达 😀{rest}NVIDIA\n"),
                format!("\n- 英伟达 😀\n- GeForce{rest}"),
            ]
        );
        assert_eq!(
            plain(&along(&fixture, "GeForce", 2).0)[2..],
            [
                format!("\n  - GeForce # NVIDIA{rest}NVIDIA\n"),
                format!("\n- GeForce{rest}"),
            ]
        );
    }
}

#[test]
fn where_nothing_can_go_along_the_author_is_told_what_stays() {
    let told = |fixture: &str, new_name| {
        let host = host(fixture);
        let (snap, position) = at_cursor(&Fixture::parse(fixture), &host);
        let renaming = rename(&snap, position, new_name, Others::Told).expect("it can be done");
        assert_eq!(renaming.along, []);
        renaming.left
    };
    let fixture = SPELLINGS
        .replace("people: [Nvi$0dia, ", "people: [")
        .replace("x, Nvidia, nvidia]", "x, Nvi$0dia, nvidia]");
    assert_eq!(
        told(&fixture, "GeForce"),
        ["“NVIDIA” (3 posts) and “nvidia” (3 posts) stay as they are"]
    );
    assert_eq!(
        told(&fixture, "NVIDIA"),
        ["“nvidia” (3 posts) stays as it is"]
    );
    assert_eq!(
        told(
            &fixture.replace("Nvidia", "x").replace("Nvi$0dia", "x$0"),
            "y"
        ),
        [""; 0]
    );
}

#[test]
fn a_field_that_some_posts_have_already_is_renamed_in_the_others() {
    let fixture =
        "//- /a.md\n---\nSeries$0: x\n---\n//- /b.md\n---\nSeries: y\nseries: z 😀\n---\n";
    for fixture in variants(fixture) {
        let host = host(&fixture);
        let (snap, position) = at_cursor(&Fixture::parse(&fixture), &host);
        let renaming = rename(&snap, position, "series", Others::Told).expect("it can be done");
        assert_eq!(renaming.change.edits.len(), 1);
        assert_eq!(
            renaming.merge.as_deref(),
            Some("“series” is a field of 1 post already")
        );
        let [(file, why)] = &renaming.refused[..] else {
            panic!("one post refuses: {:?}", renaming.refused);
        };
        assert_eq!(snap.path(*file).as_str(), "b.md");
        assert!(
            why.to_string().contains("has a field `series` already"),
            "{why}"
        );
    }
}

#[test]
fn posts_that_a_rename_of_a_term_does_not_reach_are_told() {
    let fixture = "//- /a.md\n---\ntags: [l$0lm, x]\n---\n//- /b.md\n---js\n{ tags: ['llm'] }\n---\n//- /c.md\n---\ntags: ['llm, go']\n---\n//- /d.md\n---\ntags: [\"llm, x]\ntitle: y\n---\n//- /e.md\n---\ntags: [llms]\n---\nllm\n";
    for fixture in variants(fixture) {
        let host = host(&fixture);
        let (snap, position) = at_cursor(&Fixture::parse(&fixture), &host);
        let renaming = rename(&snap, position, "go", Others::Told).expect("it can be done");
        let refused = renaming.refused.iter();
        let refused: Vec<_> = refused
            .map(|(file, why)| format!("{}: {why}", snap.path(*file).as_str()))
            .collect();
        assert_eq!(
            refused,
            [
                "b.md: its front matter is in a format that is not read, and `llm` stands in it",
                "c.md: holds `llm` within the string `llm, go`: not renamed",
                "d.md: its front matter is broken where `llm` stands: fix it first",
            ]
        );
        assert_eq!(renaming.change.edits.len(), 1);
    }
}

#[test]
fn an_anchor_that_keeps_capitals_is_still_no_title() {
    check(
        "//- /a.md\n## Dee$0p Part\n\n[中](#Deep-Part) [b](#deep-part) [[#Deep Part]]\n//- /b.md\n[c](a.md#Deep-Part)\n",
        "新 Name 😀",
        "//- /a.md\n## 新 Name 😀\n\n[中](#新-name-) [b](#新-name-) [[#新 Name 😀]]\n//- /b.md\n[c](a.md#新-name-)\n",
    );
}

#[test]
fn a_name_for_itself_changes_nothing() {
    for fixture in [
        "//- /a.md\n## 同$0 名\n\n[a](#同-名)\n",
        "//- /a.md\n---\nta$0gs: [a]\n---\n//- /b.md\n---\ntags: [b]\n---\n",
    ] {
        let files = Fixture::parse(fixture);
        let host = host(fixture);
        let (snap, position) = at_cursor(&files, &host);
        let name = prepare_rename(&snap, position).expect("it is open");
        let name = name.expect("it has a name").name;
        let renaming = rename(&snap, position, &name, Others::Told).expect("it is not refused");
        assert_eq!(renaming.change, SourceChange::default());
    }
}

#[test]
fn signs_that_would_close_a_heading_are_no_part_of_a_title() {
    let refused = renamed("//- /a.md\n## a$0\n", "C #").expect_err("it would read `C`");
    assert!(refused.contains("write `\\#`"), "{refused}");
    check("//- /a.md\n## a$0\n", "C#", "//- /a.md\n## C#\n");
}
