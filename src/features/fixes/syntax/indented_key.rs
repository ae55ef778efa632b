//! A key that is indented although the one above has a value: it and what belongs to it move to the left. A dash, or a
//! character that means nothing, before a key goes.

use crate::features::diagnostics::Diagnostic;
use crate::features::fixes::plan::Step;
use crate::features::fixes::{Context, Fix, Safety};
use crate::syntax::FrontMatter;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn fix(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    finding: &Diagnostic,
) -> Option<Fix> {
    let gap = ctx.slice(finding.range);
    let mut entries = front_matter.entries.iter();
    let is_before_key = entries.any(|it| it.range.start() == finding.range.end());
    if gap.is_empty() || !is_before_key {
        return None;
    }
    if !gap.trim().is_empty() {
        let steps = vec![Step::Mend(vec![TextEdit::delete(finding.range)])];
        let title = "Remove what stands before the key";
        return Some(Fix::new(finding.code, title, Safety::Unsafe, steps));
    }
    let below = TextRange::new(finding.range.start(), front_matter.block.end());
    let mut start = below.start();
    let mut edits = Vec::new();
    for line in ctx.slice(below).split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if !is_blank && !line.starts_with(gap) {
            break;
        }
        if !is_blank {
            edits.push(TextEdit::delete(TextRange::at(start, TextSize::of(gap))));
        }
        start += TextSize::of(line);
    }
    let steps = vec![Step::Mend(edits)];
    let title = "Remove the spaces before the key";
    Some(Fix::new(finding.code, title, Safety::Unsafe, steps))
}
