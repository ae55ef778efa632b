//! How likely a term is the next value: log-odds, a sum of a few weighted pieces of evidence.
//! The weights are learned by `cargo run --release --example learn_ranking`: it writes posts anew, value by value, and fits
//! the weights by which what was written next would have been the likeliest. The last three were learned with the others held:
//! learned anew, all together, they gain as much on the whole, but lose on two of ten sets of posts.

use super::evidence::Evidence;
use super::matching::MatchKind;
use super::specificity::Doubts;
use crate::corpus::{KeyKind, Keys, Mention, Mentions, Term, TermId, fold_typed};
use crate::schema::{Field, Kind};

/// The pieces of evidence, in the order of [`Pieces`].
pub const PIECES: [&str; N_PIECES] = [
    // Posts that use the term, their logarithm.
    "frequent",
    // Months since its last use, their logarithm with the sign turned.
    "recent",
    // The body, the title or another field of prose mentions it.
    "mentioned",
    // Mentions in the body, their logarithm.
    "often",
    // It stands in a heading: once more, their logarithm.
    "heading",
    // It stands in the title.
    "title",
    // It stands in the summary, or another field of prose.
    "summary",
    // It is the next one in the order in which the body mentions terms; half for the one after it, and so on.
    "next",
    // Votes of similar posts, their logarithm above none.
    "similar",
    // Its words, in votes of similar posts for whatever terms: their logarithm above what is usual.
    "kindred",
    // Its words stand in the body: mentions, the rarer words the more.
    "spelled",
    // It comes after the last item of a list that is in alphabetical order, as surely as that can be told.
    "in_order",
    // It goes together with the single values of other fields, the area or the speaker: how much likelier alternative them.
    "together",
    // Another field of the post has it.
    "elsewhere",
    // Posts that use the term, their logarithm, where nothing mentions it: there it is most of what can be told.
    "unmentioned",
    // It is mentioned, but its words stand in more titles and summaries than posts list it: a word like any other.
    "ordinary",
    // It is mentioned, but posts list it in other fields of names rather than in this one: the share of this one.
    "own",
    // It has capitals, and no mention in the body has: another word.
    "lowercase",
];

const N_PIECES: usize = 18;

/// The evidence for one term, or the weights of it in nats.
pub type Pieces = [f32; N_PIECES];

/// For which kind of field the weights are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Lists of concepts, written as slugs: tags.
    Concepts,
    /// Lists of names: people, organisations, products, works.
    Names,
    /// Fields with one value.
    Single,
}

impl Group {
    pub fn of(field: &Field) -> Group {
        match (field.kind, field.naming) {
            (Kind::List, Some(_)) => Group::Concepts,
            (Kind::List, None) => Group::Names,
            _ => Group::Single,
        }
    }

    pub fn weights(self) -> &'static Pieces {
        match self {
            Group::Concepts => &[
                0.65, 0.41, 1.21, 0.05, 0.05, 0.05, 0.05, 0.13, 0.33, 1.40, 1.89, 4.05, 0.0, 0.0,
                0.0, -1.17, 0.50, 0.0,
            ],
            Group::Names => &[
                -0.23, 0.0, 3.33, 0.05, 0.05, 0.05, 0.05, 2.75, 0.75, 0.03, 0.43, 0.0, 0.0, -0.55,
                0.55, -0.73, 0.38, -1.24,
            ],
            Group::Single => &[
                0.12, 0.55, 0.39, 0.05, 0.05, 0.27, 0.05, 0.18, 0.56, 0.76, 1.76, 0.0, 0.21, 2.55,
                0.0, 0.0, 0.0, 0.0,
            ],
        }
    }

    /// Log-odds up to a constant.
    pub fn score(self, pieces: &Pieces) -> f32 {
        self.weights()
            .iter()
            .zip(pieces)
            .map(|(weight, piece)| weight * piece)
            .sum()
    }
}

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
