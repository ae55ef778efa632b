//! Code actions over the wire: kinds, versions, edits that come later.

use serde_json::{Value, json};

use super::folder::Folder;
use super::until;
use crate::lsp_client::Client;

fn capable() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
            "dataSupport": true,
            "resolveSupport": { "properties": ["edit"] },
        } },
        "workspace": { "workspaceEdit": {
            "documentChanges": true,
            "resourceOperations": ["create"],
            "changeAnnotationSupport": {},
        } },
    })
}

fn plain() -> Value {
    json!({
        "textDocument": { "codeAction": {
            "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } },
        } },
        "workspace": { "applyEdit": true },
    })
}

const POSTS: &str = "\
//- /a.md
---
companies: [Nvidia]
---
//- /中 文.md
---
companies:
  - '😀'
  - Nvidia
---
";
const OPEN: &str = "---\ntitle: 😀: 题\ncompanies: [NVIDIA]\n---\n";

/// The actions at a place, once the posts are loaded.
fn actions(client: &mut Client, uri: &str, at: (u32, u32), context: &Value) -> Vec<Value> {
    let position = json!({ "line": at.0, "character": at.1 });
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": position, "end": position },
        "context": context,
    });
    let result = client.call("textDocument/codeAction", params);
    result.as_array().expect("a list").clone()
}

fn find(actions: &[Value], title: &str) -> Option<Value> {
    let is_it = |it: &&Value| it["title"].as_str().is_some_and(|it| it.starts_with(title));
    actions.iter().find(is_it).cloned()
}

fn session(capabilities: Value) -> (Folder, Client, String) {
    let folder = Folder::new(POSTS);
    let uri = folder.uri("open.md");
    let (mut client, server) = Client::in_folders(capabilities, &[folder.root()]);
    assert!(!server["codeActionProvider"].is_null());
    client.open(&uri, OPEN);
    until("the posts are loaded", || {
        let found = actions(&mut client, &uri, (2, 14), &json!({ "diagnostics": [] }));
        find(&found, "Merge `Nvidia`").is_some()
    });
    (folder, client, uri)
}

#[test]
fn a_quick_fix_has_its_edit_at_once_for_this_version() {
    let (_folder, mut client, uri) = session(capable());
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let found = actions(&mut client, &uri, (1, 8), &context);
    let fix = find(&found, "Put the value in quotes").expect("it is offered");
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["isPreferred"], true);
    assert_eq!(fix["diagnostics"][0]["code"], "yaml-syntax");
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 1 }));
    let edit = &change["edits"][0];
    assert_eq!(edit["newText"], "'😀: 题'");
    assert_eq!(edit["range"]["end"], json!({ "line": 1, "character": 12 }));
    assert!(found.iter().all(|it| it["kind"] == "quickfix"), "{found:?}");
}

#[test]
fn the_clients_own_diagnostics_are_answered() {
    let (_folder, mut client, uri) = session(capable());
    let range =
        json!({ "start": { "line": 1, "character": 7 }, "end": { "line": 1, "character": 12 } });
    let ours = json!({ "range": range, "code": "yaml-syntax", "source": "rubric", "message": "old words" });
    let context = json!({ "diagnostics": [ours], "only": ["quickfix"] });
    let found = actions(&mut client, &uri, (1, 8), &context);
    assert_eq!(found[0]["diagnostics"][0]["message"], "old words");
    let other = json!({ "range": range, "code": "bad-date", "source": "rubric", "message": "x" });
    let context = json!({ "diagnostics": [other], "only": ["quickfix"] });
    assert_eq!(
        actions(&mut client, &uri, (1, 8), &context),
        [Value::Null; 0]
    );
}

#[test]
fn an_edit_of_many_posts_is_worked_out_when_it_is_chosen() {
    let (folder, mut client, uri) = session(capable());
    let found = actions(&mut client, &uri, (2, 14), &json!({ "diagnostics": [] }));
    let merge = find(&found, "Merge `Nvidia` into `NVIDIA` in 2 posts").expect("it is offered");
    assert!(
        merge["edit"].is_null() && !merge["data"].is_null(),
        "{merge}"
    );
    let resolved = client.call("codeAction/resolve", merge);
    let changes = resolved["edit"]["documentChanges"]
        .as_array()
        .expect("versioned edits");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0]["textDocument"]["version"], Value::Null);
    assert_eq!(changes[0]["edits"][0]["newText"], "NVIDIA");
    assert!(!changes[0]["edits"][0]["annotationId"].is_null());
    assert_eq!(changes[1]["textDocument"]["uri"], folder.uri("中 文.md"));
    let canonical = find(&found, "Make `NVIDIA` the canonical form").expect("it is offered");
    let resolved = client.call("codeAction/resolve", canonical);
    let changes = &resolved["edit"]["documentChanges"];
    assert_eq!(changes[0]["kind"], "create");
    assert_eq!(changes[0]["uri"], folder.uri("rubric.yaml"));
    let text = changes[1]["edits"][0]["newText"].as_str().expect("a text");
    assert!(text.contains("NVIDIA: [Nvidia]"), "{text}");
}

#[test]
fn a_client_that_cannot_resolve_gets_a_command() {
    let (_folder, mut client, uri) = session(plain());
    let found = actions(&mut client, &uri, (2, 14), &json!({ "diagnostics": [] }));
    let merge = find(&found, "Merge `Nvidia` into `NVIDIA`").expect("it is offered");
    assert!(
        merge["edit"].is_null() && merge["data"].is_null(),
        "{merge}"
    );
    client.call("workspace/executeCommand", merge["command"].clone());
    let asked = client.wait("the edit", |it| it["method"] == "workspace/applyEdit");
    let changes = asked["params"]["edit"]["changes"]
        .as_object()
        .expect("plain changes");
    assert_eq!(changes.len(), 2);
    let unknown = json!({ "command": "rubric.nonsense" });
    assert_eq!(
        client.call_error("workspace/executeCommand", unknown),
        -32602
    );
}

#[test]
fn all_safe_fixes_are_one_source_action() {
    let (_folder, mut client, uri) = session(capable());
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let found = actions(&mut client, &uri, (0, 0), &context);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["kind"], "source.fixAll.rubric");
    let resolved = client.call("codeAction/resolve", found[0].clone());
    let edits = &resolved["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edits[0]["newText"], "'😀: 题'");
    client.change(&uri, 2, json!([{ "text": "---\ntitle: 题\n---\n" }]));
    assert_eq!(
        actions(&mut client, &uri, (0, 0), &context),
        [Value::Null; 0]
    );
    assert_eq!(
        client.call_error("codeAction/resolve", found[0].clone()),
        -32803
    );
}

#[test]
fn of_a_whole_post_a_menu_that_can_be_read_is_offered() {
    let (_folder, mut client, uri) = session(capable());
    let tags: String = (0..300)
        .map(|it| format!("  - 签{it}\u{200b}x\n"))
        .collect();
    client.change(
        &uri,
        2,
        json!([{ "text": format!("---\ntags:\n{tags}---\n") }]),
    );
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 400, "character": 0 } },
        "context": { "diagnostics": [], "only": ["quickfix"] },
    });
    let found = client.call("textDocument/codeAction", params);
    let found = found.as_array().expect("a list");
    let of_invisible: Vec<&Value> = found
        .iter()
        .filter(|it| it["diagnostics"][0]["code"] == "invisible-character")
        .collect();
    assert_eq!(of_invisible.len(), 100);
    assert!(!of_invisible[0]["edit"].is_null(), "verified at once");
    let last = of_invisible[99].clone();
    assert!(last["edit"].is_null(), "verified when it is chosen");
    assert_eq!(last["diagnostics"][0]["range"]["start"]["line"], 101);
    assert!(find(found, "Fix all 300").is_some());
    let resolved = client.call("codeAction/resolve", last.clone());
    let change = &resolved["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 2);
    assert_eq!(change["edits"][0]["range"]["start"]["line"], 101);
    client.change(&uri, 3, json!([{ "text": "---\ntags: []\n---\n" }]));
    assert_eq!(client.call_error("codeAction/resolve", last), -32803);
}
