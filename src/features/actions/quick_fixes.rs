//! The quick fixes of the findings that the range touches, each here and, where it is about a term, in all posts.
//!
//! A range may be the whole post, with thousands of findings. To verify the fix of one takes a reading of the front matter, 15 ms
//! in one of 3,000 tags; nobody reads a menu of so many.

use super::{Action, ActionKind, Recipe, Work, Worked, everywhere};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, Snapshot, SourceChange, Unavailable};
use crate::features::diagnostics::{Code, Diagnostic, diagnostics_of};
use crate::features::fixes::{self, Context, Fix, Safety};
use crate::text::TextRange;

/// Fixes are offered for so many findings at most, from the start of the range on. "Fix all" takes in all of them.
const MAX_FINDINGS: usize = 100;
/// Those of so many are verified when they are offered, others when they are chosen.
const MAX_VERIFIED: usize = 10;

pub(super) fn add(ctx: &Context<'_>, range: TextRange, acc: &mut Vec<Action>) {
    let findings = diagnostics_of(ctx.snap, ctx.file, ctx.parsed);
    let touched = |it: &&Diagnostic| it.range.intersect(range).is_some();
    let mut codes: Vec<Code> = Vec::new();
    let touched = findings.iter().filter(touched).take(MAX_FINDINGS);
    for (index, finding) in touched.enumerate() {
        ctx.snap.unwind_if_cancelled();
        let Ok(fixes) = fixes::fixes(ctx, finding) else {
            continue;
        };
        let n_before = acc.len();
        for fix in &fixes {
            acc.extend(match index < MAX_VERIFIED {
                true => here(ctx, finding, fix),
                false => Some(later(finding, fix)),
            });
        }
        for fix in &fixes {
            acc.extend(everywhere(ctx, finding, fix));
        }
        if acc.len() > n_before && !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    for code in codes {
        ctx.snap.unwind_if_cancelled();
        acc.extend(all_of(ctx, code, &findings));
    }
}

fn here(ctx: &Context<'_>, finding: &Diagnostic, fix: &Fix) -> Option<Action> {
    let edits = fixes::edits(ctx, fix).ok().filter(|it| !it.is_empty())?;
    let change = SourceChange {
        edits: vec![(ctx.file, edits)],
        ..SourceChange::default()
    };
    Some(of_finding(finding, fix, Work::Done(change)))
}

fn later(finding: &Diagnostic, fix: &Fix) -> Action {
    let recipe = Recipe::Fix {
        code: finding.code.name().to_owned(),
        start: finding.range.start().into(),
        end: finding.range.end().into(),
        title: fix.title.clone(),
    };
    of_finding(finding, fix, Work::Later(recipe))
}

fn of_finding(finding: &Diagnostic, fix: &Fix, work: Work) -> Action {
    Action {
        kind: ActionKind::QuickFix,
        title: fix.title.clone(),
        preferred: fix.preferred,
        fixes: Some(finding.clone()),
        work,
    }
}

/// Works out a fix that was offered unverified: of the finding of that code at that place, the fix of that title.
pub(super) fn fix(
    snap: &Snapshot,
    file: FileId,
    (code, range): (&str, TextRange),
    title: &str,
) -> Result<Result<Worked, Refusal>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let ctx = Context {
        snap,
        file,
        parsed: &parsed,
    };
    let findings = diagnostics_of(snap, file, &parsed);
    let is_meant = |it: &&Diagnostic| it.code.name() == code && it.range == range;
    let fixes = findings.iter().filter(is_meant).flat_map(|it| {
        let fixes = fixes::fixes(&ctx, it).unwrap_or_default();
        fixes.into_iter().filter(|it| it.title == title)
    });
    Ok(match fixes.map(|it| fixes::edits(&ctx, &it)).next() {
        Some(edits) => edits.map(|edits| Worked {
            change: SourceChange {
                edits: vec![(file, edits)],
                ..SourceChange::default()
            },
            ..Worked::default()
        }),
        None => Err(Refusal::new("what it fixes is not there any more")),
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
        fixes: Some(finding.clone()),
        work: Work::Later(recipe),
    })
}

/// The same kind of finding, all through the post.
fn all_of(ctx: &Context<'_>, code: Code, findings: &[Diagnostic]) -> Option<Action> {
    let fixable = |it: &&Diagnostic| {
        it.code == code
            && fixes::fixes(ctx, it).is_ok_and(|it| it.iter().any(|it| it.safety != Safety::Manual))
    };
    let n_findings = findings.iter().filter(fixable).count();
    (n_findings > 1).then(|| Action {
        kind: ActionKind::QuickFix,
        title: format!("Fix all {n_findings} `{code}` in this post"),
        preferred: false,
        fixes: None,
        work: Work::Later(Recipe::FixCode {
            code: code.name().to_owned(),
        }),
    })
}
