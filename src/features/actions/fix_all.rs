//! All fixes of a post at once: the safe ones on save, those of one kind when they are asked for.

use rayon::prelude::*;

use super::{Action, ActionKind, Recipe, Work, Worked};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, Snapshot, SourceChange, Unavailable};
use crate::features::diagnostics::diagnostics_of;
use crate::features::fixes::{Context, Safety, Selection, Unfixed, fix_post, fixes};

pub(super) fn add(ctx: &Context<'_>, acc: &mut Vec<Action>) {
    let findings = diagnostics_of(ctx.snap, ctx.file, ctx.parsed);
    let is_safe = |it| fixes(ctx, it).is_ok_and(|it| it.iter().any(|it| it.safety == Safety::Safe));
    if findings.iter().any(is_safe) {
        acc.push(Action {
            kind: ActionKind::FixAll,
            title: "Fix all that is safe to fix".to_owned(),
            preferred: false,
            fixes: None,
            work: Work::Later(Recipe::FixAll),
        });
    }
}

pub(super) fn fix(
    snap: &Snapshot,
    file: FileId,
    code: Option<&str>,
) -> Result<Result<Worked, Refusal>, Unavailable> {
    let selection = match code.map(str::parse) {
        None => Selection::default(),
        Some(Ok(code)) => Selection {
            codes: Some(vec![code]),
            with_unsafe: false,
        },
        Some(Err(why)) => return Ok(Err(Refusal::new(why))),
    };
    let fixed = fix_post(snap, file, &*snap.parsed(file)?, &selection);
    let refused = fixed.unfixed.into_iter().filter_map(|(_, why)| match why {
        Unfixed::Refused(refusal) => Some((file, refusal)),
        _ => None,
    });
    let mut change = SourceChange::default();
    if !fixed.edits.is_empty() {
        change.edits.push((file, fixed.edits));
    }
    Ok(Ok(Worked {
        change,
        refused: refused.collect(),
        left: Vec::new(),
    }))
}

/// All that is safe to fix, in every post. Posts that cannot be read are left as they are.
pub fn fix_posts(snap: &Snapshot) -> Result<Worked, Unavailable> {
    let files: Vec<FileId> = snap.files().map(|(file, _)| file).collect();
    let in_post = |&file: &FileId| match fix(snap, file, None) {
        Ok(Ok(worked)) => Ok(worked),
        // Without a code there is none to be refused.
        Ok(Err(_)) | Err(Unavailable::Unreadable(_)) => Ok(Worked::default()),
        Err(Unavailable::Stale) => Err(Unavailable::Stale),
    };
    let fixed: Result<Vec<Worked>, _> = files.par_iter().map(in_post).collect();
    let mut all = Worked::default();
    for worked in fixed? {
        all.change.edits.extend(worked.change.edits);
        all.refused.extend(worked.refused);
    }
    Ok(all)
}
