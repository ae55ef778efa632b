//! `empty-field`: nothing stands where rubric.yaml, or nearly all posts of the folder, have something.

use super::Context;
use super::section_page::is_section_page;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::schema::{self, Kind};
use crate::syntax::{Field, Node, NodeKind};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        if let Some(field) = ctx.field(entry)
            && is_needed(field)
            && ctx.is_required_here(field)
            && is_empty(&entry.value, field)
            && (field.presence.declared || !is_meant(ctx, &entry.value))
        {
            acc.push(finding(entry, field));
        }
    }
}

/// A field that is required, and that the posts leave empty nevertheless, is required to be there and no more.
fn is_needed(field: &schema::Field) -> bool {
    /// Of fewer posts, nothing is normal.
    const MIN_POSTS: u32 = 10;
    let filled = field.filled;
    let mostly_empty = filled.of >= MIN_POSTS && filled.agreeing * 2 < filled.of;
    field.required && (field.presence.declared && !mostly_empty || filled.is_strong())
}

/// `layout: null` is how a site is told that there is none; and the page of a section is not like its posts.
fn is_meant(ctx: &Context<'_>, value: &Node) -> bool {
    let written = value.is_null() && !value.range.is_empty();
    written || is_section_page(ctx)
}

/// A list that is written as nothing, or as `''`, is of the wrong type before it is empty.
fn is_empty(value: &Node, field: &schema::Field) -> bool {
    let kind = field.kind;
    match &value.kind {
        NodeKind::Null => kind != Kind::List,
        NodeKind::Scalar { text, .. } => kind != Kind::List && text.trim().is_empty(),
        // Without a declaration, `[]` is an answer: there are none.
        NodeKind::List { items, .. } => items.is_empty() && field.presence.declared,
        NodeKind::Map { .. } => false,
    }
}

fn finding(entry: &Field<'_>, field: &schema::Field) -> Diagnostic {
    let name = entry.name();
    let reason = match field.presence.declared {
        true => "rubric.yaml requires it".to_owned(),
        false => format!(
            "{} of the {} posts here say something in it",
            field.filled.agreeing, field.filled.of
        ),
    };
    let message = format!("`{name}` is empty: {reason}");
    let mut finding = Diagnostic::new(Code::EmptyField, entry.value.range, message);
    // Of what was only learned authors act on the least: an empty field says that it was thought of.
    if !field.presence.declared {
        finding.severity = Severity::Hint;
    }
    match &field.default {
        Some(default) if field.kind != Kind::List => {
            finding.suggest(Suggestion::Text(default.clone()))
        }
        _ => finding,
    }
}
