//! Completion of terms: candidates from what is typed, or from what the post says, ranked by their likelihood.

use std::cmp::{Ordering, Reverse};
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::context::Context;
use super::documentation::count;
use super::enter;
use super::evidence::Evidence;
use super::matching::{self, By, Match};
use super::meant::{Meant, Told};
use super::rank::{self, Group, Pieces};
use super::write::{self, Typed};
use super::{Candidate, CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{FileId, Keys, Meeting, Parsed, Snapshot, TermId, Via, Vocabulary};
use crate::schema::Field;

/// A value that is more likely than this is worth a key less.
const SURE: f32 = 0.8;

/// A letter can begin thousands of terms. Weighing one costs some 200 ns.
const MAX_WEIGHED: usize = 2_000;

/// Of so many of the likeliest it is asked how they should be written: far more than are shown, and each costs some 300 ns.
const MAX_JUDGED: usize = 500;

/// Where the usual spelling has more than so many times the posts of another one, that one is a slip, and not offered at all.
const DECIDED: usize = 20;

/// The field at the cursor, and what is known of its terms and of what may come next.
pub(super) struct Slot<'a> {
    file: FileId,
    field: &'a Field,
    context: &'a Context,
    vocabulary: &'a Vocabulary,
    keys: [Arc<Keys>; 2],
    meant: Meant<'a>,
    evidence: Evidence,
}

/// A term to offer.
pub(super) struct Offer<'a> {
    /// Log-odds.
    score: f32,
    pub(super) found: Match<'a>,
    /// As it is written.
    pub(super) text: SmolStr,
    /// Where it is another spelling or name that is as good as in use: the usual one.
    rarer_than: Option<SmolStr>,
}

impl<'a> Slot<'a> {
    pub(super) fn new(
        snap: &'a Snapshot,
        file: FileId,
        post: &Parsed,
        field: &'a Field,
        context: &'a Context,
    ) -> Option<Slot<'a>> {
        let vocabulary = snap.values(&context.field)?;
        let keys = snap.keys(&field.vocabulary, vocabulary);
        let evidence = Evidence::new(snap, file, post, field, (vocabulary, &keys[0]), context);
        Some(Slot {
            file,
            field,
            context,
            vocabulary,
            keys,
            meant: Meant::new(snap, file, (&context.field, field), &context.listed),
            evidence,
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
        )
    }

    /// All that what is typed can mean, or all that there is.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let found = match self.context.typed.trim().is_empty() {
            true => self.vocabulary.terms().map(|it| by_nothing(it.0)).collect(),
            false => matching::matches(self.vocabulary, &self.keys, &self.context.typed, |_| true),
        };
        let offered = found.into_iter().filter(|it| self.is_offered(it.term));
        let candidate = |it: Match<'_>| {
            let term = self.vocabulary.term(it.term);
            Candidate {
                text: term.text.clone(),
                n_posts: term.posts.len(),
                pieces: self.pieces(it.term),
                cost: rank::penalty(it.by),
                rest: matching::rest_of(&self.context.typed, it.by).map(str::to_owned),
            }
        };
        offered.map(candidate).collect()
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

    /// A term that only this post uses, or none any more, is what is being typed, or the slip just mended.
    pub(super) fn is_offered(&self, term: TermId) -> bool {
        match *self.vocabulary.term(term).posts {
            [] => false,
            [only] => only != self.file,
            _ => true,
        }
    }

    /// The terms that are meant by these, each once and as it should be written, without those that the list has already;
    /// below them, what many posts write instead.
    fn offers<'b>(&'b self, group: Group, scored: Vec<(f32, Match<'b>)>) -> Vec<Offer<'b>> {
        let mut best: FxHashMap<Meeting, Offer<'b>> = FxHashMap::default();
        let mut rarer = Vec::new();
        for (score, found) in scored {
            let Some(offer) = self.offer(group, score, found) else {
                continue;
            };
            let meeting = self.meant.meeting(&offer.text);
            if self.meant.is_listed(&meeting) {
                continue;
            }
            if let Some(it) = self.rarer(score, found, &offer) {
                rarer.push((meeting.clone(), it));
            }
            match best.entry(meeting) {
                Entry::Vacant(entry) => drop(entry.insert(offer)),
                Entry::Occupied(mut entry) if offer.order(entry.get()).is_lt() => {
                    entry.insert(offer);
                }
                Entry::Occupied(_) => {}
            }
        }
        let rarer = rarer.into_iter().map(|(meeting, mut it)| {
            it.score = it.score.min(best[&meeting].score.next_down());
            it
        });
        let rarer: Vec<Offer> = rarer.collect();
        let mut offers: Vec<Offer> = best.into_values().chain(rarer).collect();
        offers.sort_unstable_by(Offer::order);
        offers
    }

    /// The found spelling itself, where the posts have not decided against it and what is typed is its beginning, to the letter.
    fn rarer<'b>(&self, score: f32, found: Match<'b>, usual: &Offer<'_>) -> Option<Offer<'b>> {
        let own = &self.vocabulary.term(found.term).text;
        if own == &usual.text || !own.starts_with(self.context.typed.trim()) {
            return None;
        }
        let by_itself = matches!(
            found.by,
            By::Key {
                via: Via::Text,
                alias: None,
                ..
            }
        );
        let n_posts = |it: &str| {
            let known = self.vocabulary.get(it);
            known.map_or(0, |it| self.vocabulary.term(it).posts.len())
        };
        let is_open = match self.meant.told_by(own) {
            Told::Pairs => true,
            Told::Spelling => n_posts(own) * DECIDED >= n_posts(&usual.text),
            Told::Declaration | Told::Quotes => false,
        };
        (by_itself && is_open).then(|| Offer {
            score,
            found,
            text: own.clone(),
            rarer_than: Some(usual.text.clone()),
        })
    }

    /// All that speaks for the usual form speaks for it too where another one was found.
    fn offer<'b>(&'b self, group: Group, score: f32, found: Match<'b>) -> Option<Offer<'b>> {
        let own = &self.vocabulary.term(found.term).text;
        let text = self.meant.of(own)?;
        let known = self.vocabulary.get(&text);
        if text == *own || known.is_some_and(|it| !self.is_offered(it)) {
            let text = own.clone();
            return Some(Offer {
                score,
                found,
                text,
                rarer_than: None,
            });
        }
        let term = known.unwrap_or(found.term);
        let usual = group.score(&self.pieces(term)) - rank::penalty(found.by);
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
            rarer_than: None,
        })
    }
}

impl Offer<'_> {
    /// What more speaks for comes first; then what was found by its own name. Ids would tell in which order terms came to be.
    fn order(&self, other: &Offer<'_>) -> Ordering {
        let by_another = |it: &Offer<'_>| matches!(it.found.by, By::Key { alias: Some(_), .. });
        let likelier = other.score.total_cmp(&self.score);
        likelier
            .then_with(|| by_another(self).cmp(&by_another(other)))
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| self.found.term.cmp(&other.found.term))
    }
}

pub(super) fn complete(slot: &Slot<'_>, limit: usize) -> CompletionList {
    let group = Group::of(slot.field);
    let typed = &slot.context.typed;
    let found = match typed.trim().is_empty() {
        true => likely(slot),
        false => matching::matches(slot.vocabulary, &slot.keys, typed, |it| slot.is_offered(it)),
    };
    let mut offers = weighed(slot, group, found);
    let sure = share_of_first(&offers) > SURE;
    // What is typed whole is meant; and clients that match for themselves put it first anyway.
    offers.sort_by_key(|it| !matching::is_whole(typed, it.found.by));
    let first = offers.first().map(|it| it.found.by);
    let new = first.is_some_and(|it| enter::is_new(slot.field, typed, it));
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
    // Never complete: the order depends on what is typed, and clients keep the one they have while the list is complete.
    CompletionList {
        items,
        incomplete: true,
    }
}

/// The terms that anything speaks for before one is typed, the likeliest first.
pub(super) fn ranked<'a>(slot: &'a Slot<'_>, group: Group) -> Vec<Offer<'a>> {
    weighed(slot, group, likely(slot))
}

fn weighed<'a>(slot: &'a Slot<'_>, group: Group, found: Vec<Match<'a>>) -> Vec<Offer<'a>> {
    let mut scored: Vec<(f32, Match)> = worth_weighing(slot, found)
        .into_iter()
        .map(|it| {
            let score = group.score(&slot.pieces(it.term)) - rank::penalty(it.by);
            (score, it)
        })
        .collect();
    let by_score = |a: &(f32, Match), b: &(f32, Match)| b.0.total_cmp(&a.0);
    if scored.len() > MAX_JUDGED {
        scored.select_nth_unstable_by(MAX_JUDGED, by_score);
        scored.truncate(MAX_JUDGED);
    }
    slot.offers(group, scored)
}

/// All; where they are very many, those with any evidence or many posts.
fn worth_weighing<'a>(slot: &Slot<'_>, mut found: Vec<Match<'a>>) -> Vec<Match<'a>> {
    if found.len() > MAX_WEIGHED {
        let cheap = |it: &Match<'_>| {
            let term = slot.vocabulary.term(it.term);
            let mentioned = slot
                .evidence
                .mentions
                .get(&slot.field.vocabulary, it.term)
                .is_some();
            let evidence = mentioned || slot.evidence.votes.contains_key(&term.text);
            Reverse((evidence, term.posts.len(), it.term))
        };
        found.select_nth_unstable_by_key(MAX_WEIGHED, cheap);
        found.truncate(MAX_WEIGHED);
    }
    found
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

fn by_nothing(term: TermId) -> Match<'static> {
    Match {
        term,
        by: By::Nothing,
    }
}

/// How likely the first candidate is among all of them.
pub(super) fn share_of_first(offers: &[Offer<'_>]) -> f32 {
    let Some(first) = offers.first() else {
        return 0.0;
    };
    let all: f32 = offers.iter().map(|it| (it.score - first.score).exp()).sum();
    1.0 / all
}

fn item(slot: &Slot<'_>, offer: &Offer<'_>) -> Option<CompletionItem> {
    let Slot { field, context, .. } = slot;
    let Offer { found, text, .. } = offer;
    let term = slot.vocabulary.term(found.term);
    let mention = slot.evidence.mentions.get(&field.vocabulary, found.term);
    let posts = count(term.posts.len());
    let rarer = offer.rarer_than.as_ref();
    let detail = match (found.by, mention) {
        _ if rarer.is_some() => {
            let usual = rarer.map_or("", |it| it.as_str());
            format!("rarer than {usual} · {posts}")
        }
        _ if let Some(usual) = &offer.rarer_than => format!("rarer than {usual} · {posts}"),
        (
            By::Key {
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
