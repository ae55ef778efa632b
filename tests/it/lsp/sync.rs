//! Documents: opened, changed, closed, in all the ways in which editors do it.

use std::time::Duration;

use serde_json::{Value, json};

use super::disk::until_tags;
use super::folder::{Folder, tagged};
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

#[test]
fn a_burst_of_typing_is_completed_at_each_character() {
    let term = "a-very-long-tag-".repeat(10);
    let folder = Folder::new(&tagged(&[&term]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &[&term]);
    let uri = folder.uri("posts/new.md");
    client.open(&uri, "---\ntags:\n- \n---\n");
    let mut ids = Vec::new();
    let (typed, erased) = (1..=150, (0..150).rev());
    for (n, length) in typed.chain(erased).enumerate() {
        let version = i32::try_from(n).expect("300 is few") + 2;
        let before = if n < 150 { length - 1 } else { length + 1 };
        let column = |it: usize| u32::try_from(it).expect("150 is few") + 2;
        if n < 150 {
            client.edit(
                &uri,
                version,
                [(2, column(before)), (2, column(before))],
                &term[before..length],
            );
        } else {
            client.edit(
                &uri,
                version,
                [(2, column(length)), (2, column(before))],
                "",
            );
        }
        let position = json!({ "line": 2, "character": column(length) });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        ids.push((
            client.request("textDocument/completion", params),
            column(length),
        ));
    }
    for (id, column) in ids {
        let answer = client.wait("an answer", |it| it.get("result").is_some());
        assert_eq!(answer["id"], id, "in order");
        let range = &answer["result"]["items"][0]["textEdit"]["range"];
        let expected = json!({
            "start": { "line": 2, "character": 2 },
            "end": { "line": 2, "character": column },
        });
        assert_eq!(*range, expected, "{answer}");
    }
}

/// The first heading, by which a test sees the server's text.
fn heading(symbols: &Value) -> &str {
    symbols[0]["name"].as_str().unwrap_or_default()
}

#[test]
fn a_burst_of_edits_and_requests_is_answered_in_order_with_the_text_of_each() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let uri = "untitled:1";
    client.open(uri, "# \n\n中文\n");
    let mut ids = Vec::new();
    for n in 0..300 {
        client.edit(uri, n + 2, [(0, 2), (0, 2)], "é");
        let document = json!({ "textDocument": { "uri": uri } });
        ids.push(client.request("textDocument/documentSymbol", document));
    }
    for (n, id) in ids.into_iter().enumerate() {
        let answer = client.wait("an answer", |it| it.get("result").is_some());
        assert_eq!(answer["id"], id, "in order");
        assert_eq!(heading(&answer["result"]), "é".repeat(n + 1));
    }
}

#[test]
fn edits_in_each_encoding_meet_the_same_text() {
    for (encoding, face, hanzi) in [("utf-8", 4, 3), ("utf-16", 2, 1), ("utf-32", 1, 1)] {
        let capabilities = json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } },
        });
        let (mut client, _) = Client::in_folders(capabilities, &[]);
        let uri = "untitled:1";
        client.open(uri, "\u{feff}\r\n# 😀中x文\u{2028}y\r\n");
        let x = 2 + face + hanzi;
        client.change(uri, 2, json!([
            { "range": { "start": { "line": 1, "character": x }, "end": { "line": 1, "character": x + 1 } }, "text": "é" },
            { "range": { "start": { "line": 1, "character": 2 }, "end": { "line": 1, "character": 2 + face } }, "text": "👩‍💻" },
            { "range": { "start": { "line": 1, "character": 99 }, "end": { "line": 1, "character": 99 } }, "text": "!" },
        ]));
        let document = json!({ "textDocument": { "uri": uri } });
        let symbols = client.call("textDocument/documentSymbol", document);
        assert_eq!(heading(&symbols), "👩‍💻中é文\u{2028}y!", "{encoding}");
    }
}

/// The names of the headings.
fn outline(client: &mut Client, uri: &str) -> Vec<Value> {
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = client.call("textDocument/documentSymbol", document);
    let symbols = symbols.as_array().expect("a list").iter();
    symbols.map(|it| it["name"].clone()).collect()
}

#[test]
fn half_a_character_is_a_character_that_is_replaced() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let uri = "file:///a.md";
    client.open(uri, "# 一\n");
    // As JavaScript writes them: an emoji in two steps, then text behind it.
    for (version, column, text) in [(2, 3, r"\ud83d"), (3, 4, r"\ude00"), (4, 5, "末")] {
        let position = format!(r#"{{"line":0,"character":{column}}}"#);
        let change =
            format!(r#"{{"range":{{"start":{position},"end":{position}}},"text":"{text}"}}"#);
        let body = format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didChange","params":{{"textDocument":{{"uri":"{uri}","version":{version}}},"contentChanges":[{change}]}}}}"#
        );
        client.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }
    assert_eq!(outline(&mut client, uri), ["一\u{fffd}\u{fffd}末"]);
}

#[test]
fn a_file_under_two_names_is_open_until_both_are_closed() {
    let folder = Folder::new(&tagged(&["disk"]));
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    until_tags(&mut client, &folder, &["disk"]);
    let uri = folder.uri("posts/0.md");
    let other = uri.replace("posts", "%70osts");
    client.open(&uri, "---\ntags: [buffer]\n---\n");
    client.open(&other, "---\ntags: [buffer]\n---\n");
    client.close(&other);
    until_tags(&mut client, &folder, &["buffer"]);
    client.change(&uri, 2, json!([{ "text": "---\ntags: [edited]\n---\n" }]));
    until_tags(&mut client, &folder, &["edited"]);
    folder.write("posts/0.md", "---\ntags: [saved]\n---\n");
    client.close(&uri);
    until_tags(&mut client, &folder, &["saved"]);
}

#[test]
fn an_open_document_is_called_as_its_client_calls_it() {
    let folder = Folder::new("//- /a.md\n");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    let uri = format!("{}/[1] 中.md", folder.uri("posts"));
    client.open(&uri, "---\ntags: [a, a\n---\n");
    let of_it = |it: &Value| it["uri"] == *uri;
    let pushed = client.notification("textDocument/publishDiagnostics", of_it);
    assert_ne!(pushed["diagnostics"], json!([]));
    client.close(&uri);
    let pushed = client.notification("textDocument/publishDiagnostics", of_it);
    assert_eq!(pushed["diagnostics"], json!([]));
}

#[test]
fn the_day_is_written_when_a_changed_post_is_saved() {
    let folder = Folder::new(
        "//- /rubric.yaml\nfields:\n  modified: { type: date, on: save }\n//- /a.md\n\u{feff}---\r\ntitle: 一 😀\r\nmodified: 2020-01-02 # 改\r\n---\r\n正文\r\n",
    );
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    let uri = folder.uri("a.md");
    let text = std::fs::read_to_string(folder.root().join("a.md")).unwrap();
    client.open(&uri, &text);
    let params = json!({ "textDocument": { "uri": uri }, "reason": 1 });
    let same = client.call("textDocument/willSaveWaitUntil", params.clone());
    assert!(same.is_null(), "{same}");
    client.change(&uri, 2, json!([{ "text": format!("{text}更多\r\n") }]));
    let edits = client.call("textDocument/willSaveWaitUntil", params.clone());
    assert_eq!(
        edits[0]["range"],
        json!({ "start": { "line": 2, "character": 10 }, "end": { "line": 2, "character": 20 } })
    );
    let today = edits[0]["newText"].as_str().unwrap();
    assert_eq!(today.len(), "2026-01-02".len());
    client.change(
        &uri,
        3,
        json!([{ "text": text.replace("2020-01-02", today) }]),
    );
    let again = client.call("textDocument/willSaveWaitUntil", params);
    assert!(again.is_null(), "{again}");
}
