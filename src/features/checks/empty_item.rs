//! `empty-item`: an item of a list that says nothing.

use super::Context;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::{Field, Node};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        let empty = entry.value.items().iter().filter(|it| is_empty(it));
        acc.extend(empty.map(|it| finding(entry, it)));
    }
}

fn is_empty(item: &Node) -> bool {
    item.is_null() || item.text().is_some_and(|it| it.trim().is_empty())
}

fn finding(entry: &Field<'_>, item: &Node) -> Diagnostic {
    let name = entry.name();
    let message = format!("this item of `{name}` is empty: remove it");
    Diagnostic::new(Code::EmptyItem, item.range, message).suggest(Suggestion::Remove)
}
