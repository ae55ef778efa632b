//! The command line as a user sees it: what it prints, and its exit status.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with these files, in a git work tree of its own.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    command.args(args).current_dir(dir);
    command.env_remove("NO_COLOR").env("RUBRIC_NO_CACHE", "1");
    command
}

pub(crate) fn run(dir: &TempDir, args: &[&str]) -> Output {
    command(dir.path(), args).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// The paths with findings, and the exit status.
#[track_caller]
fn check(dir: &TempDir, args: &[&str]) -> (Vec<String>, Option<i32>) {
    let args: Vec<&str> = ["check", "--format", "json"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    let output = run(dir, &args);
    let json: Value = serde_json::from_slice(&output.stdout).expect("it prints one JSON object");
    let findings = json["findings"].as_array().unwrap().iter();
    let finding = |it: &Value| {
        format!(
            "{} {}",
            it["path"].as_str().unwrap(),
            it["code"].as_str().unwrap()
        )
    };
    (findings.map(finding).collect(), output.status.code())
}

const TWICE: &str = "---\r\ntitle: 《一》 😀\r\ntitle: 二\r\n---\r\n";

#[test]
fn findings_are_shown_with_their_source() {
    let dir = folder(&[("笔记/a.md", TWICE), ("b.md", "text\n")]);
    let output = run(&dir, &["check"]);
    let out = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        out.contains(
            "error[duplicate-key]: `title` stands twice: keep one of the two\n --> 笔记/a.md:3:1\n"
        ),
        "{out}"
    );
    assert!(out.contains("3 | title: 二\n  | ^^^^^\n"), "{out}");
    assert!(out.contains("the first is here: 笔记/a.md:2:1"), "{out}");
    assert!(out.contains("1 finding in 1 of 2 posts"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours on a pipe");
}

#[test]
fn the_exit_status_tells_findings_from_failures() {
    let dir = folder(&[("a.md", TWICE), ("b.md", "---\ntitle: x\n---\n")]);
    let code = |args: &[&str]| run(&dir, args).status.code();
    assert_eq!(code(&["check"]), Some(1));
    assert_eq!(code(&["check", "--exit-zero"]), Some(0));
    assert_eq!(code(&["check", "b.md"]), Some(0));
    assert_eq!(code(&["check", "--ignore", "duplicate-key"]), Some(0));
    assert_eq!(
        code(&["check", "--select", "bad-fence,wrong-type"]),
        Some(0)
    );
    assert_eq!(code(&["check", "--severity", "error"]), Some(1));
    assert_eq!(code(&["check", "none.md"]), Some(2));
    assert_eq!(code(&["check", "--select", "no-such-code"]), Some(2));
    assert_eq!(code(&["no-such-command"]), Some(2));
    fs::write(
        dir.path().join("rubric.yaml"),
        "rules: { duplicate-key: hint }\n",
    )
    .unwrap();
    assert_eq!(code(&["check"]), Some(0));
    assert_eq!(code(&["check", "--severity", "hint"]), Some(1));
}

#[test]
fn paths_limit_the_report_and_a_named_path_is_never_ignored() {
    let dir = folder(&[
        ("a/x.md", TWICE),
        ("b/y.md", &TWICE.replace('二', "三")),
        ("drafts/z.md", &TWICE.replace('二', "四")),
        (".gitignore", "drafts\n"),
        ("rubric.yaml", ""),
    ]);
    assert_eq!(
        check(&dir, &[]).0,
        ["a/x.md duplicate-key", "b/y.md duplicate-key"]
    );
    assert_eq!(check(&dir, &["b"]).0, ["b/y.md duplicate-key"]);
    assert_eq!(
        check(&dir, &["drafts/z.md"]).0,
        ["drafts/z.md duplicate-key"]
    );
    assert_eq!(check(&dir, &["--root", "a"]).0, ["a/x.md duplicate-key"]);
}

#[test]
fn json_has_places_in_lines_characters_and_bytes() {
    let dir = folder(&[("a.md", TWICE)]);
    let output = run(&dir, &["check", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(
        finding["range"]["start"],
        serde_json::json!({ "line": 3, "column": 1, "offset": 28 })
    );
    assert_eq!(finding["related"][0]["range"]["start"]["line"], 2);
    assert_eq!(json["summary"]["by_code"]["duplicate-key"], 1);
    assert_eq!(json["version"], 1);
}

#[test]
fn a_configuration_that_is_wrong_is_a_finding() {
    let dir = folder(&[
        ("a.md", "---\ntitle: x\n---\n"),
        ("rubric.yaml", "fields: { tags: { type: lst } }\n"),
    ]);
    assert_eq!(
        check(&dir, &[]),
        (vec!["rubric.yaml invalid-config".to_owned()], Some(1))
    );
}

#[test]
fn a_strangers_text_does_not_reach_the_terminal_raw() {
    let dir = folder(&[
        ("a.md", "---\n\"x\\e[31m\": 1\n\"x\\e[31m\": 2\n---\n"),
        ("b.md", TWICE),
    ]);
    let output = run(&dir, &["check"]);
    assert!(!stdout(&output).contains('\u{1b}'), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("\\u{1b}[31m"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_told_and_stops_nothing() {
    let dir = folder(&[("b.md", TWICE)]);
    fs::write(dir.path().join("a.md"), b"---\ntitle: \xff\n---\n").unwrap();
    let output = run(&dir, &["check"]);
    let out = stdout(&output);
    assert!(
        out.contains("a.md: not UTF-8 from byte 11 (line 2) on"),
        "{out}"
    );
    assert!(out.contains("duplicate-key"), "{out}");
}

/// Runs it with a stdout that nobody reads any more, from the first byte on.
fn run_unread(dir: &TempDir, args: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command(dir.path(), args).stdout(writer).output().unwrap()
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let dir = folder(&[
        ("笔记/a.md", TWICE),
        ("b.md", "---\r\ntags: [甲, 甲, 乙 😀]\r\n---\r\n"),
        ("c.md", "---\ntags: [e\u{301}, é]\n---\n"),
    ]);
    let commands = [
        "schema",
        "explain",
        "explain variant",
        "init --stdout",
        "stats",
        "stats --format json",
        "terms",
        "terms --format json",
        "terms --format csv",
        "terms --variants",
        "terms --variants --format json",
        "check --exit-zero",
        "check --exit-zero --format json",
        "check --exit-zero --format sarif",
        "check --exit-zero --format github",
        "fix --diff",
        "fix --dry-run --format json",
        "rename --diff tags 甲 乙",
        "--help",
    ];
    for typed in commands {
        let args: Vec<&str> = typed.split(' ').collect();
        let output = run_unread(&dir, &args);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{typed}: {err}");
        assert!(!err.contains("ipe"), "{typed}: {err}");
    }
}

#[test]
fn explain_lists_and_explains() {
    let dir = folder(&[]);
    let list = run(&dir, &["explain"]);
    assert!(stdout(&list).contains("duplicate-key"), "{}", stdout(&list));
    let page = run(&dir, &["explain", "duplicate-key"]);
    assert!(stdout(&page).starts_with("# duplicate-key\n"));
    assert!(stdout(&page).contains("rules: { duplicate-key: off }"));
    assert_eq!(
        run(&dir, &["explain", "duplicate-keys"]).status.code(),
        Some(2)
    );
}

#[test]
fn stats_tell_fields_and_terms() {
    let dir = folder(&[
        ("a.md", "---\ntags: [甲, 乙]\ndate: 2024-01-01\n---\n# 一\n"),
        ("b.md", "---\ntags: [甲]\ndate: 2024-01-02\n---\n"),
    ]);
    let table = run(&dir, &["stats"]);
    assert_eq!(table.status.code(), Some(0));
    assert!(
        stdout(&table).contains("2 posts, 2 with front matter"),
        "{}",
        stdout(&table)
    );
    let one = folder(&[
        ("a.md", "---\ntags: [甲]\n---\n"),
        ("rubric.yaml", "fields: { tags: { required: true } }\n"),
    ]);
    let one = run(&one, &["stats"]);
    let one = stdout(&one);
    assert!(one.contains("1 post, 1 with front matter"), "{one}");
    assert!(one.contains("required (declared; 1 of 1 post)"), "{one}");
    let output = run(&dir, &["stats", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let fields = json["fields"].as_array().unwrap();
    let tags = fields.iter().find(|it| it["name"] == "tags").unwrap();
    assert_eq!(tags["kind"], "list");
    let (terms, once) = (&tags["vocabulary"]["terms"], &tags["vocabulary"]["once"]);
    assert_eq!((terms, once), (&Value::from(2), &Value::from(1)));
}

#[test]
fn the_schema_that_comes_with_the_extension_is_the_one_that_is_printed() {
    let shipped = include_str!("../../editors/vscode/schema/rubric.schema.json");
    let printed = run(&folder(&[]), &["schema"]);
    assert!(
        shipped == stdout(&printed),
        "it is written anew by `npm run schema` in editors/vscode"
    );
}

#[test]
fn an_empty_file_among_posts_is_told() {
    let dir = folder(&[]);
    for n in 0..60 {
        let post = format!("---\ntitle: 第{n}篇\n---\n");
        std::fs::write(dir.path().join(format!("{n}.md")), post).unwrap();
    }
    std::fs::write(dir.path().join("空.md"), "").unwrap();
    let output = run(&dir, &["check"]);
    assert!(
        stdout(&output).contains("missing-front-matter"),
        "{output:?}"
    );
}

#[test]
fn thousands_of_findings_name_one_place_without_reading_it_for_each() {
    let keys: String = (0..3000).map(|it| format!("k: 甲: {it}\n")).collect();
    let dir = folder(&[("a.md", &format!("---\ntitle: 题\n{keys}---\n"))]);
    let output = run(&dir, &["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let twice: Vec<_> = findings
        .filter(|it| it["code"] == "duplicate-key")
        .collect();
    assert_eq!(twice.len(), 2999);
    let first = |it: &&Value| it["related"][0]["range"]["start"]["line"] == 3;
    assert!(twice.iter().all(first));
}
