//! Moving files over the wire: what is announced, open documents and closed ones, and what leaves the root.

use serde_json::{Value, json};

use super::folder::Folder;
use super::until;
use crate::lsp_client::Client;

const POSTS: &str = "\
//- /a.md
---
title: 甲
---
😀 [b](notes/b.md) [[b]]\r
//- /notes/b.md
---
title: 乙
---
[a](../a.md)
//- /c.md
---
title: 丙
---
[b](/notes/b.md#x)
";

fn capable() -> Value {
    json!({ "workspace": {
        "workspaceEdit": { "documentChanges": true },
        "fileOperations": { "willRename": true, "didRename": true },
    } })
}

fn renames(folder: &Folder, renames: &[(&str, &str)]) -> Value {
    let files = renames
        .iter()
        .map(|(old, new)| json!({ "oldUri": folder.uri(old), "newUri": folder.uri(new) }));
    json!({ "files": files.collect::<Vec<_>>() })
}

/// The document of each edit, its version, and its new texts.
fn edits(edit: &Value) -> Vec<(String, Value, Vec<String>)> {
    let documents = edit["documentChanges"].as_array().expect("versioned edits");
    let shown = documents.iter().map(|it| {
        let texts = it["edits"].as_array().expect("edits").iter();
        let texts = texts.map(|it| it["newText"].as_str().expect("a text").to_owned());
        let uri = it["textDocument"]["uri"].as_str().expect("a URI");
        (
            uri.to_owned(),
            it["textDocument"]["version"].clone(),
            texts.collect(),
        )
    });
    shown.collect()
}

#[test]
fn links_follow_in_open_documents_and_closed_ones() {
    let folder = Folder::new(POSTS);
    let (mut client, server) = Client::in_folders(capable(), &[folder.root()]);
    let filters = &server["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"]["glob"], "**/*", "{server}");
    let uri = folder.uri("a.md");
    // The buffer has another link than the file.
    client.open(&uri, "😀 [b](./notes/b.md)\r\n");
    let moved = renames(&folder, &[("notes/b.md", "新/b c.md")]);
    let edit = client.call("workspace/willRenameFiles", moved);
    let texts = |it: &str| vec![it.to_owned()];
    let mut found = edits(&edit);
    found.sort_by_key(|it| it.0.clone());
    let mut expected = vec![
        (uri, json!(1), texts("./新/b%20c.md")),
        (folder.uri("c.md"), Value::Null, texts("/新/b%20c.md")),
    ];
    expected.sort_by_key(|it| it.0.clone());
    assert_eq!(found, expected);
    let range = &edit["documentChanges"][0]["edits"][0]["range"];
    assert_eq!(
        range["start"],
        json!({ "line": 0, "character": 7 }),
        "in UTF-16"
    );
}

#[test]
fn a_folder_moves_with_what_is_in_it_and_is_known_at_its_new_place() {
    let folder = Folder::new(POSTS);
    let (mut client, _) = Client::in_folders(capable(), &[folder.root()]);
    let moved = renames(&folder, &[("notes", "x/y")]);
    let edit = client.call("workspace/willRenameFiles", moved.clone());
    let mut found = edits(&edit);
    found.sort_by_key(|it| it.0.clone());
    let found: Vec<_> = found.into_iter().map(|it| it.2.join(" ")).collect();
    assert_eq!(found, ["x/y/b.md", "/x/y/b.md", "../../a.md"]);
    std::fs::create_dir(folder.path("x")).expect("it can be made");
    std::fs::rename(folder.path("notes"), folder.path("x/y")).expect("it can be moved");
    client.notify("workspace/didRenameFiles", moved);
    until("the post is known at its new place", || {
        let found = client.call("workspace/symbol", json!({ "query": "乙" }));
        found.to_string().contains("x/y/b.md")
    });
}

#[test]
fn what_leaves_the_root_or_was_never_in_it_changes_nothing() {
    let folder = Folder::new(POSTS);
    let (mut client, _) = Client::in_folders(capable(), &[folder.root()]);
    let outside = "file:///elsewhere/b.md";
    let inside = folder.uri("notes/b.md");
    for (old, new) in [(inside.as_str(), outside), (outside, inside.as_str())] {
        let moved = json!({ "files": [{ "oldUri": old, "newUri": new }] });
        let edit = client.call("workspace/willRenameFiles", moved);
        assert!(edit.is_null() || edits(&edit).is_empty(), "{edit}");
    }
    for (old, new) in [("untitled:a.md", outside), ("not a uri", "%")] {
        let moved = json!({ "files": [{ "oldUri": old, "newUri": new }] });
        let edit = client.call("workspace/willRenameFiles", moved);
        assert_eq!(edit, Value::Null);
    }
}

#[test]
fn a_client_that_does_not_tell_is_not_asked_to() {
    let folder = Folder::new(POSTS);
    let (mut client, server) = Client::in_folders(json!({}), &[folder.root()]);
    assert_eq!(server["workspace"]["fileOperations"], Value::Null);
    // Plain changes for one that asks all the same.
    let moved = renames(&folder, &[("notes/b.md", "b.md")]);
    let edit = client.call("workspace/willRenameFiles", moved);
    let changes = edit["changes"].as_object().expect("plain changes");
    assert_eq!(changes.len(), 3, "{edit}");
}
