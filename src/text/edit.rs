//! Replacements in a text: sorted, disjoint, applied at once.

use super::{TextRange, TextSize};

/// Replaces the bytes of `range` with `new_text`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// Byte range in the text that the edit was made from.
    pub range: TextRange,
    pub new_text: String,
}

impl TextEdit {
    pub fn replace(range: TextRange, new_text: impl Into<String>) -> TextEdit {
        TextEdit {
            range,
            new_text: new_text.into(),
        }
    }

    pub fn insert(offset: TextSize, new_text: impl Into<String>) -> TextEdit {
        TextEdit::replace(TextRange::empty(offset), new_text)
    }

    pub fn delete(range: TextRange) -> TextEdit {
        TextEdit::replace(range, "")
    }
}

/// The text with all `edits` applied. They are byte ranges of `source`, sorted by start and disjoint;
/// `None` if they are not, or if one is outside the text or not on character boundaries.
pub fn apply_edits(source: &str, edits: &[TextEdit]) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (
            usize::from(edit.range.start()),
            usize::from(edit.range.end()),
        );
        out.push_str(source.get(done..start)?);
        source.get(start..end)?;
        out.push_str(&edit.new_text);
        done = end;
    }
    out.push_str(source.get(done..)?);
    Some(out)
}
