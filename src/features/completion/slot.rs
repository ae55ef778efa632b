//! The field at the cursor, and all that is known of its terms: what may be meant by what is typed, and what speaks for each.

use std::sync::Arc;

use super::Candidate;
use super::canonicalizer::Canonicalizer;
use super::context::Context;
use super::evidence::Evidence;
use super::matching::{self, Match, MatchKind};
use super::rank;
use super::specificity::Doubts;
use super::weights::Pieces;
use crate::corpus::{FileId, Keys, Parsed, Snapshot, TermId, Vocabulary};
use crate::schema::Field;

/// The field at the cursor, and what is known of its terms and of what may come next.
pub(super) struct Slot<'a> {
    snap: &'a Snapshot,
    file: FileId,
    post: &'a Parsed,
    pub(super) field: &'a Field,
    pub(super) context: &'a Context,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) keys: [Arc<Keys>; 2],
    pub(super) meant: Canonicalizer<'a>,
    pub(super) evidence: Evidence,
    doubts: Doubts<'a>,
}

impl<'a> Slot<'a> {
    pub(super) fn new(
        snap: &'a Snapshot,
        file: FileId,
        post: &'a Parsed,
        field: &'a Field,
        context: &'a Context,
    ) -> Option<Slot<'a>> {
        let vocabulary = snap.values(&context.field)?;
        let keys = snap.keys(&field.vocabulary, vocabulary);
        let evidence = Evidence::new(snap, file, post, field, (vocabulary, &keys[0]), context);
        Some(Slot {
            snap,
            file,
            post,
            field,
            context,
            vocabulary,
            keys,
            meant: Canonicalizer::new(snap, file, (&context.field, field), &context.listed),
            evidence,
            doubts: Doubts::new(snap, snap.schema(file), field),
        })
    }

    pub(super) fn pieces(&self, term: TermId) -> Pieces {
        let keys = if term.0 < self.keys[0].end {
            &self.keys[0]
        } else {
            &self.keys[1]
        };
        rank::pieces(
            self.field,
            term,
            self.vocabulary.term(term),
            keys,
            &self.evidence,
            &self.doubts,
        )
    }

    /// What the way from what is typed to the term costs, in nats.
    pub(super) fn cost(&self, found: Match<'_>) -> f32 {
        let text = &self.vocabulary.term(found.term).text;
        let is_otherwise = matching::is_in_other_case(&self.context.typed, text, found.by);
        rank::penalty(found.by) + if is_otherwise { rank::OTHER_CASE } else { 0.0 }
    }

    /// All that what is typed can mean, or all that there is.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let found = match self.context.typed.trim().is_empty() {
            true => self.vocabulary.terms().map(|it| by_nothing(it.0)).collect(),
            false => {
                let wanted = || self.wanted();
                let typed = &self.context.typed;
                matching::matches(self.vocabulary, &self.keys, typed, wanted, |_| true)
            }
        };
        let offered = found.into_iter().filter(|it| self.is_offered(it.term));
        let candidate = |it: Match<'_>| {
            let term = self.vocabulary.term(it.term);
            Candidate {
                text: term.text.clone(),
                n_posts: term.posts.len(),
                pieces: self.pieces(it.term),
                cost: self.cost(it),
                rest: matching::rest_of(&self.context.typed, it.by).map(str::to_owned),
            }
        };
        offered.map(candidate).collect()
    }

    /// Whether posts have new values in the field now and then.
    pub(super) fn gets_new_values(&self) -> bool {
        self.snap.gets_new_values(&self.field.vocabulary)
    }

    pub(super) fn body(&self) -> &'a str {
        &self.post.text.as_str()[self.post.document.body.range]
    }

    /// How often the body mentions the term, if it does.
    pub(super) fn mentions(&self, term: TermId) -> Option<u32> {
        let mention = self.evidence.mentions.get(&self.field.vocabulary, term);
        mention.map(|it| it.count)
    }

    /// The share of the votes of similar posts that the term has, 0 to 1.
    pub(super) fn votes(&self, term: TermId) -> f32 {
        let text = &self.vocabulary.term(term).text;
        self.evidence.votes.get(text).copied().unwrap_or(0.0)
    }

    /// The terms that the body mentions or similar posts have.
    pub(super) fn wanted(&self) -> Vec<TermId> {
        let mentioned = self.evidence.mentions.of(&self.field.vocabulary);
        let votes = self.evidence.votes.keys();
        let voted = votes.filter_map(|it| self.vocabulary.get(it));
        mentioned.map(|it| it.0).chain(voted).collect()
    }

    /// A term that only this post uses, or none any more, is what is being typed, or the slip just fixed. Keys may be of a newer
    /// state, with terms that this one does not know.
    pub(super) fn is_offered(&self, term: TermId) -> bool {
        if term.0 >= self.vocabulary.n_ids() {
            return false;
        }
        match *self.vocabulary.term(term).posts {
            [] => false,
            [only] => only != self.file,
            _ => true,
        }
    }
}

pub(super) fn by_nothing(term: TermId) -> Match<'static> {
    Match {
        term,
        by: MatchKind::Nothing,
    }
}
