//! How likely a term is the next value: log-odds, a sum of the pieces of evidence, weighted by [`super::weights`].

use super::evidence::Evidence;
use super::matching::MatchKind;
use super::specificity::Doubts;
use super::weights::Pieces;
use crate::corpus::{KeyKind, Keys, Mention, Mentions, Term, TermId, fold_typed};
use crate::schema::Field;

/// A term that no similar post has still has this share of their votes.
const NO_VOTES: f32 = 0.003;

/// Below this share of votes or uses, a word is as good as new.
const NEW_WORD: f32 = 0.02;

/// For terms of posts without a date.
const MONTHS_UNKNOWN: f32 = 24.0;

/// What speaks for a term.
pub(super) fn pieces(
    field: &Field,
    id: TermId,
    term: &Term,
    keys: &Keys,
    evidence: &Evidence,
    doubts: &Doubts<'_>,
) -> Pieces {
    let months = term.last_use.map_or(MONTHS_UNKNOWN, |it| {
        (keys.latest.saturating_sub(it)).max(0) as f32 / 30.0
    });
    let votes = evidence.votes.get(&term.text).copied().unwrap_or(0.0);
    let mention = evidence.mentions.get(&field.vocabulary, id);
    let stands_in = |text: &Mentions| f32::from(text.get(&field.vocabulary, id).is_some());
    let (in_title, in_prose) = (stands_in(&evidence.title), stands_in(&evidence.prose));
    let (count, in_headings) = mention.map_or((0, 0), |it| (it.count, it.in_headings));
    let words = keys.words(id);
    let frequent = (term.posts.len().max(1) as f32).ln();
    let mentioned = f32::from(mention.is_some()).max(in_title).max(in_prose);
    let (ordinary, own) = match mentioned > 0.0 {
        true => (doubts.ordinary(term, words), doubts.own(term)),
        false => (0.0, 0.0),
    };
    [
        frequent,
        -(1.0 + months).ln(),
        mentioned,
        (count.max(1) as f32).ln(),
        (1.0 + in_headings as f32).ln(),
        in_title,
        in_prose,
        evidence.next.get(&id).copied().unwrap_or(0.0),
        (1.0 + votes / NO_VOTES).ln(),
        match words {
            // A single character is no word: it stands for itself.
            [] => lift(votes, term.posts.len(), evidence),
            words => mean(words, |it| {
                let votes = evidence.word_votes.get(&it).copied().unwrap_or(0.0);
                lift(votes, keys.word_uses(it) as usize, evidence)
            }),
        },
        mean(words, |it| {
            (1.0 + evidence.mentions.word(it) as f32).ln() / (2.0 + keys.word_uses(it) as f32).ln()
        }),
        in_order(&term.text, evidence),
        evidence.together.of(&term.text),
        f32::from(evidence.elsewhere.contains(&term.text)),
        frequent * (1.0 - mentioned),
        ordinary,
        own,
        f32::from(is_lowercase(&term.text, mention)),
    ]
}

/// How much more often similar posts have something than posts usually do; nothing can be told where none are similar.
fn lift(votes: f32, n_uses: usize, evidence: &Evidence) -> f32 {
    if evidence.votes.is_empty() {
        return 0.0;
    }
    let usual = n_uses as f32 / evidence.n_posts;
    ((votes + NEW_WORD) / (usual + NEW_WORD)).ln()
}

fn is_lowercase(text: &str, mention: Option<Mention>) -> bool {
    let always = mention.is_some_and(|it| it.count == it.in_lowercase);
    always && text.bytes().any(|it| it.is_ascii_uppercase())
}

fn mean(words: &[u32], of: impl Fn(u32) -> f32) -> f32 {
    let sum: f32 = words.iter().map(|it| of(*it)).sum();
    sum / words.len().max(1) as f32
}

fn in_order(text: &str, evidence: &Evidence) -> f32 {
    let Some((last, sure)) = &evidence.order else {
        return 0.0;
    };
    // The first bytes tell nearly all; folding the text is for the others.
    let follows = match (text.as_bytes().first(), last.as_bytes().first()) {
        (Some(a), Some(b)) if a.is_ascii_alphanumeric() && a.to_ascii_lowercase() != *b => {
            a.to_ascii_lowercase() > *b
        }
        _ => fold_typed(text).as_str() > last.as_str(),
    };
    if follows { *sure } else { 0.0 }
}

/// What it costs that the author has typed capitals, and the term has other letters there: nats.
pub(super) const OTHER_CASE: f32 = 2.0;

/// What a way from the typed text to the term costs, in nats: a first word is meant more often than a later one.
pub(super) fn penalty(by: MatchKind<'_>) -> f32 {
    let kind = match by {
        MatchKind::Nothing => return 0.0,
        MatchKind::Letters => return 8.0,
        MatchKind::Key { kind, .. } => kind,
    };
    match kind {
        KeyKind::Text => 0.0,
        KeyKind::Word => 3.0,
        KeyKind::Initials => 4.0,
        KeyKind::Pinyin => 3.0,
        KeyKind::Syllables => 4.0,
    }
}
