//! Documents: opened, changed, closed, in all the ways in which editors do it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::lsp_client::Client;

#[test]
fn odd_sequences_are_survived() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let uri = "file:///%E7%AC%94%E8%AE%B0/a.md";
    client.edit(uri, 1, [(0, 0), (0, 0)], "not open");
    client.close(uri);
    client.open(uri, "# 一\n");
    client.open(uri, "# 二 😀\n");
    client.change(uri, 2, json!([]));
    client.edit(uri, 1, [(9, 9), (0, 0)], "版本");
    client.edit(uri, 1, [(0, 3), (0, 3)], "x");
    client.notify(
        "textDocument/didSave",
        json!({ "textDocument": { "uri": uri } }),
    );
    client.close(uri);
    client.close(uri);
    client.call("shutdown", Value::Null);
    assert_eq!(client.exit(), 0);
}

#[test]
fn documents_of_other_schemes_are_left_alone() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    for uri in [
        "git:/a.md?%7B%22ref%22%3A%22~%22%7D",
        "vscode-notebook-cell:/a.md#W0",
        "output:x",
    ] {
        client.open(uri, "# x\n");
        let document = json!({ "textDocument": { "uri": uri } });
        assert_eq!(
            client.call("textDocument/documentSymbol", document),
            Value::Null
        );
        let position =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        assert_eq!(
            client.call("textDocument/completion", position),
            Value::Null
        );
        client.close(uri);
    }
    client.idle(Duration::from_millis(400));
    assert_eq!(client.came("textDocument/publishDiagnostics"), 0);
}
