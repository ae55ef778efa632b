//! `rubric check` for machines: SARIF as its standard wants it, GitHub's annotations, and a baseline for an old corpus.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const BROKEN: &str = "---\r\ntitle: 《100%》 😀\r\ntitle: \"[e\u{301}](command:x)\"\r\nstatus: evengreen\r\n---\r\n正文\r\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(&dir, path, text);
    }
    dir
}

fn corpus() -> TempDir {
    folder(&[
        ("笔记/a, 100%: b.md", BROKEN),
        (
            "rubric.yaml",
            "fields: { status: { values: [evergreen] } }\n",
        ),
        ("b.md", "\u{feff}---\ntitle: 好\nstatus: evergreen\n---\n"),
        ("c.md", "---\ntitle: [\n---\n"),
    ])
}

fn write(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn check_from(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    command.arg("check").args(args).current_dir(dir);
    command.output().expect("the binary runs")
}

fn check(dir: &TempDir, args: &[&str]) -> Output {
    check_from(dir.path(), args)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("it prints one JSON object")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[track_caller]
fn assert_is_sarif(log: &Value) {
    // The standard's pattern for languages has a bracket too many, which the validator refuses.
    let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).expect("the standard's schema is one");
    let errors: Vec<_> = validator
        .iter_errors(log)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_is_what_its_schema_wants() {
    let dir = corpus();
    write(&dir, "d.md", "");
    fs::write(dir.path().join("d.md"), b"---\ntitle: \xff\n---\n").unwrap();
    let output = check(&dir, &["--format", "sarif"]);
    assert_eq!(output.status.code(), Some(1));
    let log = json(&output);
    assert_is_sarif(&log);
    let run = &log["runs"][0];
    let found: Vec<_> = run["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let place = &it["locations"][0]["physicalLocation"];
            let rule = &run["tool"]["driver"]["rules"][it["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], it["ruleId"]);
            let region = &place["region"];
            format!(
                "{} {} {}:{}-{}:{}",
                it["ruleId"].as_str().unwrap(),
                place["artifactLocation"]["uri"].as_str().unwrap(),
                region["startLine"],
                region["startColumn"],
                region["endLine"],
                region["endColumn"]
            )
        })
        .filter(|it| !it.starts_with("yaml-syntax"))
        .collect();
    assert!(
        found.contains(
            &"unknown-value %E7%AC%94%E8%AE%B0/a%2C%20100%25%3A%20b.md 4:9-4:18".to_owned()
        ),
        "{found:#?}"
    );
    let unread = &run["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(unread.as_array().unwrap().len(), 1, "{unread:#}");
}

#[test]
fn sarif_has_the_edits_of_what_can_be_fixed() {
    let post = "---\r\ntitle: 😀 A: 《乙》\r\nstatus: evengreen\r\n---\r\n正文\r\n";
    let dir = corpus();
    write(&dir, "d.md", post);
    let config =
        "fields: { status: { values: [evergreen] }, draft: { type: bool, required: true } }\n";
    write(&dir, "rubric.yaml", config);
    write(&dir, "e.md", "---\ntitle: 书\n---\n");
    let log = json(&check(&dir, &["d.md", "e.md", "--format", "sarif"]));
    assert_is_sarif(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fixed = results.iter().filter(|it| it.get("fixes").is_some());
    let mut edits: Vec<(u64, u64, u64, u64, String)> = Vec::new();
    for it in fixed {
        let fix = &it["fixes"][0];
        assert!(!fix["description"]["text"].as_str().unwrap().is_empty());
        let change = &fix["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "d.md");
        for it in change["replacements"].as_array().unwrap() {
            let at = |name: &str| it["deletedRegion"][name].as_u64().unwrap();
            let text = it["insertedContent"]["text"].as_str().unwrap();
            edits.push((
                at("startLine"),
                at("startColumn"),
                at("endLine"),
                at("endColumn"),
                text.into(),
            ));
        }
    }
    let missing = results.iter().find(|it| it["ruleId"] == "missing-field");
    let missing = missing.expect("a field is required");
    assert!(
        missing.get("fixes").is_none(),
        "true or false is for the author to say"
    );
    // Applied from the end, the post is as `rubric fix` makes it.
    let mut lines: Vec<Vec<char>> = post.split("\r\n").map(|it| it.chars().collect()).collect();
    edits.sort();
    for (line, start, end_line, end, text) in edits.into_iter().rev() {
        assert_eq!(line, end_line);
        let (start, end) = (start as usize - 1, end as usize - 1);
        lines[line as usize - 1].splice(start..end, text.chars());
    }
    let applied: Vec<String> = lines.iter().map(|it| it.iter().collect()).collect();
    assert_eq!(applied[1], "title: '😀 A: 《乙》'");
    assert_eq!(applied[2], "status: evergreen");
}

#[test]
fn sarif_of_nothing_and_of_another_folder_is_sarif_too() {
    let dir = folder(&[("a.md", "---\ntitle: 好\n---\n")]);
    assert_is_sarif(&json(&check(&dir, &["--format", "sarif"])));
    let (dir, elsewhere) = (corpus(), tempfile::tempdir().unwrap());
    let root = dir.path().to_str().unwrap();
    let output = check_from(
        elsewhere.path(),
        &["--root", root, root, "--format", "sarif"],
    );
    let log = json(&output);
    assert_is_sarif(&log);
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let uri = place["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.starts_with("file:///"), "{uri}");
}

#[test]
fn annotations_are_escaped() {
    let dir = corpus();
    let output = check(
        &dir,
        &[
            "--format",
            "github",
            "--select",
            "unknown-value,duplicate-key",
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    let file = "file=笔记/a%2C 100%25%3A b.md";
    assert_eq!(
        lines[0],
        format!(
            "::error {file},line=3,col=1,endLine=3,endColumn=6,title=Rubric (duplicate-key)::`title` stands twice: keep one of the two%0Athe first is here: 笔记/a, 100%25: b.md:2:1"
        )
    );
    assert!(
        lines[1].starts_with(&format!(
            "::warning {file},line=4,col=9,endLine=4,endColumn=18,"
        )),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn an_old_corpus_starts_clean_and_fails_on_what_is_new() {
    let dir = corpus();
    let output = check(&dir, &["--write-baseline", "基线.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("基线.json"),
        "{}",
        text(&output.stderr)
    );
    let with = ["--baseline", "基线.json", "--format", "json"];
    let output = check(&dir, &with);
    assert_eq!(output.status.code(), Some(0));
    let known = json(&output)["summary"]["known"].as_u64().unwrap();
    assert!(known >= 3, "{known}");

    // Lines moved, line ends changed, the message says other figures: nothing of that is new.
    let moved = BROKEN.replace("---\r\ntitle", "---\ndate: 2024-01-02\n\ntitle");
    write(&dir, "笔记/a, 100%: b.md", &moved);
    write(&dir, "e.md", "---\ntitle: 又一个\nstatus: evergreen\n---\n");
    let output = check(&dir, &with);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));

    write(&dir, "f.md", "---\nstatus: evengreen\n---\n");
    let output = check(&dir, &with);
    assert_eq!(output.status.code(), Some(1));
    let found = json(&output);
    let paths: Vec<_> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["path"])
        .collect();
    assert_eq!(paths, ["f.md"]);
    let human = check(&dir, &["--baseline", "基线.json"]);
    assert!(
        text(&human.stdout).contains("that the baseline knows are left out"),
        "{}",
        text(&human.stdout)
    );
}

#[test]
fn a_baseline_holds_for_every_part_of_a_work_tree() {
    let dir = folder(&[
        ("posts/笔记/a.md", "---\nx: 1\nx: 2\n---\n"),
        ("other/b.md", "---\nx: 1\nx: 2\n---\n"),
        (".git/HEAD", ""),
    ]);
    let code = |from: &str, args: &[&str]| {
        let output = check_from(&dir.path().join(from), args);
        output.status.code()
    };
    assert_eq!(code("", &["--write-baseline", "b.json"]), Some(0));
    let text = fs::read_to_string(dir.path().join("b.json")).unwrap();
    assert!(text.contains(r#""path":"posts/笔记/a.md""#), "{text}");
    assert_eq!(code("", &["--baseline", "b.json"]), Some(0));
    // A folder without a rubric.yaml is a root of its own, and its posts are known nevertheless.
    assert_eq!(code("", &["posts", "--baseline", "b.json"]), Some(0));
    assert_eq!(code("posts/笔记", &["--baseline", "../../b.json"]), Some(0));
    assert_eq!(
        code("posts", &["--root", ".", "--baseline", "../b.json"]),
        Some(0)
    );
    // The other way round too: what is noted of a part is known of the whole, and no more.
    assert_eq!(
        code("posts", &["--write-baseline", "../part.json"]),
        Some(0)
    );
    assert_eq!(
        code("", &["posts/笔记/a.md", "--baseline", "part.json"]),
        Some(0)
    );
    assert_eq!(code("", &["--baseline", "part.json"]), Some(1));
}

#[test]
fn a_baseline_is_sorted_with_a_line_for_each_finding() {
    let dir = corpus();
    let only = [
        "--select",
        "unknown-value,duplicate-key",
        "--write-baseline",
        "b.json",
    ];
    check(&dir, &only);
    let first = fs::read_to_string(dir.path().join("b.json")).unwrap();
    expect_test::expect![[r#"
        {
          "version": 1,
          "findings": [
            {"path":"笔记/a, 100%: b.md","code":"duplicate-key","text":"title","count":1},
            {"path":"笔记/a, 100%: b.md","code":"unknown-value","text":"evengreen","count":1}
          ]
        }
    "#]]
    .assert_eq(&first);
    check(&dir, &only);
    assert_eq!(
        fs::read_to_string(dir.path().join("b.json")).unwrap(),
        first
    );
}

#[test]
fn a_broken_baseline_is_a_failure_that_says_what_to_do() {
    let dir = corpus();
    for (broken, what) in [
        ("<<<<<<< HEAD\n", "expected value at line 1"),
        ("{\"version\": 2, \"findings\": []}", "is of version 2"),
        ("{\"version\": 1, \"findings\": [{}]}", "missing field"),
    ] {
        write(&dir, "b.json", broken);
        let output = check(&dir, &["--baseline", "b.json"]);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{broken}");
        assert!(error.contains(what) && error.contains("b.json"), "{error}");
        assert!(error.contains("--write-baseline"), "{error}");
    }
    assert_eq!(
        check(&dir, &["--baseline", "none.json"]).status.code(),
        Some(2)
    );
    assert_eq!(
        check(&dir, &["--write-baseline", "no/b.json"])
            .status
            .code(),
        Some(2)
    );
    let both = ["--baseline", "b.json", "--write-baseline", "b.json"];
    assert_eq!(check(&dir, &both).status.code(), Some(2));
}

#[test]
fn the_summary_counts_findings_by_the_severities_that_they_have() {
    let dir = folder(&[
        ("a/中.md", "# 题\n\n### x\n"),
        ("b/b.md", "# 题\n\n### x\n"),
        (
            "rubric.yaml",
            "collections: { a: { rules: { heading-skip: error } } }\n",
        ),
    ]);
    let output = check(&dir, &[]);
    let shown = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<_> = shown.lines().filter(|it| it.starts_with("  ")).collect();
    let summary = [
        "      1  heading-skip  error",
        "      1  heading-skip  hint",
    ];
    assert!(rows.ends_with(&summary), "{shown}");
}
