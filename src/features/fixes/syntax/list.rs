//! Lists whose items do not begin with `- `, or do not stand below each other, or begin on the line of their key.

use super::{Broken, Remedy};
use crate::syntax::error::ItemError;
use crate::syntax::{Node, NodeKind};
use crate::text::chars::is_invisible;
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>, error: ItemError) -> Option<Remedy> {
    match error {
        ItemError::BesideKey => beside_key(broken),
        ItemError::Misaligned
        | ItemError::MissingDash
        | ItemError::MissingSpace
        | ItemError::DoubledDash
        | ItemError::ForeignBullet
        | ItemError::NotAnItem
        | ItemError::Misplaced => aligned(broken),
        ItemError::WithoutKey | ItemError::BelowValue => None,
    }
}

/// Every item of the list gets the first one's indentation, and a dash.
pub(super) fn aligned(broken: &Broken<'_>) -> Option<Remedy> {
    let NodeKind::List { items, flow: false } = &broken.entry.value.kind else {
        return None;
    };
    let is_at_bullet = broken.line_before(broken.range.start()).trim().is_empty();
    if !is_at_bullet {
        return None;
    }
    let mut edits = Vec::new();
    let mut usual_indent = None;
    for item in items {
        let Some((indent, bullet)) = prefix(broken, item) else {
            edits.extend(missing_dash(broken, item));
            continue;
        };
        let text = broken.ctx.slice(indent);
        let usual = *usual_indent.get_or_insert(text);
        if text != usual {
            edits.push(TextEdit::replace(indent, usual));
        }
        edits.extend(dash(broken, bullet, item));
    }
    (!edits.is_empty()).then(|| Remedy::new("Write the items as a list", edits))
}

/// The blanks before the bullet of an item, and the bullet with the blanks behind it. `None` if it is not the first on its line.
fn prefix(broken: &Broken<'_>, item: &Node) -> Option<(TextRange, TextRange)> {
    let before = broken.line_before(item.range.start());
    let bullet = before.trim_start_matches(|it: char| it.is_whitespace() || is_invisible(it));
    let start = item.range.start() - TextSize::of(before);
    let middle = item.range.start() - TextSize::of(bullet);
    let is_bullet = !bullet.is_empty() && bullet.trim_end().chars().count() <= 3;
    is_bullet.then(|| {
        (
            TextRange::new(start, middle),
            TextRange::new(middle, item.range.start()),
        )
    })
}

/// What stands first on its line, in line with the dashes of the others, lacks its own.
fn missing_dash(broken: &Broken<'_>, item: &Node) -> Option<TextEdit> {
    let is_first = broken
        .line_before(item.range.start())
        .chars()
        .all(|it| it == ' ');
    let is_told = item.range.start() == broken.range.start();
    (is_first && is_told).then(|| TextEdit::insert(item.range.start(), "- "))
}

fn dash(broken: &Broken<'_>, bullet: TextRange, item: &Node) -> Option<TextEdit> {
    let text = broken.ctx.slice(bullet);
    let sign = text.trim_end();
    let blanks = &text[sign.len()..];
    if sign == "-" && (blanks.starts_with([' ', '\t']) || item.range.is_empty()) {
        return None;
    }
    let written = match blanks.starts_with([' ', '\t']) || item.range.is_empty() {
        true => "-",
        false => "- ",
    };
    let wrong = match written {
        "- " => bullet,
        _ => TextRange::at(bullet.start(), TextSize::of(sign)),
    };
    Some(TextEdit::replace(wrong, written))
}

/// `tags: - a`
fn beside_key(broken: &Broken<'_>) -> Option<Remedy> {
    let NodeKind::List { items, flow: false } = &broken.entry.value.kind else {
        return None;
    };
    let key = broken.entry.key.range;
    let between = TextRange::new(key.end(), broken.range.start().max(key.end()));
    let text = broken.ctx.slice(between);
    let below = items.get(1).and_then(|it| prefix(broken, it));
    let elsewhere = || usual_indent(broken);
    let indent = below.map(|it| it.0).or_else(elsewhere);
    let indent = indent.map_or("  ", |it| broken.ctx.slice(it));
    let blanks = TextSize::of(text) - TextSize::of(text.trim_end());
    let blanks = TextRange::new(between.end() - blanks, between.end());
    let edit = TextEdit::replace(blanks, format!("{}{indent}", broken.ctx.eol()));
    Some(Remedy::new(
        "Begin the list on a line of its own",
        vec![edit],
    ))
}

/// The blanks before the items of another list of the post.
fn usual_indent(broken: &Broken<'_>) -> Option<TextRange> {
    let entries = broken.front_matter.entries.iter().filter(|it| !it.broken);
    let mut lists =
        entries.filter(|it| matches!(it.value.kind, NodeKind::List { flow: false, .. }));
    lists.find_map(|it| prefix(broken, it.value.items().first()?).map(|it| it.0))
}
