//! The quick fixes of the findings that the range touches, each here and, where it is about a term, in all posts.

use super::{Action, ActionKind, Recipe, Work, everywhere};
use crate::corpus::SourceChange;
use crate::features::diagnostics::{Code, Diagnostic, diagnostics_of};
use crate::features::fixes::{self, Context, Fix, Safety};
use crate::text::TextRange;

pub(super) fn add(ctx: &Context<'_>, range: TextRange, acc: &mut Vec<Action>) {
    let findings = diagnostics_of(ctx.snap, ctx.file, ctx.parsed);
    let touched = |it: &&Diagnostic| it.range.intersect(range).is_some();
    let mut codes: Vec<Code> = Vec::new();
    for finding in findings.iter().filter(touched) {
        let Ok(fixes) = fixes::fixes(ctx, finding) else {
            continue;
        };
        let n_before = acc.len();
        for fix in &fixes {
            acc.extend(here(ctx, finding, fix));
        }
        for fix in &fixes {
            acc.extend(everywhere(ctx, finding, fix));
        }
        if acc.len() > n_before && !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    for code in codes {
        acc.extend(all_of(ctx, code, &findings));
    }
}

fn here(ctx: &Context<'_>, finding: &Diagnostic, fix: &Fix) -> Option<Action> {
    let edits = fixes::edits(ctx, fix).ok().filter(|it| !it.is_empty())?;
    let change = SourceChange {
        edits: vec![(ctx.file, edits)],
        ..SourceChange::default()
    };
    Some(Action {
        kind: ActionKind::QuickFix,
        title: fix.title.clone(),
        preferred: fix.preferred,
        mends: Some(finding.clone()),
        work: Work::Done(change),
    })
}

fn everywhere(ctx: &Context<'_>, finding: &Diagnostic, fix: &Fix) -> Option<Action> {
    let it = fix.everywhere.as_ref()?;
    let n_posts = everywhere::n_posts(ctx.snap, &it.field, &[&it.old], &it.new);
    let recipe = Recipe::Rewrite {
        field: it.field.to_string(),
        old: vec![it.old.to_string()],
        new: it.new.to_string(),
    };
    (n_posts > 1).then(|| Action {
        kind: ActionKind::QuickFix,
        title: format!("{} in all {n_posts} posts", fix.title),
        preferred: false,
        mends: Some(finding.clone()),
        work: Work::Later(recipe),
    })
}

/// The same kind of finding, all through the post.
fn all_of(ctx: &Context<'_>, code: Code, findings: &[Diagnostic]) -> Option<Action> {
    let mendable = |it: &&Diagnostic| {
        it.code == code
            && fixes::fixes(ctx, it).is_ok_and(|it| it.iter().any(|it| it.safety != Safety::Manual))
    };
    let n_findings = findings.iter().filter(mendable).count();
    (n_findings > 1).then(|| Action {
        kind: ActionKind::QuickFix,
        title: format!("Mend all {n_findings} `{code}` in this post"),
        preferred: false,
        mends: None,
        work: Work::Later(Recipe::MendCode {
            code: code.name().to_owned(),
        }),
    })
}
