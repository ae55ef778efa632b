//! `variant`: a term in another spelling than the usual one.

use super::Context;
use super::duplicate_item::duplicates;
use crate::corpus::{Usual, Variants};
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::{Entry, Node};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let Some(variants) = entry.key.text().and_then(|it| ctx.snap.variants(it)) else {
            continue;
        };
        acc.extend(in_entry(ctx, entry, &variants));
    }
}

fn in_entry(ctx: &Context<'_>, entry: &Entry, variants: &Variants<'_>) -> Vec<Diagnostic> {
    let found: Vec<(&Node, Usual)> = super::terms(entry)
        .filter_map(|node| Some((node, better(ctx, entry, node, variants)?)))
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    // What goes need not be mended.
    let going = duplicates(entry, Some(variants));
    let stays = |node: &Node| going.iter().all(|it| it.item.range != node.range);
    let staying = found.into_iter().filter(|(node, _)| stays(node));
    staying.map(|(node, usual)| finding(node, usual)).collect()
}

fn better(ctx: &Context<'_>, entry: &Entry, node: &Node, variants: &Variants<'_>) -> Option<Usual> {
    let text = node.text()?;
    let usual = variants.better(text)?;
    let is_alias = || {
        let aliases = ctx.snap.aliases_of(entry.key.text()?)?;
        aliases.canonical(text).map(|it| it.declared)
    };
    let elsewhere = super::is_closed_to(ctx, entry, text)
        || bare(text) == usual.text
        || is_alias() == Some(true);
    (!elsewhere).then_some(usual)
}

/// Without what other rules strip: spaces, invisible characters and quotes that are part of the value.
fn bare(text: &str) -> String {
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let bare = text.trim().trim_matches(quotes).trim();
    let invisible = |it: &char| {
        matches!(
            it,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
    };
    let visible = bare.chars().filter(|it| !invisible(it));
    visible
        .map(|it| if it.is_whitespace() { ' ' } else { it })
        .collect()
}

fn finding(node: &Node, usual: Usual) -> Diagnostic {
    let text = node.text().unwrap_or_default();
    let Usual {
        text: better,
        n_posts,
        declared,
    } = usual;
    let who = match (declared, n_posts) {
        (true, _) => "as rubric.yaml has it".to_owned(),
        (_, 1) => "as another post has it".to_owned(),
        _ => format!("as {n_posts} posts have it"),
    };
    let message = format!("`{text}` is another spelling of `{better}`: write it {who}");
    Diagnostic::new(Code::Variant, node.range, message).suggest(Suggestion::Text(better))
}
