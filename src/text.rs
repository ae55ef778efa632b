//! Text of one document: a rope that takes edits, and the contiguous copy that parsers read.
//! It knows nothing of Markdown, YAML or the protocol.

pub mod edit;
pub mod position;

pub use edit::{TextEdit, apply_edits};
pub use position::{LineCol, PositionEncoding, Text};
pub use text_size::{TextRange, TextSize};
