//! A list in alphabetical order.

use super::{Action, Place, of_post};
use crate::corpus::edit::Item;
use crate::corpus::fold;
use crate::features::fixes::Context;
use crate::features::fixes::plan::Step;
use crate::syntax::{Entry, Field};

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let fields = ctx.parsed.fields();
    let touched = |it: &Field<'_>| it.range.contains_inclusive(at.range.start()) && !it.is_merged();
    let innermost = fields.iter().rposition(touched);
    let Some((entry, it)) = innermost.map(|index| (index, &fields[index])) else {
        return;
    };
    let Some(order) = order(it) else { return };
    let items = order.into_iter().map(Item::Keep).collect();
    let name = it.name();
    acc.extend(of_post(
        ctx,
        format!("Sort `{name}`"),
        &[Step::Items { entry, items }],
    ));
}

/// The indexes of the items as they should stand; `None` if they do, or are not all texts. Case does not count.
fn order(entry: &Entry) -> Option<Vec<usize>> {
    let items = entry.value.items();
    let texts: Option<Vec<_>> = items.iter().map(|it| it.text()).collect();
    let keys: Vec<_> = texts?.into_iter().map(|it| (fold(it), it)).collect();
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| keys[*a].cmp(&keys[*b]));
    (!order.is_sorted()).then_some(order)
}
