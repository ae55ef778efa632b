//! The values of posts that were not there before, sorted out by vocabulary. Thousands of posts come at once when a corpus is
//! loaded; most of them share their sequence of names, so that where a field goes is looked up once for each sequence.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Delta, Routes};
use crate::corpus::path::FileId;
use crate::corpus::summary::Value;

/// A value that is not empty.
pub(super) struct Arrival<'a> {
    pub(super) file: FileId,
    /// Of the post.
    pub(super) date: Option<i32>,
    /// Whether its field is a list elsewhere.
    pub(super) is_list: bool,
    pub(super) value: &'a Value,
}

/// What one vocabulary gets, in parts, in the order of the posts.
type Parts<'a> = Vec<Vec<Arrival<'a>>>;

/// The vocabularies that are wanted with what each gets, those that get most first.
pub(super) fn sort_out<'a>(
    routes: &'a Routes,
    deltas: &'a [Delta],
    wanted: impl Fn(&SmolStr) -> bool + Sync,
) -> Vec<(&'a SmolStr, Parts<'a>)> {
    let share = deltas.len().div_ceil(2 * rayon::current_num_threads());
    let sorted: Vec<_> = deltas
        .par_chunks(share)
        .map(|deltas| {
            let mut part = Part::default();
            deltas.iter().for_each(|it| part.take(routes, it, &wanted));
            part.vocabularies
        })
        .collect();
    let mut by_name: FxHashMap<&SmolStr, (usize, Parts)> = FxHashMap::default();
    for group in sorted.into_iter().flatten().filter(|it| it.n_terms > 0) {
        let (n_terms, parts) = by_name.entry(group.name).or_default();
        *n_terms += group.n_terms;
        parts.push(group.arrivals);
    }
    let mut sorted: Vec<_> = by_name.into_iter().collect();
    sorted.sort_unstable_by_key(|(name, (n_terms, _))| Reverse((*n_terms, *name)));
    let sorted = sorted.into_iter();
    sorted.map(|(name, (_, parts))| (name, parts)).collect()
}

/// What one thread has sorted out.
#[derive(Default)]
struct Part<'a> {
    vocabularies: Vec<Group<'a>>,
    places: FxHashMap<&'a SmolStr, usize>,
    /// By where the names are in memory.
    layouts: FxHashMap<*const SmolStr, Layout>,
}

/// For each name of a post the place of its vocabulary, and whether the field is a list elsewhere.
type Layout = Box<[Option<(usize, bool)>]>;

struct Group<'a> {
    name: &'a SmolStr,
    n_terms: usize,
    arrivals: Vec<Arrival<'a>>,
}

impl<'a> Part<'a> {
    fn take(&mut self, routes: &'a Routes, delta: &'a Delta, wanted: impl Fn(&SmolStr) -> bool) {
        let Some(summary) = &delta.new else {
            return;
        };
        let names = summary.fields.names();
        if !self.layouts.contains_key(&names.as_ptr()) {
            let layout = self.layout(routes, names, wanted);
            self.layouts.insert(names.as_ptr(), layout);
        }
        let layout = &self.layouts[&names.as_ptr()];
        for ((_, value), goes_to) in summary.fields.iter().zip(layout) {
            let n_terms = value.items().len();
            if let Some((place, is_list)) = *goes_to
                && n_terms > 0
            {
                let group = &mut self.vocabularies[place];
                group.n_terms += n_terms;
                group.arrivals.push(Arrival {
                    file: delta.file,
                    date: summary.date,
                    is_list,
                    value,
                });
            }
        }
    }

    fn layout(
        &mut self,
        routes: &'a Routes,
        names: &'a Arc<[SmolStr]>,
        wanted: impl Fn(&SmolStr) -> bool,
    ) -> Layout {
        let mut place = |name: &'a SmolStr| {
            *self.places.entry(name).or_insert_with(|| {
                self.vocabularies.push(Group {
                    name,
                    n_terms: 0,
                    arrivals: Vec::new(),
                });
                self.vocabularies.len() - 1
            })
        };
        let goes_to = |field: &'a SmolStr| {
            let name = routes.vocabulary(field);
            wanted(name).then(|| (place(name), routes.lists.contains(field)))
        };
        names.iter().map(goes_to).collect()
    }
}
