//! Eight editors by what they say that they can do, and what each of them gets from us.

use std::time::Duration;

use serde_json::{Value, json};

use crate::lsp_client::Client;

/// What an editor says, as far as it matters to us, and what follows from it.
struct Editor {
    name: &'static str,
    encodings: &'static [&'static str],
    pulls: bool,
    refreshes: bool,
    watches: bool,
    trees: bool,
    label_details: bool,
    configuration: bool,
    progress: bool,
}

const PLAIN: Editor = Editor {
    name: "",
    encodings: &[],
    pulls: false,
    refreshes: false,
    watches: false,
    trees: true,
    label_details: false,
    configuration: true,
    progress: true,
};

const EDITORS: [Editor; 8] = [
    Editor {
        name: "code-server 1.139.1",
        encodings: &["utf-16"],
        pulls: true,
        refreshes: true,
        watches: true,
        label_details: true,
        ..PLAIN
    },
    Editor {
        name: "Neovim 0.12.4",
        encodings: &["utf-8", "utf-16", "utf-32"],
        pulls: true,
        refreshes: true,
        label_details: true,
        ..PLAIN
    },
    Editor {
        name: "Neovim 0.10.4",
        encodings: &["utf-16"],
        pulls: true,
        ..PLAIN
    },
    Editor {
        name: "Neovim 0.7.2",
        configuration: false,
        ..PLAIN
    },
    Editor {
        name: "Eglot 1.17.30",
        encodings: &["utf-32", "utf-8", "utf-16"],
        watches: true,
        ..PLAIN
    },
    Editor {
        name: "helix 25.07.1",
        encodings: &["utf-8", "utf-32", "utf-16"],
        pulls: true,
        watches: true,
        trees: false,
        ..PLAIN
    },
    Editor {
        name: "kakoune-lsp 22.0.0",
        encodings: &["utf-8", "utf-16"],
        ..PLAIN
    },
    Editor {
        name: "ale",
        trees: false,
        configuration: false,
        progress: false,
        ..PLAIN
    },
];

impl Editor {
    fn capabilities(&self) -> Value {
        let mut capabilities = json!({
            "textDocument": {
                "synchronization": { "didSave": true },
                "completion": { "completionItem": { "labelDetailsSupport": self.label_details } },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": self.trees },
                "publishDiagnostics": { "relatedInformation": true },
            },
            "workspace": {
                "configuration": self.configuration,
                "didChangeWatchedFiles": { "dynamicRegistration": self.watches },
                "diagnostics": { "refreshSupport": self.refreshes },
            },
            "window": { "workDoneProgress": self.progress },
        });
        if self.pulls {
            capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": true });
        }
        if !self.encodings.is_empty() {
            capabilities["general"] = json!({ "positionEncodings": self.encodings });
        }
        capabilities
    }

    fn start(&self) -> (Client, Value) {
        let mut client = Client::start();
        let (name, version) = self.name.split_once(' ').unwrap_or((self.name, "3"));
        let params = json!({
            "processId": std::process::id(),
            "clientInfo": { "name": name, "version": version },
            "rootUri": null,
            "capabilities": self.capabilities(),
        });
        let result = client.call("initialize", params);
        client.notify("initialized", json!({}));
        (client, result["capabilities"].clone())
    }
}

#[test]
fn each_editor_gets_what_it_can_take() {
    for editor in &EDITORS {
        let (mut client, server) = editor.start();
        let name = editor.name;
        let encoding = editor.encodings.first().unwrap_or(&"utf-16");
        assert_eq!(server["positionEncoding"], *encoding, "{name}");
        assert_eq!(
            server["diagnosticProvider"].is_object(),
            editor.pulls,
            "{name}"
        );
        let details = &server["completionProvider"]["completionItem"]["labelDetailsSupport"];
        assert_eq!(details == true, editor.label_details, "{name}");
        let is_watch = |it: &Value| {
            it["params"]["registrations"][0]["method"] == "workspace/didChangeWatchedFiles"
        };
        if editor.configuration {
            client.wait("a question for settings", |it| {
                it["method"] == "workspace/configuration"
            });
        }
        if editor.watches {
            client.wait("a registration for files", is_watch);
        }
        client.call("shutdown", Value::Null);
        let asked = client.came("workspace/configuration") > 0;
        assert_eq!(asked, editor.configuration, "{name}");
        assert_eq!(
            client.requests.iter().any(is_watch),
            editor.watches,
            "{name}"
        );
        assert_eq!(client.exit(), 0, "{name}");
    }
}

#[test]
fn findings_are_pulled_or_pushed_never_both() {
    let post = "---\ntitle: 中文: 😀\n---\n";
    for editor in &EDITORS {
        let (mut client, _) = editor.start();
        let uri = "untitled:Untitled-1";
        client.open(uri, post);
        if editor.pulls {
            let document = json!({ "textDocument": { "uri": uri } });
            let report = client.call("textDocument/diagnostic", document);
            assert_eq!(report["kind"], "full", "{}", editor.name);
            client.idle(Duration::from_millis(400));
            assert_eq!(
                client.came("textDocument/publishDiagnostics"),
                0,
                "{}",
                editor.name
            );
        } else {
            let pushed =
                client.notification("textDocument/publishDiagnostics", |it| it["uri"] == uri);
            assert_eq!(pushed["version"], 1, "{}", editor.name);
            assert_eq!(
                client.came("workspace/diagnostic/refresh"),
                0,
                "{}",
                editor.name
            );
        }
    }
}
