//! How the terms that are found are offered: each once, in its usual spelling, and below it what many posts write instead.
//! It does not weigh them.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::canonicalizer::Cause;
use super::matching::{Match, MatchKind};
use super::slot::Slot;
use super::weights::Group;
use crate::corpus::{ConceptId, KeyKind};

/// Where the usual spelling has more than so many times the posts of another one, that one is a slip, and not offered at all.
const DECIDED: usize = 20;

/// A term to offer.
pub(super) struct TermCandidate<'a> {
    /// Log-odds.
    pub(super) score: f32,
    pub(super) found: Match<'a>,
    /// As it is written.
    pub(super) text: SmolStr,
    /// Where it is another spelling or name that is as good as in use: the one above it.
    pub(super) alternative: Option<Alternative>,
}

/// The spelling that another one stands below.
pub(super) enum Alternative {
    /// The usual one: this one is rarer.
    Preferred(SmolStr),
    /// Posts have not decided between them.
    Equal(SmolStr),
}

impl TermCandidate<'_> {
    /// What more speaks for comes first; then what was found by its own name. Ids would tell in which order terms came to be.
    fn order(&self, other: &TermCandidate<'_>) -> Ordering {
        let likelier = other.score.total_cmp(&self.score);
        likelier
            .then_with(|| is_by_another(self).cmp(&is_by_another(other)))
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| self.found.term.cmp(&other.found.term))
    }
}

/// The terms that are meant by these, each once and as it should be written, without those that the list has already; below
/// them, what many posts write instead.
pub(super) fn offers<'a>(
    slot: &'a Slot<'_>,
    group: Group,
    scored: Vec<(f32, Match<'a>)>,
) -> Vec<TermCandidate<'a>> {
    let mut best: FxHashMap<ConceptId, TermCandidate<'a>> = FxHashMap::default();
    let mut others = Vec::new();
    let mut fitting = FxHashSet::default();
    for (score, found) in scored {
        let Some(offer) = usual(slot, group, score, found) else {
            continue;
        };
        let concept = slot.meant.concept(&offer.text);
        if slot.meant.is_listed(&concept) {
            continue;
        }
        if slot.vocabulary.term(found.term).text == offer.text && !is_by_another(&offer) {
            fitting.insert(concept.clone());
        }
        if let Some(it) = rarer(slot, score, found, &offer) {
            others.push((concept.clone(), it));
        }
        match best.entry(concept) {
            Entry::Vacant(entry) => drop(entry.insert(offer)),
            Entry::Occupied(mut entry) => {
                let other = keep_better(slot, entry.get_mut(), offer);
                if is_to_the_letter(slot, &other) {
                    others.push((entry.key().clone(), other));
                }
            }
        }
    }
    let mut offers = alternative(&best, &fitting, others);
    offers.extend(best.into_values());
    offers.sort_unstable_by(TermCandidate::order);
    offers
}

/// What comes first is never the rarer spelling of a term, whatever is typed: clients accept the first item by Enter.
pub(super) fn put_usual_first(offers: &mut [TermCandidate<'_>]) {
    let Some(Alternative::Preferred(usual)) = offers.first().and_then(|it| it.alternative.as_ref())
    else {
        return;
    };
    if let Some(at) = offers.iter().position(|it| it.text == *usual) {
        offers[..=at].rotate_right(1);
    }
}

fn is_by_another(offer: &TermCandidate<'_>) -> bool {
    matches!(offer.found.by, MatchKind::Key { alias: Some(_), .. })
}

/// Of two offers of one term the better one stays, with all that speaks for either; the other one is given back. Where posts
/// have not decided between two spellings, what is typed does: the one that it is the beginning of, to the letter.
fn keep_better<'a>(
    slot: &Slot<'_>,
    known: &mut TermCandidate<'a>,
    offer: TermCandidate<'a>,
) -> TermCandidate<'a> {
    let by_letter = |it: &TermCandidate<'_>| !is_to_the_letter(slot, it);
    let score = known.score.max(offer.score);
    let order = match offer.text == known.text {
        true => offer.order(known),
        false => by_letter(&offer)
            .cmp(&by_letter(known))
            .then_with(|| offer.order(known)),
    };
    let other = match order {
        Ordering::Less => std::mem::replace(known, offer),
        _ => offer,
    };
    known.score = score;
    other
}

/// Each of the other spellings once, just below the one that stays. Where that one does not fit what is typed, as `New York Times`
/// does not fit `Th`, the author means the other one: just above it.
fn alternative<'a>(
    best: &FxHashMap<ConceptId, TermCandidate<'a>>,
    fitting: &FxHashSet<ConceptId>,
    others: Vec<(ConceptId, TermCandidate<'a>)>,
) -> Vec<TermCandidate<'a>> {
    let mut seen = FxHashSet::default();
    let others = others.into_iter().filter_map(|(concept, it)| {
        let first = &best[&concept];
        let is_other = it.text != first.text && seen.insert(it.text.clone());
        let score = match fitting.contains(&concept) {
            true => it.score.min(first.score.next_down()),
            false => first.score.next_up(),
        };
        is_other.then(|| TermCandidate {
            score,
            alternative: it
                .alternative
                .or_else(|| Some(Alternative::Equal(first.text.clone()))),
            ..it
        })
    });
    others.collect()
}

/// The found spelling itself, where the posts have not decided against it and what is typed is its beginning, to the letter.
fn rarer<'a>(
    slot: &'a Slot<'_>,
    score: f32,
    found: Match<'a>,
    usual: &TermCandidate<'_>,
) -> Option<TermCandidate<'a>> {
    let own = &slot.vocabulary.term(found.term).text;
    let n_posts = |it: &str| {
        let known = slot.vocabulary.get(it);
        known.map_or(0, |it| slot.vocabulary.term(it).posts.len())
    };
    let is_open = || match slot.meant.cause(own) {
        Cause::OtherName => true,
        Cause::Spelling => n_posts(own) * DECIDED >= n_posts(&usual.text),
        Cause::Declaration | Cause::Quotes => false,
    };
    let rarer = TermCandidate {
        score,
        found,
        text: own.clone(),
        alternative: Some(Alternative::Preferred(usual.text.clone())),
    };
    (*own != usual.text && is_to_the_letter(slot, &rarer) && is_open()).then_some(rarer)
}

/// Whether what is typed is the beginning of the offered text as it is written.
fn is_to_the_letter(slot: &Slot<'_>, offer: &TermCandidate<'_>) -> bool {
    let by_itself = matches!(
        offer.found.by,
        MatchKind::Key {
            kind: KeyKind::Text,
            alias: None,
            ..
        }
    );
    by_itself && offer.text.starts_with(slot.context.typed.trim())
}

/// All that speaks for the usual form speaks for it too where another one was found.
fn usual<'a>(
    slot: &'a Slot<'_>,
    group: Group,
    score: f32,
    found: Match<'a>,
) -> Option<TermCandidate<'a>> {
    let own = &slot.vocabulary.term(found.term).text;
    let text = slot.meant.of(own)?;
    let known = slot.vocabulary.get(&text);
    if text == *own || known.is_some_and(|it| !slot.is_offered(it)) {
        return Some(TermCandidate {
            score,
            found,
            text: own.clone(),
            alternative: None,
        });
    }
    let term = known.unwrap_or(found.term);
    let usual = group.score(&slot.pieces(term)) - slot.cost(found);
    let by = match found.by {
        MatchKind::Key { kind, key, alias } => MatchKind::Key {
            kind,
            key,
            alias: alias.or(Some(own)),
        },
        it => it,
    };
    Some(TermCandidate {
        score: score.max(usual),
        found: Match { term, by },
        text,
        alternative: None,
    })
}
