//! `unknown-field`: a field's name that looks like a slip of one that the posts use. Other new names are no findings.

use std::cell::OnceCell;

use super::Context;
use super::section_page::is_section_page;
use super::wrong_type::suits;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::likely_fields::{KnownField, RARE_CASE, is_declared, known_fields, meant_field};
use crate::schema::{Kind, Schema};
use crate::syntax::{Field, key_of, parent_of};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let schema = ctx.snap.root_schema();
    let most = schema.fields.values().map(|it| it.presence.agreeing).max();
    let known = OnceCell::new();
    for entry in ctx.entries() {
        let key = entry.name();
        let n_own = schema.field(key).map_or(0, |it| it.presence.agreeing);
        // Nearly every key: no name is so much more usual.
        if most.is_none_or(|it| it < n_own * RARE_CASE) {
            continue;
        }
        if let Some(meant) = meant(
            ctx,
            schema,
            known.get_or_init(|| known_fields(schema)),
            entry,
        ) && let Some(field) = schema.field(meant)
            && (is_declared(field) || !is_section_page(ctx))
        {
            acc.push(finding(entry, key, meant, field.kind));
        }
    }
}

/// With a value of another kind than the usual field's, what to do is for the author to say.
fn finding(entry: &Field<'_>, key: &str, meant: &str, kind: Kind) -> Diagnostic {
    let message = format!("the posts have no field `{key}`: `{meant}` is what they have");
    let finding = Diagnostic::new(Code::UnknownField, entry.key.range, message);
    match suits(&entry.value, kind) {
        true if entry.is_nested() => finding.suggest(Suggestion::Text(key_of(meant).into())),
        true => finding.suggest(Suggestion::Text(meant.into())),
        false => finding,
    }
}

fn meant<'a>(
    ctx: &Context<'_>,
    schema: &Schema,
    known: &[KnownField<'a>],
    entry: &Field<'_>,
) -> Option<&'a str> {
    // A post that has the known field as well means another thing by this one; `Date` beside `date` is wrong even so.
    let has = |it: &str| {
        ctx.front_matter()
            .is_some_and(|head| head.field(it).is_some())
    };
    let parent = parent_of(entry.name()).filter(|_| entry.is_nested());
    meant_field(schema, known, (parent, entry.name()), has)
}
