//! `stray-whitespace`: blanks at the ends of a value, and more than one in a row within a term.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::Kind;
use crate::syntax::{Field, Node, ScalarStyle};
use crate::text::chars::{is_blank, is_stray_run, runs, tidied};
use crate::text::{TextRange, size};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for (entry, node) in ctx.scalars() {
        acc.extend(judge(ctx, entry, node));
    }
}

fn judge(ctx: &Context<'_>, entry: &Field<'_>, node: &Node) -> Option<Diagnostic> {
    let text = node.text()?;
    let style = node.style()?;
    // The line end of a block scalar is no mistake.
    if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return None;
    }
    let is_item = !std::ptr::eq(node, &entry.value);
    if is_tidy(text) || is_meant(ctx.slice(node.range), text, style) {
        return None;
    }
    let trimmed = text.trim_matches(is_blank);
    // An item of nothing but blanks is an empty one.
    if text.trim().is_empty() && is_item {
        return None;
    }
    let is_term = ctx
        .field(entry)
        .is_some_and(|it| matches!(it.kind, Kind::Term | Kind::List));
    let is_long = text.contains(['\n', '\r']);
    let right = match is_term && !is_long {
        true => tidied(text),
        false => trimmed.to_owned(),
    };
    if right == text {
        return None;
    }
    let at_start = text.starts_with(is_blank);
    let message = match (at_start, text.ends_with(is_blank)) {
        _ if right.is_empty() => "there is nothing but blanks: leave it empty",
        (true, true) => "there are blanks at both ends of the value: strip them",
        (true, false) => "there are blanks at the beginning of the value: strip them",
        (false, true) => "there are blanks at the end of the value: strip them",
        (false, false) => "there is more than one blank in a row: leave one",
    };
    let range = place(ctx.slice(node.range), style, is_term, node.range);
    let finding = Diagnostic::new(Code::StrayWhitespace, range, message);
    Some(finding.suggest(Suggestion::Text(right.into())))
}

/// Whether somebody has taken pains to write the blanks: as an escape, or in quotes around nothing but signs, as in `" | "`.
fn is_meant(written: &str, text: &str, style: ScalarStyle) -> bool {
    let is_escape = |it: char| {
        matches!(
            it,
            'n' | 'r' | 't' | ' ' | 'x' | 'u' | 'U' | '_' | 'N' | 'L' | 'P' | 'v' | 'f'
        )
    };
    let has_escape = || {
        written
            .match_indices('\\')
            .any(|it| written[it.0 + 1..].starts_with(is_escape))
    };
    let is_separator = || !text.trim().is_empty() && !text.contains(char::is_alphanumeric);
    match style {
        ScalarStyle::DoubleQuoted => has_escape() || is_separator(),
        ScalarStyle::SingleQuoted => is_separator(),
        _ => false,
    }
}

/// Whether nothing can be wrong: no blank but single spaces between words.
fn is_tidy(text: &str) -> bool {
    let is_doubled = |it: &[u8]| it == b"  ";
    let is_other = |it: char| it != ' ' && is_blank(it);
    !text.starts_with(is_blank)
        && !text.ends_with(is_blank)
        && !text.as_bytes().windows(2).any(is_doubled)
        && !text.contains(is_other)
}

/// The stray blanks, if they are together and stand in the source as they are; else all of the value.
fn place(written: &str, style: ScalarStyle, is_term: bool, whole: TextRange) -> TextRange {
    let quote = usize::from(style != ScalarStyle::Plain);
    let inner = written.get(quote..written.len().saturating_sub(quote));
    let inner = inner.unwrap_or_default();
    let mut at = quote;
    let mut found = Vec::new();
    for run in runs(inner) {
        let blank = run.starts_with(is_blank);
        let at_end = at == quote || at + run.len() == quote + inner.len();
        if blank && (at_end || is_term && is_stray_run(run)) {
            found.push((at, run.len()));
        }
        at += run.len();
    }
    let [(start, len)] = found[..] else {
        return whole;
    };
    TextRange::at(whole.start() + size(start), size(len))
}
