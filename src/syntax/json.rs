//! Reading JSON (RFC 8259) into the tree, whatever of it is half typed, and quoting strings for writing.
//! It knows nothing of fences, fields or posts.
//!
//! `jsonc-parser` has ranges, but reads nothing behind the first mistake; its scanner alone would save the smaller half of this.

mod independent;
mod reader;
mod scalars;
mod text;
mod write;

use crate::text::{TextRange, TextSize, size};

use super::SyntaxError;
use super::tree::Entry;
pub use independent::independent;
use reader::Trust;
pub use write::{write_inside_quotes, write_string};

/// The entries of the object that `source[block]` is, braces included, and what is wrong with them, in order of position. An
/// entry that does not parse spoils only itself. Ranges are of the whole source.
pub fn parse(source: &str, block: TextRange) -> (Vec<Entry>, Vec<SyntaxError>) {
    let (start, end) = (block.start().into(), block.end().into());
    let trust = match text::is_balanced(&source[start..end]) {
        true => Trust::Brackets,
        false => Trust::Indents,
    };
    reader::read(&source[..end], start, trust)
}

/// The offset behind the brace that closes the object which begins at `start`. Braces in strings close nothing; a string ends
/// with its line. `None` where nothing closes it, or no object begins there.
pub fn object_end(source: &str, start: TextSize) -> Option<TextSize> {
    let text = source.get(start.into()..)?;
    text.starts_with('{').then_some(())?;
    let end = text::matching_brace(text)?;
    Some(start + size(end))
}

/// Whether the text stands without quotes in JSON: a number or a boolean.
pub fn is_typed(text: &str) -> bool {
    matches!(text, "true" | "false") || text::is_number(text)
}

/// Brackets within each other. `serde_json` reads 127.
const DEPTH_LIMIT: usize = 128;
