//! Hover, references, definition, lenses and the like over the wire: encodings, formats, settings.

use serde_json::{Value, json};

use super::folder::Folder;
use super::until;
use crate::lsp_client::Client;

const POSTS: &str = "\
//- /甲.md
---
title: 甲
date: 2024-01-02
tags: [😀 x, '中文']
---
# 一

[b](乙.md#二) ![i](图.png) ![none](no.png) 中文
//- /乙.md
---
title: 乙 <b>
tags: [😀 x, '中文']
---
# 二
//- /图.png
not really
";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

/// A client with both posts known.
fn client(capabilities: Value) -> (Client, Folder, String) {
    let folder = Folder::new(POSTS);
    let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
    let uri = folder.uri("甲.md");
    client.open(
        &uri,
        &std::fs::read_to_string(folder.path("甲.md")).expect("it is there"),
    );
    let mut params = at(&uri, 3, 8);
    params["context"] = json!({ "includeDeclaration": true });
    until("both posts are known", || {
        let found = client.call("textDocument/references", params.clone());
        found.as_array().is_some_and(|it| it.len() == 2)
    });
    (client, folder, uri)
}

fn encodings(encoding: &str) -> Value {
    json!({ "general": { "positionEncodings": [encoding] } })
}

#[test]
fn columns_are_counted_in_the_clients_units() {
    for (encoding, start) in [("utf-8", 16), ("utf-16", 14), ("utf-32", 13)] {
        let (mut client, folder, uri) = client(encodings(encoding));
        let mut params = at(&uri, 3, start);
        params["context"] = json!({ "includeDeclaration": false });
        let found = client.call("textDocument/references", params);
        let end = start + if encoding == "utf-8" { 6 } else { 2 };
        let place = |line: u32| json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } });
        assert_eq!(
            found,
            json!([{ "uri": folder.uri("乙.md"), "range": place(2) }, { "uri": uri, "range": place(3) }]),
            "{encoding}"
        );
    }
}

#[test]
fn hover_is_markdown_only_for_those_who_prefer_it() {
    let format =
        |formats: Value| json!({ "textDocument": { "hover": { "contentFormat": formats } } });
    for (capabilities, kind) in [
        (format(json!(["markdown", "plaintext"])), "markdown"),
        (format(json!(["plaintext", "markdown"])), "plaintext"),
        (json!({}), "plaintext"),
    ] {
        let (mut client, folder, uri) = client(capabilities);
        let hover = client.call("textDocument/hover", at(&uri, 3, 15));
        assert_eq!(hover["contents"]["kind"], kind);
        let text = hover["contents"]["value"].as_str().expect("a text");
        let post = match kind {
            "markdown" => format!("- [乙 \\<b\\>](<{}>)", folder.uri("乙.md")),
            _ => "- 乙 <b>".to_owned(),
        };
        assert!(text.contains(&post), "{text}");
        assert_eq!(hover["range"]["start"]["character"], 14);
    }
}

#[test]
fn links_lead_to_places_that_are_there() {
    let (mut client, folder, uri) = client(json!({}));
    let found = client.call("textDocument/definition", at(&uri, 7, 5));
    assert_eq!(found["uri"], folder.uri("乙.md"));
    assert_eq!(
        found["range"]["start"],
        json!({ "line": 4, "character": 2 })
    );
    let links = client.call(
        "textDocument/documentLink",
        json!({ "textDocument": { "uri": uri } }),
    );
    let targets: Vec<_> = links
        .as_array()
        .expect("links")
        .iter()
        .map(|it| it["target"].clone())
        .collect();
    assert_eq!(targets, [folder.uri("乙.md"), folder.uri("图.png")]);
}

#[test]
fn lenses_are_on_and_hints_off_until_settings_say_otherwise() {
    let (mut client, _folder, uri) = client(json!({}));
    let document = json!({ "textDocument": { "uri": uri } });
    let mut hints = document.clone();
    hints["range"] =
        json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let lenses = client.call("textDocument/codeLens", document.clone());
    assert_eq!(
        lenses[0]["command"],
        json!({ "title": "1 related post (2 tags)", "command": "" })
    );
    assert_eq!(
        client.call("textDocument/inlayHint", hints.clone()),
        json!([])
    );
    let settings = json!({ "settings": { "rubric": { "codeLens": { "enable": false }, "inlayHints": { "enable": true } } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert_eq!(client.call("textDocument/codeLens", document), json!([]));
    let hints = client.call("textDocument/inlayHint", hints);
    let shown: Vec<_> = hints
        .as_array()
        .expect("hints")
        .iter()
        .map(|it| (it["position"]["character"].as_u64(), it["label"].as_str()))
        .collect();
    assert_eq!(shown, [(Some(11), Some("2")), (Some(17), Some("2"))]);
}

#[test]
fn a_lens_opens_the_posts_where_the_client_can() {
    let capabilities =
        json!({ "experimental": { "commands": { "commands": ["rubric.showReferences"] } } });
    let (mut client, folder, uri) = client(capabilities);
    let lenses = client.call(
        "textDocument/codeLens",
        json!({ "textDocument": { "uri": uri } }),
    );
    let command = &lenses[0]["command"];
    assert_eq!(command["command"], "rubric.showReferences");
    assert_eq!(command["arguments"][0], uri);
    assert_eq!(
        command["arguments"][1],
        json!({ "line": 0, "character": 0 })
    );
    assert_eq!(command["arguments"][2][0]["uri"], folder.uri("乙.md"));
}

#[test]
fn folds_and_selections_are_lines_and_chains() {
    let (mut client, _folder, uri) = client(json!({}));
    let folds = client.call(
        "textDocument/foldingRange",
        json!({ "textDocument": { "uri": uri } }),
    );
    assert_eq!(
        folds,
        json!([{ "startLine": 0, "endLine": 4 }, { "startLine": 5, "endLine": 7 }])
    );
    let position = json!({ "line": 5, "character": 2 });
    let params = json!({ "textDocument": { "uri": uri }, "positions": [position, position] });
    let chains = client.call("textDocument/selectionRange", params);
    assert_eq!(chains.as_array().map(Vec::len), Some(2));
    assert_eq!(chains[0]["range"]["start"], position);
    assert_eq!(chains[0]["parent"]["range"]["start"]["character"], 0);
}

#[test]
fn a_closed_post_that_changed_is_read_again_for_the_answer() {
    let (mut client, folder, uri) = client(json!({}));
    folder.write("乙.md", "---\nx: y\ntags: [a, '中文', b]\n---\n");
    let mut params = at(&uri, 3, 15);
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.call("textDocument/references", params);
    assert_eq!(found[0]["uri"], folder.uri("乙.md"));
    assert_eq!(
        found[0]["range"]["start"],
        json!({ "line": 2, "character": 11 })
    );
}

#[test]
fn a_symbol_is_searched_in_all_posts_and_located_late() {
    let resolves = json!({ "workspace": { "symbol": { "resolveSupport": { "properties": ["location.range"] } } } });
    for capabilities in [json!({}), resolves] {
        let is_late = capabilities != json!({});
        let (mut client, folder, _) = client(capabilities);
        let mut found = Value::Null;
        until("the heading is known", || {
            found = client.call("workspace/symbol", json!({ "query": "二" }));
            found.as_array().is_some_and(|it| !it.is_empty())
        });
        let mut symbol = found[0].clone();
        assert_eq!(symbol["name"], "二");
        assert_eq!(symbol["containerName"], "乙 <b>");
        assert_eq!(symbol["location"]["uri"], folder.uri("乙.md"));
        if is_late {
            assert_eq!(symbol["location"].get("range"), None);
            symbol = client.call("workspaceSymbol/resolve", symbol);
        }
        let start = json!({ "line": 4, "character": 2 });
        assert_eq!(symbol["location"]["range"]["start"], start);
        let found = client.call("workspace/symbol", json!({ "query": "no such thing" }));
        assert_eq!(found, json!([]));
    }
}
