//! A comma, or what else means nothing, behind the closing quote: it goes.

use super::{Broken, Remedy};
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let text = broken.text();
    let before = broken.line_before(broken.range.start());
    let value = before.trim_end();
    let is_behind = value.ends_with(['"', '\'']) && !text.starts_with(['"', '\'']);
    if !is_behind || text.is_empty() || text.contains(char::is_alphanumeric) {
        return None;
    }
    let start = broken.range.start() - (TextSize::of(before) - TextSize::of(value));
    let edit = TextEdit::delete(TextRange::new(start, broken.range.end()));
    let title = "Remove what stands behind the quote";
    Some(Remedy::new(title, vec![edit]))
}
