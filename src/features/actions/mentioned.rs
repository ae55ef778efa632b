//! What the body mentions and the front matter does not list: the one under the cursor, or those of the field at the cursor.

use super::{Action, Place, of_post};
use crate::features::fixes::Context;
use crate::features::fixes::move_term::addition;
use crate::features::fixes::plan::Step;
use crate::features::target::{TargetKind, vocabulary_name};
use crate::schema::Kind;
use crate::syntax::Entry;
use crate::text::TextSize;

/// So many terms are offered one by one.
const MAX_TERMS: usize = 5;
/// One mention may be by the way.
const MIN_MENTIONS: u32 = 2;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    match at.target.as_ref().map(|it| &it.kind) {
        Some(TargetKind::Mention(name)) => {
            let title = format!("Add `{}` to `{}`", name.text, name.field);
            acc.extend(addition_of(ctx, &name.field, &name.text, title));
        }
        _ => add_of_field(ctx, at.range.start(), acc),
    }
}

fn addition_of(ctx: &Context<'_>, field: &str, text: &str, title: String) -> Option<Action> {
    let is_list = ctx.schema().field(field)?.kind == Kind::List;
    let step: Step = addition(ctx, ctx.front_matter()?, &field.into(), text)??;
    is_list.then(|| of_post(ctx, title, &[step])).flatten()
}

fn add_of_field(ctx: &Context<'_>, offset: TextSize, acc: &mut Vec<Action>) {
    let entries = ctx.front_matter().into_iter().flat_map(|it| &it.entries);
    let touched = |it: &&Entry| it.range.contains_inclusive(offset) && !it.is_merged();
    let field = entries.filter(touched).find_map(|it| it.key.text());
    let Some(field) = field else { return };
    let Some(vocabulary) = ctx.snap.vocabulary(field) else {
        return;
    };
    let mentions = ctx.snap.mentions(ctx.file, ctx.parsed);
    let of_field = mentions.of(vocabulary_name(ctx.snap, field));
    let mut mentioned: Vec<_> = of_field
        .filter(|(_, it)| it.count >= MIN_MENTIONS)
        .map(|(term, it)| (it.count, it.first, &vocabulary.term(term).text))
        .collect();
    mentioned.sort_by_key(|(count, first, _)| (std::cmp::Reverse(*count), *first));
    let actions = mentioned.into_iter().filter_map(|(count, _, text)| {
        let title = format!("Add `{text}` to `{field}` (mentioned {count} times)");
        addition_of(ctx, field, text, title)
    });
    acc.extend(actions.take(MAX_TERMS));
}
