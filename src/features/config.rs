//! rubric.yaml as a document: its JSON Schema, and one that says what the posts have taught.
//! What may stand in it is told by [`crate::schema::config::form`]; which codes there are, by [`super::diagnostics`].

mod json_schema;
mod learned;

pub use json_schema::json_schema;
pub use learned::learned;
