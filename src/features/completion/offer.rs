//! How the terms that are found are offered: each once, in its usual spelling, and below it what many posts write instead.
//! It does not weigh them.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::matching::{By, Match};
use super::meant::Told;
use super::rank::Group;
use super::term::Slot;
use crate::corpus::{Meeting, Via};

/// Where the usual spelling has more than so many times the posts of another one, that one is a slip, and not offered at all.
const DECIDED: usize = 20;

/// A term to offer.
pub(super) struct Offer<'a> {
    /// Log-odds.
    pub(super) score: f32,
    pub(super) found: Match<'a>,
    /// As it is written.
    pub(super) text: SmolStr,
    /// Where it is another spelling or name that is as good as in use: the one above it.
    pub(super) beside: Option<Beside>,
}

/// The spelling that another one stands below.
pub(super) enum Beside {
    /// The usual one: this one is rarer.
    Usual(SmolStr),
    /// Posts have not decided between them.
    Equal(SmolStr),
}

impl Offer<'_> {
    /// What more speaks for comes first; then what was found by its own name. Ids would tell in which order terms came to be.
    fn order(&self, other: &Offer<'_>) -> Ordering {
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
) -> Vec<Offer<'a>> {
    let mut best: FxHashMap<Meeting, Offer<'a>> = FxHashMap::default();
    let mut others = Vec::new();
    let mut fitting = FxHashSet::default();
    for (score, found) in scored {
        let Some(offer) = usual(slot, group, score, found) else {
            continue;
        };
        let meeting = slot.meant.meeting(&offer.text);
        if slot.meant.is_listed(&meeting) {
            continue;
        }
        if slot.vocabulary.term(found.term).text == offer.text && !is_by_another(&offer) {
            fitting.insert(meeting.clone());
        }
        if let Some(it) = rarer(slot, score, found, &offer) {
            others.push((meeting.clone(), it));
        }
        match best.entry(meeting) {
            Entry::Vacant(entry) => drop(entry.insert(offer)),
            Entry::Occupied(mut entry) => {
                let other = keep_better(slot, entry.get_mut(), offer);
                if is_to_the_letter(slot, &other) {
                    others.push((entry.key().clone(), other));
                }
            }
        }
    }
    let mut offers = beside(&best, &fitting, others);
    offers.extend(best.into_values());
    offers.sort_unstable_by(Offer::order);
    offers
}

/// What comes first is never the rarer spelling of a term, whatever is typed: clients accept the first item by Enter.
pub(super) fn put_usual_first(offers: &mut [Offer<'_>]) {
    let Some(Beside::Usual(usual)) = offers.first().and_then(|it| it.beside.as_ref()) else {
        return;
    };
    if let Some(at) = offers.iter().position(|it| it.text == *usual) {
        offers[..=at].rotate_right(1);
    }
}

fn is_by_another(offer: &Offer<'_>) -> bool {
    matches!(offer.found.by, By::Key { alias: Some(_), .. })
}

/// Of two offers of one term the better one stays, with all that speaks for either; the other one is given back. Where posts
/// have not decided between two spellings, what is typed does: the one that it is the beginning of, to the letter.
fn keep_better<'a>(slot: &Slot<'_>, known: &mut Offer<'a>, offer: Offer<'a>) -> Offer<'a> {
    let by_letter = |it: &Offer<'_>| !is_to_the_letter(slot, it);
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
fn beside<'a>(
    best: &FxHashMap<Meeting, Offer<'a>>,
    fitting: &FxHashSet<Meeting>,
    others: Vec<(Meeting, Offer<'a>)>,
) -> Vec<Offer<'a>> {
    let mut seen = FxHashSet::default();
    let others = others.into_iter().filter_map(|(meeting, it)| {
        let first = &best[&meeting];
        let is_other = it.text != first.text && seen.insert(it.text.clone());
        let score = match fitting.contains(&meeting) {
            true => it.score.min(first.score.next_down()),
            false => first.score.next_up(),
        };
        is_other.then(|| Offer {
            score,
            beside: it
                .beside
                .or_else(|| Some(Beside::Equal(first.text.clone()))),
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
    usual: &Offer<'_>,
) -> Option<Offer<'a>> {
    let own = &slot.vocabulary.term(found.term).text;
    let n_posts = |it: &str| {
        let known = slot.vocabulary.get(it);
        known.map_or(0, |it| slot.vocabulary.term(it).posts.len())
    };
    let is_open = || match slot.meant.told_by(own) {
        Told::Pairs => true,
        Told::Spelling => n_posts(own) * DECIDED >= n_posts(&usual.text),
        Told::Declaration | Told::Quotes => false,
    };
    let rarer = Offer {
        score,
        found,
        text: own.clone(),
        beside: Some(Beside::Usual(usual.text.clone())),
    };
    (*own != usual.text && is_to_the_letter(slot, &rarer) && is_open()).then_some(rarer)
}

/// Whether what is typed is the beginning of the offered text as it is written.
fn is_to_the_letter(slot: &Slot<'_>, offer: &Offer<'_>) -> bool {
    let by_itself = matches!(
        offer.found.by,
        By::Key {
            via: Via::Text,
            alias: None,
            ..
        }
    );
    by_itself && offer.text.starts_with(slot.context.typed.trim())
}

/// All that speaks for the usual form speaks for it too where another one was found.
fn usual<'a>(slot: &'a Slot<'_>, group: Group, score: f32, found: Match<'a>) -> Option<Offer<'a>> {
    let own = &slot.vocabulary.term(found.term).text;
    let text = slot.meant.of(own)?;
    let known = slot.vocabulary.get(&text);
    if text == *own || known.is_some_and(|it| !slot.is_offered(it)) {
        return Some(Offer {
            score,
            found,
            text: own.clone(),
            beside: None,
        });
    }
    let term = known.unwrap_or(found.term);
    let usual = group.score(&slot.pieces(term)) - slot.cost(found);
    let by = match found.by {
        By::Key { via, key, alias } => By::Key {
            via,
            key,
            alias: alias.or(Some(own)),
        },
        it => it,
    };
    Some(Offer {
        score: score.max(usual),
        found: Match { term, by },
        text,
        beside: None,
    })
}
