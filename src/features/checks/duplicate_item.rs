//! `duplicate-item`: an item that the list has already, to the letter.

use rustc_hash::FxHashMap;

use super::Context;
use crate::corpus::FileRange;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::Node;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let mut first: FxHashMap<&str, &Node> = FxHashMap::default();
        for item in entry.value.items() {
            let text = item.text().map(str::trim);
            if let Some(text) = text.filter(|it| !it.is_empty()) {
                match first.get(text) {
                    Some(first) => acc.push(duplicate(ctx, text, first, item)),
                    None => drop(first.insert(text, item)),
                }
            }
        }
    }
}

fn duplicate(ctx: &Context<'_>, text: &str, first: &Node, item: &Node) -> Diagnostic {
    let first = FileRange {
        file: ctx.file,
        range: first.range,
    };
    Diagnostic::new(
        Code::DuplicateItem,
        item.range,
        format!("`{text}` is in the list already: remove it here"),
    )
    .suggest(Suggestion::Remove)
    .relate("the first is here", 1, std::iter::once(first))
}
