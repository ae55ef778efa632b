//! `rubric fix` as it is run in a terminal: what it writes, shows and says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::fixture::Fixture;
use crate::generator::Generator;

struct Folder {
    _dir: TempDir,
    root: PathBuf,
}

impl Folder {
    fn new(fixture: &str) -> Folder {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("it is there");
        for file in Fixture::parse(fixture).files {
            let path = root.join(&file.path);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(path, file.text).expect("written");
        }
        Folder { _dir: dir, root }
    }

    fn rubric(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
        command.args(arguments).current_dir(&self.root);
        command.output().expect("the binary runs")
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).expect("it is there")
    }
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

const POSTS: &str = "\
//- /a 中.md
---\r
title: 中文: 😀 # 注\r
tags: [b, a]\r
---\r
正文: a: b\r
//- /sub/b.md
---
title: @b
area: x
area: x
---
//- /c.md
---
speaker: ''
  张硕
title: fine too
---
//- /d.md
---
title: fine
---
";

#[test]
fn what_is_safe_is_fixed_and_the_rest_is_said() {
    let folder = Folder::new(POSTS);
    let output = folder.rubric(&["fix"]);
    assert_eq!(code(&output), 0);
    let fixed = "---\r\ntitle: '中文: 😀' # 注\r\ntags: [b, a]\r\n---\r\n正文: a: b\r\n";
    assert_eq!(folder.text("a 中.md"), fixed);
    assert!(
        folder
            .text("sub/b.md")
            .contains("title: @b\narea: x\narea: x\n")
    );
    assert!(
        stderr(&output).contains("fixed 1 finding by 1 edit in 1 of 4 posts"),
        "{output:?}"
    );
    assert!(stderr(&output).contains("--unsafe"), "{output:?}");
    assert!(
        stdout(&output).contains("c.md:3:3: yaml-syntax"),
        "{output:?}"
    );
    let again = folder.rubric(&["fix"]);
    assert!(stderr(&again).contains("fixed 0 findings"), "{again:?}");
    assert_eq!(folder.text("a 中.md"), fixed);
}

#[test]
fn unsafe_fixes_are_asked_for() {
    let folder = Folder::new(POSTS);
    assert_eq!(
        code(&folder.rubric(&["fix", "--select", "duplicate-key"])),
        0
    );
    assert_eq!(folder.text("sub/b.md"), "---\ntitle: @b\narea: x\n---\n");
    assert!(folder.text("a 中.md").contains("title: 中文: 😀"));
    assert_eq!(code(&folder.rubric(&["fix", "--unsafe", "sub"])), 0);
    assert_eq!(folder.text("sub/b.md"), "---\ntitle: '@b'\narea: x\n---\n");
    assert!(folder.text("a 中.md").contains("title: 中文: 😀"));
}

/// Nine posts with three names of one: two posts have the second beside the first in their bodies, and two the third. Only when the
/// first two are one does their name lead the third.
fn names() -> Folder {
    let names = ["Elon Musk", "马斯克", "埃隆·马斯克"];
    let bodies = ["", "马斯克（Elon Musk）说", "埃隆·马斯克（Elon Musk）说"];
    let mut fixture = String::new();
    for (index, which) in [0, 0, 0, 0, 1, 1, 2, 2, 2].into_iter().enumerate() {
        let (name, body) = (names[which], bodies[which]);
        fixture.push_str(&format!(
            "//- /{index}.md\n---\ntitle: 题{index}\npeople:\n  - {name}\n---\n{body}\n"
        ));
    }
    Folder::new(&fixture)
}

/// What is fixed in one post is no evidence for another: what comes of it is told first, and fixed in the next run.
#[test]
fn what_follows_from_a_fix_is_told_before_it_is_fixed() {
    let folder = names();
    for (told, n_fixed) in [("`马斯克`", 2), ("`埃隆·马斯克`", 3)] {
        let check = folder.rubric(&["check", "--select", "alias", "--severity", "hint"]);
        assert_eq!(stdout(&check).matches(told).count(), n_fixed, "{check:?}");
        let output = folder.rubric(&["fix", "--unsafe", "--format", "json"]);
        let report: Value = serde_json::from_str(stdout(&output)).expect("JSON");
        let summary = &report["summary"];
        assert_eq!(
            (&summary["fixed"], &summary["edits"]),
            (&n_fixed.into(), &n_fixed.into())
        );
        assert_eq!(
            (&summary["left"], &summary["unsettled"]),
            (&0.into(), &0.into())
        );
    }
    let again = folder.rubric(&["fix", "--unsafe"]);
    assert_eq!(code(&again), 0);
    assert!(stderr(&again).contains("fixed 0 findings"), "{again:?}");
}

/// Posts that have a few names in many spellings, with and without strays, and whose bodies give some of them beside others.
fn muddled(seed: u64) -> Folder {
    let mut generator = Generator::new(seed);
    let names = [
        "Elon Musk",
        "elon-musk",
        "Elon  Musk",
        "马斯克",
        "埃隆·马斯克",
        "馬斯克",
        "'\"Elon Musk\"'",
        "Deep Mind",
        "\"Deep\\u200e Mind\"",
        "DeepMind",
        "深度思维",
        "《深度思维》",
        "' 深度思维'",
    ];
    let bodies = [
        "",
        "马斯克（Elon Musk）说",
        "埃隆·马斯克（Elon Musk）说",
        "深度思维（Deep Mind）",
        "DeepMind（深度思维）",
    ];
    let mut fixture = String::new();
    for index in 0..30 {
        let body = generator.pick(&bodies);
        fixture.push_str(&format!(
            "//- /{index}.md\n---\ntitle: 题{index}\npeople:\n"
        ));
        for _ in 0..=generator.below(3) {
            fixture.push_str(&format!("  - {}\n", generator.pick(&names)));
        }
        fixture.push_str(&format!("media: {}\n---\n{body}\n", generator.pick(&names)));
    }
    Folder::new(&fixture)
}

/// Law: each edit is that of a finding of the posts as they were, and writes what it says.
#[test]
fn every_edit_belongs_to_a_finding() {
    let json = |folder: &Folder, arguments: &[&str]| -> Value {
        serde_json::from_str(stdout(&folder.rubric(arguments))).expect("JSON")
    };
    let mut n_edits = 0;
    for seed in 0..12 {
        let folder = muddled(seed);
        let told = json(&folder, &["check", "--all", "--format", "json"]);
        let fixed = json(
            &folder,
            &["fix", "--unsafe", "--dry-run", "--format", "json"],
        );
        for post in fixed["posts"].as_array().expect("a list") {
            let findings = told["findings"].as_array().expect("a list").iter();
            let findings: Vec<_> = findings.filter(|it| it["path"] == post["path"]).collect();
            for edit in post["edits"].as_array().expect("a list") {
                assert!(
                    findings.iter().any(|it| belongs(edit, it)),
                    "seed {seed}: {edit} {findings:#?}"
                );
                n_edits += 1;
            }
        }
    }
    assert!(n_edits > 100, "{n_edits}");
}

/// Whether the edit is at the place of the finding, and writes its suggestion. What goes is an item with what parts it from others.
fn belongs(edit: &Value, finding: &Value) -> bool {
    let number = |it: &Value| it.as_u64().expect("a number");
    let at = |side: &str| number(&finding["range"][side]["offset"]);
    let new = edit["new_text"].as_str().expect("a text");
    let is_there = at("start") <= number(&edit["end"]) && number(&edit["start"]) <= at("end");
    let strays = ["stray-whitespace", "invisible-character", "quoted-quotes"];
    let is_meant = match finding["suggestion"]["text"].as_str() {
        _ if new.is_empty() => true,
        _ if strays.iter().any(|it| finding["code"] == *it) => true,
        Some(text) => new.trim_matches(['\'', '"']) == text,
        None => true,
    };
    is_there && is_meant
}

/// What a site is built with, where its pages are found and what people search for is for the author to say, whatever most posts have.
#[test]
fn what_is_meant_to_the_letter_is_left() {
    let mut fixture = String::new();
    for index in 0..60 {
        let names = if index < 40 {
            "Elon Musk, Mars"
        } else {
            "马斯克"
        };
        fixture.push_str(&format!(
            "//- /{index}.md\n---\ntitle: 题{index}\nlayout: post\nslug: a-{index}\nkeywords: [{names}]\n\
             people: [Donald Trump]\ndate: 2024.05.14\nissue: {index}\n---\n马斯克（Elon Musk）\n"
        ));
    }
    let literal = "---\ntitle: 题\nlayout: posts\nslug: Foo_Bar\nkeywords: [马斯克, Mars, mars, Donald Trump]\n\
                   people: []\ndate: 2011-06-23T18:38:52+00:00\n_issue: https://例子.cn/1\nisue: https://例子.cn/1\n---\n";
    fixture.push_str(&format!("//- /x.md\n{literal}"));
    let folder = Folder::new(&fixture);
    let output = folder.rubric(&["fix", "--unsafe"]);
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(folder.text("x.md"), literal);
}

/// However many posts have what another rule strips, it is not the usual spelling: that rule and `variant` would undo each other's
/// fixes in every run.
#[test]
fn no_fix_brings_back_what_another_strips() {
    let spellings = [
        "'Elon  Musk'",
        "\"Elon\\u00a0Musk\"",
        "\"Elon\\u200b Musk\"",
        "\"'Elon Musk'\"",
        "‘Elon Musk’",
        "'Elon Musk　'",
    ];
    for spelling in spellings {
        let post = |(index, name)| {
            format!("//- /{index}.md\n---\ntitle: 题{index}\nspeaker: {name}\n---\n")
        };
        let names = [spelling; 9].into_iter().chain(["Elon Musk"; 2]);
        let folder = Folder::new(&names.enumerate().map(post).collect::<String>());
        // A name of its own for the field: nothing else tells that it holds terms.
        fs::write(
            folder.root.join("rubric.yaml"),
            "fields: { speaker: { type: term } }\n",
        )
        .expect("written");
        let output = folder.rubric(&["fix", "--unsafe", "--format", "json"]);
        let report: Value = serde_json::from_str(stdout(&output)).expect("JSON");
        let summary = &report["summary"];
        assert_eq!(summary["fixed"], 9, "{spelling}: {summary}");
        assert!(!folder.text("0.md").contains('　'), "{spelling}");
        let again = folder.rubric(&["fix", "--unsafe"]);
        assert!(stderr(&again).contains("fixed 0 findings"), "{again:?}");
    }
}

#[test]
fn what_may_not_be_written_changes_nothing_for_others() {
    let folder = names();
    for post in ["4.md", "5.md"] {
        let other = folder.root.join(post).with_extension("txt");
        fs::hard_link(folder.root.join(post), other).expect("linked");
    }
    let output = folder.rubric(&["fix", "--unsafe"]);
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("fixed 0 findings by 0 edits"), "{said}");
    assert_eq!(said.matches("hard link").count(), 2, "{said}");
    assert!(folder.text("6.md").contains("埃隆·马斯克"));
}

#[test]
fn a_diff_and_a_dry_run_write_nothing_and_say_so_by_their_status() {
    let folder = Folder::new(POSTS);
    let before = folder.text("a 中.md");
    let diff = folder.rubric(&["fix", "--diff"]);
    assert_eq!(code(&diff), 1);
    let expected = "--- a/a 中.md\t\n+++ b/a 中.md\t\n@@ -1,5 +1,5 @@\n ---\r\n-title: 中文: 😀 # 注\r\n+title: '中文: 😀' # 注\r\n tags: [b, a]\r\n ---\r\n 正文: a: b\r\n";
    assert_eq!(stdout(&diff), expected);
    let dry = folder.rubric(&["fix", "--dry-run", "--unsafe"]);
    assert_eq!(code(&dry), 1);
    assert!(
        stdout(&dry).contains("sub/b.md: 1 duplicate-key, 1 yaml-syntax"),
        "{dry:?}"
    );
    assert!(
        stderr(&dry).contains("would fix 3 findings by 3 edits in 2 of 4 posts"),
        "{dry:?}"
    );
    assert_eq!(folder.text("a 中.md"), before);
    assert_eq!(code(&folder.rubric(&["fix", "--dry-run", "d.md"])), 0);
    assert_eq!(code(&folder.rubric(&["fix", "--diff", "--dry-run"])), 2);
    assert_eq!(code(&folder.rubric(&["fix", "--select", "nonsense"])), 2);
}

#[test]
fn programs_get_all_that_was_done_and_left() {
    let folder = Folder::new(POSTS);
    let output = folder.rubric(&["fix", "--format", "json"]);
    let report: Value = serde_json::from_str(stdout(&output)).expect("JSON");
    assert_eq!(report["summary"]["posts_changed"], 1);
    assert_eq!(report["summary"]["by_code"]["yaml-syntax"], 1);
    assert_eq!(report["posts"][0]["edits"][0]["new_text"], "'中文: 😀'");
    let left = report["left"].as_array().expect("a list");
    let kinds: Vec<_> = left
        .iter()
        .map(|it| it["kind"].as_str().expect("a word"))
        .collect();
    assert_eq!(kinds, ["choice", "unsafe", "unsafe"]);
    assert!(
        left.iter()
            .all(|it| !it["reason"].as_str().expect("a sentence").is_empty())
    );
}

#[test]
fn a_post_that_is_not_utf_8_is_skipped_and_said() {
    let folder = Folder::new("//- /a.md\n---\ntitle: a: b\n---\n");
    let bytes = b"---\ntitle: a: b\n---\n\xff\n";
    fs::write(folder.root.join("bad.md"), bytes).expect("written");
    let output = folder.rubric(&["fix"]);
    assert!(
        stderr(&output).contains("skipped bad.md: not UTF-8"),
        "{output:?}"
    );
    assert_eq!(fs::read(folder.root.join("bad.md")).expect("read"), bytes);
    assert_eq!(folder.text("a.md"), "---\ntitle: 'a: b'\n---\n");
}

/// A checkout may bring links under any name: what they lead to is neither written nor removed.
#[test]
#[cfg(unix)]
fn no_command_writes_through_a_link_that_looks_like_its_temporary_file() {
    let post = "---\ntitle: a: b\ntags: [甲]\n---\n";
    let commands: [&[&str]; 5] = [
        &["fix"],
        &["rename", "tags", "甲", "乙"],
        &["remove", "tags", "甲"],
        &["init"],
        &["check", "--exit-zero", "--write-baseline", "baseline.json"],
    ];
    for command in commands {
        let outside = tempfile::tempdir().expect("a folder");
        let (theirs, missing) = (
            outside.path().join("theirs"),
            outside.path().join("missing"),
        );
        fs::write(&theirs, "theirs").expect("written");
        let folder = Folder::new(&format!("//- /a.md\n{post}"));
        for name in ["a.md", "rubric.yaml", "baseline.json"] {
            for (infix, target) in [("", &theirs), (".x", &missing)] {
                let link = folder.root.join(format!(".{name}{infix}.rubric-tmp"));
                std::os::unix::fs::symlink(target, link).expect("linked");
            }
        }
        folder.rubric(command);
        assert_eq!(
            fs::read_to_string(&theirs).expect("read"),
            "theirs",
            "{command:?}"
        );
        assert!(!missing.exists(), "{command:?}");
        assert!(!folder.root.join("a.md").is_symlink(), "{command:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_baseline_is_not_written_through_a_link() {
    let outside = tempfile::tempdir().expect("a folder");
    let theirs = outside.path().join("theirs.json");
    fs::write(&theirs, "theirs").expect("written");
    let folder = Folder::new("//- /a.md\n---\ntitle: 甲\n---\n");
    std::os::unix::fs::symlink(&theirs, folder.root.join("base.json")).expect("linked");
    let output = folder.rubric(&["check", "--write-baseline", "base.json"]);
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(stderr(&output).contains("it is a link"), "{output:?}");
    assert_eq!(fs::read_to_string(&theirs).expect("read"), "theirs");
}

/// An existing rubric.yaml may be a link; only one that stays in the root is written anew.
#[test]
#[cfg(unix)]
fn init_does_not_write_outside_the_root() {
    let outside = tempfile::tempdir().expect("a folder");
    let theirs = outside.path().join("theirs.yaml");
    fs::write(&theirs, "rules: {}\n").expect("written");
    let folder = Folder::new("//- /a.md\n---\ntitle: 甲\n---\n");
    std::os::unix::fs::symlink(&theirs, folder.root.join("rubric.yaml")).expect("linked");
    let output = folder.rubric(&["init", "--force"]);
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(stderr(&output).contains("leaves the root"), "{output:?}");
    assert_eq!(fs::read_to_string(&theirs).expect("read"), "rules: {}\n");
}

#[test]
fn temporary_files_of_dead_runs_go() {
    let folder = Folder::new("//- /a.md\n---\ntitle: a\n---\n");
    let leftover = folder.root.join(".a.md.rubric-tmp");
    fs::write(&leftover, "half").expect("written");
    folder.rubric(&["fix", "--dry-run"]);
    assert!(Path::exists(&leftover));
    folder.rubric(&["fix"]);
    assert!(!Path::exists(&leftover));
}
