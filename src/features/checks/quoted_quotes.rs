//! `quoted-quotes`: quotes that are a part of the value, where they were meant to stand around it.

use smol_str::SmolStr;

use super::Context;
use crate::corpus::closed_value;
use crate::features::cursor_target::TITLE;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::schema::Kind;
use crate::syntax::{Field, Node};
use crate::text::quotes::{unquoted, without_odd};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for (entry, node) in ctx.scalars() {
        acc.extend(judge(ctx, entry, node));
    }
}

fn judge(ctx: &Context<'_>, entry: &Field<'_>, node: &Node) -> Option<Diagnostic> {
    let kind = ctx.field(entry)?.kind;
    let text = node.text()?.trim();
    let inner = match kind {
        // `'use client'` is the text of a title unless the post's other texts stand in quotes, too.
        Kind::Text if text.starts_with('\'') && !is_another_quoted(ctx, entry) => return None,
        Kind::Text => unquoted(text)?,
        kind if kind.is_of_terms() || kind == Kind::Url => {
            unquoted(text).or_else(|| without_odd(text))?
        }
        // `'"true"'` and `'"2024-05-14"'` are told by the rules of their kinds.
        _ => return None,
    };
    let right = right(ctx, entry, text, inner.trim());
    let message = match right.as_str() {
        "" => "the quotes are the value itself: leave it empty".to_owned(),
        _ if inner.chars().count() > 60 => {
            "the quotes are part of the value: strip them".to_owned()
        }
        inner => format!("the quotes are part of the value: write `{inner}`"),
    };
    let finding = Diagnostic::new(Code::QuotedQuotes, node.range, message);
    let finding = finding.suggest(Suggestion::Text(right));
    let severity = match kind == Kind::Text && may_be_a_quotation(ctx, entry, text) {
        true => Severity::Hint,
        false => finding.severity,
    };
    Some(Diagnostic {
        severity,
        ..finding
    })
}

/// What should stand there, told once: without the quotes, and as the posts write the term. `“圣经”` is `《圣经》`.
fn right(ctx: &Context<'_>, entry: &Field<'_>, text: &str, inner: &str) -> SmolStr {
    let field = ctx.field(entry).filter(|it| it.kind.is_of_terms());
    let variants = ctx.thesaurus(entry.name());
    let Some((field, variants)) = field.zip(variants) else {
        return inner.into();
    };
    let usual = variants
        .preferred_spelling(text)
        .or_else(|| variants.preferred_spelling(inner));
    let usual = usual.map_or_else(|| inner.into(), |it| it.text);
    closed_value(field, &usual).unwrap_or(usual)
}

/// A summary may be what somebody said, in the quotes that print has for it. A title is none, nor what a script has quoted
/// together with the post's other texts.
fn may_be_a_quotation(ctx: &Context<'_>, entry: &Field<'_>, text: &str) -> bool {
    text.starts_with(['“', '‘', '「']) && entry.name() != TITLE && !is_another_quoted(ctx, entry)
}

/// Whether another text of the post stands in quotes: then a script has put them there.
fn is_another_quoted(ctx: &Context<'_>, entry: &Field<'_>) -> bool {
    ctx.entries().any(|it| {
        let other = it.key.range != entry.key.range;
        let is_text = ctx.field(it).is_some_and(|it| it.kind == Kind::Text);
        let text = it.value.text().unwrap_or_default().trim();
        other && is_text && unquoted(text).is_some()
    })
}
