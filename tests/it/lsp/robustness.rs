//! Order, cancellation, panics, back pressure.

use std::sync::mpsc;

use serde_json::{Value, json};

use crate::lsp_client::{Client, PATIENCE, Start, frame};

fn with_hooks() -> Client {
    let mut client = Start {
        hooks: true,
        ..Start::default()
    }
    .client();
    client.initialize(json!({}), &[]);
    client
}

#[test]
fn a_client_that_does_not_read_can_still_write() {
    let mut client = Start {
        deaf: true,
        ..Start::default()
    }
    .client();
    // The name comes back with the error: 400 answers are far more than a pipe holds.
    let method = "没有".repeat(500);
    let mut messages = frame(
        &json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "capabilities": {} } }),
    );
    for id in 1..=400 {
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": {} });
        messages.extend(frame(&request));
    }
    let (done, written) = mpsc::channel();
    std::thread::spawn(move || {
        client.write(&messages);
        done.send(client).expect("the test waits");
    });
    let mut client = written
        .recv_timeout(PATIENCE)
        .expect("the server goes on reading while nobody reads its answers");
    client.listen();
    for id in 0..=400 {
        client.answer(id);
    }
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_costs_one_request() {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let mut client = Start {
        hooks: true,
        log: Some(log.path()),
        ..Start::default()
    }
    .client();
    client.initialize(json!({}), &[]);
    for place in ["handler", "worker", "lock", "worker", "handler"] {
        let code = client.call_error("rubric/test/panic", json!({ "place": place }));
        assert_eq!(code, -32603, "{place}");
    }
    client.notify("rubric/test/panicNotification", json!({}));
    let told = client.notification("window/logMessage", |it| {
        it["message"]
            .as_str()
            .is_some_and(|it| it.contains("panicNotification"))
    });
    assert_eq!(told["type"], 1);
    let symbols = json!({ "textDocument": { "uri": "file:///a.md" } });
    assert_eq!(
        client.call("textDocument/documentSymbol", symbols),
        Value::Null
    );
    client.call("shutdown", Value::Null);
    assert_eq!(client.exit(), 0);
    let log = std::fs::read_to_string(log.path()).expect("the log is there");
    assert!(log.contains("rubric/test/panic"), "{log}");
}

#[test]
#[cfg(debug_assertions)]
fn a_cancelled_request_is_answered_at_once() {
    let mut client = with_hooks();
    // More than there are workers: some are cancelled in their work, others before it.
    let ids: Vec<i64> = (0..20)
        .map(|_| client.request("rubric/test/sleep", json!({ "milliseconds": 60_000 })))
        .collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id)["error"]["code"], -32800);
    }
    client.notify("$/cancelRequest", json!({ "id": 999 }));
    client.notify("$/cancelRequest", json!({ "id": "七" }));
    client.call("shutdown", Value::Null);
}

#[test]
#[cfg(debug_assertions)]
fn answers_of_one_method_keep_their_order_and_do_not_hold_up_others() {
    let mut client = with_hooks();
    let slow = client.request("rubric/test/sleep", json!({ "milliseconds": 2000 }));
    let fast = client.request("rubric/test/sleep", json!({ "milliseconds": 1 }));
    let symbols = json!({ "textDocument": { "uri": "file:///a.md" } });
    let other = client.request("textDocument/documentSymbol", symbols);
    let order: Vec<Value> = (0..3)
        .map(|_| client.wait("an answer", |it| it.get("result").is_some())["id"].clone())
        .collect();
    assert_eq!(order, [other, slow, fast].map(Value::from));
}

#[test]
#[cfg(debug_assertions)]
fn an_exit_does_not_wait_for_work() {
    let mut client = with_hooks();
    client.request("rubric/test/sleep", json!({ "milliseconds": 60_000 }));
    client.call("shutdown", Value::Null);
    assert_eq!(client.exit(), 0);
}

#[test]
#[cfg(debug_assertions)]
fn long_work_leaves_threads_to_quick_work() {
    let mut client = with_hooks();
    for _ in 0..20 {
        let slow = json!({ "milliseconds": 60_000, "slow": true });
        client.request("rubric/test/sleep", slow);
    }
    client.open("file:///a.md", "# 一\n");
    let symbols = json!({ "textDocument": { "uri": "file:///a.md" } });
    let symbols = client.call("textDocument/documentSymbol", symbols);
    assert_eq!(symbols[0]["name"], "一");
}

#[test]
#[cfg(debug_assertions)]
fn long_work_ends_when_it_is_cancelled() {
    let mut client = with_hooks();
    let endless = |client: &mut Client| client.request("rubric/test/endless", json!({}));
    let ids: Vec<i64> = (0..20).map(|_| endless(&mut client)).collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in ids {
        assert_eq!(client.answer(id)["error"]["code"], -32800);
    }
    let slow = json!({ "milliseconds": 1, "slow": true });
    assert_eq!(
        client.call("rubric/test/sleep", slow),
        1,
        "its thread is free"
    );
}
