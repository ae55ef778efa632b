//! Completion of terms: candidates from what is typed, or from what the post says, ranked by their likelihood.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

use super::accept_new;
use super::candidates::{self, Alternative, TermCandidate};
use super::context::Context;
use super::documentation::count;
use super::matching::{self, Match, MatchKind};
use super::person;
use super::slot::{Slot, by_nothing};
use super::weights::Group;
use super::write::{self, Typed};
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{Snapshot, TermId, fold_typed};
use crate::schema::Field;

/// A value that is more likely than this is worth a key less.
const SURE: f32 = 0.8;

/// A letter can begin thousands of terms. Weighing one costs some 200 ns.
const MAX_WEIGHED: usize = 1_000;

/// Of so many of the likeliest it is asked how they should be written: far more than are shown, and each costs some 300 ns.
const MAX_JUDGED: usize = 300;

pub(super) fn complete(slot: &Slot<'_>, limit: usize) -> CompletionList {
    let group = Group::of(slot.field);
    let typed = &slot.context.typed;
    let found = match typed.trim().is_empty() {
        true => likely(slot),
        false => {
            let is_offered = |it| slot.is_offered(it);
            let wanted = || slot.wanted();
            matching::matches(slot.vocabulary, &slot.keys, typed, wanted, is_offered)
        }
    };
    let mut offers = weighed(slot, group, found);
    let sure = share_of_first(&offers) > SURE;
    // What is typed whole is meant; and clients that match for themselves put it first anyway.
    offers.sort_by_key(|it| !matching::is_whole(typed, it.found.by));
    candidates::put_usual_first(&mut offers);
    let person = person::meant(slot, &offers);
    if let Some(it) = person {
        offers[..=it].rotate_right(1);
    }
    let new = person.is_none() && accept_new::is_new(slot, &offers);
    let mut items: Vec<CompletionItem> = offers
        .iter()
        .take(limit)
        .filter_map(|it| item(slot, it))
        .collect();
    if let Some(first) = items.first_mut() {
        first.preselect = sure && !new;
    }
    if new {
        items.splice(0..0, as_typed(slot));
    }
    if person.is_some() {
        put_below(slot, &mut items);
    }
    // Never complete: the order depends on what is typed, and clients keep the one they have while the list is complete.
    CompletionList {
        items,
        incomplete: true,
    }
}

/// Below the person who is meant by a word: the word alone, as the posts have it or else as a new value. Clients that match for
/// themselves would put first what is nothing but the typed text.
fn put_below(slot: &Slot<'_>, items: &mut Vec<CompletionItem>) {
    let typed = slot.context.typed.trim();
    let is_word = |it: &CompletionItem| fold_typed(&it.label) == fold_typed(typed);
    if !slot.field.closed && !items.iter().any(is_word) {
        items.splice(1..1, as_typed(slot));
    }
    for it in items.iter_mut().filter(|it| it.filter.ends_with(typed)) {
        it.filter = format_smolstr!("{} {}", it.filter, it.label);
    }
}

/// The terms that anything speaks for before one is typed, the likeliest first.
pub(super) fn ranked<'a>(slot: &'a Slot<'_>, group: Group) -> Vec<TermCandidate<'a>> {
    weighed(slot, group, likely(slot))
}

fn weighed<'a>(slot: &'a Slot<'_>, group: Group, found: Vec<Match<'a>>) -> Vec<TermCandidate<'a>> {
    let mut scored: Vec<(f32, Match)> = worth_weighing(slot, found)
        .into_iter()
        .map(|it| {
            let score = group.score(&slot.pieces(it.term)) - slot.cost(it);
            (score, it)
        })
        .collect();
    let by_score = |a: &(f32, Match), b: &(f32, Match)| b.0.total_cmp(&a.0);
    if scored.len() > MAX_JUDGED {
        scored.select_nth_unstable_by(MAX_JUDGED, by_score);
        scored.truncate(MAX_JUDGED);
    }
    candidates::offers(slot, group, scored)
}

/// All; where they are very many, those with any evidence or many posts.
fn worth_weighing<'a>(slot: &Slot<'_>, found: Vec<Match<'a>>) -> Vec<Match<'a>> {
    if found.len() <= MAX_WEIGHED {
        return found;
    }
    let wanted: FxHashSet<TermId> = slot.wanted().into_iter().collect();
    let cheap = |it: Match<'a>| {
        let n_posts = slot.vocabulary.term(it.term).posts.len();
        (Reverse((wanted.contains(&it.term), n_posts, it.term)), it)
    };
    // Looked up once, and not at each comparison.
    let mut keyed: Vec<_> = found.into_iter().map(cheap).collect();
    keyed.select_nth_unstable_by_key(MAX_WEIGHED, |it| it.0);
    keyed.truncate(MAX_WEIGHED);
    keyed.into_iter().map(|it| it.1).collect()
}

/// What is typed, as a new value.
fn as_typed(slot: &Slot<'_>) -> Option<CompletionItem> {
    let typed = SmolStr::new(slot.context.typed.trim());
    let edit = write::edit(slot.context, slot.field, &typed, Typed::No)?;
    Some(CompletionItem {
        label: typed,
        kind: CompletionKind::Term,
        detail: Some("new".to_owned()),
        filter: write::filter(slot.context, &edit, slot.context.typed.clone()),
        edit,
        preselect: false,
        retrigger: false,
        stops: Vec::new(),
        term: None,
    })
}

/// Terms to offer before anything is typed: those that anything speaks for, the most frequent and the latest.
fn likely(slot: &Slot<'_>) -> Vec<Match<'static>> {
    let known = |text: &SmolStr| slot.vocabulary.get(text);
    let at_hand = slot
        .keys
        .iter()
        .flat_map(|it| it.frequent.iter().chain(&it.recent))
        .copied();
    let voted = slot.evidence.votes.keys().filter_map(known);
    let mentioned = slot
        .evidence
        .mentions
        .of(&slot.field.vocabulary)
        .map(|it| it.0);
    let elsewhere = slot.evidence.elsewhere.iter().filter_map(known);
    let all: FxHashSet<TermId> = at_hand
        .chain(voted)
        .chain(mentioned)
        .chain(elsewhere)
        .collect();
    all.into_iter()
        .filter(|it| slot.is_offered(*it))
        .map(by_nothing)
        .collect()
}

/// How likely the first candidate is among all of them.
pub(super) fn share_of_first(offers: &[TermCandidate<'_>]) -> f32 {
    let Some(first) = offers.first() else {
        return 0.0;
    };
    let all: f32 = offers.iter().map(|it| (it.score - first.score).exp()).sum();
    1.0 / all
}

fn item(slot: &Slot<'_>, offer: &TermCandidate<'_>) -> Option<CompletionItem> {
    let Slot { field, context, .. } = slot;
    let TermCandidate { found, text, .. } = offer;
    let term = slot.vocabulary.term(found.term);
    let mention = slot.evidence.mentions.get(&field.vocabulary, found.term);
    let posts = count(term.posts.len());
    let detail = match (found.by, mention) {
        _ if let Some(Alternative::Preferred(it)) = &offer.alternative => {
            format!("rarer than {it} · {posts}")
        }
        _ if let Some(Alternative::Equal(it)) = &offer.alternative => {
            format!("also {it} · {posts}")
        }
        (
            MatchKind::Key {
                alias: Some(alias), ..
            },
            _,
        ) => format!("{alias} · {posts}"),
        (_, Some(mention)) => format!("mentioned {}× · {posts}", mention.count),
        _ => posts,
    };
    let edit = write::edit(context, field, text, Typed::No)?;
    let filter = matching::filter(&context.typed, text, found.by);
    Some(CompletionItem {
        label: text.clone(),
        kind: CompletionKind::Term,
        detail: Some(detail),
        filter: write::filter(context, &edit, filter),
        edit,
        preselect: false,
        retrigger: false,
        stops: Vec::new(),
        term: Some((context.field.clone(), text.clone())),
    })
}

/// `true` and `false`, the usual one first.
pub(super) fn booleans(snap: &Snapshot, field: &Field, context: &Context) -> CompletionList {
    let n_posts = |value: &str| {
        let vocabulary = snap.values(&context.field)?;
        Some(vocabulary.term(vocabulary.get(value)?).posts.len())
    };
    let mut values = [("true", n_posts("true")), ("false", n_posts("false"))];
    values.sort_by_key(|it| Reverse(it.1));
    let typed = context.typed.to_lowercase();
    let items = values
        .iter()
        .filter(|it| it.0.starts_with(&typed))
        .filter_map(|(value, n_posts)| {
            Some(CompletionItem {
                label: SmolStr::new_static(value),
                kind: CompletionKind::Bool,
                detail: n_posts.map(count),
                edit: write::edit(context, field, value, Typed::Yes)?,
                filter: SmolStr::new_static(value),
                preselect: false,
                retrigger: false,
                stops: Vec::new(),
                term: None,
            })
        });
    CompletionList {
        items: items.collect(),
        incomplete: false,
    }
}
