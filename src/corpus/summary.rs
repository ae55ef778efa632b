//! The position-free facts of one file: what other posts' features need of it.

use smol_str::SmolStr;

/// Equal summaries mean that nothing in the index changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Fields in the order of the source; the last of duplicates counts.
    pub fields: Box<[(SmolStr, Value)]>,
    /// Level and title of each heading; empty until the body has been read.
    pub headings: Box<[(u8, SmolStr)]>,
    pub has_front_matter: bool,
    /// Whether the body has been read too.
    pub complete: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    /// A scalar; long prose is not kept (its length and hash are, see the loader).
    Scalar(SmolStr),
    List(Box<[SmolStr]>),
    /// Anything deeper.
    Other,
}

impl Summary {
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields
            .iter()
            .rev()
            .find(|(it, _)| it == name)
            .map(|(_, value)| value)
    }
}
