//! What the `toml` crate reads in a text, in the shape in which `serde_yaml` would have read it: for verifying edits.
//! It knows nothing of our own reading, but for its limit.

use serde_yaml::{Mapping, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::parse;
use crate::syntax::error::{SyntaxErrorKind, TomlError};
use crate::text::range;

/// `None` where the crate refuses the text. Dates and times become strings as they are written.
pub fn independent(text: &str) -> Option<Mapping> {
    if is_too_deep(text) {
        return None;
    }
    let table = DeTable::parse(text).ok()?.into_inner();
    mapping(text, table)
}

/// The crate puts no limit to brackets and dotted keys together, of which each level is a call.
fn is_too_deep(text: &str) -> bool {
    let (_, errors) = parse(text, range(0, text.len()));
    let is_too_deep = |it: &SyntaxErrorKind| *it == SyntaxErrorKind::Toml(TomlError::TooDeep);
    errors.iter().any(|it| is_too_deep(&it.kind))
}

fn mapping(text: &str, table: DeTable<'_>) -> Option<Mapping> {
    table
        .into_iter()
        .map(|(key, it)| Some((Value::String(key.into_inner().into()), value(text, it)?)))
        .collect()
}

fn value(text: &str, value_of: Spanned<DeValue<'_>>) -> Option<Value> {
    let span = value_of.span();
    Some(match value_of.into_inner() {
        DeValue::String(it) => Value::String(it.into()),
        DeValue::Integer(it) => {
            let number = i64::from_str_radix(it.as_str(), it.radix()).ok()?;
            Value::Number(number.into())
        }
        DeValue::Float(it) => Value::Number(float(it.as_str())?),
        DeValue::Boolean(it) => Value::Bool(it),
        DeValue::Datetime(_) => Value::String(text.get(span)?.to_owned()),
        DeValue::Array(items) => {
            let items = items.into_iter().map(|it| value(text, it));
            Value::Sequence(items.collect::<Option<_>>()?)
        }
        DeValue::Table(table) => Value::Mapping(mapping(text, table)?),
    })
}

/// `None` for a number that is none any more as a float, as serde has it.
fn float(digits: &str) -> Option<Number> {
    let number: f64 = digits.parse().ok()?;
    (number.is_finite() || !digits.contains(|it: char| it.is_ascii_digit())).then(|| number.into())
}
