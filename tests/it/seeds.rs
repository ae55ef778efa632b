//! The sample repo: its planted defects are found, and nothing else, as the list in its rubric.yaml says.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

/// Codes whose findings in the sample repo are exactly those that the list names.
const CODES: &[&str] = &["variant", "duplicate-item"];

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
    found.sort();
    found.dedup();
    assert_eq!(found, planted);
}
