//! What `serde_json` reads in a text, in the shape in which `serde_yaml` would have read it: for verifying edits.

use serde_yaml::Mapping;

/// `None` where the crate refuses the text, or a key stands in it twice.
pub fn independent(text: &str) -> Option<Mapping> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}
