//! `duplicate-title`: another post has the same title.

use super::Context;
use super::twins::twins;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::features::target::TITLE;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    if !tell_posts_apart(ctx) {
        return;
    }
    let Some(entry) = ctx
        .entries()
        .filter(|it| it.key.text() == Some(TITLE))
        .last()
    else {
        return;
    };
    let title = entry.value.text().filter(|it| !it.trim().is_empty());
    let Some(title) = title else {
        return;
    };
    let titles = [title.into()];
    let twins = twins(ctx, TITLE, &titles);
    if twins.is_empty() {
        return;
    }
    let message = match twins.len() {
        1 => "another post has this title: one of them needs another".to_owned(),
        n => format!("{n} other posts have this title: each needs its own"),
    };
    let finding = Diagnostic::new(Code::DuplicateTitle, entry.value.range, message);
    acc.push(twins.relate(ctx, finding));
}

/// Where many titles come again and again (`Release notes`, an event of every year), nobody takes them for names.
fn tell_posts_apart(ctx: &Context<'_>) -> bool {
    const MIN_POSTS: u32 = 30;
    const MIN_PERCENT: u64 = 90;
    let Some(field) = ctx.snap.root_schema().field(TITLE) else {
        return true;
    };
    let distinct = field.distinct;
    field.unique
        || distinct.of < MIN_POSTS
        || u64::from(distinct.agreeing) * 100 >= u64::from(distinct.of) * MIN_PERCENT
}
