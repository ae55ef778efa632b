//! What clients get wrong, put right before the strict types see it. It changes nothing that follows the specification.

mod surrogates;

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Id, Request, Response};
use tower_lsp::ls_types::ClientCapabilities;

use super::uri_aliases::Spellings;

const OPEN: &str = "textDocument/didOpen";

/// A message of the client.
#[derive(Debug)]
pub(super) enum Message {
    Request(Request),
    /// To one of our requests.
    Response(Response),
}

/// Reads JSON, with halves of characters replaced. What is fine is looked at once.
pub(super) fn json(body: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(body).or_else(|error| match surrogates::without_halves(body) {
        Some(fixed) => serde_json::from_slice(&fixed),
        None => Err(error),
    })
}

/// Reads a message; else whom to tell, and why. How a document that is opened was spelled is remembered.
pub(super) fn message(message: Value, spellings: &Spellings) -> Result<Message, (Id, String)> {
    let Value::Object(mut message) = message else {
        return Err((Id::Null, "a message is an object".into()));
    };
    message.insert("jsonrpc".into(), "2.0".into());
    let id = message.get("id").map_or(Id::Null, id);
    let read = if message.contains_key("method") {
        fix_request(&mut message, spellings);
        serde_json::from_value(Value::Object(message)).map(Message::Request)
    } else if message.contains_key("id") {
        fix_response(&mut message);
        serde_json::from_value(Value::Object(message)).map(Message::Response)
    } else {
        return Err((id, "neither a method nor an id".into()));
    };
    read.map_err(|error| (id, error.to_string()))
}

fn id(value: &Value) -> Id {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

fn fix_request(message: &mut Map<String, Value>, spellings: &Spellings) {
    let method = message.get("method").and_then(Value::as_str);
    let (initialize, open) = (method == Some("initialize"), method == Some(OPEN));
    let Some(params) = message.get_mut("params") else {
        return;
    };
    if open
        && let Some(uri) = params["textDocument"]["uri"].as_str()
        && let Some(fixed) = fixed(uri)
    {
        spellings.add(&fixed, uri);
    }
    fix_uris(params);
    if initialize {
        fix_initialize(params);
    }
}

/// `null` is often left out where it is the whole result.
fn fix_response(message: &mut Map<String, Value>) {
    if message.get("error").is_some_and(Value::is_null) {
        message.remove("error");
    }
    if !message.contains_key("error") {
        message.entry("result").or_insert(Value::Null);
    }
}

/// A capability that the types do not know is taken for not declared: an editor that is ahead of us, or odd in one
/// place, must not be left without a server.
fn fix_initialize(params: &mut Value) {
    if !params.is_object() {
        return;
    }
    if let Some(process_id) = params.get_mut("processId")
        && process_id
            .as_u64()
            .is_none_or(|it| it > u64::from(u32::MAX))
    {
        *process_id = Value::Null;
    }
    if let Some(trace) = params.get_mut("trace")
        && !["off", "messages", "verbose"].iter().any(|it| trace == it)
    {
        *trace = "off".into();
    }
    let capabilities = &mut params["capabilities"];
    if !capabilities.is_object() {
        *capabilities = Value::Object(Map::new());
    }
    if is_readable(capabilities) {
        return;
    }
    for (area, members) in capabilities.as_object_mut().into_iter().flatten() {
        let Value::Object(members) = members else {
            continue;
        };
        members.retain(|name, value| {
            let alone = serde_json::json!({ area: { name: value } });
            let readable = is_readable(&alone);
            if !readable {
                tracing::warn!("the client's capability {area}.{name} is not readable: {value}");
            }
            readable
        });
    }
    if !is_readable(capabilities) {
        *capabilities = Value::Object(Map::new());
    }
}

fn is_readable(capabilities: &Value) -> bool {
    serde_json::from_value::<ClientCapabilities>(capabilities.clone()).is_ok()
}

/// Fixes every URI below: in members that hold one by the specification.
fn fix_uris(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(fix_uris),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(uri) if is_uri_member(name) => match fixed(uri) {
                        Some(fixed) => *uri = fixed,
                        None if uri.is_empty() => *value = Value::Null,
                        None => {}
                    },
                    Value::Array(_) | Value::Object(_) => fix_uris(value),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn is_uri_member(name: &str) -> bool {
    matches!(
        name,
        "uri" | "rootUri" | "scopeUri" | "baseUri" | "oldUri" | "newUri" | "targetUri" | "at"
    )
}

/// The URI with what may not stand in one percent-encoded (Chinese, spaces, brackets, `\`), a bare path as a `file:` URI.
/// `None` where nothing is wrong.
fn fixed(uri: &str) -> Option<String> {
    let bare_path = uri.starts_with('/');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%#".contains(&byte);
    if !bare_path && uri.bytes().all(plain) && !has_stray_percent(uri) || uri.is_empty() {
        return None;
    }
    let stray_percent = has_stray_percent(uri);
    let mut fixed = String::from(if bare_path { "file://" } else { "" });
    for byte in uri.bytes() {
        match byte {
            b'%' if stray_percent => fixed.push_str("%25"),
            b'\\' => fixed.push('/'),
            b'#' | b'?' if bare_path => fixed.push_str(&format!("%{byte:02X}")),
            byte if plain(byte) => fixed.push(char::from(byte)),
            byte => fixed.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(fixed)
}

/// Whether some `%` begins no escape: then none does, the client does not encode at all.
fn has_stray_percent(uri: &str) -> bool {
    uri.as_bytes().split(|&it| it == b'%').skip(1).any(|rest| {
        !(rest.len() >= 2 && rest[0].is_ascii_hexdigit() && rest[1].is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(it: Value) -> Result<Message, (Id, String)> {
        message(it, &Spellings::default())
    }

    #[test]
    fn uris_are_fixed_only_where_they_are_wrong() {
        for fine in [
            "file:///c%3A/%E4%B8%AD/a.md",
            "untitled:Untitled-1",
            "git:/a.md?%7B%22path%22%3A%22a%22%7D",
            "file:///a(1)+b.md",
        ] {
            assert_eq!(fixed(fine), None, "{fine}");
        }
        let cases = [
            ("/home/我/a b.md", "file:///home/%E6%88%91/a%20b.md"),
            ("/c#/a.md", "file:///c%23/a.md"),
            (
                "file:///笔记/[1].md",
                "file:///%E7%AC%94%E8%AE%B0/%5B1%5D.md",
            ),
            ("file:///100%.md", "file:///100%25.md"),
            ("file:///c:\\a\\b.md", "file:///c:/a/b.md"),
        ];
        for (uri, expected) in cases {
            assert_eq!(fixed(uri).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_strange_capability_costs_only_itself() {
        let mut params = json!({
            "processId": -1, "rootUri": null, "trace": "loud",
            "capabilities": {
                "textDocument": { "hover": { "contentFormat": 7 }, "completion": { "contextSupport": true } },
                "workspace": { "configuration": true },
            },
        });
        fix_initialize(&mut params);
        let expected = json!({
            "processId": null, "rootUri": null, "trace": "off",
            "capabilities": {
                "textDocument": { "completion": { "contextSupport": true } },
                "workspace": { "configuration": true },
            },
        });
        assert_eq!(params, expected);
    }

    #[test]
    fn a_missing_result_is_null_and_a_wrong_id_is_answered_to_nobody() {
        let response = read(json!({"id": 3}));
        assert!(matches!(response, Ok(Message::Response(it)) if it.result() == Some(&Value::Null)));
        let (id, _) = read(json!({"id": {}, "method": 1})).expect_err("not a method");
        assert_eq!(id, Id::Null);
        let (id, _) = read(json!({"id": "七", "method": 1})).expect_err("not a method");
        assert_eq!(id, Id::String("七".into()));
    }
}
