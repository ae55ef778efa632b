//! What a command leaves out is said, and tells by the exit status that it was: what it cannot read, and what it may not write.

use std::fs;
use std::process::Output;

use tempfile::TempDir;

use crate::cli::{folder, run};

const POST: &str = "---\r\ntags: [中文, x]\r\n---\r\n正文 😀\r\n";

fn told(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// That a rename leaves out `path`, and why; the others are done.
#[track_caller]
fn check_left_out(dir: &TempDir, path: &str, why: &str) {
    fs::write(dir.path().join("fine.md"), POST).unwrap();
    for args in [
        &["rename", "tags", "中文", "汉语", "--dry-run"][..],
        &["rename", "tags", "中文", "汉语"],
    ] {
        let output = run(dir, args);
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        let line = told.lines().find(|it| it.starts_with("skipped "));
        let line = line.unwrap_or_else(|| panic!("nothing is skipped: {told}"));
        assert!(line.contains(path) && line.contains(why), "{line}");
    }
    let done = fs::read_to_string(dir.path().join("fine.md")).unwrap();
    assert_eq!(done, POST.replace("中文", "汉语"));
}

#[test]
fn a_post_of_which_a_rename_cannot_tell_is_listed() {
    let bytes = |text: &str| text.replace('?', "\u{1}").into_bytes();
    let mangled = |text: &str| {
        let mut bytes = bytes(text);
        bytes
            .iter_mut()
            .filter(|it| **it == 1)
            .for_each(|it| *it = 0xff);
        bytes
    };
    for (text, why) in [
        ("---\ntags: [中文]\n---\n?\n", "not UTF-8"),
        ("---\ntags: [?]\n---\n", "not UTF-8"),
        (
            "---\ntags: [中文, \"x]\ntitle: y\n---\n",
            "broken where `中文` stands",
        ),
        (
            "---\nbase: &b\n  tags: [中文]\n<<: *b\n---\n",
            "from another map",
        ),
        ("---\nx: &t [中文]\ntags: *t\n---\n", "written elsewhere"),
    ] {
        let dir = folder(&[]);
        fs::write(dir.path().join("b 😀.md"), mangled(text)).unwrap();
        check_left_out(&dir, "b 😀.md", why);
        assert_eq!(fs::read(dir.path().join("b 😀.md")).unwrap(), mangled(text));
    }
}

#[test]
fn a_post_that_cannot_have_the_term_is_no_failure() {
    let dir = folder(&[
        ("fine.md", POST),
        ("broken.md", "---\ntitle: \"x\ny: 1\n---\n中文\n"),
    ]);
    fs::write(
        dir.path().join("mangled.md"),
        b"---\ntitle: \xff\ntags: [x]\n---\n",
    )
    .unwrap();
    let output = run(&dir, &["rename", "tags", "中文", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    // Nothing is to be done, and so nothing is left out.
    fs::write(dir.path().join("mangled.md"), b"---\ntags: [\xff]\n---\n").unwrap();
    let output = run(&dir, &["rename", "tags", "汉语", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

/// The text in UTF-16, each unit by `bytes`.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn a_post_in_utf_16_is_listed_if_it_holds_the_term() {
    let long = format!(
        "\u{feff}---\ntitle: {}\ntags: [中文]\n---\n",
        "长".repeat(5_000)
    );
    for text in [
        "\u{feff}---\ntitle: 😀\ntags: [中文]\n---\n",
        "\u{feff}---\r\ntags:\r\n- x\r\n- '中文'\r\n---\r\n",
        "---\ntags: [中文]\n---\n",
        "\u{feff}---\ntags: [x, \"中文]\ntitle: y\n---\n",
        "\u{feff}---\ntags: 中文；x\n---\n",
        "\u{feff}+++\ntags = ['中文']\n+++\n",
        &long,
    ] {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let (dir, bytes) = (folder(&[]), utf16(text, bytes));
            fs::write(dir.path().join("b 😀.md"), &bytes).unwrap();
            check_left_out(&dir, "b 😀.md", "is UTF-16; convert it to UTF-8");
            assert_eq!(fs::read(dir.path().join("b 😀.md")).unwrap(), bytes);
            let output = run(&dir, &["remove", "tags", "中文"]);
            assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        }
    }
}

#[test]
fn a_post_in_utf_16_without_the_term_is_no_failure_and_check_lists_it() {
    let dir = folder(&[("fine.md", POST)]);
    let text = "\u{feff}---\ntitle: 中文\ntags: [x]\n---\n中文\n";
    fs::write(dir.path().join("b.md"), utf16(text, u16::to_le_bytes)).unwrap();
    let output = run(&dir, &["rename", "tags", "中文", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let output = run(&dir, &["check"]);
    let out = std::str::from_utf8(&output.stdout).unwrap();
    assert!(out.contains("not read: b.md: is UTF-16"), "{out}");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run(&dir, &["check", "b.md"]).status.code(), Some(2));
}

#[test]
fn a_text_that_holds_the_term_among_others_is_listed() {
    let many: String = (0..90).map(|it| format!(", 词{it}")).collect();
    let many = format!("中文{many}");
    for text in ["x，中文、y", "中文; x", "['中文, x']", &many] {
        let dir = folder(&[("b.md", &format!("---\ntags: {text}\n---\n"))]);
        let output = run(&dir, &["rename", "tags", "中文", "汉语"]);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(!told(&output).contains("no post uses"), "{}", told(&output));
        let shown = text.trim_matches(['\'', '[', ']']);
        let shown: String = shown.chars().take(60).collect();
        let why = format!("holds `中文` within the string `{shown}");
        assert!(told(&output).contains(&why), "{}", told(&output));
        assert!(
            told(&output).contains("`: not renamed"),
            "{}",
            told(&output)
        );
        let output = run(&dir, &["remove", "tags", "中文"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            told(&output).contains("`: not removed"),
            "{}",
            told(&output)
        );
    }
}

#[test]
fn texts_are_renamed_where_they_are_the_term_or_others_have_lists() {
    let dir = folder(&[
        ("a.md", "---\nseries: 中文\n---\n"),
        ("b.md", "---\nseries: 中文, x\n---\n"),
    ]);
    let output = run(&dir, &["rename", "series", "中文, x", "甲"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let output = run(&dir, &["rename", "series", "中文", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let series = |path| fs::read_to_string(dir.path().join(path)).unwrap();
    assert_eq!(series("a.md"), "---\nseries: 汉语\n---\n");
    assert_eq!(series("b.md"), "---\nseries: 甲\n---\n");

    let dir = folder(&[("b.md", "---\ntags: 中文, x\n---\n")]);
    for number in 0..9 {
        fs::write(dir.path().join(format!("{number}.md")), POST).unwrap();
    }
    let output = run(&dir, &["rename", "tags", "中文", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = fs::read_to_string(dir.path().join("b.md")).unwrap();
    assert_eq!(text, "---\ntags: 汉语, x\n---\n");
    // Nobody can tell whether blanks part terms.
    fs::write(dir.path().join("b.md"), "---\ntags: 汉语 x\n---\n").unwrap();
    let output = run(&dir, &["rename", "tags", "汉语", "中文"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let why = "b.md: holds `汉语` within the string `汉语 x`: not renamed";
    assert!(told(&output).contains(why), "{}", told(&output));
}

#[test]
fn front_matter_of_another_format_that_has_the_term_is_listed() {
    let long = format!(
        "---js\n{{ title: '{}', tags: ['中文'] }}\n---\n",
        "长".repeat(3_000)
    );
    for text in [
        "---js\n{ tags: ['中文'] }\n---\n",
        "\u{feff}---javascript\r\n{ \"Tags\": [\"\\u4e2d\\u6587\"] }\r\n---\r\n",
        "--- coffee\ntags: ['x', '中文']\n---\n",
        &long,
    ] {
        let dir = folder(&[("b.md", text)]);
        check_left_out(
            &dir,
            "b.md",
            "in a format that is not read, and `中文` stands in it",
        );
        assert_eq!(fs::read_to_string(dir.path().join("b.md")).unwrap(), text);
    }
}

#[test]
fn front_matter_of_another_format_without_the_term_is_no_failure() {
    let dir = folder(&[
        ("fine.md", POST),
        ("a.md", "+++\ntags = ['x']\n+++\n中文 tags\n"),
        ("b.md", "{ \"tags\": [\"x\"] }\n\n中文\n"),
        ("c.md", "+++\ntitle = '中文'\n+++\n"),
        ("d.md", "{{< tags >}} 中文\n"),
        ("e.md", "---js\n{ tags: ['x'] }\n---\n中文\n"),
    ]);
    let output = run(&dir, &["rename", "tags", "中文", "汉语"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    fs::write(dir.path().join("e.md"), "+++\ntags = ['golang']\n+++\n").unwrap();
    let output = run(&dir, &["rename", "tags", "go", "gopher"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn of_several_terms_one_that_is_renamed_hides_none_that_is_left() {
    let text = "---\ntags: [a]\npeople: [b, \"c]\ntitle: x\n---\n";
    let dir = folder(&[
        ("b.md", text),
        ("c.md", "---\npeople: [a, b]\n---\n"),
        ("map.csv", "field,old,new\ntags,a,z\npeople,b,y\n"),
    ]);
    let output = run(&dir, &["rename", "--map", "map.csv"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    let why = "b.md: its front matter is broken where `b` stands";
    assert!(told(&output).contains(why), "{}", told(&output));
}

#[test]
#[cfg(unix)]
fn a_post_that_may_not_be_written_is_listed() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = folder(&[("b.md", POST)]);
    let path = dir.path().join("b.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    // To the superuser no mode says no.
    if fs::File::options().write(true).open(&path).is_err() {
        check_left_out(&dir, "b.md", "read-only");
        assert_eq!(fs::read_to_string(&path).unwrap(), POST);
    }
    let dir = folder(&[("b.md", POST)]);
    fs::hard_link(dir.path().join("b.md"), dir.path().join("b.txt")).unwrap();
    check_left_out(&dir, "b.md", "hard link");
    let (dir, other) = (folder(&[]), folder(&[("b.md", POST)]));
    symlink(other.path().join("b.md"), dir.path().join("b.md")).unwrap();
    check_left_out(&dir, "b.md", "symbolic link");
}

#[test]
fn fix_tells_by_its_status_what_it_left_out() {
    let dir = folder(&[("a.md", "---\ntitle: a: b\n---\n")]);
    fs::write(dir.path().join("b.md"), b"---\ntitle: a: b\n---\n\xff\n").unwrap();
    let output = run(&dir, &["fix"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert_eq!(
        fs::read_to_string(dir.path().join("a.md")).unwrap(),
        "---\ntitle: 'a: b'\n---\n"
    );
    assert_eq!(run(&dir, &["fix", "a.md"]).status.code(), Some(0));
}

#[test]
fn check_fails_where_what_was_named_cannot_be_read() {
    let dir = folder(&[("a.md", POST)]);
    fs::write(dir.path().join("b.md"), b"---\ntitle: x\n---\n\xff\n").unwrap();
    assert_eq!(run(&dir, &["check"]).status.code(), Some(0));
    assert_eq!(run(&dir, &["check", "a.md"]).status.code(), Some(0));
    let output = run(&dir, &["check", "a.md", "b.md", "--exit-zero"]);
    assert_eq!(output.status.code(), Some(2));
    let out = std::str::from_utf8(&output.stdout).unwrap();
    assert!(out.contains("not read: b.md: not UTF-8"), "{out}");
}

#[test]
fn a_folder_that_is_named_is_read_whatever_is_ignored() {
    const TWICE: &str = "---\ntitle: 《一》\ntitle: 二\n---\n";
    let names = [
        "ig",
        "ig/sub",
        ".hid",
        "_site/x",
        "node_modules/y",
        "other",
        "posts",
    ];
    let files: Vec<String> = names.iter().map(|it| format!("{it}/a.md")).collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|it| (it.as_str(), TWICE)).collect();
    files.push((".gitignore", "ig/\n"));
    files.push(("rubric.yaml", "content: ['posts/**/*.md']\n"));
    let dir = folder(&files);
    for name in names {
        let output = run(&dir, &["check", name]);
        let out = std::str::from_utf8(&output.stdout).unwrap();
        assert!(out.contains("duplicate-key"), "{name}: {out}");
    }
    let output = run(&dir, &["check"]);
    let out = std::str::from_utf8(&output.stdout).unwrap();
    assert!(out.contains("1 finding in 1 of 1 post"), "{out}");
    let output = run(&dir, &["check", ".", "posts", "posts/a.md"]);
    let out = std::str::from_utf8(&output.stdout).unwrap();
    assert!(
        out.contains("1 finding in 1 of 1 post"),
        "nothing is told twice: {out}"
    );
}

#[test]
fn values_of_any_kind_are_renamed_and_long_ones_too() {
    let long = "长".repeat(120);
    let post = format!(
        "---\ndraft: true\ndate: 2024-01-02\nn: 5\nsummary: '一: {long}' # c\n---\ntrue 2024-01-02\n"
    );
    let dir = folder(&[
        ("a.md", &post),
        ("b.md", "---\ndraft: x\nsummary: '一: 长'\n---\n"),
    ]);
    for (field, old, new) in [
        ("draft", "true", "false"),
        ("date", "2024-01-02", "2025-01-02"),
        ("n", "5", "6"),
        ("summary", &format!("一: {long}"), "二: 短"),
    ] {
        let output = run(&dir, &["rename", field, old, new]);
        let told = told(&output);
        assert!(
            told.starts_with("changed 1 value in 1 post, 0 merged"),
            "{told}"
        );
    }
    assert_eq!(
        fs::read_to_string(dir.path().join("a.md")).unwrap(),
        "---\ndraft: false\ndate: 2025-01-02\nn: 6\nsummary: '二: 短' # c\n---\ntrue 2024-01-02\n"
    );
    let output = run(&dir, &["rename", ",", "a", "b"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("names no field"),
        "{}",
        told(&output)
    );
}
