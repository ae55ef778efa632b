//! `multiple-h1`: more than one heading of the first level. Told once, at the second of them.

use super::Context;
use super::headings::own;
use crate::corpus::FileRange;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let mut first_level = own(ctx.parsed);
    first_level.retain(|it| it.level == 1 && !it.title.is_empty());
    let [first, second, more @ ..] = &first_level[..] else {
        return;
    };
    let message = match more.len() {
        0 => "a second heading of the first level: the page has one title".to_owned(),
        n => format!(
            "{} headings of the first level: the page has one title",
            n + 2
        ),
    };
    if ctx.snap.root_schema().outline.has_many_first_levels() {
        return;
    }
    let first = FileRange {
        file: ctx.file,
        range: first.title_range,
    };
    acc.push(
        Diagnostic::new(Code::MultipleH1, second.title_range, message).relate(
            "the first is here",
            1,
            std::iter::once(first),
        ),
    );
}
