//! Which posts are like the one being written, and what those have in a field: the nearest neighbours' votes.
//! Likeness is what two posts share, the rarer the more: values of their fields, what the body mentions, words of the title.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::context::Context;
use crate::corpus::{FileId, Mentions, Snapshot, Summary, each_word};
use crate::schema::{Kind, Schema};

/// By term: the share of the votes of similar posts that have it, 0 to 1.
pub(super) type Votes = FxHashMap<SmolStr, f32>;

/// So many posts vote, each with the weight of its likeness.
const NEIGHBOURS: usize = 60;

/// A value that more than this share of the posts have tells nothing; and it would cost a walk over all of them.
const TOO_COMMON: f32 = 0.3;

/// A word of the title, or a mention in the body, says half of what the author's own value does.
const HEARSAY: f32 = 0.5;

/// Votes of a few hardly similar posts should not look like unanimity: so much likeness has no vote.
const DOUBT: f32 = 10.0;

/// What the posts most like this one say of a field.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    pub(super) votes: Votes,
    /// The share of their lists that are in alphabetical order, of those long enough to tell.
    pub(super) in_order: f32,
}

/// A list of fewer items may be in order by chance.
const TELLING: usize = 4;

/// What the posts like this one have in the field.
pub(super) fn neighbours(
    snap: &Snapshot,
    file: FileId,
    schema: &Schema,
    context: &Context,
    mentions: &Mentions,
) -> Neighbours {
    let Some(summary) = snap.summary(file) else {
        return Neighbours::default();
    };
    let mut likeness = Likeness::new(snap, file);
    likeness.add_values(schema, summary, context);
    likeness.add_mentions(schema, context, mentions);
    likeness.add_words(schema, summary);
    let neighbours = likeness.nearest();
    let all: f32 = DOUBT + neighbours.iter().map(|it| it.1).sum::<f32>();
    let mut votes = Votes::default();
    // One list that is not, before any is seen: order must show itself.
    let (mut n_lists, mut n_sorted) = (1.0, 0.0);
    for (neighbour, likeness) in neighbours {
        let value = snap
            .summary(neighbour)
            .and_then(|it| it.field(&context.field));
        let items = value.map_or(&[][..], |it| it.items());
        for item in items {
            *votes.entry(item.clone()).or_default() += likeness / all;
        }
        if items.len() >= TELLING {
            n_lists += 1.0;
            n_sorted += f32::from(items.is_sorted_by_key(|it| it.to_ascii_lowercase()));
        }
    }
    Neighbours {
        votes,
        in_order: n_sorted / n_lists,
    }
}

/// Posts with a title; all files where there are no titles.
pub(super) fn n_posts(snap: &Snapshot) -> f32 {
    let words = snap.words();
    let n = if words.n_posts > 0 {
        words.n_posts
    } else {
        words.n_files
    };
    n.max(1) as f32
}

struct Likeness<'a> {
    snap: &'a Snapshot,
    file: FileId,
    n_posts: f32,
    /// By the file's id.
    of: Vec<f32>,
}

impl Likeness<'_> {
    fn new(snap: &Snapshot, file: FileId) -> Likeness<'_> {
        Likeness {
            snap,
            file,
            n_posts: n_posts(snap),
            of: Vec::new(),
        }
    }

    /// The author's own values: those of other fields, and those that the list has already.
    fn add_values(&mut self, schema: &Schema, summary: &Summary, context: &Context) {
        for (name, value) in summary.fields.iter().filter(|it| *it.0 != context.field) {
            if is_terms(schema, name) {
                value.items().iter().for_each(|it| self.add_term(name, it));
            }
        }
        context
            .listed
            .iter()
            .for_each(|it| self.add_term(&context.field, it));
    }

    /// What the body mentions, of other vocabularies: what it mentions of this one is to be listed, not evidence.
    fn add_mentions(&mut self, schema: &Schema, context: &Context, mentions: &Mentions) {
        let own = schema.field(&context.field).map(|it| &it.vocabulary);
        for name in mentions.vocabularies().filter(|it| Some(*it) != own) {
            let Some(vocabulary) = self.snap.values(name) else {
                continue;
            };
            for (term, _) in mentions.of(name) {
                self.add(&vocabulary.term(term).posts, HEARSAY);
            }
        }
    }

    fn add_words(&mut self, schema: &Schema, summary: &Summary) {
        let words = self.snap.words();
        let mut seen = FxHashSet::default();
        let prose = summary
            .fields
            .iter()
            .filter(|it| schema.field(it.0).is_some_and(|it| it.kind == Kind::Text));
        for text in prose.filter_map(|it| it.1.text()) {
            each_word(text, |word| {
                if seen.insert(word) {
                    self.add(words.posts(word), HEARSAY);
                }
            });
        }
    }

    fn add_term(&mut self, field: &SmolStr, text: &str) {
        let vocabulary = self.snap.values(field);
        if let Some((vocabulary, term)) = vocabulary.and_then(|it| Some((it, it.get(text)?))) {
            self.add(&vocabulary.term(term).posts, 1.0);
        }
    }

    /// All these posts share something with ours.
    fn add(&mut self, posts: &[FileId], weight: f32) {
        let n = posts.len() as f32;
        if n > TOO_COMMON * self.n_posts {
            return;
        }
        let rarity = ((self.n_posts + 1.0) / (n + 0.5)).ln();
        let last = posts.last().map_or(0, |it| it.0 as usize + 1);
        self.of.resize(self.of.len().max(last), 0.0);
        for post in posts {
            self.of[post.0 as usize] += weight * rarity * rarity;
        }
    }

    fn nearest(mut self) -> Vec<(FileId, f32)> {
        if let Some(own) = self.of.get_mut(self.file.0 as usize) {
            *own = 0.0;
        }
        let all = (0..).map(FileId).zip(self.of);
        let mut similar: Vec<(FileId, f32)> = all.filter(|it| it.1 > 0.0).collect();
        if similar.len() > NEIGHBOURS {
            similar.select_nth_unstable_by(NEIGHBOURS, |a, b| b.1.total_cmp(&a.1));
            similar.truncate(NEIGHBOURS);
        }
        similar
    }
}

fn is_terms(schema: &Schema, name: &str) -> bool {
    schema
        .field(name)
        .is_some_and(|it| matches!(it.kind, Kind::Term | Kind::List))
}
