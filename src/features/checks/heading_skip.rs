//! `heading-skip`: a heading more than one level below the one before it. Which level the first has is the author's choice.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::site::Generator;
use crate::syntax::Heading;
use crate::text::{TextRange, TextSize};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    // Slides and tabs are headings there: <https://quarto.org/docs/presentations/revealjs/#creating-slides>.
    if ctx.snap.site().generator == Generator::Quarto {
        return;
    }
    for pair in ctx.parsed.own_headings().windows(2) {
        let right = pair[0].level + 1;
        let outline = &ctx.snap.root_schema().outline;
        if pair[1].level > right && !outline.is_custom(pair[0].level, pair[1].level) {
            acc.push(finding(pair[0].level, right, pair[1]));
        }
    }
}

/// Only headings with `#` can be so deep.
fn finding(above: u8, right: u8, heading: &Heading) -> Diagnostic {
    let markers = "#".repeat(right.into());
    let message = format!(
        "level {} below level {above}: the next level is `{markers}`",
        heading.level
    );
    let len = TextSize::from(u32::from(heading.level));
    let range = TextRange::at(heading.range.start(), len);
    Diagnostic::new(Code::HeadingSkip, range, message)
}
