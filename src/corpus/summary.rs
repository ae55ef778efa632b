//! The position-free facts of one file: what other posts' features need of it.
//! It knows nothing of other posts, nor what a field means.

mod build;
mod fields;
mod pairs;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

pub use build::Interner;
pub use fields::Fields;

use crate::schema::Quote;
use crate::syntax::{Format, LinkKind};

/// A scalar of more bytes is prose: of it only the beginning is kept.
pub const LONG: usize = 256;

/// Equal summaries mean that nothing in the index changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Shared between the summary of a head and that of the whole post.
    pub fields: Fields,
    /// Level and title of each heading; empty until the body has been read.
    pub headings: Box<[(u8, SmolStr)]>,
    /// The ids that headings and HTML tags give themselves; empty until the body has been read.
    pub ids: Box<[SmolStr]>,
    /// What links and link definitions name, as written, each once, those to the web left out; empty until the body has
    /// been read.
    pub links: Box<[(LinkKind, SmolStr)]>,
    /// The same of attributes of HTML tags, and of paths in the front matter.
    pub html_links: Box<[(LinkKind, SmolStr)]>,
    /// Names that the body gives in two languages, as `中文（English）` does: what stands before the bracket and may begin too
    /// early, and what stands in it; those of which one half is a value of the front matter. Empty until the body has been read.
    pub pairs: Box<[(SmolStr, SmolStr)]>,
    /// The field `date`, where it is one: days since 1970-01-01.
    pub date: Option<i32>,
    /// What its front matter is written in; `None` where it has none that is read.
    pub format: Option<Format>,
    /// Whether the front matter is broken somewhere: what is missing from `fields` may stand there all the same.
    pub broken: bool,
    /// Whether there is front matter in a format that is not read: nothing of it is in `fields`.
    pub other_format: bool,
    /// Whether the front matter leaves places for a program to fill in: what posts are made from is no post.
    pub template: bool,
    /// Whether the body has been read too.
    pub complete: bool,
    /// Whether there is anything to find in the body: [`crate::syntax::Body::is_odd`]. `false` until it has been read.
    pub odd: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Nothing, `~` or `null`; also what is being typed just now.
    Null,
    /// A scalar of at most [`LONG`] bytes.
    Scalar(SmolStr),
    /// The beginning of a longer scalar.
    Long(SmolStr),
    /// The scalars of a list, in order. What is null, empty, long or deeper in it has no part in any vocabulary and is left out.
    List(Box<[SmolStr]>),
    /// Anything deeper, and what cannot be read.
    Other,
}

/// How a value is written, as far as others should be written alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ValueStyle {
    /// The quotes of a scalar, or of a list's first item, that could do without. `None` where that says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// Spaces before the dash of a block list's items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indent: Option<u8>,
    /// A scalar in quotes, needed or not: `'true'` is no boolean.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// A list in brackets that has items.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub flow: bool,
    /// The field is one of a map within the front matter: its name is a path.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nested: bool,
}

impl Summary {
    pub fn has_front_matter(&self) -> bool {
        self.format.is_some()
    }

    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// The text of a scalar field, or its beginning.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.field(name)?.text()
    }

    /// Whether both would have the same part in every vocabulary.
    pub(crate) fn same_front_matter(&self, other: &Summary) -> bool {
        self.date == other.date
            && self.format == other.format
            && self.broken == other.broken
            && self.template == other.template
            && (self.fields.is_shared(&other.fields) || self.fields == other.fields)
    }
}

impl Value {
    /// A scalar, or the beginning of a long one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Scalar(text) | Value::Long(text) => Some(text),
            Value::Null | Value::List(_) | Value::Other => None,
        }
    }

    /// Null, `''` or `[]`: normal in a corpus, and no evidence of anything.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Scalar(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Long(_) | Value::Other => false,
        }
    }

    /// The scalars of a list, or the scalar itself unless it is empty.
    pub fn items(&self) -> &[SmolStr] {
        match self {
            Value::List(items) => items,
            Value::Scalar(text) if !text.is_empty() => std::slice::from_ref(text),
            _ => &[],
        }
    }
}

impl Summary {
    /// Uses the memory of an older summary of the same post where both say the same.
    pub(crate) fn share(&mut self, older: &Summary) {
        if self.fields == older.fields {
            self.fields = older.fields.clone();
        }
    }
}
