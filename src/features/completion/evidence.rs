//! What the post being written says of the value that comes next. It does not weigh it.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::context::Context;
use super::cooccurrence::Together;
use super::neighbors::{self, Neighbours, Votes};
use crate::corpus::{FileId, Keys, Mentions, Parsed, Snapshot, TermId, Vocabulary, fold_typed};
use crate::schema::{Field, Kind, Schema};

#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) mentions: Arc<Mentions>,
    /// Terms that stand in the title.
    pub(super) title: Mentions,
    /// Terms that stand in other fields of prose: a summary, an abstract.
    pub(super) prose: Mentions,
    /// Where terms are listed in the order in which the body mentions them: 1 for the next one after the last listed, 1/2 for
    /// the one after that, and so on.
    pub(super) next: FxHashMap<TermId, f32>,
    pub(super) votes: Votes,
    /// The votes for terms with a word, by the word.
    pub(super) word_votes: FxHashMap<u32, f32>,
    pub(super) n_posts: f32,
    pub(super) together: Together,
    /// Terms that other fields of the post have.
    pub(super) elsewhere: FxHashSet<SmolStr>,
    /// Where the list is in alphabetical order so far: its last item, folded, and how sure it is to go on like that, 0 to 1.
    /// The longer it is, and the more lists of similar posts are in order, the surer.
    pub(super) order: Option<(String, f32)>,
}

impl Evidence {
    pub(super) fn new(
        snap: &Snapshot,
        file: FileId,
        post: &Parsed,
        field: &Field,
        (vocabulary, keys): (&Vocabulary, &Keys),
        context: &Context,
    ) -> Evidence {
        let schema = snap.schema(file);
        let mentions = snap.mentions(file, post);
        let next = next(&mentions, field, vocabulary, context);
        let (title, prose) = in_prose(snap, file, schema);
        let Neighbours { votes, in_order } =
            neighbors::neighbours(snap, file, schema, context, &mentions);
        Evidence {
            title,
            prose,
            next,
            word_votes: word_votes(&votes, vocabulary, keys),
            n_posts: neighbors::n_posts(snap),
            votes,
            together: match field.kind {
                Kind::Term => Together::new(snap, file, schema, vocabulary, context),
                _ => Together::default(),
            },
            elsewhere: elsewhere(snap, file, schema, context),
            order: order(&context.listed, in_order),
            mentions,
        }
    }
}

fn word_votes(votes: &Votes, vocabulary: &Vocabulary, keys: &Keys) -> FxHashMap<u32, f32> {
    let mut by_word: FxHashMap<u32, f32> = FxHashMap::default();
    for (text, votes) in votes {
        for word in vocabulary.get(text).map_or(&[][..], |it| keys.words(it)) {
            *by_word.entry(*word).or_default() += votes;
        }
    }
    by_word
}

/// What the title mentions, and what the other fields of prose do.
fn in_prose(snap: &Snapshot, file: FileId, schema: &Schema) -> (Mentions, Mentions) {
    let (mut title, mut others) = (Mentions::default(), String::new());
    let fields = snap
        .summary(file)
        .into_iter()
        .flat_map(|it| it.fields.iter());
    let of_prose = |name: &SmolStr| schema.field(name).is_some_and(|it| it.kind == Kind::Text);
    for (name, value) in fields {
        match value.text() {
            Some(text) if name == "title" => title = snap.mentions_of(text),
            Some(text) if of_prose(name) => {
                others.push_str(text);
                others.push('\n');
            }
            _ => {}
        }
    }
    let others = match others.is_empty() {
        true => Mentions::default(),
        false => snap.mentions_of(&others),
    };
    (title, others)
}

fn next(
    mentions: &Mentions,
    field: &Field,
    vocabulary: &Vocabulary,
    context: &Context,
) -> FxHashMap<TermId, f32> {
    let last = context.listed.last().and_then(|it| vocabulary.get(it));
    let after = last
        .and_then(|it| mentions.get(&field.vocabulary, it))
        .map(|it| it.first);
    let listed: FxHashSet<TermId> = context
        .listed
        .iter()
        .filter_map(|it| vocabulary.get(it))
        .collect();
    let mut to_come: Vec<_> = mentions
        .of(&field.vocabulary)
        .filter(|(term, it)| !listed.contains(term) && after.is_none_or(|after| it.first > after))
        .map(|(term, it)| (it.first, term))
        .collect();
    to_come.sort_unstable();
    let shares = (1..).map(|rank| 1.0 / rank as f32);
    to_come.into_iter().map(|it| it.1).zip(shares).collect()
}

fn elsewhere(
    snap: &Snapshot,
    file: FileId,
    schema: &Schema,
    context: &Context,
) -> FxHashSet<SmolStr> {
    let fields = snap
        .summary(file)
        .into_iter()
        .flat_map(|it| it.fields.iter());
    let terms = fields.filter(|(name, _)| {
        let kind = schema.field(name).map(|it| it.kind);
        **name != context.field && matches!(kind, Some(Kind::Term | Kind::List))
    });
    terms.flat_map(|it| it.1.items().iter().cloned()).collect()
}

fn order(listed: &[SmolStr], usual: f32) -> Option<(String, f32)> {
    const SURE: f32 = 4.0;
    let folded: Vec<String> = listed.iter().map(|it| fold_typed(it)).collect();
    let sorted = folded.is_sorted();
    let strength = usual * (folded.len() as f32).min(SURE) / SURE;
    folded
        .into_iter()
        .next_back()
        .filter(|_| sorted)
        .map(|it| (it, strength))
}
