//! `undefined-reference`: a link by a label, or a footnote, that nothing in the post defines: readers see the brackets.

use smol_str::SmolStr;

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::UndefinedReference;
use crate::text::typo::is_slip;
use crate::text::{TextRange, TextSize, range};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let site = ctx.snap.site();
    let path = ctx.snap.path(ctx.file).as_str();
    if site.knows(path) && site.is_partial(path) {
        return;
    }
    let body = &ctx.parsed.document.body;
    for reference in body
        .undefined_references
        .iter()
        .filter(|it| is_meant(ctx, it))
    {
        acc.push(finding(ctx, reference));
    }
}

fn is_meant(ctx: &Context<'_>, reference: &UndefinedReference) -> bool {
    let body = &ctx.parsed.document.body;
    if let Some(label) = reference.label.strip_prefix('^') {
        return !body.footnotes.is_empty() || !is_expression(label);
    }
    // Another page may define it.
    if ctx.snap.site().shares_labels {
        return false;
    }
    // `<code>[string, <a href="#x">x</a>][]</code>`: a type, and no text of a link.
    if ctx.slice(reference.range).contains('<') && ctx.slice(reference.range).ends_with("[]") {
        return false;
    }
    let before = &ctx.parsed.text.as_str()[..usize::from(reference.range.start())];
    let is_index =
        before.ends_with(|it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | ']'));
    let is_word = reference
        .label
        .chars()
        .filter(|it| it.is_alphabetic())
        .count()
        > 1;
    // `[music][applause]`, where some stand alone too, are what is heard.
    let is_aside = body.has_bracketed && body.definitions.is_empty();
    is_word && !is_index && !is_aside
}

/// `[^a-z]` and `[^u]` are regular expressions; `[^1]` and `[^note]` are none.
fn is_expression(label: &str) -> bool {
    let is_word = label.chars().all(|it| it.is_alphanumeric() || it == '_');
    let is_number = label.bytes().all(|it| it.is_ascii_digit());
    !is_word || (label.len() <= 3 && !is_number)
}

fn finding(ctx: &Context<'_>, reference: &UndefinedReference) -> Diagnostic {
    let range = label_range(ctx, reference);
    let is_address = ["https://", "http://"]
        .iter()
        .any(|it| reference.label.starts_with(it));
    if is_address && ctx.slice(range) == reference.label {
        let meant = format!("({})", reference.label);
        let message = "an address between square brackets is a label: it stands between round ones";
        let one = TextSize::new(1);
        let range = TextRange::new(range.start() - one, range.end() + one);
        return Diagnostic::new(Code::UndefinedReference, range, message)
            .suggest(Suggestion::Text(meant.into()));
    }
    let (what, known): (_, Vec<&SmolStr>) = match reference.label.strip_prefix('^') {
        Some(_) => ("footnote", footnotes(ctx)),
        None => ("label", definitions(ctx)),
    };
    let label = reference.label.trim_start_matches('^');
    let mut near = known.into_iter().filter(|it| is_slip(label, it));
    let meant = near.next().filter(|_| near.next().is_none());
    let message = match meant {
        Some(meant) => format!("no {what} of this name is defined: did you mean `{meant}`?"),
        None => format!("no {what} of this name is defined in this post"),
    };
    let finding = Diagnostic::new(Code::UndefinedReference, range, message);
    match meant {
        Some(meant) => finding.suggest(Suggestion::Text(meant.clone())),
        None => finding,
    }
}

fn footnotes<'a>(ctx: &Context<'a>) -> Vec<&'a SmolStr> {
    let footnotes = &ctx.parsed.document.body.footnotes;
    footnotes.iter().map(|it| &it.label).collect()
}

fn definitions<'a>(ctx: &Context<'a>) -> Vec<&'a SmolStr> {
    let definitions = &ctx.parsed.document.body.definitions;
    definitions.iter().map(|it| &it.label).collect()
}

/// The label alone: the last one in brackets that has something in it.
fn label_range(ctx: &Context<'_>, reference: &UndefinedReference) -> TextRange {
    let written = ctx.slice(reference.range);
    let inner = written.strip_suffix("[]").unwrap_or(written);
    let end = inner.rfind(']').unwrap_or(inner.len());
    let start = inner[..end].rfind('[').map_or(0, |it| it + 1);
    let start = start + usize::from(inner[start..].starts_with('^'));
    range(start, end) + reference.range.start()
}
