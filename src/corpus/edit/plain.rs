//! Values without positions: what an edit means an entry to hold, and whether another parser reads just that.

use smol_str::SmolStr;

use crate::syntax::{Node, NodeKind, ScalarStyle};

/// A value as YAML means it. Scalars keep their text: what is a number or a date is a field's affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    Null,
    /// `typed`: written without quotes, so that YAML may take it for a number or a bool.
    Scalar {
        text: SmolStr,
        typed: bool,
    },
    List(Vec<Plain>),
    Map(Vec<(Plain, Plain)>),
}

impl Plain {
    /// A string, whatever it looks like.
    pub fn string(text: &str) -> Plain {
        Plain::Scalar {
            text: text.into(),
            typed: false,
        }
    }

    pub fn of(node: &Node) -> Plain {
        match &node.kind {
            NodeKind::Null => Plain::Null,
            NodeKind::Scalar { text, style } => Plain::Scalar {
                text: text.clone(),
                typed: *style == ScalarStyle::Plain,
            },
            NodeKind::List { items, .. } => Plain::List(items.iter().map(Plain::of).collect()),
            NodeKind::Map { entries, .. } => Plain::Map(
                entries
                    .iter()
                    .map(|it| (Plain::of(&it.key), Plain::of(&it.value)))
                    .collect(),
            ),
        }
    }

    /// Whether both have the same texts at the same places, quoted or not.
    pub fn says_the_same(&self, other: &Plain) -> bool {
        match (self, other) {
            (Plain::Null, Plain::Null) => true,
            (Plain::Scalar { text: a, .. }, Plain::Scalar { text: b, .. }) => a == b,
            (Plain::List(a), Plain::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            (Plain::Map(a), Plain::Map(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b)
                        .all(|(a, b)| a.0.says_the_same(&b.0) && a.1.says_the_same(&b.1))
            }
            _ => false,
        }
    }

    /// Whether `value`, as the independent parser read it, is this.
    pub fn is_read_as(&self, value: &serde_yaml::Value) -> bool {
        use serde_yaml::Value;
        match (self, value) {
            (it, Value::Tagged(tagged)) => it.is_read_as(&tagged.value),
            (Plain::Null, Value::Null) => true,
            (Plain::Scalar { text, .. }, Value::String(string)) => text == string,
            (Plain::Scalar { text, typed: true }, Value::Number(number)) => {
                serde_yaml::from_str::<Value>(text).is_ok_and(|it| it == *value)
                    || is_number(text, number)
            }
            (Plain::Scalar { text, typed: true }, Value::Bool(_) | Value::Null) => {
                serde_yaml::from_str::<Value>(text).is_ok_and(|it| it == *value)
            }
            (Plain::List(items), Value::Sequence(values)) => {
                items.len() == values.len()
                    && items
                        .iter()
                        .zip(values)
                        .all(|(item, value)| item.is_read_as(value))
            }
            (Plain::Map(entries), Value::Mapping(map)) => {
                // Tables of TOML are read in an order of their own.
                let is_in_order = || {
                    let mut pairs = entries.iter().zip(map);
                    pairs.all(|((k, v), (key, value))| k.is_read_as(key) && v.is_read_as(value))
                };
                let is_there = |(key, value): &(Plain, Plain)| match key {
                    Plain::Scalar { text, .. } => {
                        map.get(&**text).is_some_and(|it| value.is_read_as(it))
                    }
                    _ => false,
                };
                entries.len() == map.len() && (entries.iter().all(is_there) || is_in_order())
            }
            _ => false,
        }
    }
}

/// Whether the text is this number in the notation of TOML: `1_000`, `0xff`, `+inf`.
fn is_number(text: &str, number: &serde_yaml::Number) -> bool {
    let digits = text.replace('_', "");
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)];
    let whole = radix
        .iter()
        .find_map(|(prefix, radix)| i64::from_str_radix(digits.strip_prefix(prefix)?, *radix).ok());
    match (whole.or(digits.parse().ok()), number.as_i64()) {
        (Some(a), Some(b)) => a == b,
        _ => {
            let float: Option<f64> = digits.parse().ok();
            let both = float.zip(number.as_f64());
            both.is_some_and(|(a, b)| a == b || a.is_nan() && b.is_nan())
        }
    }
}
