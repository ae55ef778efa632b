//! What the body mentions and the front matter does not list: the one under the cursor, or those of the field at the cursor.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Action, Place, of_post};
use crate::corpus::ConceptId;
use crate::features::cursor_target::{TargetKind, vocabulary_name};
use crate::features::fixes::Context;
use crate::features::fixes::move_term::addition;
use crate::features::fixes::plan::Step;
use crate::schema::Kind;
use crate::syntax::Field;
use crate::text::TextSize;

/// So many terms are offered one by one.
const MAX_TERMS: usize = 5;
/// One mention may be by the way.
const MIN_MENTIONS: u32 = 2;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    match at.target.as_ref().map(|it| &it.kind) {
        Some(TargetKind::Mention(name)) => {
            let text = ctx.snap.preferred_form(&name.field, ctx.file, &name.text);
            let title = format!("Add `{text}` to `{}`", name.field);
            acc.extend(addition_of(ctx, &name.field, &text, title));
        }
        _ => add_of_field(ctx, at.range.start(), acc),
    }
}

fn addition_of(ctx: &Context<'_>, field: &str, text: &str, title: String) -> Option<Action> {
    let is_list = ctx.schema().field(field)?.kind == Kind::List;
    let same = ctx.snap.concept(field, text);
    if items(ctx, field).any(|it| ctx.snap.concept(field, it) == same) {
        return None;
    }
    let step: Step = addition(ctx, ctx.front_matter()?, &field.into(), text)??;
    is_list.then(|| of_post(ctx, title, &[step])).flatten()
}

/// What the post's field has, in whatever spelling.
fn items<'a>(ctx: &Context<'a>, field: &str) -> impl Iterator<Item = &'a str> {
    let entry = ctx.front_matter().and_then(|it| it.field(field));
    let values = entry
        .into_iter()
        .flat_map(|it| std::iter::once(&it.entry.value).chain(it.entry.value.items()));
    values.filter_map(|it| it.text())
}

/// A term that is mentioned under several names or spellings is one.
#[derive(Default)]
struct Mentioned {
    count: u32,
    first: TextSize,
    /// The name that is mentioned most, and how often.
    text: (u32, SmolStr),
}

fn add_of_field(ctx: &Context<'_>, offset: TextSize, acc: &mut Vec<Action>) {
    let fields = ctx.parsed.fields();
    let touched = |it: &&Field<'_>| it.range.contains_inclusive(offset) && !it.is_merged();
    let Some(field) = fields.iter().rfind(touched) else {
        return;
    };
    let field = field.name();
    let Some(vocabulary) = ctx.snap.vocabulary(field) else {
        return;
    };
    let mentions = ctx.snap.mentions(ctx.file, ctx.parsed);
    let of_field = mentions.of(vocabulary_name(ctx.snap, field));
    let mut terms: FxHashMap<ConceptId, Mentioned> = FxHashMap::default();
    for (id, it) in of_field {
        let text = &vocabulary.term(id).text;
        let known = terms
            .entry(ctx.snap.concept(field, text))
            .or_insert_with(|| Mentioned {
                first: it.first,
                ..Mentioned::default()
            });
        known.count += it.count;
        known.first = known.first.min(it.first);
        if known.text.0 < it.count {
            known.text = (it.count, text.clone());
        }
    }
    let mut mentioned: Vec<Mentioned> = terms.into_values().collect();
    mentioned.retain(|it| it.count >= MIN_MENTIONS);
    mentioned.sort_by_key(|it| (std::cmp::Reverse(it.count), it.first));
    let actions = mentioned.into_iter().filter_map(|it| {
        let text = ctx.snap.preferred_form(field, ctx.file, &it.text.1);
        let title = format!("Add `{text}` to `{field}` (mentioned {} times)", it.count);
        addition_of(ctx, field, &text, title)
    });
    acc.extend(actions.take(MAX_TERMS));
}
