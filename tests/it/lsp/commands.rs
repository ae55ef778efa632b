//! What editors' pickers and trees ask for, over the wire.

use serde_json::{Value, json};

use super::folder::Folder;
use super::until;
use crate::lsp_client::Client;

const POSTS: &str = "\
//- /a.md
---
title: 甲 😀
date: 2024-01-01
tags: [llm]
companies: [Nvidia]
---
//- /中 文.md
---
title: 乙
date: 2025-01-01
companies:
  - 😀
  - Nvidia
---
//- /c.md
---
date: 2023-01-01
companies: [NVIDIA, NVIDIA]
---
";

fn capable() -> Value {
    json!({
        "workspace": { "workspaceEdit": {
            "documentChanges": true,
            "changeAnnotationSupport": {},
        } },
        "experimental": { "rubric": { "changed": true } },
    })
}

fn run(client: &mut Client, command: &str, argument: Value) -> Value {
    let params = json!({ "command": command, "arguments": [argument] });
    client.call("workspace/executeCommand", params)
}

fn session() -> (Folder, Client) {
    let folder = Folder::new(POSTS);
    let (mut client, server) = Client::in_folders(capable(), &[folder.root()]);
    let names = server["executeCommandProvider"]["commands"].to_string();
    assert!(names.contains("rubric.vocabulary"), "{names}");
    until("the posts are loaded", || {
        let roots = run(&mut client, "rubric.vocabulary", json!({}));
        roots[0]["complete"] == true && roots[0]["posts"] == 3
    });
    (folder, client)
}

#[test]
fn the_vocabulary_is_told_by_root_field_and_term() {
    let (folder, mut client) = session();
    let roots = run(&mut client, "rubric.vocabulary", json!({}));
    assert_eq!(roots[0]["uri"], folder.uri("").trim_end_matches('/'));
    let fields = roots[0]["fields"].as_array().expect("a list");
    let companies = fields.iter().find(|it| it["name"] == "companies");
    assert_eq!(
        companies,
        Some(&json!({ "name": "companies", "terms": 3, "uses": 4 }))
    );
    let asked = json!({ "at": roots[0]["uri"], "field": "companies" });
    let terms = run(&mut client, "rubric.terms", asked);
    assert_eq!(
        terms,
        json!([
            { "term": "Nvidia", "posts": 2, "variants": [{ "term": "NVIDIA", "posts": 1 }] },
            { "term": "😀", "posts": 1, "variants": [] },
        ])
    );
}

#[test]
fn the_posts_of_a_term_come_with_its_place_the_latest_first() {
    let (folder, mut client) = session();
    let at = folder.uri("a.md");
    let asked = json!({ "at": at, "field": "companies", "term": "Nvidia" });
    let posts = run(&mut client, "rubric.posts", asked);
    let uris = [&posts[0]["uri"], &posts[1]["uri"]];
    assert_eq!(uris, [&folder.uri("中 文.md"), &at]);
    assert_eq!(posts[1]["title"], "甲 😀");
    let range =
        json!({ "start": { "line": 4, "character": 12 }, "end": { "line": 4, "character": 18 } });
    assert_eq!(posts[1]["range"], range);
}

#[test]
fn terms_become_one_in_all_posts_after_a_look() {
    let (folder, mut client) = session();
    let at = folder.uri("");
    let asked = json!({ "at": at, "field": "companies", "old": ["NVIDIA"], "new": "Nvidia" });
    let edit = run(&mut client, "rubric.rewrite", asked);
    let changes = edit["documentChanges"].as_array().expect("versioned edits");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["textDocument"]["uri"], folder.uri("c.md"));
    assert_eq!(
        edit["changeAnnotations"]["rubric"]["needsConfirmation"],
        true
    );
    let asked = json!({ "at": at, "field": "tags", "old": ["llm"], "new": "大模型" });
    let edit = run(&mut client, "rubric.rewrite", asked);
    assert_eq!(edit["documentChanges"][0]["edits"][0]["newText"], "大模型");
    assert_eq!(
        edit["changeAnnotations"]["rubric"]["needsConfirmation"],
        false
    );
    let asked = json!({ "at": at, "field": "tags", "old": ["没有"], "new": "x" });
    let params = json!({ "command": "rubric.rewrite", "arguments": [asked] });
    assert_eq!(
        client.call_error("workspace/executeCommand", params),
        -32803
    );
}

#[test]
fn all_posts_are_fixed_together() {
    let (folder, mut client) = session();
    let edit = run(
        &mut client,
        "rubric.fixPosts",
        json!({ "at": folder.uri("") }),
    );
    let changes = edit["documentChanges"].as_array().expect("versioned edits");
    assert_eq!(changes.len(), 1, "the double item of one post: {edit}");
    assert_eq!(changes[0]["textDocument"]["uri"], folder.uri("c.md"));
}

#[test]
fn codes_are_explained() {
    let (_folder, mut client) = session();
    let page = run(
        &mut client,
        "rubric.explain",
        json!({ "code": "duplicate-key" }),
    );
    assert!(page.as_str().is_some_and(|it| it.contains("duplicate-key")));
    let codes = run(&mut client, "rubric.explain", json!({}));
    assert!(codes.to_string().contains("duplicate-key"));
    let unknown = json!({ "command": "rubric.explain", "arguments": [{ "code": "没有" }] });
    assert_eq!(
        client.call_error("workspace/executeCommand", unknown),
        -32803
    );
    let wrong = json!({ "command": "rubric.terms", "arguments": [] });
    assert_eq!(client.call_error("workspace/executeCommand", wrong), -32602);
}

#[test]
fn a_client_that_asks_is_told_of_changes() {
    let (folder, mut client) = session();
    client.open(&folder.uri("new.md"), "---\ntitle: 新\ntags: [新词]\n---\n");
    client.notification("rubric/changed", |_| true);
    until("the new post is counted", || {
        let roots = run(&mut client, "rubric.vocabulary", json!({}));
        roots[0]["posts"] == 4
    });
}

#[test]
fn a_rewriting_takes_the_names_that_a_rename_takes() {
    let (folder, mut client) = session();
    let uri = folder.uri("a.md");
    let mut refused = |new: &str| {
        let asked = json!({ "at": uri, "field": "companies", "old": ["Nvidia"], "new": new });
        let params = json!({ "command": "rubric.rewrite", "arguments": [asked] });
        let rewriting = client.try_call("workspace/executeCommand", params);
        let position = json!({ "line": 4, "character": 13 });
        let params =
            json!({ "textDocument": { "uri": uri }, "position": position, "newName": new });
        let rename = client.try_call("textDocument/rename", params);
        (rewriting["error"].clone(), rename["error"].clone())
    };
    for new in ["", " \u{3000}", "英\n伟达", "a\u{7f}"] {
        let (rewriting, rename) = refused(new);
        assert_eq!(rewriting["code"], -32803, "{new:?}");
        assert_eq!(rewriting, rename, "{new:?}");
    }
    let (same, _) = refused(" Nvidia ");
    let message = same["message"].as_str().expect("a sentence");
    assert!(message.contains("the new name is the old one"), "{message}");
}
