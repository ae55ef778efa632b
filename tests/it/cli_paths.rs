//! What `rubric check` does with the paths that it is given: folders without posts, files that are none, stdin, and git.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{folder, run, stdout};

const WRONG: &str = "\u{feff}---\r\ntitle: 《一》 😀\r\ntitle: 二\r\n---\r\n正文\r\n";

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// What is said on stderr, and the exit status.
#[track_caller]
fn check(dir: &TempDir, args: &[&str], says: &str, status: i32) {
    let output = run(dir, &[&["check"], args].concat());
    assert!(stderr(&output).contains(says), "{output:?}");
    assert_eq!(output.status.code(), Some(status), "{output:?}");
}

#[test]
fn a_folder_without_posts_says_what_there_is_instead() {
    let dir = folder(&[
        ("空/.keep", ""),
        ("站/a.org", "---\ntitle: x\n---\n"),
        ("站/b.ORG", ""),
        ("站/c.html", ""),
        ("草稿/d.md", WRONG),
        (".gitignore", "草稿/*\n"),
    ]);
    check(&dir, &["空"], "no posts in", 0);
    check(&dir, &["空"], "1 other file (1 without an extension)", 0);
    check(&dir, &["站"], "3 other files (2 .org, 1 .html)", 0);
    check(&dir, &["站", "--error-on-no-posts"], "no posts in", 2);
    check(&dir, &["."], "1 Markdown file there is ignored", 0);
    fs::write(dir.path().join("rubric.yaml"), "content: [\"posts/**\"]\n").unwrap();
    check(&dir, &["--exit-zero"], "ignored", 0);
    fs::write(dir.path().join("e.md"), "---\ntitle: x\n---\n").unwrap();
    check(
        &dir,
        &["--exit-zero"],
        "`content` in rubric.yaml takes in none of its 1 Markdown file",
        0,
    );
    let stats = run(&dir, &["stats"]);
    assert!(stderr(&stats).contains("no posts in"), "{stats:?}");
}

#[test]
fn texts_of_other_formats_are_counted_beside_the_posts() {
    let dir = folder(&[
        ("a.md", "---\ntitle: x\n---\n"),
        ("b.org", ""),
        ("c.rst", ""),
        ("d.py", ""),
    ]);
    check(&dir, &[], "2 files (1 .org, 1 .rst)", 0);
    let quiet = run(&dir, &["check", "-q"]);
    assert_eq!((stdout(&quiet), stderr(&quiet)), ("", ""));
}

#[test]
fn what_is_no_post_or_not_there_stops_nothing() {
    let dir = folder(&[
        ("笔记.md", WRONG),
        ("tool.py", "# a\n# b\n"),
        ("rubric.yaml", ""),
    ]);
    check(&dir, &["tool.py"], "tool.py is no post: skipped", 0);
    check(
        &dir,
        &["rubric.yaml"],
        "is no post but the configuration",
        0,
    );
    check(&dir, &["tool.py", "笔记.md"], "tool.py is no post", 1);
    let output = run(
        &dir,
        &["check", "gone.md", "笔记.md", "--format", "concise"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("gone.md: no such file or folder"));
    assert_eq!(
        stdout(&output),
        "笔记.md:3:1: duplicate-key `title` stands twice: keep one of the two\n"
    );
    let fixed = run(&dir, &["fix", "gone.md", "tool.py"]);
    assert_eq!(fixed.status.code(), Some(2));
    assert!(stderr(&fixed).contains("tool.py is no post"), "{fixed:?}");
}

#[test]
fn a_report_goes_to_a_file_and_counts_instead_of_findings() {
    let dir = folder(&[("a.md", WRONG), ("b.md", WRONG)]);
    let output = run(
        &dir,
        &["check", "--output-file", "报告.json", "--format", "json"],
    );
    assert_eq!((output.status.code(), stdout(&output)), (Some(1), ""));
    let json = fs::read_to_string(dir.path().join("报告.json")).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["summary"]["findings"], 4);
    let output = run(&dir, &["check", "--statistics"]);
    assert_eq!(
        stdout(&output),
        "      2  duplicate-key    error    in 2 posts\n      2  duplicate-title  warning  in 2 posts\n4 findings in 2 posts\n"
    );
    let output = run(&dir, &["check", "--statistics", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["statistics"][0]["posts"], 2);
}

#[test]
fn colour_is_forced_and_forbidden() {
    let dir = folder(&[("a.md", WRONG)]);
    let is_coloured = |args: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
        command
            .args(args)
            .current_dir(dir.path())
            .env_remove("NO_COLOR");
        let output = command.envs(variables.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!is_coloured(&["check"], &[]));
    assert!(is_coloured(&["check", "--color", "always"], &[]));
    assert!(is_coloured(&["check"], &[("FORCE_COLOR", "1")]));
    assert!(!is_coloured(
        &["check"],
        &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!is_coloured(
        &["check", "--color", "never"],
        &[("FORCE_COLOR", "1")]
    ));
    assert!(!is_coloured(&["check"], &[("FORCE_COLOR", "0")]));
}

#[test]
fn fixing_comes_before_the_report() {
    let post = "---\r\ntitle: 一\r\ntags: [a, a]\r\nstatus: \"x \"\r\n---\r\n";
    let dir = folder(&[("a.md", post), ("b.md", WRONG)]);
    check(&dir, &["--fix"], "fixed 2 findings", 1);
    let fixed = fs::read_to_string(dir.path().join("a.md")).unwrap();
    assert_eq!(
        fixed,
        "---\r\ntitle: 一\r\ntags: [a]\r\nstatus: \"x\"\r\n---\r\n"
    );
    assert_eq!(fs::read_to_string(dir.path().join("b.md")).unwrap(), WRONG);
}

fn git(dir: &TempDir, args: &[&str]) {
    let identity = [
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "commit.gpgsign=false",
    ];
    let output = Command::new("git")
        .args(identity)
        .args(args)
        .current_dir(dir.path())
        .output();
    assert!(
        output.as_ref().is_ok_and(|it| it.status.success()),
        "{output:?}"
    );
}

#[test]
fn only_what_changed_is_reported() {
    let dir = folder(&[("老/a.md", WRONG), ("老/b.md", WRONG), ("c.md", WRONG)]);
    fs::remove_dir(dir.path().join(".git")).unwrap();
    git(&dir, &["init", "-q", "-b", "main"]);
    let paths = |args: &[&str]| {
        let output = run(
            &dir,
            &[
                &["check", "--select", "duplicate-key", "--format", "concise"],
                args,
            ]
            .concat(),
        );
        let lines = stdout(&output).lines();
        let paths: Vec<String> = lines
            .map(|it| it.split(':').next().unwrap().to_owned())
            .collect();
        paths
    };
    assert_eq!(
        paths(&["--changed"]),
        ["c.md", "老/a.md", "老/b.md"],
        "nothing is committed"
    );
    git(&dir, &["add", "."]);
    git(&dir, &["commit", "-q", "-m", "x"]);
    assert_eq!(paths(&["--changed"]), [""; 0]);
    check(
        &dir,
        &["--changed", "--error-on-no-posts"],
        "none has changed",
        0,
    );
    git(&dir, &["checkout", "-q", "-b", "topic"]);
    fs::write(dir.path().join("老/a.md"), format!("{WRONG}x")).unwrap();
    git(&dir, &["commit", "-q", "-a", "-m", "y"]);
    fs::write(dir.path().join("新 é.md"), WRONG).unwrap();
    fs::remove_file(dir.path().join("c.md")).unwrap();
    assert_eq!(paths(&["--changed"]), ["新 é.md"]);
    assert_eq!(paths(&["--since", "main"]), ["新 é.md", "老/a.md"]);
    assert_eq!(paths(&["--since", "main", "老"]), ["老/a.md"]);
    check(&dir, &["--since", "--upload-pack=x"], "", 2);
    check(&dir, &["--since", "nowhere"], "git knows no `nowhere`", 2);
}

#[test]
fn a_baseline_names_what_is_fixed_and_is_pruned() {
    let dir = folder(&[("a.md", WRONG), ("b.md", &WRONG.replace("一", "三"))]);
    run(&dir, &["check", "--write-baseline", "known.json"]);
    fs::write(dir.path().join("a.md"), "---\ntitle: 好\n---\n").unwrap();
    let entry = "a.md: duplicate-key `title`";
    check(&dir, &["--baseline", "known.json"], entry, 0);
    let other = run(&dir, &["check", "--baseline", "known.json", "b.md"]);
    assert!(!stderr(&other).contains(entry), "{other:?}");
    check(
        &dir,
        &["--baseline", "known.json", "--prune-baseline"],
        "removed from the baseline",
        0,
    );
    let pruned = fs::read_to_string(dir.path().join("known.json")).unwrap();
    assert!(
        !pruned.contains("a.md") && pruned.contains("b.md"),
        "{pruned}"
    );
}

fn given(dir: &TempDir, args: &[&str], text: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    command.args(args).current_dir(dir.path());
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_post_on_stdin_is_checked_in_its_place() {
    let dir = folder(&[
        ("笔记/a.md", "---\ntitle: 一\n---\n"),
        ("rubric.yaml", "fields: { status: { values: [x] } }\n"),
    ]);
    let args = [
        "check",
        "-",
        "--format",
        "concise",
        "--stdin-filename",
        "笔记/a.md",
    ];
    let output = given(&dir, &args, "---\r\nstatus: 😀\r\n---\r\n".as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).starts_with("笔记/a.md:2:9: unknown-value "),
        "{output:?}"
    );
    let new = ["check", "-", "--stdin-filename", "笔记/没有/b.md"];
    assert_eq!(
        given(&dir, &new, b"---\ntitle: x\n---\n").status.code(),
        Some(0)
    );
    assert_eq!(
        given(&dir, &["check", "-"], WRONG.as_bytes()).status.code(),
        Some(1)
    );
    assert_eq!(given(&dir, &["check", "-"], b"\xff").status.code(), Some(2));
    assert_eq!(
        given(&dir, &["check", "-", "笔记"], b"").status.code(),
        Some(2)
    );
    assert_eq!(
        given(&dir, &["check", "--stdin-filename", "a.md"], b"")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_post_on_stdin_is_fixed_on_stdout() {
    let dir = folder(&[("a.md", "---\ntitle: 一\ntags: []\n---\n")]);
    let post = "\u{feff}---\r\ntitle: 😀\r\ntags: [a, a]\r\n---\r\n正文";
    let output = given(
        &dir,
        &["fix", "-", "--stdin-filename", "a.md"],
        post.as_bytes(),
    );
    assert_eq!(stdout(&output), post.replace("[a, a]", "[a]"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let untouched = fs::read_to_string(dir.path().join("a.md")).unwrap();
    assert_eq!(untouched, "---\ntitle: 一\ntags: []\n---\n");
    let diff = given(&dir, &["fix", "-", "--diff"], post.as_bytes());
    assert_eq!(diff.status.code(), Some(1));
    assert!(stdout(&diff).contains("+tags: [a]\r\n"), "{diff:?}");
    let clean = given(&dir, &["fix", "-"], "x 😀\r\n".as_bytes());
    assert_eq!(stdout(&clean), "x 😀\r\n");
}

#[test]
fn slips_are_understood() {
    let dir = folder(&[("a.md", "---\ntags: [llm, 人工智能, rust]\n---\n")]);
    let says = |args: &[&str], text: &str, status: i32| {
        let output = run(&dir, args);
        assert!(stderr(&output).contains(text), "{output:?}");
        assert_eq!(output.status.code(), Some(status), "{output:?}");
    };
    says(&["explain", "VARIANT"], "did you mean `variant`?", 2);
    says(&["explain", "vriant"], "did you mean `variant`?", 2);
    says(
        &["check", "--select", "brokenlink"],
        "did you mean `broken-link`?",
        2,
    );
    says(&["terms", "tagz"], "did you mean `tags`?", 2);
    says(
        &["rename", "tagz", "a", "b"],
        "no post has a field `tagz`: did you mean `tags`?",
        2,
    );
    says(
        &["remove", "nothing-alike", "a"],
        "`rubric stats` lists the fields",
        2,
    );
    says(
        &["rename", "tags", "lllm", "b"],
        "no post uses `lllm` in tags: did you mean `llm`?",
        0,
    );
}
