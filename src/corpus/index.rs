//! All vocabularies of a corpus, kept in step with the summaries by their differences.
//! It does not know what kind a field is: titles, dates and URLs have their posts by value here too, for who looks for
//! duplicates; the snapshot shows as vocabularies only those of fields that hold terms.

mod arrivals;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::path::FileId;
use super::summary::{Summary, Value};
use super::vocabulary::{Uses, Vocabulary};
use arrivals::Arrival;

/// From so many changed posts on, vocabularies are updated in parallel.
const PARALLEL: usize = 64;

/// So many summaries stay in a core's cache while one vocabulary after the other takes its part of them.
const CHUNK: usize = 512;

#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    vocabularies: Arc<FxHashMap<SmolStr, Arc<Vocabulary>>>,
    routes: Arc<Routes>,
}

/// To which vocabulary a field's values go.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Routes {
    /// Fields that share a vocabulary, by the vocabulary's name. Others have their own.
    pub(crate) shared: FxHashMap<SmolStr, SmolStr>,
    /// Fields that are lists elsewhere: a scalar there is a list with commas.
    pub(crate) lists: FxHashSet<SmolStr>,
}

impl Routes {
    pub(crate) fn vocabulary<'a>(&'a self, field: &'a SmolStr) -> &'a SmolStr {
        self.shared.get(field).unwrap_or(field)
    }

    /// Whether no other field's values go where this one's do.
    pub(crate) fn is_own(&self, field: &SmolStr) -> bool {
        let strangers = self.shared.iter().filter(|(it, _)| *it != field);
        self.vocabulary(field) == field && strangers.map(|it| it.1).all(|it| it != field)
    }

    /// The vocabularies that other values go to by `new`.
    fn changed(&self, new: &Routes) -> FxHashSet<SmolStr> {
        let moved = |it: &&SmolStr| self.shared.get(*it) != new.shared.get(*it);
        let moved = self.shared.keys().chain(new.shared.keys()).filter(moved);
        let relisted = self.lists.symmetric_difference(&new.lists);
        let fields = moved.chain(relisted);
        let names = fields.flat_map(|it| [it, self.vocabulary(it), new.vocabulary(it)]);
        names.cloned().collect()
    }

    /// Calls `f` for each term in the value.
    fn terms(&self, field: &SmolStr, value: &Value, f: impl FnMut(&SmolStr)) {
        terms(value, self.lists.contains(field), f);
    }
}

impl Snapshot {
    /// Calls `f` with each term that vocabularies count for a post, and its field; of one that stands twice, twice.
    pub fn each_term(&self, file: FileId, mut f: impl FnMut(&SmolStr, &SmolStr)) {
        let routes = self.state.index.routes();
        let summary = self.summary(file);
        for (field, value) in summary.iter().flat_map(|it| it.fields.iter()) {
            routes.terms(field, value, |term| f(field, term));
        }
    }
}

/// `is_list`: whether a scalar is a list with commas.
fn terms(value: &Value, is_list: bool, mut f: impl FnMut(&SmolStr)) {
    match value {
        Value::Scalar(text) if is_list && text.contains(',') => {
            let items = text.split(',').map(str::trim).filter(|it| !it.is_empty());
            items.for_each(|it| f(&it.into()));
        }
        _ => value.items().iter().for_each(f),
    }
}

/// One post's summary before and after.
#[derive(Clone, Debug)]
pub(crate) struct Delta {
    pub(crate) file: FileId,
    pub(crate) old: Option<Arc<Summary>>,
    pub(crate) new: Option<Arc<Summary>>,
}

impl Delta {
    fn date_changed(&self) -> bool {
        let date = |it: &Option<Arc<Summary>>| it.as_ref().and_then(|it| it.date);
        date(&self.old) != date(&self.new)
    }
}

/// What one vocabulary has to take in: for each of some posts, by index into the deltas, the fields before and after.
type Work<'a> = Vec<(usize, Side, &'a SmolStr, &'a Value)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Index {
    pub(crate) fn vocabulary(&self, name: &str) -> Option<&Arc<Vocabulary>> {
        self.vocabularies.get(name)
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    /// Brings the vocabularies from the old summaries to the new ones, with values going where `routes` says. Vocabularies that
    /// get other fields' values than before, or values cut otherwise, are made anew from `all` summaries as they are after.
    /// `date_of` tells the dates of posts as they are after.
    pub(crate) fn apply<'a>(
        &mut self,
        routes: Routes,
        deltas: &[Delta],
        all: impl Iterator<Item = (FileId, &'a Arc<Summary>)>,
        date_of: impl Fn(FileId) -> Option<i32> + Sync,
    ) {
        let anew = self.routes.changed(&routes);
        if anew.is_empty() {
            return self.update(deltas, |_| true, date_of);
        }
        self.routes = Arc::new(routes);
        if self.vocabularies.is_empty() {
            return self.update(deltas, |_| true, date_of);
        }
        Arc::make_mut(&mut self.vocabularies).retain(|name, _| !anew.contains(name));
        self.update(deltas, |it| !anew.contains(it), &date_of);
        let arrived = |(file, summary): (FileId, &Arc<Summary>)| Delta {
            file,
            old: None,
            new: Some(summary.clone()),
        };
        let all: Vec<Delta> = all.map(arrived).collect();
        self.update(&all, |it| anew.contains(it), date_of);
    }

    /// Takes the changes in, in the vocabularies that are wanted.
    fn update(
        &mut self,
        deltas: &[Delta],
        wanted: impl Fn(&SmolStr) -> bool + Sync,
        date_of: impl Fn(FileId) -> Option<i32> + Sync,
    ) {
        let routes = self.routes.clone();
        if deltas.len() >= PARALLEL && deltas.iter().all(|it| it.old.is_none()) {
            return self.take_in_new(&routes, deltas, wanted);
        }
        for deltas in deltas.chunks(CHUNK) {
            self.update_chunk(&routes, deltas, &wanted, &date_of);
        }
    }

    /// The same of posts that were not there before: their values are sorted out by vocabulary, each of which is then one task.
    fn take_in_new(
        &mut self,
        routes: &Routes,
        deltas: &[Delta],
        wanted: impl Fn(&SmolStr) -> bool + Sync,
    ) {
        let vocabularies = Arc::make_mut(&mut self.vocabularies);
        let sorted = arrivals::sort_out(routes, deltas, wanted);
        let mut tasks: Vec<_> = sorted
            .into_iter()
            .map(|(name, uses)| (name, vocabularies.remove(name).unwrap_or_default(), uses))
            .collect();
        // The largest first, so that the threads end together.
        rayon::scope_fifo(|scope| {
            for (_, vocabulary, arrivals) in &mut tasks {
                scope.spawn_fifo(move |_| take_in_at_once(Arc::make_mut(vocabulary), arrivals));
            }
        });
        let done = tasks.into_iter().map(|it| (it.0.clone(), it.1));
        vocabularies.extend(done);
    }

    fn update_chunk(
        &mut self,
        routes: &Routes,
        deltas: &[Delta],
        wanted: impl Fn(&SmolStr) -> bool + Sync,
        date_of: impl Fn(FileId) -> Option<i32> + Sync,
    ) {
        let work = plan(routes, deltas, wanted);
        if work.is_empty() {
            return;
        }
        let vocabularies = Arc::make_mut(&mut self.vocabularies);
        let mut tasks: Vec<(Arc<Vocabulary>, &SmolStr, Work)> = work
            .into_iter()
            .map(|(name, work)| (vocabularies.remove(name).unwrap_or_default(), name, work))
            .collect();
        let run = |(vocabulary, _, work): &mut (Arc<Vocabulary>, &SmolStr, Work)| {
            take_in(Arc::make_mut(vocabulary), routes, deltas, work, &date_of);
        };
        if deltas.len() < PARALLEL {
            tasks.iter_mut().for_each(run);
        } else {
            tasks.sort_by_key(|it| std::cmp::Reverse(it.2.len()));
            tasks.par_iter_mut().with_max_len(1).for_each(run);
        }
        let done = tasks.into_iter().map(|it| (it.1.clone(), it.0));
        vocabularies.extend(done);
    }
}

fn take_in_at_once(vocabulary: &mut Vocabulary, arrivals: &[Vec<Arrival>]) {
    let mut uses = Uses::default();
    for it in arrivals.iter().flatten() {
        let note = |term: &SmolStr| vocabulary.note(term, it.file, it.date, &mut uses);
        terms(it.value, it.is_list, note);
    }
    vocabulary.count(&uses);
}

/// Which fields of which posts go to which vocabulary, leaving out what did not change.
fn plan<'a>(
    routes: &'a Routes,
    deltas: &'a [Delta],
    wanted: impl Fn(&SmolStr) -> bool,
) -> FxHashMap<&'a SmolStr, Work<'a>> {
    let mut work: FxHashMap<&SmolStr, Work> = FxHashMap::default();
    for (index, delta) in deltas.iter().enumerate() {
        let touched = touched(routes, delta);
        let is_touched = |it: &SmolStr| touched.as_ref().is_none_or(|touched| touched.contains(it));
        let sides = [(Side::Old, &delta.old), (Side::New, &delta.new)];
        for (side, summary) in sides {
            let fields = summary.iter().flat_map(|it| it.fields.iter());
            for (field, value) in fields {
                let name = routes.vocabulary(field);
                if !value.items().is_empty() && is_touched(name) && wanted(name) {
                    work.entry(name)
                        .or_default()
                        .push((index, side, field, value));
                }
            }
        }
    }
    work
}

/// The vocabularies in which the post's part may be another now. `None` means all of them.
fn touched<'a>(routes: &'a Routes, delta: &'a Delta) -> Option<FxHashSet<&'a SmolStr>> {
    let (Some(old), Some(new)) = (&delta.old, &delta.new) else {
        return None;
    };
    if delta.date_changed() {
        return None;
    }
    if old.fields.is_shared(&new.fields) {
        return Some(FxHashSet::default());
    }
    let differing = |a: &'a Summary, b: &'a Summary| {
        let fields = a.fields.iter();
        fields
            .filter(|it| !b.fields.iter().any(|other| other == *it))
            .map(|(field, _)| routes.vocabulary(field))
    };
    Some(differing(old, new).chain(differing(new, old)).collect())
}

fn take_in(
    vocabulary: &mut Vocabulary,
    routes: &Routes,
    deltas: &[Delta],
    work: &Work,
    date_of: &impl Fn(FileId) -> Option<i32>,
) {
    for post in work.chunk_by(|a, b| a.0 == b.0) {
        let delta = &deltas[post[0].0];
        let date = delta.new.as_ref().and_then(|it| it.date);
        if post.iter().all(|it| it.1 == Side::New) {
            for (_, _, field, value) in post {
                routes.terms(field, value, |term| vocabulary.add(term, delta.file, date));
            }
            continue;
        }
        let terms = |side: Side| {
            let mut terms = FxHashSet::default();
            for (_, _, field, value) in post.iter().filter(|it| it.1 == side) {
                routes.terms(field, value, |term| {
                    terms.insert(term.clone());
                });
            }
            terms
        };
        let (old, new) = (terms(Side::Old), terms(Side::New));
        for term in old.difference(&new) {
            vocabulary.remove(term, delta.file, date_of);
        }
        for term in new.difference(&old) {
            vocabulary.add(term, delta.file, date);
        }
        if delta.date_changed() {
            old.intersection(&new)
                .for_each(|term| vocabulary.redate(term, date_of));
        }
    }
}
