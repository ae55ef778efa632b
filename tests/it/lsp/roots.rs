//! One folder, several, none.

use serde_json::{Value, json};

use super::disk::until_tags;
use super::folder::{Folder, tagged};
use crate::lsp_client::{self, Client};

#[test]
fn each_folder_has_its_own_vocabulary() {
    let (one, two) = (
        Folder::new(&tagged(&["one"])),
        Folder::new(&tagged(&["two"])),
    );
    let (mut client, _) = Client::in_folders(json!({}), &[one.root(), two.root()]);
    until_tags(&mut client, &one, &["one"]);
    until_tags(&mut client, &two, &["two"]);
}

#[test]
fn a_post_belongs_to_the_deepest_folder() {
    let outer = Folder::new(
        "//- /a.md\n---\ntags: [outer]\n---\n//- /内/posts/b.md\n---\ntags: [inner]\n---\n",
    );
    let inner = outer.path("内");
    let (mut client, _) = Client::in_folders(json!({}), &[outer.root(), &inner]);
    let uri = lsp_client::uri(&inner.join("posts/new.md"));
    super::until("the inner folder's tag alone", || {
        client.open(&uri, "---\ntags: []\n---\n");
        let position =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 7 } });
        let list = client.call("textDocument/completion", position);
        client.close(&uri);
        list["items"]
            .as_array()
            .is_some_and(|it| it.len() == 1 && it[0]["label"] == "inner")
    });
}

#[test]
fn folders_come_and_go() {
    let (one, two) = (
        Folder::new(&tagged(&["one"])),
        Folder::new(&tagged(&["two"])),
    );
    let (mut client, _) = Client::in_folders(json!({}), &[one.root()]);
    until_tags(&mut client, &one, &["one"]);
    let open = two.uri("posts/open.md");
    client.open(&open, "---\ntags: [buffer]\n---\n# 标题\n");
    let folder = |it: &Folder| json!({ "uri": lsp_client::uri(it.root()), "name": "x" });
    let event = json!({ "event": { "added": [folder(&two)], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    until_tags(&mut client, &two, &["buffer", "two"]);
    let event = json!({ "event": { "added": [], "removed": [folder(&one), folder(&two)] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    let symbols = client.call(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": open } }),
    );
    assert!(
        symbols.as_array().is_some_and(|it| !it.is_empty()),
        "an open post stays open"
    );
}

#[test]
fn a_file_without_a_folder_has_its_own() {
    let folder = Folder::new(&tagged(&["lone", "单"]));
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let keep = folder.uri("posts/keep.md");
    client.open(&keep, "");
    until_tags(&mut client, &folder, &["lone", "单"]);
    let closed = json!({ "textDocument": { "uri": folder.uri("posts/0.md") } });
    let symbols = client.call("textDocument/documentSymbol", closed.clone());
    assert!(symbols.is_array(), "a closed post of the folder is known");
    client.close(&keep);
    let symbols = client.call("textDocument/documentSymbol", closed);
    assert!(symbols.is_null(), "the folder went with its last document");
}

#[test]
fn a_new_buffer_is_a_post_of_the_first_folder() {
    let folder = Folder::new(&tagged(&["first"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["first"]);
    client.open("untitled:Untitled-1", "---\ntags: []\n---\n");
    let position = json!({ "textDocument": { "uri": "untitled:Untitled-1" }, "position": { "line": 1, "character": 7 } });
    let list = client.call("textDocument/completion", position);
    assert_eq!(list["items"][0]["label"], "first");
}

/// The edits of a rename, each with its document's version.
fn edits_of(edit: &Value, uri: &str) -> Vec<(Value, Value)> {
    let files = edit["documentChanges"].as_array().expect("edits");
    let of_file = files.iter().filter(|it| it["textDocument"]["uri"] == uri);
    let edits = of_file.flat_map(|it| {
        let edits = it["edits"].as_array().expect("edits");
        edits.iter().map(|edit| {
            (
                it["textDocument"]["version"].clone(),
                edit["range"]["start"].clone(),
            )
        })
    });
    edits.collect()
}

/// An outer post has the term; an inner one has it too, in another place of its buffer than on disk.
fn check_nested(folders: &[&str]) {
    let files = "//- /draft.md\n---\ntags:\n- 一\n---\n//- /posts/b.md\n---\ntags:\n- 一\n---\n";
    let folder = Folder::new(files);
    let paths: Vec<_> = folders.iter().map(|it| folder.path(it)).collect();
    let paths: Vec<_> = paths.iter().map(|it| it.as_path()).collect();
    let edits = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let (mut client, _) = Client::in_folders(edits, &paths);
    let (outer, inner) = (folder.uri("draft.md"), folder.uri("posts/b.md"));
    client.open(&inner, "---\ntitle: 😀\ntags:\n- 零\n- 一\n---\n");
    client.open(&outer, "---\ntags:\n- 一\n---\n");
    super::until("both roots are read", || {
        let command = json!({ "command": "rubric.vocabulary" });
        let roots = client.call("workspace/executeCommand", command);
        let roots = roots.as_array().expect("roots");
        roots.len() == 2
            && roots
                .iter()
                .all(|it| it["complete"] == true && it["posts"] == 1)
    });
    let mut rename = |uri: &str, line: u32| {
        let position = json!({ "line": line, "character": 2 });
        let params =
            json!({ "textDocument": { "uri": uri }, "position": position, "newName": "新" });
        client.call("textDocument/rename", params)
    };
    let edit = rename(&outer, 2);
    assert_eq!(edits_of(&edit, &inner), []);
    assert_eq!(
        edits_of(&edit, &outer),
        [(json!(1), json!({ "line": 2, "character": 2 }))]
    );
    let edit = rename(&inner, 4);
    assert_eq!(edits_of(&edit, &outer), []);
    assert_eq!(
        edits_of(&edit, &inner),
        [(json!(1), json!({ "line": 4, "character": 2 }))]
    );
}

#[test]
fn a_post_of_nested_folders_is_one_of_the_inner_alone() {
    check_nested(&["", "posts"]);
    check_nested(&["posts", ""]);
}

#[test]
fn a_file_above_a_folder_does_not_take_the_folder_in() {
    check_nested(&["posts"]);
}

#[test]
fn what_an_inner_folder_had_comes_back_when_it_goes() {
    let folder =
        Folder::new("//- /a.md\n---\ntags: [outer]\n---\n//- /内/b.md\n---\ntags: [inner]\n---\n");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["inner", "outer"]);
    let inner = json!({ "uri": folder.uri("内"), "name": "内" });
    let change = |added: &[&Value], removed: &[&Value]| json!({ "event": { "added": added, "removed": removed } });
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        change(&[&inner], &[]),
    );
    until_tags(&mut client, &folder, &["outer"]);
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        change(&[], &[&inner]),
    );
    until_tags(&mut client, &folder, &["inner", "outer"]);
}

#[test]
fn a_folder_takes_over_from_the_files_in_it() {
    let folder = Folder::new(
        "//- /a.md\n---\ntags: [outer]\n---\n//- /posts/b.md\n---\ntags: [inner]\n---\n",
    );
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    client.open(&folder.uri("posts/b.md"), "---\ntags: [buffer]\n---\n");
    until_tags(&mut client, &folder, &["buffer"]);
    let outer = json!({ "uri": folder.uri(""), "name": "外" });
    let event = json!({ "event": { "added": [outer], "removed": [] } });
    client.notify("workspace/didChangeWorkspaceFolders", event);
    until_tags(&mut client, &folder, &["buffer", "outer"]);
}
