//! The kinds of values that a field can have, and all that depends on the kind alone: a new kind begins here.

use super::shape::{Shape, is_number, is_url, parse_date};
use crate::syntax::ScalarStyle;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Prose: not completed, not compared.
    #[default]
    Text,
    Term,
    List,
    Date,
    Bool,
    Number,
    Url,
    /// Mappings, or lists of them: whatever they mean is not judged. Only learned.
    Nested,
}

/// The kinds that can be declared, as rubric.yaml writes them.
pub const KINDS: [(&str, Kind); 7] = [
    ("text", Kind::Text),
    ("term", Kind::Term),
    ("list", Kind::List),
    ("date", Kind::Date),
    ("bool", Kind::Bool),
    ("number", Kind::Number),
    ("url", Kind::Url),
];

impl Kind {
    /// As rubric.yaml writes it.
    pub fn name(self) -> &'static str {
        let known = KINDS.iter().find(|it| it.1 == self);
        known.map_or("nested", |it| it.0)
    }

    /// What it means, in one line.
    pub fn description(self) -> &'static str {
        match self {
            Kind::Text => "prose: neither completed nor compared",
            Kind::Term => "one term of a vocabulary",
            Kind::List => "a list of terms",
            Kind::Date => "a date, in the form that the posts have",
            Kind::Bool => "`true` or `false`, without quotes",
            Kind::Number => "a number, without quotes",
            Kind::Url => "an absolute URL",
            Kind::Nested => "mappings, or lists of them: not judged",
        }
    }

    /// A value of it, as in "is a number".
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Term => "a term",
            Kind::List => "a list of terms",
            Kind::Date => "a date",
            Kind::Bool => "true or false",
            Kind::Number => "a number",
            Kind::Url => "a URL",
            Kind::Nested => "mappings",
        }
    }

    /// A value of it, as in "one number".
    pub fn noun(self) -> &'static str {
        match self {
            Kind::List => "list",
            Kind::Nested => "mapping",
            kind => {
                let phrase = kind.phrase();
                phrase.strip_prefix("a ").unwrap_or(phrase)
            }
        }
    }

    /// Whether values are terms of a vocabulary.
    pub fn is_of_terms(self) -> bool {
        matches!(self, Kind::Term | Kind::List)
    }

    /// Whether a value in quotes would be another one: a string.
    pub fn is_typed(self) -> bool {
        matches!(self, Kind::Bool | Kind::Number)
    }

    /// What a new value begins with, for its author to change.
    pub fn initial(self) -> &'static str {
        match self {
            Kind::Bool => "false",
            _ => "",
        }
    }

    /// Whether a text might stand in a field of this kind: nothing of it would be lost or read otherwise.
    pub fn admits(self, text: &str, style: ScalarStyle) -> bool {
        match self {
            Kind::Text => true,
            Kind::Term | Kind::List => {
                let shape = Shape::of(text, style != ScalarStyle::Plain);
                matches!(shape, Shape::Word | Shape::Number)
            }
            Kind::Date => parse_date(text).is_some(),
            Kind::Bool => is_bool(text),
            Kind::Number => is_number(text),
            Kind::Url => is_url(text) || text.starts_with('/'),
            Kind::Nested => false,
        }
    }

    /// What is wrong with a scalar in the field `name`; dates have a rule of their own.
    pub fn complaint(self, name: &str, text: &str, style: ScalarStyle) -> Option<String> {
        if text.trim() == "[]" {
            let noun = self.noun();
            return Some(format!("`{name}` is one {noun}, and this is the text `[]`"));
        }
        let phrase = self.phrase();
        match self {
            Kind::Bool | Kind::Number if !self.admits(text, style) => {
                Some(format!("`{name}` is {phrase}"))
            }
            Kind::Bool | Kind::Number if style != ScalarStyle::Plain => {
                Some(format!("`{name}` is {phrase}, and in quotes it is a text"))
            }
            Kind::Url if !self.admits(text, style) => Some(format!(
                "`{name}` is {phrase}, such as https://example.org/page"
            )),
            _ => None,
        }
    }

    /// The value that was surely meant by a text, as a typed field has it: `yes` is `true`.
    pub fn meant(self, text: &str) -> Option<&str> {
        match (self, text) {
            (Kind::Bool, "true" | "True" | "TRUE" | "yes" | "Yes" | "on" | "On") => Some("true"),
            (Kind::Bool, "false" | "False" | "FALSE" | "no" | "No" | "off" | "Off") => {
                Some("false")
            }
            (Kind::Number, text) => text
                .parse::<f64>()
                .is_ok_and(f64::is_finite)
                .then_some(text),
            _ => None,
        }
    }
}

/// YAML 1.2's core schema: `yes` and `on` are texts.
fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}
