//! `similar-term`: a person's name that is probably a typo of another, which many more posts use.

use super::Context;
use crate::corpus::{VocabularyKind, is_marred};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let field = entry.name();
        let Some(variants) = ctx.thesaurus(field) else {
            continue;
        };
        if variants.vocabulary_kind != VocabularyKind::People || variants.identifies {
            continue;
        }
        let aliases = ctx.snap.aliases_of(field);
        // Another name of somebody is no slip for somebody else's: `alias` says whose it is.
        let is_alias = |it: &str| {
            aliases
                .as_ref()
                .is_some_and(|all| all.canonical(it).is_some())
        };
        for node in super::terms(entry) {
            let Some(text) = node.text().filter(|it| !is_alias(it)) else {
                continue;
            };
            let Some(term) = ctx.snap.similar(field, text) else {
                continue;
            };
            let meant = variants
                .preferred_spelling(&term.text)
                .map_or_else(|| term.text.clone(), |it| it.text);
            if variants.is_declared(text) || is_marred(&meant) {
                continue;
            }
            let message = format!(
                "`{text}` may be a slip for `{meant}`, as {} posts have it",
                term.posts.len()
            );
            let finding = Diagnostic::new(Code::SimilarTerm, node.range, message);
            acc.push(finding.suggest(Suggestion::Text(meant)));
        }
    }
}
