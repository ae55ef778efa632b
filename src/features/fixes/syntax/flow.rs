//! `[a, b` without its end, or with something else in its place, behind it, or between the items.

use super::{Broken, Remedy, quote};
use crate::features::fixes::Safety;
use crate::syntax::NodeKind;
use crate::syntax::error::FlowError;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>, error: &FlowError) -> Option<Remedy> {
    match error {
        FlowError::UnclosedList => {
            let end = broken.entry.value.range.end();
            Some(Remedy::one("Close the list", TextEdit::insert(end, "]")))
        }
        FlowError::ClosedBy(_) => {
            let edit = TextEdit::replace(broken.range, "]");
            Some(Remedy::one("Close the list", edit))
        }
        FlowError::BehindList(_) => {
            let edit = TextEdit::delete(broken.with_blanks());
            Some(Remedy::one("Remove what stands behind the list", edit))
        }
        FlowError::MissingComma => {
            let edit = TextEdit::insert(broken.with_blanks().start(), ",");
            Some(Remedy::one("Insert the comma", edit))
        }
        FlowError::EmptyAboveItems(_) => {
            let value = broken.text().split(" #").next()?.trim_end();
            let end = broken.range.start() + TextSize::of(value);
            let range = TextRange::new(broken.with_blanks().start(), end);
            let edit = TextEdit::delete(range);
            Some(Remedy::one("Remove the empty value above the items", edit))
        }
        FlowError::Indicator(_) | FlowError::NotAList | FlowError::Unreadable => {
            // In quotes, what was meant as a list would be one term.
            quote::whole(broken).map(|it| Remedy {
                safety: it.safety.max(Safety::Unsafe),
                ..it
            })
        }
        FlowError::UnclosedBracket(_)
        | FlowError::MismatchedBracket { .. }
        | FlowError::StrayBracket
        | FlowError::MissingSeparator
        | FlowError::OpenAtEnd => quote::whole(broken),
    }
}

/// `"a", "b"`: in brackets they are a list.
pub(super) fn in_brackets(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    if !matches!(value.kind, NodeKind::List { flow: true, .. }) {
        return None;
    }
    let is_closed = broken.ctx.slice(value.range).ends_with(']');
    let open = TextEdit::insert(value.range.start(), "[");
    let end = (!is_closed).then(|| TextEdit::insert(value.range.end(), "]"));
    let edits = [open].into_iter().chain(end).collect();
    Some(Remedy::new("Write the values as a list", edits))
}
