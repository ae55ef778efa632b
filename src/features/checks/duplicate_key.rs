//! `duplicate-key`: a field that stands twice.

use std::collections::hash_map;

use rustc_hash::FxHashMap;

use super::Context;
use crate::corpus::FileRange;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::syntax::{Entry, Node, NodeKind};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    in_map(ctx, &front_matter.entries, acc);
}

/// The keys of a map, and of the maps in it.
fn in_map(ctx: &Context<'_>, entries: &[Entry], acc: &mut Diagnostics<'_>) {
    let mut seen: FxHashMap<&str, &Entry> = FxHashMap::default();
    for entry in entries {
        let values = std::iter::once(&entry.value).chain(entry.value.items());
        for map in values.map(Node::map_entries).filter(|it| it.len() > 1) {
            in_map(ctx, map, acc);
        }
        let Some(key) = entry.key.text() else {
            continue;
        };
        match seen.entry(key) {
            hash_map::Entry::Occupied(first) => acc.push(finding(ctx, key, first.get(), entry)),
            hash_map::Entry::Vacant(place) => drop(place.insert(entry)),
        }
    }
}

fn finding(ctx: &Context<'_>, key: &str, first: &Entry, entry: &Entry) -> Diagnostic {
    let remedy = if same(&first.value, &entry.value) {
        "remove one of the two, they are equal"
    } else if first.value.items().is_empty() || entry.value.items().is_empty() {
        "keep one of the two"
    } else {
        "merge the two lists"
    };
    let first = FileRange {
        file: ctx.file,
        range: first.key.range,
    };
    Diagnostic::new(
        Code::DuplicateKey,
        entry.key.range,
        format!("`{key}` stands twice: {remedy}"),
    )
    .relate("the first is here", 1, std::iter::once(first))
}

/// Whether two nodes have one value, wherever and however they are written.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::Scalar { text: a, .. }, NodeKind::Scalar { text: b, .. }) => a == b,
        (NodeKind::List { items: a, .. }, NodeKind::List { items: b, .. }) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        _ => false,
    }
}
