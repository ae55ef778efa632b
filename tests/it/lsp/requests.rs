//! Completion and symbols as they go over the wire.

use serde_json::{Value, json};

use super::folder::{Folder, tagged};
use crate::lsp_client::{self, Client};

/// Completion with the cursor behind `before` in a new flow list of tags; the client, and the list.
fn complete(client: &mut Client, uri: &str, line: u32, character: usize) -> Value {
    let params = json!({
        "textDocument": { "uri": uri },
        "position": { "line": line, "character": character },
        "context": { "triggerKind": 1 },
    });
    client.call("textDocument/completion", params)
}

fn labels(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().map_or(&[][..], |it| it);
    items.iter().filter_map(|it| it["label"].as_str()).collect()
}

/// The corpus is loaded in the background.
fn when_loaded(client: &mut Client, uri: &str, label: &str) {
    super::until(label, || {
        let list = complete(client, uri, 1, 7);
        labels(&list).contains(&label)
    });
}

#[test]
fn columns_are_right_in_each_encoding() {
    let folder = Folder::new(&tagged(&["large-language-model", "人工智能"]));
    let before = "tags: [😀, 中文, é, ";
    for (encoding, width) in [
        ("utf-8", before.len()),
        ("utf-16", before.encode_utf16().count()),
        ("utf-32", before.chars().count()),
    ] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
        let uri = folder.uri("new.md");
        client.open(&uri, "---\ntags: []\n---\n");
        when_loaded(&mut client, &uri, "人工智能");
        client.change(
            &uri,
            2,
            json!([{ "text": format!("---\n{before}larg]\n---\n") }]),
        );
        let list = complete(&mut client, &uri, 1, width + 4);
        let item = &list["items"][0];
        assert_eq!(item["label"], "large-language-model", "{encoding}");
        let range = json!({
            "start": { "line": 1, "character": width },
            "end": { "line": 1, "character": width + 4 },
        });
        assert_eq!(item["textEdit"]["range"], range, "{encoding}");
    }
}

#[test]
fn items_are_shaped_for_the_client() {
    let folder = Folder::new(&tagged(&["华为", "华为", "华为云"]));
    let uri = folder.uri("new.md");
    for details in [true, false] {
        let item = json!({
            "labelDetailsSupport": details,
            "documentationFormat": if details { json!(["markdown", "plaintext"]) } else { json!(["plaintext"]) },
        });
        let capabilities = json!({ "textDocument": { "completion": { "completionItem": item } } });
        let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
        client.open(&uri, "---\ntags: []\n---\n");
        when_loaded(&mut client, &uri, "华为云");
        let list = complete(&mut client, &uri, 1, 7);
        assert_eq!(labels(&list)[0], "华为");
        let item = list["items"][0].clone();
        let count = if details {
            &item["labelDetails"]["description"]
        } else {
            &item["detail"]
        };
        assert!(count.as_str().is_some_and(|it| it.contains('2')), "{item}");
        assert!(
            item.get("documentation").is_none(),
            "only when it is asked for"
        );
        let sort: Vec<&str> = list["items"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|it| it["sortText"].as_str())
            .collect();
        assert!(
            sort.is_sorted() && sort.len() == labels(&list).len(),
            "{sort:?}"
        );
        let resolved = client.call("completionItem/resolve", item);
        let documentation = &resolved["documentation"];
        let text = if details {
            &documentation["value"]
        } else {
            documentation
        };
        assert!(
            text.as_str().is_some_and(|it| it.contains("第 1 篇 😀")),
            "{resolved}"
        );
        assert_eq!(documentation["kind"] == "markdown", details);
    }
}

#[test]
fn the_limit_is_a_setting() {
    let tags: Vec<String> = (0..30).map(|it| format!("标签-{it}")).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let folder = Folder::new(&tagged(&tags));
    let uri = folder.uri("new.md");
    let mut client = Client::start();
    client.settings = json!({ "completion": { "limit": 7 } });
    client.initialize(
        json!({ "workspace": { "configuration": true } }),
        &[folder.root()],
    );
    client.open(&uri, "---\ntags: []\n---\n");
    super::until("seven items", || {
        labels(&complete(&mut client, &uri, 1, 7)).len() == 7
    });
    client.settings = json!({ "completion": { "limit": 11 } });
    client.notify(
        "workspace/didChangeConfiguration",
        json!({ "settings": null }),
    );
    super::until("eleven items", || {
        labels(&complete(&mut client, &uri, 1, 7)).len() == 11
    });
}

#[test]
fn a_place_where_nothing_can_be_written_has_no_list() {
    let folder = Folder::new(&tagged(&["llm"]));
    let uri = folder.uri("new.md");
    let (mut client, _) = Client::in_folders(json!({}), &[folder.root()]);
    client.open(&uri, "---\ntags: []\n---\nSome prose - and: more, 中文 ");
    when_loaded(&mut client, &uri, "llm");
    for character in [0, 5, 12, 17, 29] {
        let list = complete(&mut client, &uri, 3, character);
        assert!(labels(&list).is_empty(), "{character}: {list}");
    }
    let nowhere = complete(&mut client, &uri, 99, 99);
    assert!(labels(&nowhere).is_empty());
    let unknown = complete(&mut client, "file:///no/such.md", 0, 0);
    assert_eq!(unknown, Value::Null);
}

#[test]
fn a_field_opens_the_list_of_its_values_where_the_client_can() {
    let folder = Folder::new(&tagged(&["llm", "智能体"]));
    let uri = folder.uri("new.md");
    for (name, opens) in [("code-server", true), ("Neovim", false)] {
        let mut client = Client::start();
        let params = json!({
            "processId": null, "rootUri": lsp_client::uri(folder.root()), "capabilities": {},
            "clientInfo": { "name": name },
        });
        client.call("initialize", params);
        client.notify("initialized", json!({}));
        client.open(&uri, "---\nta\n---\n");
        let mut list = Value::Null;
        super::until("the field", || {
            list = complete(&mut client, &uri, 1, 2);
            labels(&list).contains(&"tags")
        });
        let items = list["items"].as_array().expect("a list");
        let tags = items
            .iter()
            .find(|it| it["label"] == "tags")
            .expect("it is there");
        assert_eq!(tags["command"].is_object(), opens, "{tags}");
    }
}

#[test]
fn a_new_posts_fields_are_a_snippet_only_where_the_client_knows_snippets() {
    let mut posts = String::new();
    for number in 0..8 {
        posts.push_str(&format!(
            "//- /{number}.md\n---\ntitle: a {number}\nprice: ${number}}}\n---\n"
        ));
    }
    let folder = Folder::new(&posts);
    let uri = folder.uri("new.md");
    for snippets in [true, false] {
        let item = json!({ "completionItem": { "snippetSupport": snippets } });
        let capabilities = json!({ "textDocument": { "completion": item } });
        let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
        client.open(&uri, "---");
        let params = json!({
            "textDocument": { "uri": uri },
            "position": { "line": 0, "character": 3 },
        });
        let list = client.call("textDocument/completion", params);
        let item = &list["items"][0];
        let text = match snippets {
            true => "---\ntitle: ${1}\nprice: ${2}\n---\n$0",
            false => "---\ntitle: \nprice: \n---\n",
        };
        assert_eq!(item["textEdit"]["newText"], text, "{list:#}");
        let format = item.get("insertTextFormat").and_then(Value::as_i64);
        assert_eq!(format, snippets.then_some(2));
    }
}
