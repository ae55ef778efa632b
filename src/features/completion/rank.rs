//! How likely a term is the next value: log-odds, a sum of a few weighted pieces of evidence.
//! The weights are learned from posts written so far, by predicting each value of a post from those before it.

use super::evidence::Evidence;
use super::matching::By;
use crate::corpus::{Term, TermId, Via};
use crate::schema::{Field, Kind};

/// What each piece of evidence counts, in nats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weights {
    /// Per e-fold of posts that use the term.
    pub(super) frequent: f32,
    /// Per e-fold of months since the last use, off.
    pub(super) recent: f32,
    /// The body mentions it.
    pub(super) mentioned: f32,
    /// Per e-fold of mentions.
    pub(super) often: f32,
    /// The title mentions it.
    pub(super) in_title: f32,
    /// It is the next one in the order in which the body mentions them.
    pub(super) next: f32,
    /// Per e-fold of similar posts' votes, above none.
    pub(super) similar: f32,
    /// It comes after the last item in a list that is in alphabetical order.
    pub(super) in_order: f32,
    /// Another field of the post has it.
    pub(super) elsewhere: f32,
}

/// Lists of concepts, written as slugs: tags.
const CONCEPTS: Weights = Weights {
    frequent: 0.3,
    recent: 0.3,
    mentioned: 1.28,
    often: 0.16,
    in_title: 0.9,
    next: 1.9,
    similar: 0.9,
    in_order: 3.5,
    elsewhere: 0.0,
};

/// Lists of names: people, organisations, products, works.
const NAMES: Weights = Weights {
    frequent: 0.16,
    recent: 0.12,
    mentioned: 3.1,
    often: 0.05,
    in_title: -0.3,
    next: 2.0,
    similar: 1.0,
    in_order: 0.0,
    elsewhere: -0.6,
};

/// Fields with one value.
const SINGLE: Weights = Weights {
    frequent: 0.0,
    recent: 1.0,
    mentioned: 0.0,
    often: 0.1,
    in_title: 0.5,
    next: 1.1,
    similar: 1.5,
    in_order: 0.0,
    elsewhere: 2.0,
};

/// A term that no similar post has still has this share of their votes.
const NO_VOTES: f32 = 0.003;

impl Weights {
    pub(super) fn of(field: &Field) -> &'static Weights {
        match (field.kind, &field.naming) {
            (Kind::List, Some(_)) => &CONCEPTS,
            (Kind::List, None) => &NAMES,
            _ => &SINGLE,
        }
    }

    /// Log-odds up to a constant.
    pub(super) fn score(
        &self,
        field: &Field,
        id: TermId,
        term: &Term,
        latest: i32,
        evidence: &Evidence,
    ) -> f32 {
        let months = term
            .last_use
            .map_or(MONTHS_UNKNOWN, |it| (latest - it).max(0) as f32 / 30.0);
        let votes = evidence.votes.get(&term.text).copied().unwrap_or(0.0);
        let mention = evidence.mentions.get(&field.vocabulary, id);
        let mentioned = mention.map_or(0.0, |it| {
            self.mentioned + self.often * (it.count as f32).ln()
        });
        let in_title = evidence.headline.get(&field.vocabulary, id).is_some();
        let in_order =
            evidence
                .order
                .as_ref()
                .map_or(0.0, |(last, sure)| match follows(&term.text, last) {
                    true => *sure,
                    false => 0.0,
                });
        self.frequent * (term.posts.len().max(1) as f32).ln() - self.recent * (1.0 + months).ln()
            + mentioned
            + self.in_title * f32::from(in_title)
            + self.next * evidence.next.get(&id).copied().unwrap_or(0.0)
            + self.similar * (1.0 + votes / NO_VOTES).ln()
            + self.in_order * in_order
            + self.elsewhere * f32::from(evidence.elsewhere.contains(&term.text))
    }
}

/// For terms of posts without a date.
const MONTHS_UNKNOWN: f32 = 24.0;

/// What a way from the typed text to the term costs, in nats: a first word is meant more often than a later one.
pub(super) fn penalty(by: By<'_>) -> f32 {
    let (via, alias) = match by {
        By::Nothing => return 0.0,
        By::Letters => return 8.0,
        By::Key { via, alias, .. } => (via, alias.is_some()),
    };
    let way = match via {
        Via::Text => 0.0,
        Via::Word => 2.0,
        Via::Initials => 3.0,
        Via::Pinyin => 1.0,
        Via::Syllables => 2.0,
    };
    way + if alias { 1.0 } else { 0.0 }
}

/// Whether `text` comes after the folded `last`. Most texts are told from it by their first letters.
fn follows(text: &str, last: &str) -> bool {
    crate::corpus::fold_typed(text).as_str() > last
}
