//! Fences that are mistyped, missing, or below other lines.

mod wrapper;

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::error::FenceError;
use crate::syntax::{FrontMatter, SyntaxErrorKind};
use crate::text::{TextEdit, TextRange};

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let errors = ctx.parsed.document.errors.iter();
    let mut errors = errors.filter(|it| it.range == finding.range);
    let fix = ctx.front_matter().and_then(|front_matter| {
        let (title, edits) = errors.find_map(|it| match &it.kind {
            SyntaxErrorKind::Unclosed(fence) => Some(close(ctx, front_matter, fence)),
            SyntaxErrorKind::Fence(FenceError::BadTomlFence(_)) => {
                let edits = vec![TextEdit::replace(finding.range, "+++")];
                Some(("Write `+++`".to_owned(), edits))
            }
            SyntaxErrorKind::Fence(_) => mend(ctx, front_matter, finding.range),
            _ => None,
        })?;
        let steps = vec![Step::Mend(edits)];
        Some(Fix::new(finding.code, title, Safety::Unsafe, steps))
    });
    fix.into_iter().collect()
}

fn close(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    fence: &'static str,
) -> (String, Vec<TextEdit>) {
    let eol = ctx.eol();
    let end = front_matter.block.end();
    let before = &ctx.source()[..usize::from(end)];
    let broken_off = !before.is_empty() && !before.ends_with(['\n', '\r']);
    let text = match broken_off {
        true => format!("{eol}{fence}{eol}"),
        false => format!("{fence}{eol}"),
    };
    let title = format!("Close the front matter with `{fence}`");
    (title, vec![TextEdit::insert(end, text)])
}

fn mend(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    range: TextRange,
) -> Option<(String, Vec<TextEdit>)> {
    let line = ctx.slice(range);
    let start = front_matter.range.start();
    if front_matter.open.is_empty() {
        // The finding is at the first entry, which stays.
        let fence = format!("---{}", ctx.eol());
        return Some((
            "Open the front matter with `---`".to_owned(),
            vec![TextEdit::insert(start, fence)],
        ));
    }
    if line.trim_end_matches([' ', '\t']) == "---" && range == front_matter.open {
        let bom = ctx.source().strip_prefix('\u{feff}').map_or(0, |_| 3);
        let above = TextRange::new(bom.into(), start);
        let title = "Remove the lines above the front matter";
        return Some((
            title.to_owned(),
            wrapper::without(ctx, front_matter, above)?,
        ));
    }
    Some((
        "Write `---`".to_owned(),
        vec![TextEdit::replace(range, "---")],
    ))
}
