//! rubric.yaml as a document: completed, explained and checked while it is written; what it says counts at once.

use serde_json::{Value, json};

use super::folder::Folder;
use crate::lsp_client::Client;

const POSTS: &str = "\
//- /posts/a.md
---\r
title: 一 😀\r
status: 常青\r
tags: [large-models, e\u{301}]\r
---\r
//- /posts/b.md
\u{feff}---
title: 二
status: 常青
tags: [large-models]
---
";

fn start(fixture: &str) -> (Folder, Client) {
    let folder = Folder::new(fixture);
    let (client, _) = Client::in_folders(json!({}), &[folder.root()]);
    (folder, client)
}

/// The codes that are pushed for a document of that version.
fn codes(client: &mut Client, uri: &str, version: i32) -> Vec<String> {
    let is_it = |it: &Value| it["uri"] == uri && it["version"] == version;
    let params = client.notification("textDocument/publishDiagnostics", is_it);
    let found = params["diagnostics"].as_array().expect("a list").iter();
    found
        .map(|it| it["code"].as_str().expect("a code").to_owned())
        .collect()
}

/// Asks at `$0` of a rubric.yaml that is open with this text.
fn ask(client: &mut Client, uri: &str, method: &str, text: &str, version: i32) -> Value {
    let before = text.split_once("$0").expect("a cursor").0;
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let character = before[start..].encode_utf16().count();
    client.change(
        uri,
        version,
        json!([{ "text": text.replacen("$0", "", 1) }]),
    );
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
    });
    client.call(method, params)
}

/// The labels of completion at `$0`, and the text with the first of them taken.
fn complete(client: &mut Client, uri: &str, text: &str, version: i32) -> (Vec<String>, String) {
    let list = ask(client, uri, "textDocument/completion", text, version);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let labels = items
        .iter()
        .map(|it| it["label"].as_str().unwrap().to_owned());
    let first = items.first().map(|it| it["textEdit"]["newText"].clone());
    let first = first.unwrap_or_default();
    (
        labels.collect(),
        first.as_str().unwrap_or_default().to_owned(),
    )
}

fn until_posts_are_read(client: &mut Client) {
    super::until("posts are read", || {
        let params = json!({ "query": "一 😀" });
        !client
            .call("workspace/symbol", params)
            .as_array()
            .is_none_or(Vec::is_empty)
    });
}

#[test]
fn keys_words_and_names_are_completed() {
    let (folder, mut client) = start(POSTS);
    let uri = folder.uri("rubric.yaml");
    // Until the posts are read, there is nothing to offer.
    until_posts_are_read(&mut client);
    client.open(&uri, "");
    let mut version = 1;
    let mut at = |text: &str| {
        version += 1;
        complete(&mut client, &uri, text, version)
    };
    let (labels, first) = at("$0");
    assert_eq!(
        labels,
        [
            "content",
            "fields",
            "collections",
            "vocabularies",
            "slug",
            "site",
            "order",
            "rules"
        ]
    );
    assert_eq!(first, "content: ");
    assert_eq!(at("slug: pinyin\nru$0").0, ["rules"]);
    assert_eq!(
        at("fields:\r\n  $0\r\nrules:\r\n").0,
        ["title", "status", "tags"]
    );
    assert_eq!(at("fields:\n  tags: {}\n  st$0").0, ["status"]);
    let (labels, first) = at("fields:\n  tags: { type: $0 }");
    assert_eq!(
        labels,
        ["text", "term", "list", "date", "bool", "number", "url"]
    );
    assert_eq!(first, "text");
    assert_eq!(at("fields:\n  tags: { type: list, req$0 }").0, ["required"]);
    assert_eq!(at("fields:\n  tags: { required: $0").0, ["true", "false"]);
    assert_eq!(
        at("fields:\n  tags:\n    style: k$0").0,
        ["kebab-case", "snake_case"]
    );
    assert_eq!(
        at("fields:\n  tags: { values: [e\u{301}, $0] }").0,
        ["large-models"]
    );
    assert_eq!(
        at("fields:\n  status:\n    values:\n      - '$0'").1,
        "'常青'"
    );
    assert_eq!(at("fields:\n  tags: $0").1, "{ type: list }");
    assert_eq!(at("collections:\n  $0").0, ["posts"]);
    assert_eq!(
        at("vocabularies:\n  tags:\n    aliases:\n      larg$0").1,
        "large-models: "
    );
    assert_eq!(at("rules:\n  dup$0").0[0], "duplicate-key");
    assert_eq!(at("rules: { duplicate-key: w$0").0, ["warning"]);
    assert_eq!(at("# co$0").0, [""; 0]);
}

#[test]
fn keys_fields_codes_and_words_are_explained() {
    let (folder, mut client) = start(POSTS);
    let uri = folder.uri("rubric.yaml");
    until_posts_are_read(&mut client);
    client.open(&uri, "");
    let mut version = 1;
    let mut at = |text: &str| {
        version += 1;
        let hover = ask(&mut client, &uri, "textDocument/hover", text, version);
        hover["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(at("sl$0ug: pinyin").contains("How the site makes URLs"));
    assert!(
        at("fields:\n  sta$0tus: {}").contains("2 of 2 posts"),
        "{}",
        at("fields:\n  sta$0tus: {}")
    );
    assert!(at("fields: { status: { cl$0osed: true } }").contains("finding"));
    assert!(at("fields: { status: { values: [常$0青] } }").contains("2 posts"));
    assert!(at("fields: { status: { type: li$0st } }").contains("a list of terms"));
    assert!(at("rules: { duplicate-k$0ey: off }").contains("error by default"));
    assert_eq!(at("rules: { duplicate-key: off } # no$0te"), "");
}

#[test]
fn what_is_wrong_is_shown_where_it_stands_while_it_is_typed() {
    let (folder, mut client) = start(POSTS);
    let uri = folder.uri("rubric.yaml");
    client.open(&uri, "fields:\n  状态 😀: { typ: list }\n");
    let is_it = |it: &Value| it["uri"] == uri && it["version"] == 1;
    let params = client.notification("textDocument/publishDiagnostics", is_it);
    let found = &params["diagnostics"][0];
    assert_eq!(found["code"], "invalid-config");
    let range =
        json!({ "start": { "line": 1, "character": 11 }, "end": { "line": 1, "character": 14 } });
    assert_eq!(found["range"], range);
    client.edit(&uri, 2, [(1, 14), (1, 14)], "e");
    assert_eq!(codes(&mut client, &uri, 2), [""; 0]);
    client.edit(&uri, 3, [(2, 0), (2, 0)], "rules: { duplicate-kee: off }\n");
    assert_eq!(codes(&mut client, &uri, 3), ["invalid-config"]);
}

#[test]
fn an_edit_counts_at_once_and_a_broken_one_falls_back() {
    let (folder, mut client) = start(POSTS);
    let (config, post) = (folder.uri("rubric.yaml"), folder.uri("posts/a.md"));
    client.open(&post, &folder.fixture.files[0].text);
    assert_eq!(codes(&mut client, &post, 1), [""; 0]);
    let mut version = 0;
    let mut write = |client: &mut Client, text: &str| {
        version += 1;
        match version {
            1 => client.open(&config, text),
            _ => client.change(&config, version, json!([{ "text": text }])),
        }
    };
    write(&mut client, "fields: { 作者: { required: true } }\n");
    assert_eq!(codes(&mut client, &post, 1), ["missing-field"]);
    // Broken: as if nothing had been said.
    write(&mut client, "fields: { 作者: { required: true }\n");
    assert_eq!(codes(&mut client, &post, 1), [""; 0]);
    // What else the file says still holds.
    write(
        &mut client,
        "rules: { missing-field: hint }\nfields: { 作者: { required: true }, status: { type: bool } }\n",
    );
    let found = codes(&mut client, &post, 1);
    assert_eq!(found, ["missing-field", "wrong-type"]);
    write(
        &mut client,
        "rules: { missing-field: off }\nfields: { 作者: { required: true } }\n",
    );
    assert_eq!(codes(&mut client, &post, 1), [""; 0]);
}

#[test]
fn the_buffer_wins_over_the_disk_until_it_is_closed() {
    let (folder, mut client) = start(POSTS);
    let (config, post) = (folder.uri("rubric.yaml"), folder.uri("posts/a.md"));
    folder.write("rubric.yaml", "fields: { status: { type: bool } }\n");
    client.open(&post, &folder.fixture.files[0].text);
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": config, "type": 1 }] }),
    );
    let wrong = |it: &Value| it["uri"] == post && it["diagnostics"][0]["code"] == "wrong-type";
    client.notification("textDocument/publishDiagnostics", wrong);
    client.open(&config, "fields: { status: { type: term } }\n");
    let silent = |it: &Value| it["uri"] == post && it["diagnostics"] == json!([]);
    client.notification("textDocument/publishDiagnostics", silent);
    client.close(&config);
    client.notification("textDocument/publishDiagnostics", wrong);
}

#[test]
fn a_closed_one_has_findings_too_where_all_files_have() {
    let folder = Folder::new(&format!(
        "//- /rubric.yaml\nfields: {{ 标签 😀: {{ typ: list }} }}\n{POSTS}"
    ));
    let mut client = Client::start();
    client.settings = json!({ "diagnostics": { "scope": "workspace" } });
    client.initialize(
        json!({ "workspace": { "configuration": true } }),
        &[folder.root()],
    );
    let uri = folder.uri("rubric.yaml");
    let wrong = |it: &Value| it["uri"] == uri && it["diagnostics"][0]["code"] == "invalid-config";
    let found = client.notification("textDocument/publishDiagnostics", wrong);
    assert_eq!(found["diagnostics"][0]["range"]["start"]["character"], 19);
    folder.write("rubric.yaml", "fields: { 标签 😀: { type: list } }\n");
    let changed = json!({ "changes": [{ "uri": uri, "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    let right = |it: &Value| it["uri"] == uri && it["diagnostics"] == json!([]);
    client.notification("textDocument/publishDiagnostics", right);
}

#[test]
fn a_word_that_is_nearly_right_is_fixed() {
    let folder = Folder::new(POSTS);
    let literal = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    let document = json!({ "codeAction": { "codeActionLiteralSupport": literal } });
    let capabilities = json!({
        "textDocument": document,
        "workspace": { "workspaceEdit": { "documentChanges": true } },
    });
    let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
    let uri = folder.uri("rubric.yaml");
    client.open(&uri, "");
    let mut version = 1;
    let mut fix = |text: &str| {
        version += 1;
        client.change(&uri, version, json!([{ "text": text }]));
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
        let actions = client.call("textDocument/codeAction", params);
        let edits = actions.as_array().cloned().unwrap_or_default().into_iter();
        let edits = edits.map(|it| {
            let document = &it["edit"]["documentChanges"][0];
            assert_eq!(document["textDocument"]["uri"], uri, "{it}");
            document["edits"][0]["newText"].as_str().unwrap().to_owned()
        });
        edits.collect::<Vec<_>>()
    };
    assert_eq!(fix("feilds: { 标签 😀: { typ: lst } }\n"), ["fields"]);
    assert_eq!(fix("fields: { 标签 😀: { typ: list } }\n"), ["type"]);
    assert_eq!(
        fix("fields: { 标签 😀: { type: lst } }\nslug: 'pinyn'\n"),
        ["list", "pinyin"]
    );
    assert_eq!(
        fix("rules: { duplicate-kee: of }\n"),
        ["duplicate-key", "off"]
    );
    assert_eq!(fix("fields: { 标签: list }\n"), [""; 0]);
}

#[test]
fn what_posts_inherit_counts_when_it_changes() {
    let (folder, mut client) = start(POSTS);
    folder.write("rubric.yaml", "fields: { 版式: { required: true } }\n");
    let post = folder.uri("posts/a.md");
    client.open(&post, &folder.fixture.files[0].text);
    let missing = |it: &Value| it["uri"] == post && it["diagnostics"][0]["code"] == "missing-field";
    client.notification("textDocument/publishDiagnostics", missing);
    folder.write("posts/posts.json", "{ \"版式\": \"post.njk\" }\n");
    let changed = json!({ "changes": [{ "uri": folder.uri("posts/posts.json"), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changed);
    let silent = |it: &Value| it["uri"] == post && it["diagnostics"] == json!([]);
    client.notification("textDocument/publishDiagnostics", silent);
}

#[test]
fn a_configuration_of_a_folder_below_is_no_post() {
    let (folder, mut client) = start(POSTS);
    client.open(&folder.uri("posts/rubric.yaml"), "fields: [");
    let hover = json!({
        "textDocument": { "uri": folder.uri("posts/rubric.yaml") },
        "position": { "line": 0, "character": 2 },
    });
    assert_eq!(client.call("textDocument/hover", hover), Value::Null);
}
