//! Findings, pushed and pulled.

use std::time::Duration;

use serde_json::{Value, json};

use super::folder::Folder;
use crate::lsp_client::Client;

const BROKEN: &str = "---\ntitle: 中文: 😀\n---\n";
const FINE: &str = "---\ntitle: 中文\n---\n";
const OTHER: &str = "---\ntitle: 别的\n---\n";

fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true }, "configuration": true },
    })
}

fn published(client: &mut Client, uri: &str, version: Option<i32>) -> Value {
    let version = json!(version);
    let params = client.notification("textDocument/publishDiagnostics", |it| {
        it["uri"] == uri && it.get("version").unwrap_or(&Value::Null) == &version
    });
    params["diagnostics"].clone()
}

#[test]
fn pushed_findings_follow_the_text_and_go_with_the_document() {
    let folder = Folder::new(&format!("//- /a.md\n{BROKEN}"));
    let uri = folder.uri("a.md");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    client.open(&uri, BROKEN);
    let found = published(&mut client, &uri, Some(1));
    assert_eq!(found[0]["code"], "yaml-syntax", "{found}");
    assert_eq!(found[0]["source"], "rubric");
    assert_eq!(found[0]["severity"], 1);
    client.change(&uri, 2, json!([{ "text": FINE }]));
    assert_eq!(published(&mut client, &uri, Some(2)), json!([]));
    client.change(&uri, 3, json!([{ "text": BROKEN }]));
    assert_eq!(
        published(&mut client, &uri, Some(3))[0]["code"],
        "yaml-syntax"
    );
    client.close(&uri);
    assert_eq!(published(&mut client, &uri, None), json!([]));
}

#[test]
fn a_post_that_is_opened_again_gets_its_findings_again() {
    let folder = Folder::new(&format!("//- /a.md\n{BROKEN}"));
    let uri = folder.uri("a.md");
    let (mut client, _) = Client::in_folders(pulling(), &[folder.root()]);
    client.open(&uri, BROKEN);
    let mut params = json!({ "textDocument": { "uri": uri } });
    let first = client.call("textDocument/diagnostic", params.clone());
    client.close(&uri);
    client.open(&uri, BROKEN);
    params["previousResultId"] = first["resultId"].clone();
    let again = client.call("textDocument/diagnostic", params);
    assert_eq!(again["kind"], "full", "Neovim forgot them when it closed");
    assert_eq!(again["items"], first["items"]);
}

#[test]
fn a_burst_of_edits_is_one_push() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let uri = "untitled:1";
    client.open(uri, "");
    for version in 2..100 {
        client.edit(uri, version, [(0, 0), (0, 0)], "😀");
    }
    published(&mut client, uri, Some(99));
    client.idle(Duration::from_millis(300));
    assert!(client.came("textDocument/publishDiagnostics") < 50);
}

#[test]
fn pulled_findings_are_unchanged_until_they_change() {
    let (mut client, _) = Client::in_folders(pulling(), &[]);
    let uri = "untitled:1";
    client.open(uri, BROKEN);
    let pull = |client: &mut Client, previous: &Value| {
        let mut params = json!({ "textDocument": { "uri": uri } });
        if !previous.is_null() {
            params["previousResultId"] = previous.clone();
        }
        client.call("textDocument/diagnostic", params)
    };
    let first = pull(&mut client, &Value::Null);
    assert_eq!(first["items"][0]["code"], "yaml-syntax");
    let second = pull(&mut client, &first["resultId"]);
    assert_eq!(
        second,
        json!({ "kind": "unchanged", "resultId": first["resultId"] })
    );
    client.change(uri, 2, json!([{ "text": FINE }]));
    let third = pull(&mut client, &first["resultId"]);
    assert_eq!(
        (&third["kind"], &third["items"]),
        (&json!("full"), &json!([]))
    );
}

/// Waits until the server has nothing more to say of what was done before.
fn settle(client: &mut Client) {
    let mut before = usize::MAX;
    super::until("quiet", || {
        let came = client.came("workspace/diagnostic/refresh");
        let is_quiet = came == before;
        before = came;
        if !is_quiet {
            client.idle(Duration::from_secs(2));
        }
        is_quiet
    });
}

#[test]
fn a_change_of_the_vocabulary_asks_the_client_to_pull_again() {
    let folder = Folder::new(&format!("//- /a.md\n{FINE}"));
    let (mut client, _) = Client::in_folders(pulling(), &[folder.root()]);
    let refresh = |it: &Value| it["method"] == "workspace/diagnostic/refresh";
    client.wait("a refresh after loading", refresh);
    let uri = folder.uri("a.md");
    client.open(&uri, FINE);
    settle(&mut client);
    let before = client.came("workspace/diagnostic/refresh");
    client.edit(&uri, 2, [(3, 0), (3, 0)], "正文 prose\n");
    client.idle(Duration::from_millis(900));
    assert_eq!(
        client.came("workspace/diagnostic/refresh"),
        before,
        "prose changes nothing for others"
    );
    client.change(
        &uri,
        3,
        json!([{ "text": "---\ntitle: 中文\ntags: [新]\n---\n" }]),
    );
    client.wait("a refresh after a change of a field", refresh);
}

/// 300 posts, and one that is other than those.
fn many() -> Folder {
    let mut posts = String::from("//- /new.md\n---\ntags: 中文\n---\n");
    for number in 0..300 {
        posts.push_str(&format!("//- /{number}.md\n---\ntags: [中文, 😀]\n---\n"));
    }
    Folder::new(&posts)
}

#[test]
fn the_first_pull_is_answered_by_what_all_posts_teach() {
    let folder = many();
    let uri = folder.uri("new.md");
    let (mut client, server) = Client::in_folders(pulling(), &[folder.root()]);
    client.open(&uri, "---\ntags: 中文\n---\n");
    let params = json!({ "textDocument": { "uri": uri } });
    let pulled = client.call("textDocument/diagnostic", params);
    assert_eq!(pulled["items"][0]["code"], "wrong-type", "{pulled:#}");
    // After a refresh some clients would pull nothing but the workspace.
    let provider = &server["diagnosticProvider"];
    assert_eq!(provider["workspaceDiagnostics"], false, "{provider}");
}

#[test]
fn the_first_references_are_those_of_all_posts() {
    let folder = many();
    let uri = folder.uri("0.md");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    client.open(&uri, "---\ntags: [中文, 😀]\n---\n");
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": 1, "character": 8 },
        "context": { "includeDeclaration": true },
    });
    let found = client.call("textDocument/references", params);
    assert_eq!(found.as_array().map(Vec::len), Some(301));
}

#[test]
fn findings_can_be_switched_off() {
    let mut client = Client::start();
    client.settings = json!({ "diagnostics": { "enable": false } });
    client.initialize(pulling(), &[]);
    client.open("untitled:1", BROKEN);
    let params = json!({ "textDocument": { "uri": "untitled:1" } });
    super::until("no findings", || {
        client.call("textDocument/diagnostic", params.clone())["items"] == json!([])
    });
    client.settings = json!({});
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": {} }),
    );
    super::until("findings", || {
        client.call("textDocument/diagnostic", params.clone())["items"][0].is_object()
    });
}

#[test]
fn closed_posts_are_told_only_where_the_user_wants_it() {
    let folder = Folder::new(&format!("//- /闭.md\n{BROKEN}//- /b.md\n{OTHER}"));
    let closed = folder.uri("闭.md");
    let whole = json!({ "previousResultIds": [] });
    let options = |scope: &str| {
        json!({
            "processId": null, "rootUri": crate::lsp_client::uri(folder.root()),
            "capabilities": pulling(),
            "initializationOptions": { "diagnostics": { "scope": scope } },
        })
    };
    let mut client = Client::start();
    client.call("initialize", options("open"));
    client.notify("initialized", json!({}));
    client.idle(Duration::from_millis(300));
    assert_eq!(
        client.call("workspace/diagnostic", whole.clone())["items"],
        json!([])
    );

    let mut client = Client::start();
    let mut params = options("workspace");
    params["capabilities"]["workspace"]["configuration"] = json!(false);
    let provider = &client.call("initialize", params)["capabilities"]["diagnosticProvider"];
    assert_eq!(provider["workspaceDiagnostics"], true, "{provider}");
    client.notify("initialized", json!({}));
    let mut items = Value::Null;
    super::until("the closed post", || {
        items = client.call("workspace/diagnostic", whole.clone())["items"].clone();
        items[0].is_object()
    });
    assert_eq!(items.as_array().map(Vec::len), Some(1), "{items:#}");
    assert_eq!(items[0]["uri"], closed.as_str());
    assert_eq!(items[0]["items"][0]["code"], "yaml-syntax");

    // What is known already is waited with, until something changes.
    let known = json!({ "previousResultIds": [{ "uri": closed, "value": items[0]["resultId"] }] });
    let waits = client.request("workspace/diagnostic", known);
    client.open(&closed, FINE);
    let answer = client.answer(waits);
    assert_eq!(answer["result"]["items"][0]["items"], json!([]));
}

#[test]
fn closed_posts_are_pushed_in_the_scope_of_the_workspace() {
    let folder = Folder::new(&format!("//- /a.md\n{BROKEN}//- /b.md\n{OTHER}"));
    let mut client = Client::start();
    client.call(
        "initialize",
        json!({
            "processId": null, "rootUri": crate::lsp_client::uri(folder.root()), "capabilities": {},
            "initializationOptions": { "diagnostics": { "scope": "workspace" } },
        }),
    );
    client.notify("initialized", json!({}));
    let uri = folder.uri("a.md");
    assert_eq!(published(&mut client, &uri, None)[0]["code"], "yaml-syntax");
    folder.write("a.md", FINE);
    assert_eq!(published(&mut client, &uri, None), json!([]));
}

/// A client that is pushed to need not be started anew for it.
#[test]
fn the_scope_may_change_at_any_time() {
    let folder = Folder::new(&format!("//- /a.md\n{BROKEN}//- /b.md\n{OTHER}"));
    let uri = folder.uri("a.md");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    for (scope, is_found) in [("workspace", true), ("open", false)] {
        let settings = json!({ "rubric": { "diagnostics": { "scope": scope } } });
        let params = json!({ "settings": settings });
        client.notify("workspace/didChangeConfiguration", params);
        let found = published(&mut client, &uri, None);
        assert_eq!(found[0].is_object(), is_found, "{scope}: {found}");
    }
}

fn codes(found: &Value) -> Vec<&str> {
    let found = found.as_array().expect("findings are a list");
    found.iter().filter_map(|it| it["code"].as_str()).collect()
}

#[test]
fn a_title_that_two_posts_have_comes_and_goes_in_both() {
    let folder = Folder::new("//- /a.md\n---\ntitle: 一 😀\n---\n//- /b.md\n---\ntitle: 二\n---\n");
    let (a, b) = (folder.uri("a.md"), folder.uri("b.md"));
    let (mut client, _) = Client::in_folders(
        json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } }),
        &[folder.root()],
    );
    client.open(&a, "---\ntitle: 一 😀\n---\n");
    assert_eq!(published(&mut client, &a, Some(1)), json!([]));
    client.open(&b, "---\ntitle: 一 😀\n---\n");
    let found = published(&mut client, &b, Some(1));
    assert_eq!(codes(&found), ["duplicate-title"]);
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], a.as_str());
    assert_eq!(
        related["location"]["range"]["start"],
        json!({ "line": 1, "character": 7 })
    );
    assert_eq!(
        codes(&published(&mut client, &a, Some(1))),
        ["duplicate-title"]
    );
    client.change(&b, 2, json!([{ "text": "---\ntitle: 三\n---\n" }]));
    assert_eq!(published(&mut client, &b, Some(2)), json!([]));
    assert_eq!(published(&mut client, &a, Some(1)), json!([]));
}

#[test]
fn an_item_is_not_scolded_while_it_is_typed() {
    let (mut client, _) = Client::in_folders(json!({}), &[]);
    let uri = "untitled:1";
    client.open(uri, "---\ntags:\n  - 中\n---\n");
    assert_eq!(published(&mut client, uri, Some(1)), json!([]));
    client.edit(uri, 2, [(2, 5), (2, 5)], "\n  - ");
    assert_eq!(published(&mut client, uri, Some(2)), json!([]));
    client.edit(uri, 3, [(0, 3), (0, 3)], "\ntitle: 题");
    assert_eq!(codes(&published(&mut client, uri, Some(3))), ["empty-item"]);
}

/// Completing `---` in an empty file leaves fields that are still to be filled in.
#[test]
fn a_new_post_is_judged_once_it_is_saved() {
    let mut posts = String::from("//- /新.md\n");
    for number in 0..60 {
        posts.push_str(&format!(
            "//- /{number}.md\n---\ntitle: 题 {number}\ndate: 2026-11-03\ntags: [工具]\n---\n"
        ));
    }
    let folder = Folder::new(&posts);
    let skeleton = "---\ntitle: \ndate: ''\ntags:\n  - \n---\n";
    for uri in [folder.uri("新.md"), "untitled:1".to_owned()] {
        let (mut client, _) = Client::in_folders(pulling(), &[folder.root()]);
        client.open(&uri, "");
        client.edit(&uri, 2, [(0, 0), (0, 0)], skeleton);
        let params = json!({ "textDocument": { "uri": uri } });
        let pull = |client: &mut Client| client.call("textDocument/diagnostic", params.clone());
        assert_eq!(pull(&mut client)["items"], json!([]), "{uri}");
        client.edit(&uri, 3, [(1, 7), (1, 7)], "题");
        assert_eq!(pull(&mut client)["items"], json!([]), "{uri}");
        client.notify("textDocument/didSave", params.clone());
        super::until("findings", || pull(&mut client)["items"][0].is_object());
    }
}

#[test]
fn saving_ends_what_was_being_typed() {
    let folder = Folder::new(&format!("//- /a.md\n{FINE}"));
    let uri = folder.uri("a.md");
    let (mut client, _) = Client::in_folders(pulling(), &[folder.root()]);
    let refresh = |it: &Value| it["method"] == "workspace/diagnostic/refresh";
    client.wait("a refresh after loading", refresh);
    client.open(&uri, "---\ntitle: 中文\n---\n");
    client.edit(&uri, 2, [(1, 9), (1, 9)], "\ntags: ['']");
    let params = json!({ "textDocument": { "uri": uri } });
    let pull = |client: &mut Client| client.call("textDocument/diagnostic", params.clone());
    assert_eq!(pull(&mut client)["items"], json!([]));
    settle(&mut client);
    let before = client.came("workspace/diagnostic/refresh");
    client.notify("textDocument/didSave", params.clone());
    super::until("a refresh after saving", || {
        client.idle(Duration::from_millis(50));
        client.came("workspace/diagnostic/refresh") > before
    });
    assert_eq!(codes(&pull(&mut client)["items"]), ["empty-item"]);
}

#[test]
fn what_could_go_is_faded_where_the_client_can() {
    let tags = |capabilities: Value| {
        let (mut client, _) = Client::in_folders(capabilities, &[]);
        client.open("untitled:1", "---\ntags: [中, 中, '']\n---\n");
        let found = published(&mut client, "untitled:1", Some(1));
        assert_eq!(codes(&found), ["duplicate-item", "empty-item"]);
        found[0]["tags"].clone()
    };
    let support = json!({ "publishDiagnostics": { "tagSupport": { "valueSet": [1, 2] } } });
    assert_eq!(tags(json!({ "textDocument": support })), json!([1]));
    assert_eq!(tags(json!({})), Value::Null);
}
