//! `duplicate-item`: an item that the list has already, to the letter or in another spelling.

use rustc_hash::FxHashMap;

use super::Context;
use crate::corpus::{ConceptId, FileRange, Thesaurus};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::{Entry, Node};

/// An item that should go, and the one that stays for it.
pub(super) struct Duplicate<'a> {
    pub(super) item: &'a Node,
    kept: &'a Node,
}

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| it.value.items().len() > 1) {
        let variants = ctx.thesaurus(entry.name());
        for it in duplicates(entry, variants.as_deref()) {
            acc.push(finding(ctx, &it));
        }
    }
}

/// Of items with one text the first stays; of several spellings the usual one does.
pub(super) fn duplicates<'a>(
    entry: &'a Entry,
    variants: Option<&Thesaurus<'_>>,
) -> Vec<Duplicate<'a>> {
    let mut kept: FxHashMap<ConceptId, &Node> = FxHashMap::default();
    let mut found = Vec::new();
    for item in entry.value.items() {
        let Some(text) = text(item) else { continue };
        if is_record(text) && variants.is_some_and(|it| it.identifies) {
            continue;
        }
        let key = key(text, variants);
        match kept.get(&key).copied() {
            None => drop(kept.insert(key, item)),
            Some(first) if is_better(item, first, variants) => {
                found.push(Duplicate {
                    item: first,
                    kept: item,
                });
                kept.insert(key, item);
            }
            Some(first) => found.push(Duplicate { item, kept: first }),
        }
    }
    found
}

fn text(item: &Node) -> Option<&str> {
    item.text().map(str::trim).filter(|it| !it.is_empty())
}

/// Figures of a machine, where repeats mean something.
fn is_record(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

fn key(text: &str, variants: Option<&Thesaurus<'_>>) -> ConceptId {
    let concept = variants.map(|it| it.spelling(text));
    concept.unwrap_or_else(|| ConceptId::Form(text.to_owned()))
}

fn is_better(item: &Node, first: &Node, variants: Option<&Thesaurus<'_>>) -> bool {
    let (item, first) = (text(item), text(first));
    let better = || variants?.preferred_spelling(first?);
    item != first && better().is_some_and(|it| Some(it.text.as_str()) == item)
}

fn finding(ctx: &Context<'_>, it: &Duplicate<'_>) -> Diagnostic {
    let (item, kept) = (
        text(it.item).unwrap_or_default(),
        text(it.kept).unwrap_or_default(),
    );
    let message = if item == kept {
        format!("`{item}` is in the list already: remove it here")
    } else {
        format!("`{item}` is in the list as `{kept}`: remove one of them")
    };
    let place = FileRange {
        file: ctx.file,
        range: it.kept.range,
    };
    Diagnostic::new(Code::DuplicateItem, it.item.range, message)
        .suggest(Suggestion::Remove)
        .relate("the one that stays is here", 1, std::iter::once(place))
}
