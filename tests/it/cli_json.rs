//! What the commands print for programs, held against the schema in docs/.

use serde_json::{Value, json};

use crate::cli::{folder, run};

#[test]
fn what_is_printed_is_what_the_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let dir = folder(&[
        (
            "posts/一.md",
            "\u{feff}---\r\ntitle: 一 😀\r\ntags: [Go, Go]\r\nimage: { alt: 图 }\r\n---\r\n[二](二.md) [无](no.md)\r\n",
        ),
        ("posts/二.md", "---\ntitle: Two\ntags: [a, 'x]\n---\n"),
        (
            "posts/三.md",
            "---\ntitle: Three\ntitle: 3\ntags: []\n---\n",
        ),
    ]);
    for (command, args) in [("row", &["export"][..]), ("use", &["export", "--uses"])] {
        let output = run(&dir, args);
        let lines = std::str::from_utf8(&output.stdout).unwrap().lines();
        let rows: Vec<Value> = lines.map(|it| serde_json::from_str(it).unwrap()).collect();
        assert!(!rows.is_empty(), "{args:?}");
        rows.iter()
            .for_each(|it| expect_valid(&schema, command, it));
    }
    for (command, args) in [
        ("check", &["check", ".", "none.md"][..]),
        ("statistics", &["check", "--statistics"]),
        ("fix", &["fix", "--dry-run"]),
        ("find", &["find"]),
        ("find", &["find", "tags=Go", "--fields", "title,image.alt"]),
        ("refs", &["refs", "Go"]),
        ("refs", &["refs", "posts/二.md"]),
        ("suggest", &["suggest", "posts/三.md"]),
        ("edit", &["rename", "tags", "Go", "Golang", "--dry-run"]),
        (
            "edit",
            &["set", "draft=true", "--where", "title", "--dry-run"],
        ),
        ("edit", &["remove", "tags", "Go"]),
    ] {
        let output = run(&dir, &[args, &["--format", "json"]].concat());
        let value: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{args:?}: {error} {output:?}"));
        expect_valid(&schema, command, &value);
    }
}

#[track_caller]
fn expect_valid(schema: &Value, command: &str, value: &Value) {
    let mut schema = schema.clone();
    schema.as_object_mut().unwrap().remove("anyOf");
    schema["$ref"] = json!(format!("#/$defs/{command}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|it| it.to_string())
        .collect();
    assert!(errors.is_empty(), "{command}: {errors:?} in {value}");
}
