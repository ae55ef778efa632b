//! Counting posts, one or ten thousand. Most posts of a folder have the same fields in the same order: where a field is counted
//! is looked up once for each such sequence of names, and not for each post.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::counts::{Counts, FieldCounts};
use super::is_same_head;
use crate::corpus::index::Delta;
use crate::corpus::summary::Summary;

/// What some posts add to the counts of their folder.
#[derive(Default)]
pub(super) struct Tally<'a> {
    /// Without fields and orders.
    counts: Counts,
    fields: Vec<(&'a SmolStr, FieldCounts)>,
    places: FxHashMap<&'a SmolStr, usize>,
    /// By where the names are in memory: posts share them.
    layouts: FxHashMap<*const SmolStr, Layout<'a>>,
}

/// A sequence of names.
struct Layout<'a> {
    names: &'a Arc<[SmolStr]>,
    /// For each name the place among the fields; `None` where it comes again, since of duplicates the last one counts.
    places: Box<[Option<usize>]>,
    n_posts: i32,
}

impl<'a> Tally<'a> {
    /// Counts what changed. Bodies are read after their heads, and change more often: what stays the same is not counted.
    pub(super) fn take(&mut self, delta: &'a Delta) {
        let both = delta.old.as_ref().zip(delta.new.as_ref());
        let same_head = both.is_some_and(|(old, new)| is_same_head(old, new));
        let same_outline = both.is_some_and(|(old, new)| old.headings == new.headings);
        for (summary, sign) in [(&delta.old, -1), (&delta.new, 1)] {
            let Some(summary) = summary else {
                continue;
            };
            if !same_head {
                self.count(summary, sign);
            }
            if !same_outline {
                self.counts.outline.count(&summary.headings, sign);
            }
        }
    }

    /// `sign` is 1 for a post that comes, -1 for one that goes.
    fn count(&mut self, summary: &'a Summary, sign: i32) {
        if summary.template {
            return;
        }
        if !summary.has_front_matter() {
            self.counts.n_without_front_matter += sign;
            return;
        }
        self.counts.n_posts += sign;
        let names = summary.fields.names();
        if !self.layouts.contains_key(&names.as_ptr()) {
            let layout = self.layout(names);
            self.layouts.insert(names.as_ptr(), layout);
        }
        let layout = self.layouts.get_mut(&names.as_ptr());
        let layout = layout.expect("it was just inserted");
        layout.n_posts += sign;
        for ((_, value, style), place) in summary.fields.styled().zip(&layout.places) {
            if let Some(place) = *place {
                self.fields[place].1.count(value, style, sign);
            }
        }
    }

    fn layout(&mut self, names: &'a Arc<[SmolStr]>) -> Layout<'a> {
        let (fields, known) = (&mut self.fields, &mut self.places);
        let mut place = |name: &'a SmolStr| {
            *known.entry(name).or_insert_with(|| {
                fields.push((name, FieldCounts::default()));
                fields.len() - 1
            })
        };
        let mut later = FxHashSet::default();
        let from_last = names.iter().rev();
        let mut places: Vec<_> = from_last
            .map(|name| later.insert(name).then(|| place(name)))
            .collect();
        places.reverse();
        Layout {
            places: places.into(),
            names,
            n_posts: 0,
        }
    }

    pub(super) fn finish(self) -> Counts {
        let mut counts = self.counts;
        for layout in self.layouts.values() {
            counts.count_order(layout.names, layout.n_posts);
        }
        let fields = self.fields.into_iter();
        counts.fields = fields.map(|(name, it)| (name.clone(), it)).collect();
        counts
    }
}
