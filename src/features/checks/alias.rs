//! `alias`: another name for a term: declared in rubric.yaml, or learned from bodies that give both.

use super::Context;
use crate::corpus::{Canonical, Thesaurus};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::features::prose;
use crate::schema::names::is_literal;
use crate::syntax::Node;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let field = entry.name();
        let aliases = ctx.snap.aliases_of(field);
        let Some((aliases, variants)) = aliases.zip(ctx.thesaurus(field)) else {
            continue;
        };
        for node in super::terms(entry) {
            // What stands in an unusual spelling is `variant`'s first, unless rubric.yaml names it.
            let is_variant = || {
                node.text()
                    .is_some_and(|it| variants.preferred_spelling(it).is_some())
            };
            let canonical = node.text().and_then(|it| aliases.canonical(it));
            let may_be_learned = || !is_literal(field) && !is_variant();
            let canonical = canonical.filter(|it| it.declared || may_be_learned());
            acc.extend(canonical.map(|it| finding(node, it, &variants)));
        }
    }
}

fn finding(node: &Node, canonical: &Canonical, variants: &Thesaurus<'_>) -> Diagnostic {
    let text = node.text().unwrap_or_default();
    // What was learned may be a spelling that nobody should write.
    let better = variants
        .preferred_spelling(&canonical.text)
        .filter(|_| !canonical.declared);
    let meant = better.map_or_else(|| canonical.text.clone(), |it| it.text);
    let (n_posts, n_bodies) = (canonical.n_posts, canonical.n_bodies);
    let (reason, severity) = match (canonical.declared, &canonical.via) {
        (true, _) => (
            ": write it as rubric.yaml has it".to_owned(),
            Severity::Warning,
        ),
        // The bodies do not say of the first and the last that they are one's.
        (false, Some(via)) => (
            format!(" as `{via}` is: {n_bodies} bodies give `{text}` and `{via}` together"),
            Severity::Hint,
        ),
        (false, None) => {
            let have = if n_posts == 1 { "has" } else { "have" };
            let posts = prose::posts(n_posts);
            let reason = format!(": write it as {posts} {have} it; {n_bodies} bodies give both");
            (reason, Severity::Hint)
        }
    };
    let message = format!("`{text}` is another name of `{meant}`{reason}");
    Diagnostic {
        severity,
        ..Diagnostic::new(Code::Alias, node.range, message).suggest(Suggestion::Text(meant))
    }
}
