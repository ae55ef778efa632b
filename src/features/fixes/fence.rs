//! Fences that are mistyped, missing, or below other lines.

mod wrapper;

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::error::FenceError;
use crate::syntax::{FrontMatter, SyntaxErrorKind};
use crate::text::{TextEdit, TextRange, size};

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let errors = ctx.parsed.document.errors.iter();
    let mut errors = errors.filter(|it| it.range == finding.range);
    let fix = ctx.front_matter().and_then(|front_matter| {
        let (title, safety, edits) = errors.find_map(|it| match &it.kind {
            SyntaxErrorKind::Unclosed(fence) => Some(close(ctx, front_matter, fence)),
            SyntaxErrorKind::Fence(it) => fix(ctx, front_matter, it, finding.range),
            _ => None,
        })?;
        Some(Fix::new(
            finding.code,
            title,
            safety,
            vec![Step::Fix(edits)],
        ))
    });
    fix.into_iter().collect()
}

fn close(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    fence: &'static str,
) -> (String, Safety, Vec<TextEdit>) {
    let eol = ctx.eol();
    let end = front_matter.block.end();
    let before = &ctx.source()[..usize::from(end)];
    let broken_off = !before.is_empty() && !before.ends_with(['\n', '\r']);
    let text = match broken_off {
        true => format!("{eol}{fence}{eol}"),
        false => format!("{fence}{eol}"),
    };
    let title = format!("Close the front matter with `{fence}`");
    (title, Safety::Unsafe, vec![TextEdit::insert(end, text)])
}

fn fix(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    error: &FenceError,
    range: TextRange,
) -> Option<(String, Safety, Vec<TextEdit>)> {
    let start = front_matter.range.start();
    let bom = ctx.source().strip_prefix('\u{feff}').map_or(0, |_| 3);
    let above = TextRange::new(bom.into(), start.max(bom.into()));
    let (title, safety, edits) = match error {
        // The finding is at the first entry, which stays.
        FenceError::MissingOpening => {
            let fence = TextEdit::insert(start, format!("---{}", ctx.eol()));
            (
                "Open the front matter with `---`",
                Safety::Unsafe,
                vec![fence],
            )
        }
        FenceError::LinesAbove => {
            let edits = wrapper::without(ctx, front_matter, above)?;
            (
                "Remove the lines above the front matter",
                Safety::Unsafe,
                edits,
            )
        }
        FenceError::ProseAbove => {
            let edits = without_prose(ctx, front_matter, above)?;
            (
                "Remove the text above the front matter",
                Safety::Manual,
                edits,
            )
        }
        FenceError::BadOpening(_)
        | FenceError::BadClosing(_)
        | FenceError::ForeignBlank(_)
        | FenceError::YamlInTomlFence => {
            let edits = vec![TextEdit::replace(range, "---")];
            ("Write `---`", Safety::Unsafe, edits)
        }
        FenceError::BadTomlFence(_) => {
            let edits = vec![TextEdit::replace(range, "+++")];
            ("Write `+++`", Safety::Unsafe, edits)
        }
    };
    Some((title.to_owned(), safety, edits))
}

/// The edits that delete the lines above the front matter; where the last of them opens a code block, its end goes as well.
fn without_prose(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    above: TextRange,
) -> Option<Vec<TextEdit>> {
    let text = ctx.slice(above);
    let last = text.trim_end().rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let block = TextRange::new(above.start() + size(last), above.end());
    if !text[last..].starts_with("```") {
        return Some(vec![TextEdit::delete(above)]);
    }
    let prose = TextEdit::delete(TextRange::new(above.start(), block.start()));
    let mut edits = wrapper::without(ctx, front_matter, block)?;
    edits.insert(0, prose);
    Some(edits)
}
