//! `[a, b` without its end, or with something else in its place, behind it, or between the items.

use super::{Broken, Remedy};
use crate::syntax::NodeKind;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    let NodeKind::List { items, flow: true } = &value.kind else {
        return None;
    };
    let (range, text) = (broken.range, broken.text());
    let before = TextRange::new(value.range.start(), range.start().max(value.range.start()));
    let before = broken.ctx.slice(before);
    let close = |edits| Some(Remedy::new("Close the list", edits));
    match text.chars().next()? {
        '[' if text == "[" => close(vec![TextEdit::insert(value.range.end(), "]")]),
        ',' if !before.starts_with('[') => {
            let open = TextEdit::insert(value.range.start(), "[");
            let is_closed = broken.ctx.slice(value.range).ends_with(']');
            let end = (!is_closed).then(|| TextEdit::insert(value.range.end(), "]"));
            let edits = [open].into_iter().chain(end).collect();
            Some(Remedy::new("Write the values as a list", edits))
        }
        _ if range.start() >= value.range.end() => {
            let gap = broken
                .ctx
                .slice(TextRange::new(value.range.end(), range.start()));
            let start = range.start() - TextSize::of(gap);
            let edit = TextEdit::delete(TextRange::new(start, range.end()));
            Some(Remedy::new(
                "Remove what stands behind the list",
                vec![edit],
            ))
        }
        last if range.end() == value.range.end()
            && matches!(last, ')' | '}' | '】' | '］' | '）') =>
        {
            close(vec![TextEdit::replace(range, "]")])
        }
        _ if items.iter().any(|it| it.range == range)
            && !before.trim_end().ends_with([',', '[']) =>
        {
            let gap = TextSize::of(before) - TextSize::of(before.trim_end());
            let edit = TextEdit::insert(range.start() - gap, ",");
            Some(Remedy::new("Insert the comma", vec![edit]))
        }
        _ => None,
    }
}
