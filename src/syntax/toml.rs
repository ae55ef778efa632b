//! Reading TOML 1.1 into the tree, whatever of it is half typed, and quoting strings for writing.
//! It knows nothing of fences, fields or posts.
//!
//! The lexer of `toml_parser` cuts the text into tokens; which of them make an entry is told here, because the library's own
//! recovery reads on to the end of the text where a bracket is open, and takes the entries below with it.

mod cursor;
mod entries;
mod independent;
mod scalar;
mod tables;
mod value;
mod write;

use crate::text::TextRange;

use super::SyntaxError;
use super::tree::Entry;
use cursor::Trust;
pub use independent::independent;
pub use write::{write_inside_quotes, write_key, write_string};

/// The entries of `source[block]`, in the order in which they first appear, and what is wrong with them, in order of position.
/// An entry that does not parse spoils only itself. Ranges are of the whole source.
pub fn parse(source: &str, block: TextRange) -> (Vec<Entry>, Vec<SyntaxError>) {
    let (start, end) = (block.start().into(), block.end().into());
    let trusted = entries::read(source, (start, end), Trust::Full);
    if trusted.1.is_empty() {
        return trusted;
    }
    entries::read(source, (start, end), Trust::Wary)
}

/// Whether the text stands without quotes in TOML: a number, a date, a time or a boolean.
pub fn is_typed(text: &str) -> bool {
    !text.is_empty() && scalar::bare_fault(text, (0, text.len())).is_none()
}

/// Levels within each other, of tables and brackets together. The `toml` crate reads 80 of each.
const DEPTH_LIMIT: usize = 256;
