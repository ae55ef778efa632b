//! What the corpus has against taking a mention for the term: the text may be a word like any other, or a name of another kind.
//! It does not know the post.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::weights::Group;
use crate::corpus::{Snapshot, Term, Vocabulary, Words};
use crate::schema::{Field, Schema};

pub(super) struct Doubts<'a> {
    words: Arc<Words>,
    /// Those of names, but for the field's own.
    others: Vec<&'a Vocabulary>,
}

impl<'a> Doubts<'a> {
    pub(super) fn new(snap: &'a Snapshot, schema: &Schema, field: &Field) -> Doubts<'a> {
        let mut seen = FxHashSet::from_iter([&field.vocabulary]);
        let others = schema.order.iter().filter_map(|name| {
            let other = schema.field(name)?;
            let is_other = Group::of(other) == Group::Names && seen.insert(&other.vocabulary);
            is_other.then(|| snap.values(name))?
        });
        Doubts {
            others: others.collect(),
            words: snap.words(),
        }
    }

    /// How many more posts have its words in their titles and summaries than list it, for each of those: the logarithm, 0 for none.
    pub(super) fn ordinary(&self, term: &Term, words: &[u32]) -> f32 {
        let told = words.iter().map(|it| self.words.posts(*it).len()).min();
        let more = told.unwrap_or(0).saturating_sub(term.posts.len());
        (1.0 + more as f32 / (1.0 + term.posts.len() as f32)).ln()
    }

    /// The share of this field among all posts that list the text in one of names: the logarithm, 0 where it is all.
    pub(super) fn own(&self, term: &Term) -> f32 {
        let n = term.posts.len().max(1) as f32;
        let n_posts = |it: &&Vocabulary| it.get(&term.text).map_or(0, |id| it.term(id).posts.len());
        let others: usize = self.others.iter().map(n_posts).sum();
        (n / (n + others as f32)).ln()
    }
}
