//! Completion of links over the wire: what opens the list, files on the disk, documentation.

use serde_json::{Value, json};

use super::folder::Folder;
use crate::lsp_client::Client;

const POSTS: &str = "\
//- /posts/甲.md
---
title: 甲
---
Prose of 甲.
//- /posts/img/图 1.png
x
//- /posts/img/drafts/a.txt
x
//- /posts/z.pdf
x
//- /posts/logo.svg
x
//- /posts/node_modules/x.png
x
//- /posts/secret.png
x
//- /.gitignore
secret.png
";

/// The labels at the end of a line that is typed into an open post, and the items.
fn typed(client: &mut Client, uri: &str, line: &str) -> (Vec<String>, Value) {
    let text = format!("---\ntitle: 新\n---\n{line}\n");
    client.notify(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
    );
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": 3, "character": line.encode_utf16().count() },
    });
    let list = client.call("textDocument/completion", params);
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": uri } }),
    );
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let label = |it: &Value| it["label"].as_str().expect("a label").to_owned();
    (items.iter().map(label).collect(), list)
}

#[test]
fn what_is_on_the_disk_is_offered_and_what_is_ignored_is_not() {
    let folder = Folder::new(POSTS);
    let (mut client, server) = Client::in_folders(json!({}), &[folder.root()]);
    let triggers = &server["completionProvider"]["triggerCharacters"];
    for trigger in ["[", "(", "#", "/", "^"] {
        let announced = triggers.as_array().expect("triggers");
        assert!(announced.iter().any(|it| it == trigger), "{triggers}");
    }
    let uri = folder.uri("posts/new.md");
    let mut labels = |line: &str| typed(&mut client, &uri, line).0;
    assert_eq!(labels("![]("), ["logo.svg", "img/", "z.pdf"]);
    assert_eq!(labels("[]("), ["甲", "img/", "logo.svg", "z.pdf"]);
    assert_eq!(labels("![](img/"), ["图 1.png", "drafts/"]);
    assert_eq!(labels("![](./img/tu"), ["图 1.png"]);
    assert_eq!(labels("![](/posts/lo"), ["logo.svg"]);
    assert_eq!(
        labels("![](../../"),
        Vec::<String>::new(),
        "out of the root"
    );
    assert_eq!(labels("![](.."), Vec::<String>::new());
    assert_eq!(labels("text (/"), Vec::<String>::new());
    let (_, list) = typed(&mut client, &uri, "😀 ![](img/图");
    let edit = &list["items"][0]["textEdit"];
    assert_eq!(edit["newText"], "图%201.png)");
    let range =
        json!({ "start": { "line": 3, "character": 11 }, "end": { "line": 3, "character": 12 } });
    assert_eq!(edit["range"], range);
    assert_eq!(list["isIncomplete"], true);
}

#[test]
fn a_post_is_documented_when_it_is_looked_at() {
    let folder = Folder::new(POSTS);
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    let (_, list) = typed(&mut client, &folder.uri("new.md"), "[[jia");
    let item = list["items"][0].clone();
    assert_eq!(item["textEdit"]["newText"], "甲]]");
    client.open(&folder.uri("new.md"), "[[jia\n");
    let resolved = client.call("completionItem/resolve", item);
    let documentation = resolved["documentation"].as_str().expect("plain text");
    assert!(documentation.contains("Prose of 甲."), "{documentation}");
}
