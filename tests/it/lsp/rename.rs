//! Renaming over the wire: versions, annotations, stamps, and what the author is told.

use serde_json::{Value, json};

use super::folder::Folder;
use super::until;
use crate::lsp_client::{Client, Start};

const POSTS: &str = "\
//- /甲.md
---
title: 甲
tags: [😀 x, 'Nvidia']
---
Nvidia
//- /乙.md
---
title: 乙
tags:
  - Nvidia # Nvidia
---
//- /丙.md
---
title: 丙
tags: [NVIDIA]
---
//- /rubric.yaml
vocabularies: { tags: { aliases: { Nvidia: [英伟达] } } }
";

fn capable() -> Value {
    json!({ "workspace": { "workspaceEdit": { "documentChanges": true, "changeAnnotationSupport": {} } } })
}

/// A client with the first post open and all of them known.
fn client(capabilities: Value) -> (Client, Folder, String) {
    let folder = Folder::new(POSTS);
    let (mut client, _) = Client::in_folders(capabilities, &[folder.root()]);
    let uri = folder.uri("甲.md");
    client.open(&uri, &folder.fixture.files[0].text);
    until("all posts are known", || {
        let hover = client.call("textDocument/hover", at(&uri));
        hover.to_string().contains("2 posts")
    });
    (client, folder, uri)
}

fn at(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 14 } })
}

fn named(uri: &str, name: &str) -> Value {
    let mut params = at(uri);
    params["newName"] = name.into();
    params
}

/// The edits of a document, each as its text and the label of its annotation.
fn edits(edit: &Value, uri: &str) -> Vec<(String, Option<String>)> {
    let documents = edit["documentChanges"].as_array().expect("versioned edits");
    let of_uri = documents
        .iter()
        .filter(|it| it["textDocument"]["uri"] == uri);
    let edits = of_uri.flat_map(|it| it["edits"].as_array().expect("edits"));
    let shown = edits.map(|it| {
        let id = it["annotationId"].as_str();
        let label = id.map(|id| {
            edit["changeAnnotations"][id]["label"]
                .as_str()
                .expect("a label")
        });
        let text = it["newText"].as_str().expect("a text");
        (text.to_owned(), label.map(str::to_owned))
    });
    shown.collect()
}

#[test]
fn other_spellings_are_annotated_and_the_rename_itself_is_not() {
    let (mut client, folder, uri) = client(capable());
    let edit = client.call("textDocument/rename", named(&uri, "英特尔: 😀"));
    let own = |text: &str| vec![(text.to_owned(), None)];
    assert_eq!(edits(&edit, &uri), own("'英特尔: 😀'"));
    assert_eq!(edits(&edit, &folder.uri("乙.md")), own("'英特尔: 😀'"));
    assert_eq!(
        edits(&edit, &folder.uri("rubric.yaml")),
        own("'英特尔: 😀'")
    );
    let label = Some("Also 1 post that spells it “NVIDIA”".to_owned());
    let along = vec![("'英特尔: 😀'".to_owned(), label)];
    assert_eq!(edits(&edit, &folder.uri("丙.md")), along);
    let annotations = edit["changeAnnotations"].as_object().expect("annotations");
    assert!(
        annotations
            .values()
            .all(|it| it["needsConfirmation"] == true)
    );
    let documents = edit["documentChanges"].as_array().expect("edits");
    let version = |uri: &str| {
        let it = documents.iter().find(|it| it["textDocument"]["uri"] == uri);
        it.expect("it is edited")["textDocument"]["version"].clone()
    };
    assert_eq!(version(&uri), 1);
    assert_eq!(version(&folder.uri("乙.md")), Value::Null);
}

#[test]
fn a_merge_is_to_be_confirmed() {
    let (mut client, _folder, uri) = client(capable());
    let edit = client.call("textDocument/rename", named(&uri, "NVIDIA"));
    let label = Some("Merge “Nvidia” (2 posts) into “NVIDIA” (1 post)".to_owned());
    assert_eq!(edits(&edit, &uri), [("'NVIDIA'".to_owned(), label)]);
    let edit = client.call("textDocument/rename", named(&uri, "Nvidia"));
    assert_eq!(
        edit["documentChanges"],
        json!([]),
        "the same name changes nothing"
    );
}

#[test]
fn without_annotations_only_the_term_is_renamed_and_the_rest_is_told() {
    let (mut client, folder, uri) = client(json!({}));
    let edit = client.call("textDocument/rename", named(&uri, "x"));
    let changes = edit["changes"].as_object().expect("plain changes");
    assert!(!changes.contains_key(&folder.uri("丙.md")), "{changes:?}");
    assert_eq!(changes.len(), 3, "two posts and rubric.yaml");
    let told = client.wait("what stays", |it| it["method"] == "window/showMessage");
    assert_eq!(
        told["params"]["message"],
        "“NVIDIA” (1 post) stays as it is"
    );
}

#[test]
fn a_closed_post_that_changed_is_edited_as_it_is_now() {
    let (mut client, folder, uri) = client(capable());
    folder.write("乙.md", "---\ntitle: 乙\nx: y\ntags: [z, Nvidia]\n---\n");
    folder.write(
        "rubric.yaml",
        "# 新的\nvocabularies: { tags: { aliases: { Nvidia: [英伟达] } } }\n",
    );
    let edit = client.call("textDocument/rename", named(&uri, "q"));
    let start = |path: &str| {
        let uri = folder.uri(path);
        let documents = edit["documentChanges"].as_array().expect("edits");
        let it = documents.iter().find(|it| it["textDocument"]["uri"] == uri);
        it.unwrap_or_else(|| panic!("{path} is edited: {edit}"))["edits"][0]["range"]["start"]
            .clone()
    };
    assert_eq!(start("乙.md"), json!({ "line": 3, "character": 10 }));
    assert_eq!(start("rubric.yaml")["line"], 1);
}

#[test]
fn a_post_that_an_editor_cannot_keep_is_left_and_named() {
    let folder = Folder::new(POSTS);
    let bytes = b"---\ntags: [Nvidia]\n---\n\xff\n";
    std::fs::write(folder.path("坏.md"), bytes).expect("it can be written");
    let (mut client, _) = Client::in_folders(capable(), &[folder.root()]);
    let uri = folder.uri("甲.md");
    client.open(&uri, &folder.fixture.files[0].text);
    until("all posts are known", || {
        let hover = client.call("textDocument/hover", at(&uri));
        hover.to_string().contains("3 posts")
    });
    let edit = client.call("textDocument/rename", named(&uri, "x"));
    assert_eq!(edits(&edit, &folder.uri("坏.md")), []);
    let told = client.wait("what is left", |it| it["method"] == "window/showMessage");
    let told = told["params"]["message"].as_str().expect("a text");
    assert!(told.contains("坏.md (not UTF-8"), "{told}");
}

#[test]
#[cfg(debug_assertions)]
fn a_post_that_does_not_hold_still_is_a_reason_that_is_said() {
    let folder = Folder::new(POSTS);
    let mut client = Start {
        hooks: true,
        ..Start::default()
    }
    .client();
    client.initialize(capable(), &[folder.root()]);
    let root = json!({ "root": crate::lsp_client::uri(folder.root()) });
    let answer = client.try_call("rubric/test/restless", root);
    assert_eq!(answer["error"]["code"], -32803);
    let why = answer["error"]["message"].as_str().expect("a sentence");
    assert!(why.contains("ask again"), "{why}");
}

#[test]
fn what_cannot_be_renamed_is_refused_with_a_sentence() {
    let (mut client, _folder, uri) = client(capable());
    for (name, code) in [("", -32803), ("a\u{7}b", -32803)] {
        assert_eq!(
            client.call_error("textDocument/rename", named(&uri, name)),
            code
        );
    }
}
