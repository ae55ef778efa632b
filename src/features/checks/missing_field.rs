//! `missing-field`: a field that rubric.yaml requires, or that nearly all posts of the folder have, is not there.

use super::Context;
use super::section_page::{is_section_page, posts_beside};
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::Field;
use crate::text::TextRange;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    // Where something is not YAML, the field may well stand in the part that could not be read.
    if !ctx.parsed.document.errors.is_empty() {
        return;
    }
    let mut missing: Vec<_> = ctx
        .schema
        .fields
        .iter()
        .filter(|(name, field)| is_needed(field) && front_matter.entry(name).is_none())
        .collect();
    if missing.is_empty() {
        return;
    }
    let inherited = ctx.snap.inherited(ctx.file);
    missing.retain(|(name, field)| {
        !inherited.contains(*name) && (field.presence.declared || is_usual_beside(ctx, name))
    });
    missing.sort_by_key(|(name, _)| (ctx.schema.order.iter().position(|it| it == *name), *name));
    for (name, field) in missing {
        acc.push(finding(name, field, front_matter.open));
    }
}

/// A field that most posts have and leave empty tells a reader no more than one that is not there.
fn is_needed(field: &Field) -> bool {
    let often_filled = field.filled.agreeing * 2 >= field.filled.of;
    field.required && (field.presence.declared || often_filled)
}

/// What all posts have is not held against the page of a section, nor where the posts beside it do without, too: a folder of
/// snippets, or of pages, within the posts.
fn is_usual_beside(ctx: &Context<'_>, name: &str) -> bool {
    /// Fewer posts make no custom.
    const MIN_POSTS: usize = 2;
    let beside: Vec<bool> = posts_beside(ctx)
        .map(|it| it.field(name).is_some())
        .collect();
    let n_having = beside.iter().filter(|it| **it).count();
    let is_custom_to_do_without = beside.len() >= MIN_POSTS && n_having * 2 < beside.len();
    !is_custom_to_do_without && !is_section_page(ctx)
}

fn finding(name: &str, field: &Field, place: TextRange) -> Diagnostic {
    let evidence = field.presence;
    let reason = if evidence.declared {
        "rubric.yaml requires it".to_owned()
    } else {
        format!(
            "{} of the {} posts here have it",
            evidence.agreeing, evidence.of
        )
    };
    Diagnostic::new(
        Code::MissingField,
        place,
        format!("`{name}` is missing: {reason}"),
    )
    .suggest(Suggestion::Insert(name.into()))
}
