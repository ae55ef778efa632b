//! The JSON Schema of rubric.yaml, for editors that know nothing of Rubric. It is made from what the parser goes by, so that
//! the two cannot part; a test holds that they agree.

use serde_json::{Map, Value, json};

use crate::features::diagnostics::Code;
use crate::schema::config::form::{FILE, Form, Key, Names, Words};

/// Draft 7: the latest that editors for YAML read without being told.
pub fn json_schema() -> Value {
    let mut schema = map(FILE);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "rubric.yaml".into();
    schema["description"] = "What the posts of a content repository should be.".into();
    schema
}

fn map(keys: &[Key]) -> Value {
    let properties = keys.iter().map(|key| {
        let mut form = form(&key.form);
        form["description"] = key.doc.into();
        (key.name.to_owned(), form)
    });
    json!({
        "type": ["object", "null"],
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}

/// A key behind which nothing stands says nothing: null is allowed everywhere.
fn form(form: &Form) -> Value {
    match form {
        Form::Bool => json!({ "type": ["boolean", "null"] }),
        Form::Bound => json!({ "anyOf": [
            { "type": ["number", "null"] },
            { "type": "string", "pattern": "^\\d{4}-\\d{1,2}-\\d{1,2}" },
        ] }),
        Form::Scalar => json!({ "type": ["string", "number", "boolean", "null"] }),
        Form::Vocabulary => json!({ "type": ["string", "null"] }),
        Form::Scalars => scalars(),
        Form::OneOrMore => json!({ "anyOf": [scalar(), scalars()] }),
        Form::Groups => json!({
            "type": ["array", "null"],
            "items": { "type": "array", "items": scalar(), "minItems": 2 },
        }),
        Form::OneOf(words) => one_of(*words),
        Form::Map(keys) => map(keys),
        Form::Names(Names::Codes, form) => codes(form),
        Form::Names(_, of_each) => json!({
            "type": ["object", "null"],
            "propertyNames": { "minLength": 1 },
            "additionalProperties": self::form(of_each),
        }),
    }
}

fn scalar() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

fn scalars() -> Value {
    json!({ "type": ["array", "null"], "items": scalar() })
}

/// `oneOf` with a description each: editors show it beside the word.
fn one_of(words_of: Words) -> Value {
    let words = words_of.list().into_iter();
    let word = |(word, doc): (&str, &str)| json!({ "const": word, "description": doc });
    let null = json!({ "type": "null" });
    let off = json!({ "const": false, "description": "`off`, to tools that read YAML 1.1" });
    let off = (words_of == Words::Levels).then_some(off);
    let all = words.map(word).chain(off).chain([null]);
    json!({ "oneOf": all.collect::<Vec<_>>() })
}

fn codes(level: &Form) -> Value {
    let properties = Code::ALL.iter().map(|code| {
        let mut level = form(level);
        level["description"] = code.summary().into();
        (code.name().to_owned(), level)
    });
    json!({
        "type": ["object", "null"],
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}
