//! `people: []` with items below it: the items count.

use super::{Broken, Remedy};
use crate::syntax::NodeKind;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let NodeKind::List { items, flow: false } = &broken.entry.value.kind else {
        return None;
    };
    let key = broken.entry.key.range;
    let is_above = items
        .first()
        .is_some_and(|it| broken.range.end() <= it.range.start());
    if broken.range.start() < key.end() {
        // What is broken is the key itself.
        return None;
    }
    let between = broken
        .ctx
        .slice(TextRange::new(key.end(), broken.range.start()));
    let is_beside_key = between.trim() == ":" && !between.contains(['\n', '\r']);
    if !is_above || !is_beside_key || broken.text() == "-" {
        return None;
    }
    let blanks = between.len() - between.trim_end().len();
    let start = broken.range.start() - TextSize::try_from(blanks).ok()?;
    let value = broken
        .text()
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim_end();
    let end = broken.range.start() + TextSize::of(value);
    let edit = TextEdit::delete(TextRange::new(start, end));
    Some(Remedy::new(
        "Remove the empty value above the items",
        vec![edit],
    ))
}
