//! `empty-item`: an empty item in a list.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::unread::unread;
use crate::syntax::{Field, Node};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        let items = entry.value.items().iter().enumerate();
        let empty = items.filter(|(index, it)| is_empty(it) && !is_unread(ctx, entry, *index));
        acc.extend(empty.map(|(_, it)| finding(entry, it)));
    }
}

/// Whether the item says something that YAML takes for a comment.
fn is_unread(ctx: &Context<'_>, entry: &Field<'_>, index: usize) -> bool {
    let source = ctx.parsed.text.as_str();
    let parts = ctx
        .front_matter()
        .map(|it| unread(source, it, ctx.schema, entry));
    parts.is_some_and(|it| it.iter().any(|it| it.item == Some(index)))
}

/// `'[]'` is what a script makes of a list of none within a list.
fn is_empty(item: &Node) -> bool {
    item.is_null() || item.text().is_some_and(|it| matches!(it.trim(), "" | "[]"))
}

fn finding(entry: &Field<'_>, item: &Node) -> Diagnostic {
    let name = entry.name();
    let message = format!("this item of `{name}` is empty: remove it");
    Diagnostic::new(Code::EmptyItem, item.range, message).suggest(Suggestion::Remove)
}
