//! Tabs before a line of an entry: YAML indents by spaces only.

use super::{Broken, Remedy};
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let range = broken.entry.range;
    let mut start = range.start();
    let mut edits = Vec::new();
    for line in broken.ctx.slice(range).split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if indent.contains('\t') {
            let replaced = TextRange::at(start, TextSize::of(indent));
            edits.push(TextEdit::replace(replaced, indent.replace('\t', "  ")));
        }
        start += TextSize::of(line);
    }
    let title = "Indent with spaces";
    (!edits.is_empty()).then(|| Remedy::new(title, edits))
}
