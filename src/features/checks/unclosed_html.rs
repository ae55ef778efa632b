//! `unclosed-html`: an element, or a comment, that nothing closes.

use memchr::memmem;

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::text::TextRange;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    if is_conditional(ctx) {
        return;
    }
    let body = &ctx.parsed.document.body;
    for range in body.unclosed_html.iter().filter(|it| !is_in_tag(ctx, **it)) {
        let written = ctx.slice(*range);
        let message = match name(written) {
            Some(name) => format!("`<{name}>` is never closed: write `</{name}>` where it ends"),
            None => "the comment is never closed: write `-->` where it ends".to_owned(),
        };
        acc.push(Diagnostic::new(Code::UnclosedHtml, *range, message));
    }
}

/// Whether a template decides what of the body is there: an element may be closed in another branch.
fn is_conditional(ctx: &Context<'_>) -> bool {
    let body = &ctx.parsed.document.body;
    if body.unclosed_html.is_empty() {
        return false;
    }
    let text = ctx.slice(body.range);
    memmem::find_iter(text.as_bytes(), "{%").any(|at| {
        let tag = text[at + "{%".len()..].trim_start_matches(['-', ' ']);
        ["if ", "for ", "unless ", "case "]
            .iter()
            .any(|it| tag.starts_with(it))
    })
}

/// Whether it stands in a template's tag, as a text that is handed to it.
fn is_in_tag(ctx: &Context<'_>, range: TextRange) -> bool {
    let before = &ctx.parsed.text.as_str()[..usize::from(range.start())];
    let line = before.rsplit('\n').next().unwrap_or_default();
    [("{%", "%}"), ("{{", "}}")]
        .iter()
        .any(|(open, close)| line.rfind(open) > line.rfind(close))
}

/// The element's name; a comment has none.
fn name(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('<')?;
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    let name = &rest[..end.unwrap_or(rest.len())];
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        .then_some(name)
}
