//! The Model Context Protocol on stdio: a message a line, tools that answer as the commands do, and writing that is asked for.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::folder;

const POSTS: &[(&str, &str)] = &[
    (
        "posts/一.md",
        "\u{feff}---\r\ntitle: 第一篇\r\ntags: [Go, 人工智能]\r\n---\r\n正文\r\n",
    ),
    ("posts/二.md", "---\ntitle: Second\ntags: [Go, Go]\n---\n"),
];

/// What is answered to these lines.
fn answers(dir: &TempDir, lines: &[&str]) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rubric"))
        .arg("mcp")
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(lines.join("\n").as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

fn call(dir: &TempDir, tool: &str, arguments: Value) -> Value {
    let params = json!({ "name": tool, "arguments": arguments });
    let request = json!({ "jsonrpc": "2.0", "id": "七", "method": "tools/call", "params": params });
    let mut answers = answers(dir, &[&request.to_string()]);
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["id"], "七");
    answers[0]["result"].take()
}

/// What a tool refuses to do, and why.
#[track_caller]
fn refused(dir: &TempDir, tool: &str, arguments: Value, why: &str) {
    let result = call(dir, tool, arguments);
    assert_eq!(result["isError"], true, "{result}");
    let text = result["content"][0]["text"].as_str().unwrap();
    assert!(text.contains(why), "{text}");
}

fn text(dir: &TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap()
}

#[test]
fn requests_are_answered_and_notifications_are_not() {
    let dir = folder(POSTS);
    let answers = answers(
        &dir,
        &[
            r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            "",
            "{ no JSON",
            r#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":3,"method":"resources/list"}"#,
            r#"{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"none"}}"#,
            r#"{"jsonrpc":"2.0","id":5,"method":"initialize","params":{"protocolVersion":"1999-01-01"}}"#,
            r#"{"id":null}"#,
            r#"[{"jsonrpc":"2.0","id":6,"method":"ping"},{"jsonrpc":"2.0","method":"x"}]"#,
            r#"{"jsonrpc":"2.0","id":7,"result":{}}"#,
        ],
    );
    assert_eq!(answers.len(), 8);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!(answers[1]["error"]["code"], -32700);
    assert_eq!(answers[2]["result"], json!({}));
    assert_eq!(answers[3]["error"]["code"], -32601);
    assert_eq!(answers[4]["error"]["code"], -32602);
    assert_eq!(answers[5]["result"]["protocolVersion"], "2025-11-25");
    assert_eq!(answers[6]["error"]["code"], -32600);
    assert_eq!(answers[7][0]["id"], 6);
}

#[test]
fn tools_that_read_answer_as_the_commands_do() {
    let dir = folder(POSTS);
    let found = call(
        &dir,
        "find",
        json!({ "where": ["tags=人工智能"], "fields": ["title"] }),
    );
    assert_eq!(
        found["structuredContent"],
        json!({ "total": 1, "posts": [{ "path": "posts/一.md", "fields": { "title": "第一篇" } }] })
    );
    let given = json!({ "text": "---\r\ntags: [新, 新]\r\n---\r\n", "path": "posts/新.md" });
    let checked = call(&dir, "check", given);
    let findings = &checked["structuredContent"]["findings"];
    assert_eq!(findings[0]["code"], "duplicate-item");
    assert_eq!(findings[0]["path"], "posts/新.md");
    let described = call(&dir, "describe_schema", json!({}));
    let fields = described["structuredContent"]["fields"].as_array().unwrap();
    let tags = fields.iter().find(|it| it["name"] == "tags").unwrap();
    assert_eq!(tags["frequent"], json!(["Go", "人工智能"]));
    refused(
        &dir,
        "find",
        json!({ "where": ["tagz=Go"] }),
        "did you mean `tags`?",
    );
    refused(&dir, "find", json!({ "were": [] }), "unknown field `were`");
    refused(&dir, "check", json!({ "paths": ["../x.md"] }), "outside");
    refused(
        &dir,
        "check",
        json!({ "text": "x", "path": "/etc/x.md" }),
        "outside",
    );
    let option = call(&dir, "check", json!({ "paths": ["--fix"] }));
    assert_eq!(option["structuredContent"]["skipped"][0]["path"], "--fix");
    assert_eq!(text(&dir, "posts/二.md"), POSTS[1].1);
}

#[test]
fn tools_that_write_do_so_when_asked_and_no_more_than_expected() {
    let dir = folder(POSTS);
    let shown = call(&dir, "fix", json!({}));
    assert_eq!(shown["structuredContent"]["summary"]["posts_changed"], 1);
    assert_eq!(text(&dir, "posts/二.md"), POSTS[1].1);
    call(
        &dir,
        "fix",
        json!({ "paths": ["posts/二.md"], "apply": true }),
    );
    assert!(text(&dir, "posts/二.md").contains("tags: [Go]"));
    let rename = |apply: bool, expect: Option<u32>| json!({ "field": "tags", "old": "Go", "new": "-围棋", "apply": apply, "expect": expect });
    let shown = call(&dir, "rename", rename(false, None));
    assert_eq!(
        shown["structuredContent"]["posts"],
        json!(["posts/一.md", "posts/二.md"])
    );
    refused(
        &dir,
        "rename",
        rename(true, None),
        "2 posts would change, and 1 expected",
    );
    assert!(text(&dir, "posts/一.md").contains("[Go, 人工智能]"));
    call(&dir, "rename", rename(true, Some(2)));
    assert_eq!(
        text(&dir, "posts/一.md"),
        POSTS[0].1.replace("[Go,", "['-围棋',")
    );
}
