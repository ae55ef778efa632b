//! The terms of a field (or of several that share a vocabulary), with the posts that use each.
//! It does not know which fields there are, nor what a post looks like.

mod fold;
mod lookup;
mod postings;
mod uses;

use std::sync::atomic::{AtomicU64, Ordering};

use smol_str::SmolStr;

pub use fold::fold;
pub use postings::Postings;

use super::chunks::ChunkVec;
use super::path::FileId;
pub(super) use lookup::Lookup;
pub(super) use uses::Uses;

/// Dense within its vocabulary; never reused while the vocabulary lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// Copies share what did not change: a new term in one of 40,000 costs some microseconds.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    origin: Origin,
    terms: ChunkVec<Term>,
    exact: Lookup<TermId>,
    folded: Lookup<TermId>,
    n_terms: usize,
    n_uses: usize,
}

/// Which vocabulary it is: all states of one have one, and one that is made anew has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin(u64);

impl Default for Origin {
    fn default() -> Origin {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Origin(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

#[derive(Clone, Debug)]
pub struct Term {
    /// As written.
    pub text: SmolStr,
    /// The posts that use it, sorted. Its length is the term's count: a post that uses it twice counts once.
    pub posts: Postings,
    /// The latest `date` of a post that uses it: days since 1970-01-01.
    pub last_use: Option<i32>,
}

impl Vocabulary {
    /// Ids of an older or a newer state are the same, if this is.
    pub(super) fn origin(&self) -> Origin {
        self.origin
    }

    /// Terms that at least one post uses.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &Term)> {
        (0..)
            .map(TermId)
            .zip(self.terms.iter())
            .filter(|(_, it)| !it.posts.is_empty())
    }

    /// A term by an id that this vocabulary, or an older state of it, gave out. Posts may have ceased to use it.
    pub fn term(&self, id: TermId) -> &Term {
        self.terms
            .get(id.0 as usize)
            .expect("ids come from this vocabulary")
    }

    /// The term of exactly this text, if a post uses it.
    pub fn get(&self, text: &str) -> Option<TermId> {
        self.known(text)
            .filter(|it| !self.term(*it).posts.is_empty())
    }

    /// The terms that differ from this text in case and width at most, itself included.
    pub fn spellings(&self, text: &str) -> impl Iterator<Item = TermId> {
        let key = fold(text).into_owned();
        let candidates = self.folded.candidates(&key);
        candidates.filter(move |it| {
            let term = self.term(*it);
            !term.posts.is_empty() && fold(&term.text) == key
        })
    }

    /// How many ids were given out, to terms that are still used and to others.
    pub(crate) fn n_ids(&self) -> u32 {
        u32::try_from(self.terms.len()).expect("fewer than 4 billion terms")
    }

    /// How many terms are in use.
    pub fn len(&self) -> usize {
        self.n_terms
    }

    pub fn is_empty(&self) -> bool {
        self.n_terms == 0
    }

    /// The sum of all terms' counts.
    pub fn n_uses(&self) -> usize {
        self.n_uses
    }

    fn known(&self, text: &str) -> Option<TermId> {
        self.exact
            .candidates(text)
            .find(|it| self.term(*it).text == text)
    }

    /// Counts a use. A post that uses the term already changes nothing.
    pub(crate) fn add(&mut self, text: &SmolStr, file: FileId, date: Option<i32>) {
        let id = self.known(text).unwrap_or_else(|| self.push(text));
        let term = self.terms.get_mut(id.0 as usize).expect("just found");
        if !term.posts.insert(file) {
            return;
        }
        term.last_use = term.last_use.max(date);
        self.n_uses += 1;
        self.n_terms += usize::from(term.posts.len() == 1);
    }

    /// Takes a use back. `date_of` tells the dates of the posts that still use the term.
    pub(crate) fn remove(
        &mut self,
        text: &str,
        file: FileId,
        date_of: impl Fn(FileId) -> Option<i32>,
    ) {
        let Some(id) = self.known(text) else {
            return;
        };
        let term = self.terms.get_mut(id.0 as usize).expect("just found");
        if !term.posts.remove(file) {
            return;
        }
        term.last_use = term.posts.iter().filter_map(|it| date_of(*it)).max();
        self.n_uses -= 1;
        self.n_terms -= usize::from(term.posts.is_empty());
    }

    /// A post that uses the term has another date now, which `date_of` tells.
    pub(crate) fn redate(&mut self, text: &str, date_of: impl Fn(FileId) -> Option<i32>) {
        let Some(id) = self.known(text) else {
            return;
        };
        let last_use = self
            .term(id)
            .posts
            .iter()
            .filter_map(|it| date_of(*it))
            .max();
        if self.term(id).last_use != last_use {
            self.terms
                .get_mut(id.0 as usize)
                .expect("just found")
                .last_use = last_use;
        }
    }

    fn push(&mut self, text: &SmolStr) -> TermId {
        let id = TermId(u32::try_from(self.terms.len()).expect("fewer terms than bytes in memory"));
        self.terms.push(Term {
            text: text.clone(),
            posts: Postings::default(),
            last_use: None,
        });
        self.exact.insert(text, id);
        self.folded.insert(&fold(text), id);
        id
    }
}
