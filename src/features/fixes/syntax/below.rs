//! A value below its key that is not indented: text below `|`, or a scalar on the next line.

use super::{Broken, Remedy};
use crate::syntax::ScalarStyle;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    match value.style()? {
        ScalarStyle::Literal | ScalarStyle::Folded => block(broken),
        _ => {
            let between = TextRange::new(broken.entry.key.range.end(), value.range.start());
            let text = broken.ctx.slice(between);
            let is_below = text.trim() == ":" && text.contains(['\n', '\r']);
            let blanks = TextSize::of(text) - TextSize::of(text.trim_end());
            let edit =
                TextEdit::replace(TextRange::new(between.end() - blanks, between.end()), " ");
            let title = "Move the value behind its key";
            (is_below && broken.range == value.range).then(|| Remedy::new(title, vec![edit]))
        }
    }
}

fn block(broken: &Broken<'_>) -> Option<Remedy> {
    let end = broken.entry.value.range.end();
    let before = broken.line_before(broken.range.start());
    if !before.is_empty() || broken.range.start() <= broken.entry.value.range.start() {
        return None;
    }
    let mut start = broken.range.start();
    let mut edits = Vec::new();
    let text = broken.ctx.slice(TextRange::new(start, end));
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            edits.push(TextEdit::insert(start, "  "));
        }
        start += TextSize::of(line);
    }
    Some(Remedy::new("Indent the text", edits))
}
