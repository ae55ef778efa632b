//! One folder, several, none.

use serde_json::json;

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
