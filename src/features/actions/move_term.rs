//! A term of a list that other posts have in another field: it moves there.

use smol_str::SmolStr;

use super::{Action, Place, of_post};
use crate::features::cursor_target::{TargetKind, vocabulary_name};
use crate::features::fixes::Context;
use crate::features::fixes::front_matter_node::{FrontMatterNode, node_at};
use crate::features::fixes::move_term::addition;
use crate::features::fixes::plan::Step;
use crate::features::related::n_posts;
use crate::schema::Kind;

/// So many fields are offered.
const MAX_FIELDS: usize = 3;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let Some(target) = &at.target else { return };
    let TargetKind::Term(name) = &target.kind else {
        return;
    };
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    let Some(FrontMatterNode::Item(entry, item)) = node_at(front_matter, target.range) else {
        return;
    };
    for (field, n_posts) in homes(ctx, &name.field, &name.text) {
        let take = Step::DropItem { entry, item };
        let Some(put) = addition(ctx, front_matter, &field, &name.text) else {
            continue;
        };
        let posts = if n_posts == 1 {
            "post has"
        } else {
            "posts have"
        };
        let title = format!(
            "Move `{}` to `{field}` ({n_posts} {posts} it there)",
            name.text
        );
        let steps: Vec<Step> = std::iter::once(take).chain(put).collect();
        acc.extend(of_post(ctx, title, &steps));
    }
}

/// Other lists that have the term, with how many posts have it there.
fn homes(ctx: &Context<'_>, field: &str, text: &str) -> Vec<(SmolStr, usize)> {
    let own = vocabulary_name(ctx.snap, field);
    let fields = ctx.schema().fields.iter();
    let lists =
        fields.filter(|(name, it)| it.kind == Kind::List && vocabulary_name(ctx.snap, name) != own);
    let counted = lists.map(|(name, _)| (name.clone(), n_posts(ctx.snap, name, text)));
    let mut homes: Vec<_> = counted.filter(|it| it.1 > 0).collect();
    homes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    homes.truncate(MAX_FIELDS);
    homes
}
