//! `slug-collision`: two terms, or two titles, that get one URL on the site. Only if rubric.yaml says how the site makes URLs.
//! Found at the one that fewer posts use; at both where that does not tell. What is one term in two spellings is `variant`'s.

use super::Context;
use super::duplicates::twins;
use crate::corpus::{Term, normalize};
use crate::features::cursor_target::TITLE;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::syntax::Node;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    if ctx.snap.config().slug.is_none() {
        return;
    }
    for entry in ctx.entries() {
        let field = entry.name();
        if field == TITLE || ctx.snap.vocabulary(field).is_some() {
            acc.extend(super::terms(entry).filter_map(|it| judge(ctx, field, it)));
        }
    }
}

fn judge(ctx: &Context<'_>, field: &str, node: &Node) -> Option<Diagnostic> {
    let text = node.text()?;
    let (slug, others) = ctx.snap.same_slug(field, text)?;
    let vocabulary = ctx.snap.values(field)?;
    let n_own = vocabulary.term(vocabulary.get(text)?).posts.len();
    let other = others
        .into_iter()
        .filter(|it| it.posts.len() >= n_own && is_another(ctx, field, text, it));
    let other = other.max_by_key(|it| (it.posts.len(), it.last_use, &it.text))?;
    let message = format!(
        "`{text}` and `{}` have one address on the site, `{slug}`: name one of them otherwise",
        other.text
    );
    let finding = Diagnostic::new(Code::SlugCollision, node.range, message);
    let texts = [other.text.clone()];
    let label = format!("`{}` is here", other.text);
    Some(twins(ctx, field, &texts).relate_as(&label, ctx, finding))
}

fn is_another(ctx: &Context<'_>, field: &str, text: &str, other: &Term) -> bool {
    let Some(variants) = ctx.snap.thesaurus(field) else {
        return true;
    };
    normalize(text, variants.vocabulary_kind) != normalize(&other.text, variants.vocabulary_kind)
}
