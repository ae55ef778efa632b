//! The code block in which a whole post stands, or its front matter, as language models hand it out.

use super::Context;
use crate::syntax::{FrontMatter, parse_as};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits};

/// The edits that delete the lines above the front matter, and with the first line of a code block its last; `None` where it
/// cannot be told which that is. What is left must not be a block that nothing closes.
pub(super) fn without(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    above: TextRange,
) -> Option<Vec<TextEdit>> {
    let opening = ctx.slice(above).trim();
    let info = opening.trim_start_matches('`');
    let marks = &opening[..opening.len() - info.len()];
    let with = |more: &[TextRange]| -> Vec<TextEdit> {
        let ranges = std::iter::once(&above).chain(more);
        ranges.map(|it| TextEdit::delete(*it)).collect()
    };
    if marks.len() < 3 {
        return Some(with(&[]));
    }
    let mut closing = outer_lines(ctx.source(), front_matter.range.end());
    closing.retain(|it| ctx.slice(*it).trim_end() == marks);
    closing.retain(|it| is_whole(ctx, &with(&[*it])));
    match (&closing[..], info.trim()) {
        ([], _) => Some(with(&[])).filter(|it| is_whole(ctx, it)),
        ([only], _) => Some(with(&[*only])),
        // As it says what it holds: the front matter, or the whole post.
        ([below, ..], "yaml" | "yml") => Some(with(&[*below])),
        ([.., last], "markdown" | "md") => Some(with(&[*last])),
        _ => None,
    }
}

/// The first and the last line of the body that are not blank, with their ends.
fn outer_lines(source: &str, start: TextSize) -> Vec<TextRange> {
    let mut end = start;
    let lines = source[usize::from(start)..]
        .split_inclusive('\n')
        .map(|it| {
            let line = TextRange::at(end, TextSize::of(it));
            end = line.end();
            line
        });
    let is_blank = |it: &TextRange| source[*it].trim().is_empty();
    let lines: Vec<TextRange> = lines.filter(|it| !is_blank(it)).collect();
    let mut outer: Vec<TextRange> = lines
        .first()
        .into_iter()
        .chain(lines.last())
        .copied()
        .collect();
    outer.dedup();
    outer
}

/// Whether every code block of the body is closed after the edits.
fn is_whole(ctx: &Context<'_>, edits: &[TextEdit]) -> bool {
    let edited = apply_edits(ctx.source(), edits);
    let dialect = ctx.parsed.document.body.dialect;
    let body = edited.map(|it| parse_as(&it, dialect).body);
    body.is_some_and(|it| it.code_blocks.iter().all(|block| block.closed))
}
