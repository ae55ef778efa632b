//! Lines below a key whose indentation is wrong.

use super::{Broken, Remedy, list, quote, tabs};
use crate::syntax::error::LineError;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>, error: &LineError) -> Option<Remedy> {
    match error {
        LineError::TabIndent | LineError::ForeignIndent(_) => tabs::remedy(broken),
        LineError::UnindentedValue(_) => behind_key(broken),
        LineError::UnindentedText(_) | LineError::MisalignedText => {
            let end = broken.entry.value.range.end();
            let text = TextRange::new(broken.range.start(), end.max(broken.range.start()));
            Some(Remedy::new("Indent the text", indented(broken, text)))
        }
        LineError::Wrapped => Some(Remedy::new(
            "Indent the lines of the text",
            indented(broken, broken.range),
        )),
        LineError::Misaligned => list::aligned(broken).or_else(|| quote::whole(broken)),
        LineError::BehindHeader => quote::whole(broken),
        LineError::MergeConflict | LineError::NoKey | LineError::BelowValue => None,
    }
}

fn behind_key(broken: &Broken<'_>) -> Option<Remedy> {
    let entry = broken.entry;
    let between = TextRange::new(entry.key.range.end(), entry.value.range.start());
    let blanks = broken.ctx.slice(between).trim_end();
    let gap = TextRange::new(between.start() + TextSize::of(blanks), between.end());
    let edit = TextEdit::replace(gap, " ");
    (blanks.trim() == ":").then(|| Remedy::one("Move the value behind its key", edit))
}

/// Two more spaces before each line of the text that says something.
fn indented(broken: &Broken<'_>, text: TextRange) -> Vec<TextEdit> {
    let first = TextSize::of(broken.line_before(text.start()));
    let text = TextRange::new(text.start() - first, text.end());
    let mut start = text.start();
    let mut edits = Vec::new();
    for line in broken.ctx.slice(text).split_inclusive('\n') {
        if !line.trim().is_empty() {
            edits.push(TextEdit::insert(start, "  "));
        }
        start += TextSize::of(line);
    }
    edits
}
