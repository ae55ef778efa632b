//! What steps write into a list that has it already: of both the first keeps its place, as in a rename.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Context;
use crate::corpus::edit::Item;
use crate::corpus::{ConceptId, Thesaurus};
use crate::syntax::{Field, Node};

/// The items without the later ones of those that the steps made equal, or made spellings of one term. Spellings that stood
/// beside each other before are another finding's affair.
pub(super) fn without(ctx: &Context<'_>, entry: &Field<'_>, items: Vec<Item>) -> Vec<Item> {
    let old = entry.value.items();
    let variants = ctx.snap.thesaurus(entry.name());
    let written: FxHashSet<SmolStr> = items.iter().filter_map(written).cloned().collect();
    let new = |it: &Item| new_meeting(it, old, variants.as_ref()?);
    let any_new = items.iter().any(|it| new(it).is_some());
    let mut seen = FxHashSet::default();
    let mut met: FxHashMap<ConceptId, bool> = FxHashMap::default();
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let text = text(&item, old).filter(|it| !it.trim().is_empty());
        let same = text.is_some_and(|it| written.contains(it) && !seen.insert(SmolStr::new(it)));
        let is_new = new(&item).is_some();
        let concept = text.filter(|_| any_new);
        let concept = concept.and_then(|it| Some(variants.as_ref()?.spelling(it)));
        let first = concept.as_ref().and_then(|it| met.get(it).copied());
        let near = first.is_some_and(|it| it || is_new);
        if !same && !near {
            kept.push(item);
            if let (Some(concept), None) = (concept, first) {
                met.insert(concept, is_new);
            }
        }
    }
    kept
}

fn written(item: &Item) -> Option<&SmolStr> {
    match item {
        Item::Rewrite(_, text) | Item::New(text) => Some(text),
        Item::Keep(_) => None,
    }
}

fn text<'a>(item: &'a Item, old: &'a [Node]) -> Option<&'a str> {
    match item {
        Item::Keep(index) => old[*index].text(),
        Item::Rewrite(_, text) | Item::New(text) => Some(text),
    }
}

/// Where the spellings of the new text meet, if those of the old one do not meet there.
fn new_meeting(item: &Item, old: &[Node], variants: &Thesaurus<'_>) -> Option<ConceptId> {
    let concept = variants.spelling(written(item)?);
    let before = match item {
        Item::Rewrite(index, _) => old[*index].text().map(|it| variants.spelling(it)),
        _ => None,
    };
    (before.as_ref() != Some(&concept)).then_some(concept)
}
