//! Completion of terms: candidates from what is typed, or from what the post says, ranked by their likelihood.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::context::Context;
use super::documentation::count;
use super::evidence::Evidence;
use super::matching::{self, By, Match};
use super::rank::{self, Weights};
use super::write::{self, Typed};
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{FileId, Keys, Parsed, Snapshot, TermId, Vocabulary};
use crate::schema::Field;

use std::sync::Arc;

/// A value that is more likely than this is worth a key less.
const SURE: f32 = 0.8;

pub(super) fn complete(
    snap: &Snapshot,
    file: FileId,
    post: &Parsed,
    field: &Field,
    context: &Context,
    limit: usize,
) -> Option<CompletionList> {
    let vocabulary = snap.values(&context.field)?;
    let keys = snap.keys(&field.vocabulary, vocabulary);
    let evidence = Evidence::new(snap, file, post, field, vocabulary, context);
    let listed: FxHashSet<&str> = context.listed.iter().map(SmolStr::as_str).collect();
    let found = match context.typed.trim().is_empty() {
        true => likely(vocabulary, &keys, field, &evidence),
        false => matching::matches(vocabulary, &keys, &context.typed),
    };
    let latest = keys.iter().map(|it| it.latest).max().unwrap_or(i32::MIN);
    let weights = Weights::of(field);
    let mut scored: Vec<(f32, Match)> = found
        .into_iter()
        .filter(|it| is_offered(vocabulary, it.term, file, &listed))
        .map(|it| {
            (
                weights.score(field, it.term, vocabulary.term(it.term), latest, &evidence)
                    - rank::penalty(it.by),
                it,
            )
        })
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term)));
    let sure = is_sure(&scored);
    scored.truncate(limit);
    let mut items: Vec<CompletionItem> = scored
        .iter()
        .filter_map(|(_, it)| item(vocabulary, field, context, &evidence, it))
        .collect();
    if let Some(first) = items.first_mut() {
        first.preselect = sure;
    }
    // Always: the order depends on what is typed, and clients keep the one they have while the list is complete.
    Some(CompletionList {
        items,
        incomplete: true,
    })
}

/// Terms to offer before anything is typed: those that anything speaks for, the most frequent and the latest.
fn likely<'a>(
    vocabulary: &Vocabulary,
    keys: &[Arc<Keys>],
    field: &Field,
    evidence: &Evidence,
) -> Vec<Match<'a>> {
    let at_hand = keys
        .iter()
        .flat_map(|it| it.frequent.iter().chain(&it.recent))
        .copied();
    let voted = evidence.votes.keys().filter_map(|it| vocabulary.get(it));
    let mentioned = evidence.mentions.of(&field.vocabulary).map(|it| it.0);
    let elsewhere = evidence
        .elsewhere
        .iter()
        .filter_map(|it| vocabulary.get(it));
    let all: FxHashSet<TermId> = at_hand
        .chain(voted)
        .chain(mentioned)
        .chain(elsewhere)
        .collect();
    all.into_iter()
        .map(|term| Match {
            term,
            by: By::Nothing,
        })
        .collect()
}

/// A term that only this post uses, or none any more, is what is being typed, or the slip just mended.
fn is_offered(
    vocabulary: &Vocabulary,
    term: TermId,
    file: FileId,
    listed: &FxHashSet<&str>,
) -> bool {
    let term = vocabulary.term(term);
    let elsewhere = match term.posts.len() {
        0 => false,
        1 => term.posts[0] != file,
        _ => true,
    };
    elsewhere && !listed.contains(term.text.as_str())
}

/// Whether the first candidate is far more likely than all others together.
fn is_sure(scored: &[(f32, Match)]) -> bool {
    let Some(first) = scored.first() else {
        return false;
    };
    let all: f32 = scored.iter().map(|it| (it.0 - first.0).exp()).sum();
    1.0 / all > SURE
}

fn item(
    vocabulary: &Vocabulary,
    field: &Field,
    context: &Context,
    evidence: &Evidence,
    found: &Match,
) -> Option<CompletionItem> {
    let term = vocabulary.term(found.term);
    let text = &term.text;
    let mention = evidence.mentions.get(&field.vocabulary, found.term);
    let posts = count(term.posts.len());
    let detail = match (found.by, mention) {
        (
            By::Key {
                alias: Some(alias), ..
            },
            _,
        ) => format!("{alias} · {posts}"),
        (_, Some(mention)) => format!("mentioned {}× · {posts}", mention.count),
        _ => posts,
    };
    Some(CompletionItem {
        label: text.clone(),
        kind: CompletionKind::Term,
        detail: Some(detail),
        edit: write::edit(context, field, text, Typed::No)?,
        filter: matching::filter(&context.typed, text, found.by),
        preselect: false,
        retrigger: false,
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
    values.sort_by_key(|it| std::cmp::Reverse(it.1));
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
                term: None,
            })
        });
    CompletionList {
        items: items.collect(),
        incomplete: false,
    }
}
