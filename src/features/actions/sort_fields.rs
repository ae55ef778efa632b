//! The fields of a post in the order in which rubric.yaml or nearly all posts have them.

use rustc_hash::FxHashMap;

use super::{Action, Place, Work};
use crate::corpus::edit::sorted;
use crate::corpus::{SourceChange, Summary};
use crate::features::fixes::Context;
use crate::schema::{Evidence, Schema};

/// The place of each field in the order.
type Ranks<'a> = FxHashMap<&'a str, usize>;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let Some(front_matter) = ctx
        .front_matter()
        .filter(|it| it.range.contains_inclusive(at.range.start()))
    else {
        return;
    };
    let schema = ctx.schema();
    let order = schema.order.iter().enumerate();
    let ranks: Ranks = order.map(|(rank, name)| (name.as_str(), rank)).collect();
    let rank = |name: &str| ranks.get(name).copied();
    let Ok(edits) = sorted(ctx.source(), front_matter, rank) else {
        return;
    };
    if edits.is_empty() || !is_settled(ctx, schema, &ranks) {
        return;
    }
    let change = SourceChange {
        edits: vec![(ctx.file, edits)],
        ..SourceChange::default()
    };
    acc.push(Action::refactor(
        "Sort fields".to_owned(),
        Work::Done(change),
    ));
}

/// Whether there is an order to keep to: it is declared, or nearly all posts of the folder have it.
fn is_settled(ctx: &Context<'_>, schema: &Schema, ranks: &Ranks<'_>) -> bool {
    if !ctx.snap.config().order.is_empty() {
        return true;
    }
    let mut evidence = Evidence::default();
    for (file, summary) in ctx.snap.files() {
        if file != ctx.file
            && std::ptr::eq(ctx.snap.schema(file), schema)
            && summary.has_front_matter()
        {
            evidence.of += 1;
            evidence.agreeing += u32::from(is_in_order(ranks, summary));
        }
    }
    evidence.is_strong()
}

fn is_in_order(ranks: &Ranks<'_>, summary: &Summary) -> bool {
    let names = summary.fields.styled().filter(|it| !it.2.nested);
    names.filter_map(|it| ranks.get(it.0.as_str())).is_sorted()
}
