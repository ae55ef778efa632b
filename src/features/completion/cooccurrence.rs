//! Which values of a field go together with the single values of the post's other fields: its area, its speaker, its series.
//! Lists are left to the votes of similar posts: each of their items says less, and they are many.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::context::Context;
use super::neighbors;
use crate::corpus::{FileId, Snapshot, Vocabulary};
use crate::schema::{Kind, Schema};

/// How much likelier each term is beside what the post has: the logarithm, summed over the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Together {
    lifts: FxHashMap<SmolStr, f32>,
    /// Of a term that never stood beside any of them.
    never: f32,
}

/// Before any post is seen, terms are as frequent beside a value as they are anywhere: this many posts' worth of that.
const PRIOR: f32 = 3.0;

/// So many posts of a value are looked at, evenly spread over all that have it: more would tell the same.
const MAX_POSTS: usize = 400;

impl Together {
    pub(super) fn new(
        snap: &Snapshot,
        file: FileId,
        schema: &Schema,
        vocabulary: &Vocabulary,
        context: &Context,
    ) -> Together {
        let mut together = Together::default();
        let Some(summary) = snap.summary(file) else {
            return together;
        };
        for (name, value) in summary.fields.iter().filter(|it| *it.0 != context.field) {
            let single = schema.field(name).is_some_and(|it| it.kind == Kind::Term);
            if let (true, [text]) = (single, value.items()) {
                together.add(snap, file, (name, text), vocabulary, context);
            }
        }
        together
    }

    pub(super) fn of(&self, text: &str) -> f32 {
        self.lifts.get(text).copied().unwrap_or(self.never)
    }

    /// One value of another field.
    fn add(
        &mut self,
        snap: &Snapshot,
        file: FileId,
        (name, text): (&SmolStr, &str),
        vocabulary: &Vocabulary,
        context: &Context,
    ) {
        let others = snap.values(name);
        let Some((others, id)) = others.and_then(|it| Some((it, it.get(text)?))) else {
            return;
        };
        let posts = &others.term(id).posts;
        let mut alternative: FxHashMap<&SmolStr, f32> = FxHashMap::default();
        let mut n_posts = 0.0;
        for post in posts.iter().step_by(posts.len().div_ceil(MAX_POSTS).max(1)) {
            let value = snap.summary(*post).filter(|_| *post != file);
            let items = value.and_then(|it| it.field(&context.field));
            for item in items.map_or(&[][..], |it| it.items()) {
                *alternative.entry(item).or_default() += 1.0;
                n_posts += 1.0;
            }
        }
        let never = (PRIOR / (n_posts + PRIOR)).ln();
        for lift in self.lifts.values_mut() {
            *lift += never;
        }
        let all = neighbors::n_posts(snap);
        for (text, n) in alternative {
            let usual = vocabulary
                .get(text)
                .map_or(1, |it| vocabulary.term(it).posts.len()) as f32
                / all;
            let lift = (1.0 + n / (PRIOR * usual)).ln();
            *self.lifts.entry(text.clone()).or_insert(self.never + never) += lift;
        }
        self.never += never;
    }
}
