//! The outline, as a tree and as a list.

use serde_json::{Value, json};

use crate::lsp_client::Client;

const OUTLINE: &str = "\u{feff}---\r\ntitle: 题目 😀\r\ntags: [a, 中文]\r\n---\r\n# 一 😀\r\n\r\n## é\u{301}\r\n\r\n# 二\r\n";

fn symbols(trees: bool, encoding: &str) -> Value {
    let capabilities = json!({
        "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": trees } },
        "general": { "positionEncodings": [encoding] },
    });
    let (mut client, _) = Client::in_folders(capabilities, &[]);
    client.open("untitled:新", OUTLINE);
    client.call(
        "textDocument/documentSymbol",
        json!({ "textDocument": { "uri": "untitled:%E6%96%B0" } }),
    )
}

#[test]
fn symbols_are_a_tree_with_selections_inside() {
    fn check(symbol: &Value) {
        let key = |it: &Value| (it["line"].as_u64(), it["character"].as_u64());
        let (outer, inner) = (&symbol["range"], &symbol["selectionRange"]);
        assert!(key(&outer["start"]) <= key(&inner["start"]), "{symbol}");
        assert!(key(&inner["end"]) <= key(&outer["end"]), "{symbol}");
        for child in symbol["children"].as_array().into_iter().flatten() {
            check(child);
        }
    }
    let tree = symbols(true, "utf-16");
    let tree = tree.as_array().expect("a list");
    tree.iter().for_each(check);
    assert_eq!(
        tree.len(),
        3,
        "the front matter and two headings: {tree:#?}"
    );
    assert_eq!(tree[0]["children"][0]["name"], "title");
    assert_eq!(tree[0]["children"][0]["detail"], "题目 😀");
    assert_eq!(tree[1]["name"], "一 😀");
    assert_eq!(tree[1]["children"][0]["name"], "é\u{301}");
    assert_eq!(tree[2]["name"], "二");
}

#[test]
fn symbols_are_a_list_where_the_client_has_no_trees() {
    let list = symbols(false, "utf-8");
    let list = list.as_array().expect("a list");
    let names: Vec<&str> = list.iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names[1], "title: 题目 😀");
    assert_eq!(names[3..], ["一 😀", "é\u{301}", "二"]);
    assert_eq!(list[4]["containerName"], "一 😀");
    let uris: Vec<&Value> = list.iter().map(|it| &it["location"]["uri"]).collect();
    let as_opened = uris.iter().all(|it| *it == "untitled:新");
    assert!(as_opened, "{uris:?}");
}
