//! What happens on the disk while the server runs.

use serde_json::{Value, json};

use super::folder::{Folder, tagged};
use super::until;
use crate::lsp_client::Client;

/// The tags that are offered in a new post.
fn tags(client: &mut Client, folder: &Folder) -> Vec<String> {
    let uri = folder.uri("posts/new.md");
    client.open(&uri, "---\ntags: []\n---\n");
    let position =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 1, "character": 7 } });
    let list = client.call("textDocument/completion", position);
    client.close(&uri);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let mut tags: Vec<String> = items
        .iter()
        .filter_map(|it| it["label"].as_str().map(str::to_owned))
        .collect();
    tags.sort();
    tags
}

pub(super) fn until_tags(client: &mut Client, folder: &Folder, expected: &[&str]) {
    let mut last = Vec::new();
    until(&format!("{expected:?}"), || {
        last = tags(client, folder);
        last == expected
    });
}

fn post(tag: &str) -> String {
    format!("---\r\ntitle: 新\r\ntags:\r\n- {tag}\r\n---\r\n")
}

/// Tells of changes as an editor does that watches for us.
fn tell(client: &mut Client, folder: &Folder, changes: &[(&str, u32)]) {
    let changes: Vec<Value> = changes
        .iter()
        .map(|(path, kind)| json!({ "uri": folder.uri(path), "type": kind }))
        .collect();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": changes }),
    );
}

const CREATED: u32 = 1;
const CHANGED: u32 = 2;
const DELETED: u32 = 3;

#[test]
fn what_the_client_watches_is_read_again() {
    let folder = Folder::new(&tagged(&["alpha", "beta"]));
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let (mut client, _) = Client::in_folders(watching, &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha", "beta"]);
    folder.write("新/a.md", &post("gamma"));
    tell(&mut client, &folder, &[("新/a.md", CREATED)]);
    until_tags(&mut client, &folder, &["alpha", "beta", "gamma"]);
    folder.write("新/a.md", &post("delta"));
    tell(&mut client, &folder, &[("新/a.md", CHANGED)]);
    until_tags(&mut client, &folder, &["alpha", "beta", "delta"]);
    folder.rename("新", "旧");
    tell(&mut client, &folder, &[("新", DELETED), ("旧", CREATED)]);
    folder.remove("posts/1.md");
    tell(&mut client, &folder, &[("posts/1.md", DELETED)]);
    until_tags(&mut client, &folder, &["alpha", "delta"]);
    folder.remove("旧");
    tell(&mut client, &folder, &[("旧", DELETED)]);
    until_tags(&mut client, &folder, &["alpha"]);
}

#[test]
fn where_the_client_cannot_watch_we_do() {
    let folder = Folder::new(&tagged(&["alpha", "beta"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha", "beta"]);
    folder.write("新/深/a.md", &post("gamma"));
    until_tags(&mut client, &folder, &["alpha", "beta", "gamma"]);
    folder.write("新/深/b.md", &post("delta"));
    until_tags(&mut client, &folder, &["alpha", "beta", "delta", "gamma"]);
    folder.rename("新", "旧");
    folder.remove("posts/1.md");
    folder.write("旧/深/a.md", &post("omega"));
    until_tags(&mut client, &folder, &["alpha", "delta", "omega"]);
    folder.remove("旧");
    until_tags(&mut client, &folder, &["alpha"]);
}

#[test]
fn a_root_that_is_made_again_is_watched_again() {
    let folder = Folder::new(&tagged(&["alpha"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    folder.remove("");
    until_tags(&mut client, &folder, &[]);
    folder.write("新/a.md", &post("gamma"));
    until_tags(&mut client, &folder, &["gamma"]);
    folder.write("新/b.md", &post("delta"));
    until_tags(&mut client, &folder, &["delta", "gamma"]);
}

#[test]
fn a_folder_named_like_a_post_becomes_one_and_a_folder_again() {
    let folder = Folder::new("//- /章.md/in.md\n---\ntags: [inside]\n---\n");
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let (mut client, _) = Client::in_folders(watching, &[folder.root()]);
    until_tags(&mut client, &folder, &["inside"]);
    folder.remove("章.md");
    folder.write("章.md", &post("file"));
    tell(
        &mut client,
        &folder,
        &[("章.md", DELETED), ("章.md", CREATED)],
    );
    until_tags(&mut client, &folder, &["file"]);
    folder.remove("章.md");
    folder.write("章.md/in.md", &post("again"));
    tell(
        &mut client,
        &folder,
        &[("章.md", DELETED), ("章.md", CREATED)],
    );
    until_tags(&mut client, &folder, &["again"]);
}

#[test]
fn where_the_client_refuses_to_watch_we_do() {
    let folder = Folder::new(&tagged(&["alpha"]));
    let watching =
        json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::start();
    client.refuses = true;
    client.initialize(watching, &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    folder.write("新/a.md", &post("gamma"));
    until_tags(&mut client, &folder, &["alpha", "gamma"]);
}

#[test]
fn ignored_folders_are_not_read_whoever_tells_of_them() {
    let folder = Folder::new(&tagged(&["alpha"]));
    folder.write(".gitignore", "drafts/\n");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    for path in ["drafts/a.md", "node_modules/x/README.md", ".obsidian/b.md"] {
        folder.write(path, &post("ignored"));
        tell(&mut client, &folder, &[(path, CREATED)]);
    }
    folder.write("posts/z.md", &post("zeta"));
    until_tags(&mut client, &folder, &["alpha", "zeta"]);
    folder.write(".gitignore", "posts/z.md\n");
    until_tags(&mut client, &folder, &["alpha", "ignored"]);
}

#[test]
fn many_changes_at_once_are_one_batch() {
    let folder = Folder::new(&tagged(&["alpha"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    for index in 0..300 {
        folder.write(&format!("many/{index}.md"), &post("gamma"));
    }
    until_tags(&mut client, &folder, &["alpha", "gamma"]);
    for index in 0..300 {
        folder.write(&format!("many/{index}.md"), &post("beta"));
    }
    until_tags(&mut client, &folder, &["alpha", "beta"]);
}

#[test]
fn an_open_buffer_wins_over_the_disk_until_it_is_closed() {
    let folder = Folder::new(&tagged(&["alpha", "beta"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha", "beta"]);
    let uri = folder.uri("posts/1.md");
    client.open(&uri, "---\ntags:\n- buffer\n---\n");
    until_tags(&mut client, &folder, &["alpha", "buffer"]);
    folder.write("posts/1.md", &post("disk"));
    folder.write("posts/2.md", &post("other"));
    tell(
        &mut client,
        &folder,
        &[("posts/1.md", CHANGED), ("posts/2.md", CREATED)],
    );
    until_tags(&mut client, &folder, &["alpha", "buffer", "other"]);
    client.close(&uri);
    until_tags(&mut client, &folder, &["alpha", "disk", "other"]);
}

#[test]
fn a_buffer_that_was_never_saved_leaves_nothing() {
    let folder = Folder::new(&tagged(&["alpha"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    for uri in [
        folder.uri("posts/unsaved.md"),
        "untitled:Untitled-1".to_owned(),
    ] {
        client.open(&uri, "---\ntags:\n- unsaved\n---\n");
        until_tags(&mut client, &folder, &["alpha", "unsaved"]);
        client.close(&uri);
        until_tags(&mut client, &folder, &["alpha"]);
    }
}

#[test]
fn loading_shows_its_progress_where_it_can_be_shown() {
    let folder = Folder::new(&tagged(&["alpha"]));
    let (mut client, _) = Client::in_folders(
        json!({ "window": { "workDoneProgress": true } }),
        &[folder.root()],
    );
    let begin = client.notification("$/progress", |it| it["value"]["kind"] == "begin");
    let token = begin["token"].clone();
    client.notification("$/progress", |it| {
        it["value"]["kind"] == "end" && it["token"] == token
    });
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["alpha"]);
    assert_eq!(
        client.came("window/workDoneProgress/create") + client.came("$/progress"),
        0
    );
}
