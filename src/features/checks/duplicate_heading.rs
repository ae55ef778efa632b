//! `duplicate-heading`: two sibling headings with the same text.

use rustc_hash::FxHashMap;

use super::Context;
use crate::corpus::FileRange;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::site::Generator;
use crate::syntax::Heading;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    // Tabs and slides are headings there: <https://quarto.org/docs/output-formats/html-basics.html#tabsets>.
    if ctx.snap.site().generator == Generator::Quarto {
        return;
    }
    let mut of_name: FxHashMap<(Option<usize>, &str), Vec<&Heading>> = FxHashMap::default();
    for (parent, heading) in with_parents(&ctx.parsed.own_headings()) {
        // An id of its own tells it from its like.
        if !heading.title.is_empty() && heading.id().is_none() {
            let same = of_name.entry((parent, &heading.title)).or_default();
            same.push(heading);
        }
    }
    for same in of_name.values() {
        // A name that comes more often is a label, of a speaker or of a kind of section, and no slip.
        if let [first, second] = same[..] {
            acc.push(finding(ctx, first, second));
        }
    }
}

/// Headings, each with the index of the one whose section it is in.
fn with_parents<'a>(
    headings: &[&'a Heading],
) -> impl Iterator<Item = (Option<usize>, &'a Heading)> {
    let mut open: Vec<usize> = Vec::new();
    headings.iter().enumerate().map(move |(index, heading)| {
        while open
            .pop_if(|it| headings[*it].level >= heading.level)
            .is_some()
        {}
        let parent = open.last().copied();
        open.push(index);
        (parent, *heading)
    })
}

fn finding(ctx: &Context<'_>, first: &Heading, second: &Heading) -> Diagnostic {
    let first = FileRange {
        file: ctx.file,
        range: first.title_range,
    };
    let message = format!(
        "there is a section `{}` beside this one: give one of them another name",
        second.title
    );
    Diagnostic::new(Code::DuplicateHeading, second.title_range, message).relate(
        "the first is here",
        1,
        std::iter::once(first),
    )
}
