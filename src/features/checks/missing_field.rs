//! `missing-field`: a field that rubric.yaml requires, or that nearly all posts of the folder have, is not there.

use super::Context;
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
    missing.retain(|(name, _)| !inherited.contains(*name));
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
