//! JSON-RPC 2.0 as the Model Context Protocol has it: one message a line, requests answered, notifications not.

use serde_json::{Value, json};

use super::command::Program;
use super::{schemas, tools};

/// The versions of the protocol that are spoken, the newest first. What tools say and take is alike in all of them.
const VERSIONS: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;

const INSTRUCTIONS: &str = "Rubric knows the front matter of a folder of Markdown posts. Before writing a post, call `describe_schema` for \
its fields and `suggest` for their values; prefer terms that posts use already. After writing, call `check` with the path. `fix` and \
`rename` only show what they would do, unless `apply` is true.";

/// What goes wrong with a request before anything is done.
struct Failure(i32, String);

/// The answer to a line, if it asks for one.
pub(super) fn answer(line: &[u8], program: &Program) -> Option<Value> {
    match serde_json::from_slice(line) {
        Ok(Value::Array(batch)) if !batch.is_empty() => {
            let answers = batch.iter().filter_map(|it| of_message(it, program));
            let answers: Vec<Value> = answers.collect();
            (!answers.is_empty()).then_some(Value::Array(answers))
        }
        Ok(message) => of_message(&message, program),
        Err(error) => Some(failed(
            &Value::Null,
            Failure(PARSE_ERROR, error.to_string()),
        )),
    }
}

fn of_message(message: &Value, program: &Program) -> Option<Value> {
    let id = message.get("id");
    let is_response = message.get("result").is_some() || message.get("error").is_some();
    let Some(method) = message.get("method").and_then(Value::as_str) else {
        // We ask for nothing, so that an answer is to nothing.
        let invalid = || {
            Failure(
                INVALID_REQUEST,
                "it is no request of JSON-RPC 2.0".to_owned(),
            )
        };
        return (!is_response).then(|| failed(id.unwrap_or(&Value::Null), invalid()));
    };
    let id = id?;
    if !(id.is_string() || id.is_number()) {
        let what = "an id is a string or a number".to_owned();
        return Some(failed(&Value::Null, Failure(INVALID_REQUEST, what)));
    }
    let nothing = Value::Null;
    let params = message.get("params").unwrap_or(&nothing);
    Some(match result(method, params, program) {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(failure) => failed(id, failure),
    })
}

fn failed(id: &Value, Failure(code, message): Failure) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}

fn result(method: &str, params: &Value, program: &Program) -> Result<Value, Failure> {
    match method {
        "initialize" => Ok(initialized(params)),
        "ping" => Ok(json!({})),
        "tools/list" => Ok(json!({ "tools": schemas::tools() })),
        "tools/call" => call(params, program),
        _ => Err(Failure(
            METHOD_NOT_FOUND,
            format!("there is no method `{method}`"),
        )),
    }
}

fn initialized(params: &Value) -> Value {
    let wanted = params.get("protocolVersion").and_then(Value::as_str);
    let version = VERSIONS.into_iter().find(|it| Some(*it) == wanted);
    json!({
        "protocolVersion": version.unwrap_or(VERSIONS[0]),
        "capabilities": { "tools": {} },
        "serverInfo": { "name": "rubric", "version": env!("CARGO_PKG_VERSION") },
        "instructions": INSTRUCTIONS,
    })
}

/// What a tool could not do is an answer: the assistant may do better next time.
fn call(params: &Value, program: &Program) -> Result<Value, Failure> {
    let name = params
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let nothing = json!({});
    let arguments = params.get("arguments").unwrap_or(&nothing);
    let Some(called) = tools::call(name, arguments, program) else {
        return Err(Failure(
            INVALID_PARAMS,
            format!("there is no tool `{name}`"),
        ));
    };
    Ok(match called {
        Ok(value) => json!({
            "content": [{ "type": "text", "text": value.to_string() }],
            "structuredContent": value,
            "isError": false,
        }),
        Err(error) => json!({
            "content": [{ "type": "text", "text": format!("{error:#}") }],
            "isError": true,
        }),
    })
}
