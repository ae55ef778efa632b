//! What is kept between searches: texts in segments, of which only those are made anew whose posts or terms have changed.
//! It belongs to no snapshot; each brings it to its own state.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::segment::{self, Posts, TermTexts};
use super::texts::Texts;
use crate::corpus::{FileId, Snapshot, Summary, Vocabulary};
use crate::features::cursor_target::vocabulary_name;

/// How many posts, and how many terms, are in a segment.
const POSTS: u32 = 512;
const TERMS: u32 = 4096;

/// So many segments of posts are made for one search of an author who types: some milliseconds' work.
const MAX_IN_HASTE: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Index {
    posts: Mutex<Vec<Arc<Posts>>>,
    names: Mutex<Vec<Arc<Posts>>>,
    terms: Mutex<FxHashMap<SmolStr, Vec<Arc<TermTexts>>>>,
}

/// A vocabulary as one search sees it.
pub(super) struct Terms<'a> {
    /// One of the fields that share it.
    pub(super) field: &'a SmolStr,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) segments: Vec<Arc<TermTexts>>,
}

impl Index {
    pub(super) fn posts(&self, snap: &Snapshot) -> Vec<Arc<Posts>> {
        refreshed(&self.posts, snap, segment::headings)
    }

    pub(super) fn names(&self, snap: &Snapshot) -> Vec<Arc<Posts>> {
        refreshed(&self.names, snap, segment::names)
    }

    pub(super) fn terms<'a>(&self, snap: &'a Snapshot) -> Vec<Terms<'a>> {
        let mut fields: Vec<_> = snap.root_schema().fields.keys().collect();
        fields.sort_by_key(|it| (vocabulary_name(snap, it), *it));
        fields.dedup_by_key(|it| vocabulary_name(snap, it));
        let known = lock(&self.terms).clone();
        let terms: Vec<Terms<'_>> = fields
            .into_par_iter()
            .filter_map(|field| {
                let vocabulary = snap.vocabulary(field)?;
                let known = known.get(vocabulary_name(snap, field));
                let known = known.map(Vec::as_slice).unwrap_or_default();
                let segments = segments(known, vocabulary);
                Some(Terms {
                    field,
                    vocabulary,
                    segments,
                })
            })
            .collect();
        let keep = |it: &Terms<'_>| (vocabulary_name(snap, it.field).into(), it.segments.clone());
        *lock(&self.terms) = terms.iter().map(keep).collect();
        terms
    }
}

fn refreshed(
    kept: &Mutex<Vec<Arc<Posts>>>,
    snap: &Snapshot,
    more: fn(&Snapshot, FileId, &Summary, &mut Texts),
) -> Vec<Arc<Posts>> {
    let known = lock(kept).clone();
    let starts = starts(snap.n_interned() as u32, POSTS);
    // As long as nothing was written, which is so while a link is, no other thread is waited for.
    if known.len() == starts.len() && known.iter().all(|it| it.is_of(snap)) {
        return known;
    }
    let segments: Vec<_> = plan(&known, snap, starts)
        .into_par_iter()
        .map(|(start, known)| {
            let make = || Arc::new(Posts::new(snap, (start..start + POSTS).map(FileId), more));
            known.unwrap_or_else(make)
        })
        .collect();
    *lock(kept) = segments.clone();
    segments
}

/// The segments by their first posts, each with what is kept of it. Of many that changed an author who types gets some as they were,
/// or not at all yet: each search brings a few more to the state of now.
fn plan(known: &[Arc<Posts>], snap: &Snapshot, starts: Vec<u32>) -> Vec<(u32, Option<Arc<Posts>>)> {
    let mut budget = match snap.may_make() {
        true => starts.len(),
        false => MAX_IN_HASTE,
    };
    let mut plan = Vec::with_capacity(starts.len());
    for (index, start) in starts.into_iter().enumerate() {
        let known = known.get(index);
        let good = known.filter(|it| budget == 0 || it.is_of(snap));
        if good.is_none() && budget == 0 {
            break;
        }
        budget -= usize::from(good.is_none());
        plan.push((start, good.cloned()));
    }
    plan
}

fn segments(known: &[Arc<TermTexts>], vocabulary: &Vocabulary) -> Vec<Arc<TermTexts>> {
    let n_ids = vocabulary.n_ids();
    let segment = |(index, start): (usize, u32)| {
        let ids = start..(start + TERMS).min(n_ids);
        let known = known.get(index).filter(|it| it.is_of(vocabulary, &ids));
        let make = || Arc::new(TermTexts::new(vocabulary, ids.clone()));
        known.cloned().unwrap_or_else(make)
    };
    starts(n_ids, TERMS)
        .into_par_iter()
        .enumerate()
        .map(segment)
        .collect()
}

fn starts(n: u32, size: u32) -> Vec<u32> {
    (0..n).step_by(size as usize).collect()
}

/// What is in there is replaced as a whole: a panic elsewhere leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
