//! From `initialize` to `exit`.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::lsp_client::{Client, frame, uri};

const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const NOT_INITIALIZED: i64 = -32002;
const PARSE_ERROR: i64 = -32700;

fn symbols_of(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

#[test]
fn an_orderly_life_ends_with_0() {
    let (mut client, capabilities) = Client::in_folders(json!({}), &[]);
    assert_eq!(capabilities["textDocumentSync"]["change"], 2);
    assert_eq!(capabilities["positionEncoding"], "utf-16");
    assert_eq!(client.call("shutdown", Value::Null), Value::Null);
    assert_eq!(client.exit(), 0);
}

#[test]
fn an_exit_or_an_end_without_shutdown_ends_with_1() {
    assert_eq!(Client::start().exit(), 1, "before initialize");
    let (client, _) = Client::in_folders(json!({}), &[]);
    assert_eq!(client.exit(), 1, "after initialize");
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    client.hang_up();
    assert_eq!(client.code(), 1, "stdin ends");
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    client.call("shutdown", Value::Null);
    client.hang_up();
    assert_eq!(client.code(), 0, "stdin ends after shutdown");
}

#[test]
fn exit_is_obeyed_by_a_server_that_answers() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    client.request("shutdown", Value::Null);
    assert_eq!(client.exit(), 0, "without waiting for the answer");
}

#[test]
fn requests_out_of_their_time_are_refused_and_notifications_dropped() {
    let mut client = Client::start();
    let symbols = symbols_of("file:///a.md");
    let refused = client.call_error("textDocument/documentSymbol", symbols.clone());
    assert_eq!(refused, NOT_INITIALIZED);
    assert_eq!(client.call_error("no/such", json!({})), NOT_INITIALIZED);
    assert_eq!(client.call_error("shutdown", Value::Null), NOT_INITIALIZED);
    client.open("file:///a.md", "# too early");
    client.initialize(json!({}), &[]);
    let early = client.call("textDocument/documentSymbol", symbols.clone());
    assert_eq!(early, Value::Null, "what came too early is not open");
    assert_eq!(
        client.call_error("initialize", json!({ "capabilities": {} })),
        INVALID_REQUEST
    );
    client.call("shutdown", Value::Null);
    let refused = client.call_error("textDocument/documentSymbol", symbols);
    assert_eq!(refused, INVALID_REQUEST);
    assert_eq!(client.call_error("shutdown", Value::Null), INVALID_REQUEST);
    assert_eq!(client.exit(), 0);
}

#[test]
fn unknown_methods_and_wrong_parameters_are_answered() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    assert_eq!(client.call_error("no/such", json!({})), METHOD_NOT_FOUND);
    assert_eq!(client.call_error("$/no/such", json!({})), METHOD_NOT_FOUND);
    client.notify("no/such", json!({}));
    client.notify("$/setTrace", json!({ "value": "verbose" }));
    client.notify("textDocument/didOpen", json!(["not", "an", "object"]));
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": 1 } }),
    );
    let wrong = client.call_error("textDocument/completion", json!({ "textDocument": {} }));
    assert_eq!(wrong, INVALID_PARAMS);
    client.call("shutdown", Value::Null);
}

#[test]
fn what_is_no_message_is_answered_and_does_not_end_the_server() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let no_id = |client: &mut Client| {
        let answer = client.wait("an answer to nobody", |it| {
            it["id"].is_null() && it.get("error").is_some()
        });
        answer["error"]["code"].clone()
    };
    client.write(b"Content-Length: 8\r\n\r\n{\"id\": 7");
    assert_eq!(no_id(&mut client), PARSE_ERROR);
    client.write(b"Content-Length: some\r\n\r\n");
    assert_eq!(no_id(&mut client), PARSE_ERROR);
    client.write(b"Content-Length: 2\r\n\r\n\xff\xfe");
    assert_eq!(no_id(&mut client), PARSE_ERROR);
    client.write(&frame(
        &json!([{ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }]),
    ));
    assert_eq!(no_id(&mut client), INVALID_REQUEST);
    client.write(&frame(&json!({ "jsonrpc": "2.0" })));
    assert_eq!(no_id(&mut client), INVALID_REQUEST);
    client.write(b"npm warn: something on the wrong stream\n\r\n");
    client.call("shutdown", Value::Null);
}

#[test]
fn headers_may_be_spelled_otherwise() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let body = json!({ "jsonrpc": "2.0", "id": "中😀", "method": "shutdown" }).to_string();
    let header = format!(
        "content-type: application/vscode-jsonrpc\r\ncontent-length:{}\r\n\r\n",
        body.len()
    );
    client.write(header.as_bytes());
    client.write(body.as_bytes());
    let answer = client.wait("the answer", |it| it["id"] == "中😀");
    assert_eq!(answer["result"], Value::Null);
}

#[test]
fn roots_come_as_folders_as_a_uri_as_a_path_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, uri) = (folder.path().to_str(), uri(folder.path()));
    for params in [
        json!({ "workspaceFolders": [{ "uri": uri, "name": "a" }] }),
        json!({ "workspaceFolders": null, "rootUri": uri }),
        json!({ "workspaceFolders": [], "rootPath": path }),
        json!({ "rootUri": path }),
        json!({ "rootUri": null, "rootPath": null }),
        json!({ "rootUri": "", "rootPath": "" }),
        json!({ "workspaceFolders": [{ "uri": "vscode-vfs://github/a/b", "name": "a" }] }),
    ] {
        let mut client = Client::start();
        let mut all = json!({ "processId": null, "rootUri": null, "capabilities": {} });
        for (name, value) in params.as_object().expect("an object") {
            all[name] = value.clone();
        }
        let result = client.call("initialize", all);
        assert_eq!(result["serverInfo"]["name"], "rubric", "{params}");
        client.notify("initialized", json!({}));
        client.call("shutdown", Value::Null);
        assert_eq!(client.exit(), 0, "{params}");
    }
}

#[test]
fn the_first_known_encoding_of_the_client_is_taken() {
    for (offered, taken) in [
        (json!(["utf-8", "utf-16", "utf-32"]), "utf-8"),
        (json!(["utf-32", "utf-8", "utf-16"]), "utf-32"),
        (json!(["utf-7", "utf-16"]), "utf-16"),
        (json!([]), "utf-16"),
    ] {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let (_client, server) = Client::in_folders(capabilities, &[]);
        assert_eq!(server["positionEncoding"], taken);
    }
}

#[test]
fn a_client_ahead_of_the_specification_is_served() {
    let strange = json!({
        "textDocument": { "completion": { "completionItem": 7 }, "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } },
        "workspace": ["?"], "general": { "positionEncodings": ["utf-8"] }, "future": { "a": 1 },
    });
    let (mut client, server) = Client::in_folders(strange, &[]);
    assert!(server["completionProvider"].is_object());
    client.call("shutdown", Value::Null);
}

#[test]
fn the_death_of_the_clients_process_ends_the_server() {
    let mut editor = Command::new("sleep")
        .arg("60")
        .spawn()
        .expect("sleep is there");
    let mut client = Client::start();
    let params = json!({ "processId": editor.id(), "rootUri": null, "capabilities": {} });
    client.call("initialize", params);
    editor.kill().expect("it is our child");
    editor.wait().expect("it is our child");
    assert_eq!(client.code(), 1);
}

#[test]
fn a_log_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("日志.log");
    let start = crate::lsp_client::Start {
        log: Some(&log),
        ..Default::default()
    };
    let mut client = start.client();
    client.initialize(json!({}), &[]);
    client.call("shutdown", Value::Null);
    assert_eq!(client.exit(), 0);
    let log = std::fs::read_to_string(log).expect("the log is there");
    assert!(log.contains("positions in Utf16"), "{log}");
    let nowhere = crate::lsp_client::Start {
        log: Some(Path::new("/no/such/folder/x.log")),
        ..Default::default()
    };
    assert_eq!(
        nowhere.client().code(),
        2,
        "a log that cannot be written is a failure"
    );
}
