//! Eleventy's data files: what posts inherit is not missing from them.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::fixture::Fixture;

/// The fields that are missing, each with its post.
fn missing(fixture: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("网站");
    for file in Fixture::parse(fixture).files {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    let args = ["check", "--format", "json", "--select", "missing-field"];
    let output = command.args(args).current_dir(&root).output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = json["findings"].as_array().unwrap().iter();
    let shown = |it: &Value| {
        let path = it["path"].as_str().unwrap();
        format!("{path} {}", it["suggestion"]["insert"].as_str().unwrap())
    };
    findings.map(shown).collect()
}

const POSTS: &str = "\
//- /rubric.yaml
fields: { 版式: { required: true }, title: { required: true } }
//- /文章/a.md
---\r
title: 一 😀\r
---\r
//- /文章/深/b.md
\u{feff}---
版式: e\u{301}
---
";

#[test]
fn a_folders_values_are_not_missing_from_its_posts() {
    assert_eq!(missing(POSTS), ["文章/a.md 版式", "文章/深/b.md title"]);
    for name in ["文章.json", "文章.11tydata.json"] {
        let data = format!(
            "{POSTS}//- /文章/{name}\n\u{feff}{{ \"版式\": \"post.njk\", \"title\": null }}\n"
        );
        assert_eq!(missing(&data), ["文章/深/b.md title"], "{name}");
        let above = format!("{POSTS}//- /文章/{name}\n{{ \"title\": \"\", \"版式\": 1 }}\n");
        assert_eq!(missing(&above), [""; 0], "folders below inherit too");
    }
}

#[test]
fn the_root_and_a_single_post_can_have_data_too() {
    let root =
        format!("{POSTS}//- /网站.json\n{{ \"eleventyComputed\": {{ \"title\": \"x\" }} }}\n");
    assert_eq!(missing(&root), ["文章/a.md 版式"]);
    let post = format!("{POSTS}//- /文章/a.11tydata.json\n{{ \"版式\": \"x\" }}\n");
    assert_eq!(missing(&post), ["文章/深/b.md title"]);
}

#[test]
fn what_is_broken_or_of_another_name_gives_nothing() {
    for (path, text) in [
        ("文章/文章.json", "{ \"版式\": "),
        ("文章/文章.json", "[\"版式\"]"),
        ("文章/其他.json", "{ \"版式\": 1 }"),
        ("文章.json", "{ \"版式\": 1 }"),
    ] {
        let data = format!("{POSTS}//- /{path}\n{text}\n");
        assert_eq!(missing(&data), missing(POSTS), "{path} {text}");
    }
}
