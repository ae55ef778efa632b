//! `unread-text`: a part of a value that YAML takes for a comment, a tag or an anchor, so that no parser reads it.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::schema::unread::{Sign, unread};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    for entry in ctx.entries() {
        let source = ctx.parsed.text.as_str();
        for unread in unread(source, front_matter, ctx.schema, entry) {
            let what = match unread.sign {
                Sign::Comment => "a comment",
                Sign::Tag => "a tag",
                Sign::Anchor => "an anchor",
            };
            let lost = ctx.slice(unread.lost);
            let message =
                format!("to YAML `{lost}` is {what}, which nobody reads: quote the value");
            acc.push(Diagnostic::new(Code::UnreadText, unread.lost, message));
        }
    }
}
