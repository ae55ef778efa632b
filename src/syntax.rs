//! What a post says, structurally: front matter as entries of nodes with byte ranges, and the body's outline and links.
//! Parsing never fails. It knows nothing of other posts, of fields' meanings or of the protocol.

pub mod cursor;
pub mod error;
mod format;
pub mod front_matter;
pub mod json;
pub mod markdown;
mod paths;
pub mod slug;
pub mod toml;
pub mod tree;
pub mod yaml;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use front_matter::{
    bulleted, is_of_another_format, is_usual_key, joined, of_another_format, parse_head,
    parse_head_in, parse_map,
};
pub use markdown::{
    Attributes, Body, CodeBlock, Definition, Dialect, ElementId, Footnote, Heading, Link, LinkKind,
    UndefinedReference, is_external, opening_fence,
};
pub use slug::{Slugger, slugify};
pub use tree::{Entry, Field, Format, FrontMatter, Node, NodeKind, ScalarStyle, key_of, parent_of};

use crate::text::TextRange;

/// One parsed post. All ranges are byte ranges of the source it was parsed from.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub front_matter: Option<FrontMatter>,
    pub body: Body,
    /// In order of position. Those of an entry's value included.
    pub errors: Vec<SyntaxError>,
}

/// Parses a whole post of Markdown.
pub fn parse(source: &str) -> Document {
    parse_as(source, Dialect::Markdown)
}

/// Parses a whole post.
pub fn parse_as(source: &str, dialect: Dialect) -> Document {
    let (front_matter, errors) = parse_head(source);
    let body_start = front_matter.as_ref().map_or(0.into(), |it| it.range.end());
    let mut body = markdown::parse_body(
        source,
        TextRange::new(body_start, crate::text::TextSize::of(source)),
        dialect,
    );
    let links = front_matter.as_ref().map(|it| paths::links(source, it));
    body.head_links = links.unwrap_or_default();
    Document {
        front_matter,
        body,
        errors,
    }
}
