//! `heading-space`: `##` without a space behind it, which makes no heading. A single `#` may be a hashtag.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let unspaced = &ctx.parsed.document.body.unspaced_headings;
    for range in unspaced.iter().filter(|it| it.len() > 1.into()) {
        let message = "no heading: it needs a space behind the `#`s";
        acc.push(Diagnostic::new(Code::HeadingSpace, *range, message));
    }
}
