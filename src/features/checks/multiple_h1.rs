//! `multiple-h1`: more than one heading of the first level. Told once, at the second of them.

use super::Context;
use crate::corpus::FileRange;
use crate::features::cursor_target::TITLE;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::text::TextSize;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let mut first_level = ctx.parsed.own_headings();
    first_level.retain(|it| it.level == 1 && !it.title.is_empty());
    let [first, second, more @ ..] = &first_level[..] else {
        return;
    };
    if ctx.snap.path(ctx.file).is_about_repository() || is_style(ctx, first.title_range.start()) {
        return;
    }
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

/// Whether the generator makes a heading of the title in the front matter, and the sections of the page are of the first level
/// too: all of them, and so by intent.
fn is_style(ctx: &Context<'_>, first: TextSize) -> bool {
    let site = ctx.snap.site();
    let has_title = ctx.entries().any(|it| it.key.text() == Some(TITLE));
    let headings = ctx.parsed.own_headings();
    let n_first_level = headings.iter().filter(|it| it.level == 1).count();
    let is_title = headings
        .first()
        .is_some_and(|it| it.title_range.start() == first);
    site.knows(ctx.snap.path(ctx.file).as_str()) && (has_title || !is_title || n_first_level > 2)
}
