//! What no fix may do to a post: make one term of several, put front matter above front matter, change what a page shows.

use rubric::corpus::{Event, Host, RelPath};
use rubric::features::diagnostics::Code;
use rubric::features::fixes::{Selection, fix_post};
use rubric::text::Text;

/// A post among sixty that have the tags `alpha`, `beta` and `创业`, as a fix leaves it.
#[track_caller]
fn fixed(source: &str, selection: &Selection) -> String {
    let mut host = Host::new("/corpus".into());
    let mut changes = Vec::new();
    let mut add = |host: &mut Host, path: &str, text: &str| {
        let file = host.intern(&RelPath(path.into()));
        let (version, text) = (1, Text::new(text));
        changes.push(Event::Open {
            file,
            version,
            text,
        });
        file
    };
    for number in 0..60 {
        let post =
            format!("---\ntitle: Number {number}\ntags:\n  - alpha\n  - beta\n  - 创业\n---\n");
        add(&mut host, &format!("{number}.md"), &post);
    }
    let file = add(&mut host, "new.md", source);
    host.apply(changes);
    let snap = host.snapshot();
    let parsed = snap.parsed(file).expect("it is open");
    let fixed = fix_post(&snap, file, &parsed, selection);
    fixed.text.as_str().to_owned()
}

fn everything() -> Selection {
    Selection {
        codes: None,
        with_unsafe: true,
    }
}

/// The tags of a new post before and after the fix.
#[track_caller]
fn check_tags(before: &str, after: &str, selection: &Selection) {
    for line_end in ["\n", "\r\n"] {
        let post =
            |tags: &str| format!("---\ntitle: New\n{tags}\n---\n😀\n").replace('\n', line_end);
        assert_eq!(fixed(&post(before), selection), post(after), "{before:?}");
    }
}

#[test]
fn one_text_becomes_several_terms_only_where_all_of_them_are_known() {
    let safe = |before: &str, after: &str| check_tags(before, after, &Selection::default());
    let bold = |before: &str, after: &str| check_tags(before, after, &everything());
    for several in [
        "alpha beta 创业",
        "alpha; beta",
        "alpha beta new",
        "machine learning",
        "\"#alpha #beta\"",
    ] {
        safe(&format!("tags: {several}"), &format!("tags: {several}"));
    }
    safe("tags: alpha", "tags:\n  - alpha");
    safe("tags: new", "tags:\n  - new");
    bold(
        "tags: alpha beta 创业",
        "tags:\n  - alpha\n  - beta\n  - 创业",
    );
    bold("tags: alpha; beta", "tags:\n  - alpha\n  - beta");
    bold("tags: \"#alpha #beta\"", "tags:\n  - alpha\n  - beta");
    for unknown in ["alpha beta new", "machine learning"] {
        bold(&format!("tags: {unknown}"), &format!("tags: {unknown}"));
    }
}

#[test]
fn dashes_without_a_space_begin_items() {
    let list = "tags:\n  - alpha\n  - beta";
    for broken in [
        "-alpha\n  -beta",
        "-alpha\n  - beta",
        "-\u{a0}alpha\n  -\u{3000}beta",
        "-\u{200b}alpha\n  - beta",
        "- alpha\n  -\u{a0}beta",
    ] {
        check_tags(&format!("tags:\n  {broken}"), list, &everything());
    }
    check_tags(
        "tags:\n-alpha\n-beta",
        "tags:\n- alpha\n- beta",
        &everything(),
    );
    // Numbers, options and what may be meant as one text stay.
    for kept in [
        "tags:\n  -5\n  -6",
        "tags:\n  --alpha\n  --beta",
        "tags:\n  - alpha\n    -beta",
    ] {
        check_tags(kept, kept, &everything());
    }
}

#[test]
fn no_front_matter_is_put_above_one_of_another_format() {
    for source in [
        "+++\ntitle = \"甲\"\n+++\n",
        "\u{feff}+++\r\ntitle = \"甲\"\r\n+++\r\n",
        "{\n  \"title\": \"甲\"\n}\n",
        "{ \"title\": \"甲\" }\nText\n",
        ";;;\n\"title\": \"甲\"\n;;;\n",
        "---js\n{ title: '甲' }\n---\n",
        "---toml\ntitle = \"甲\"\n---\n",
        "\n---json\n{}\n---\n",
    ] {
        let selection = Selection {
            codes: Some(vec![Code::MissingFrontMatter, Code::BadFence]),
            with_unsafe: true,
        };
        assert_eq!(fixed(source, &selection), source);
    }
    let templates = ["{% include head %}\nText\n", "{{ content }}\n", "Text\n"];
    for source in templates {
        let selection = Selection {
            codes: Some(vec![Code::MissingFrontMatter]),
            with_unsafe: true,
        };
        assert!(fixed(source, &selection).starts_with("---\n"), "{source:?}");
    }
}

#[test]
fn what_is_meant_stays_as_it_is() {
    for line in [
        "title: \"'use client'\"",
        "title: '\"Hello\", she said'",
        "title: '\"Heroes\"'",
        "title: New\nexcerpt_separator: \"\\n---\\n\"",
        "title: New\nseparator: \" | \"",
        "title: New\njoiner: ', '",
        "title: New\nindent: \"\\t- \\x20\"",
        "title: \"\\u3000题\"",
    ] {
        let post = format!("---\n{line}\ntags:\n  - alpha\n---\n");
        assert_eq!(fixed(&post, &Selection::default()), post);
    }
    let stray = "---\ntitle: ' 题 '\ntags:\n  - '\"alpha\"'\n---\n";
    let right = "---\ntitle: 题\ntags:\n  - alpha\n---\n";
    assert_eq!(fixed(stray, &Selection::default()), right);
}
