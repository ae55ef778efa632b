//! What the tools are called, what they take and what they are for, as `tools/list` tells it.

use serde_json::{Value, json};

use super::super::args::CONDITIONS;

pub(super) fn tools() -> Value {
    json!([
        tool(
            "describe_schema",
            READS,
            "The fields that posts of this folder have: kind, in how many posts each is, what is required, which values are allowed.",
            json!({}),
            &[]
        ),
        tool(
            "find",
            READS,
            &format!("The posts for which all conditions hold, with their fields. {CONDITIONS}"),
            json!({
                "where": strings("Conditions, such as `tags=go` or `date>=2026-01`; all posts without any"),
                "fields": strings("Only these fields; all without any"),
                "limit": count("At most so many posts (50)"),
            }),
            &[]
        ),
        tool(
            "suggest",
            READS,
            "Values that a post's empty fields are likely to hold, from what other posts have, each with its evidence.",
            json!({
                "path": text("The post, relative to the folder of the posts"),
                "field": text("Only this field, whether it is empty or not"),
            }),
            &["path"]
        ),
        tool(
            "check",
            READS,
            "What is broken in posts or drifts from the others. Give `paths`, or `text` with the `path` where it belongs.",
            json!({
                "paths": strings("Files and folders; all posts without any"),
                "text": text("A whole post that is not saved yet"),
                "path": text("Where `text` belongs"),
                "limit": count("At most so many findings (50)"),
            }),
            &[]
        ),
        tool(
            "fix",
            WRITES,
            "Fixes what has one right answer in posts. It only shows what it would do, unless `apply` is true.",
            json!({
                "paths": strings("Files and folders; all posts without any"),
                "codes": strings("Only findings of these codes, also where the fix is a matter of judgement"),
                "apply": flag("Write the posts"),
                "expect": count("Write nothing if more posts than this would change (1)"),
            }),
            &[]
        ),
        tool(
            "rename",
            WRITES,
            "Gives a term another name in every post; merges where the new name is in use. It only shows what it would do, unless \
             `apply` is true.",
            json!({
                "field": text("The field, or several with commas between them"),
                "old": text("The term"),
                "new": text("Its new name"),
                "apply": flag("Write the posts"),
                "expect": count("Write nothing if more posts than this would change (1)"),
            }),
            &["field", "old", "new"]
        ),
    ])
}

const READS: bool = true;
const WRITES: bool = false;

fn tool(name: &str, reads: bool, description: &str, properties: Value, required: &[&str]) -> Value {
    json!({
        "name": name,
        "description": description,
        "inputSchema": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        },
        "annotations": { "readOnlyHint": reads, "destructiveHint": !reads, "idempotentHint": true, "openWorldHint": false },
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn strings(description: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": description })
}

fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

fn flag(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}
