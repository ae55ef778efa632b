//! In which order posts usually have their fields.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::counts::Counts;

/// The most frequent order of all, with the fields of the next ones put in where they stand there.
///
/// A mean of all places would blend two conventions (alphabetical by a script, by hand otherwise) into an order that no post has.
pub(super) fn usual_order(counts: &Counts) -> Vec<SmolStr> {
    let mut orders: Vec<_> = counts.orders.values().collect();
    orders.sort_by(|(a, a_count), (b, b_count)| (b_count, a).cmp(&(a_count, b)));
    let mut usual: Vec<SmolStr> = Vec::new();
    let mut known: FxHashSet<&SmolStr> = FxHashSet::default();
    for (order, _) in orders {
        if known.len() == counts.fields.len() {
            break;
        }
        let mut place = 0;
        for field in order.iter() {
            if known.insert(field) {
                usual.insert(place, field.clone());
                place += 1;
            } else {
                let at = usual.iter().position(|it| it == field);
                place = at.expect("known fields are in the order") + 1;
            }
        }
    }
    usual
}
