//! Tabs, and blanks of other kinds, before a line of an entry: YAML indents by spaces only.

use super::{Broken, Remedy};
use crate::text::chars::is_invisible;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let range = broken.entry.range;
    let mut start = range.start();
    let mut edits = Vec::new();
    for line in broken.ctx.slice(range).split_inclusive('\n') {
        let text = line.trim_start_matches(|it: char| is_indent(it));
        let indent = &line[..line.len() - text.len()];
        // Before anything but an item, such a blank may be a part of the text.
        let is_wrong = |it: char| it == '\t' || (it != ' ' && text.starts_with('-'));
        if indent.contains(is_wrong) {
            let replaced = TextRange::at(start, TextSize::of(indent));
            edits.push(TextEdit::replace(replaced, spaces(indent)));
        }
        start += TextSize::of(line);
    }
    let title = "Indent with spaces";
    (!edits.is_empty()).then(|| Remedy::new(title, edits))
}

fn is_indent(character: char) -> bool {
    !matches!(character, '\n' | '\r') && (character.is_whitespace() || width(character) == 0)
}

/// Spaces that look like the blanks.
fn spaces(indent: &str) -> String {
    " ".repeat(indent.chars().map(width).sum())
}

fn width(character: char) -> usize {
    match character {
        '\t' | '\u{2003}' | '\u{3000}' => 2,
        it if is_invisible(it) => 0,
        _ => 1,
    }
}
