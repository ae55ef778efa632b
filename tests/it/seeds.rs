//! The sample repo: its planted defects are found, and nothing else, as the list in its rubric.yaml says.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// Codes whose findings in the sample repo are exactly those that the list names.
const CODES: &[&str] = &[
    "alias",
    "duplicate-item",
    "misplaced-term",
    "naming-style",
    "similar-term",
    "slug-collision",
    "variant",
];

/// What follows from a planted slip, as the list says above its lines.
const FOLLOWS: &str = "slug-collision: posts/图书馆里的语言模型.md";

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let config = std::fs::read_to_string(seeds.join("rubric.yaml")).expect("it is there");
    let planted = config.lines().filter_map(|it| {
        let (code, path) = it.strip_prefix("#   ")?.split_once(": ")?;
        CODES.contains(&code).then(|| format!("{code}: {path}"))
    });
    let mut planted: Vec<String> = planted.collect();
    planted.sort();
    let output = Command::new(env!("CARGO_BIN_EXE_rubric"))
        .args([
            "check",
            "--format",
            "json",
            "--all",
            "--select",
            &CODES.join(","),
        ])
        .current_dir(&seeds)
        .output()
        .expect("it runs");
    let json: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let text = |it: &Value| it.as_str().expect("a text").to_owned();
    let findings = json["findings"].as_array().expect("a list").iter();
    let mut found: Vec<String> = findings
        .map(|it| format!("{}: {}", text(&it["code"]), text(&it["path"])))
        .collect();
    found.retain(|it| it != FOLLOWS);
    found.sort();
    found.dedup();
    assert_eq!(found, planted);
}
