//! A scalar that YAML takes for something else, or whose quotes are wrong: written again, in quotes.

use super::{Broken, Remedy, flow};
use crate::features::fixes::Safety;
use crate::syntax::error::ScalarError;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Entry, Node, NodeKind, ScalarStyle};
use crate::text::{TextEdit, TextRange, size};

pub(super) fn remedy(broken: &Broken<'_>, error: &ScalarError) -> Option<Remedy> {
    match error {
        ScalarError::PunctuationBehind(_) => Some(Remedy::one(
            "Remove what stands behind the quote",
            TextEdit::delete(broken.with_blanks()),
        )),
        ScalarError::Several => flow::in_brackets(broken),
        // Where the line ends only the author knows.
        ScalarError::LostLineBreak(_) => None,
        ScalarError::Indicator(_)
        | ScalarError::NoAnchorName
        | ScalarError::ColonInside
        | ScalarError::ColonAtEnd
        | ScalarError::CurlyQuotes
        | ScalarError::Apostrophe
        | ScalarError::Unreadable
        | ScalarError::UnclosedQuote
        | ScalarError::MismatchedQuote { .. }
        | ScalarError::InnerQuote(_)
        | ScalarError::ExtraQuote
        | ScalarError::TextBehindQuote
        | ScalarError::UnknownEscape(_)
        | ScalarError::UnreadableQuotes => whole(broken),
    }
}

/// The scalar that the mistake is in, in quotes that can hold it.
pub(super) fn whole(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    let (node, context) = scalar_at(value, broken.range, ScalarContext::BlockValue)?;
    let NodeKind::Scalar { text, style } = &node.kind else {
        return None;
    };
    let written = quoted(text, *style, context, &broken.front_matter.entries);
    let source = broken.ctx.slice(node.range);
    let (title, safety) = match style {
        ScalarStyle::Plain if is_with_colon(text) && !source.contains(['\n', '\r']) => {
            ("Put the value in quotes", Safety::Safe)
        }
        ScalarStyle::Plain => ("Put the value in quotes", Safety::Unsafe),
        _ if written.starts_with(source) => ("Close the quote", Safety::Unsafe),
        _ => ("Fix the quotes", Safety::Unsafe),
    };
    let edits = match *style == ScalarStyle::Plain && source.contains(['\n', '\r']) {
        true => around(node.range, source, &written)?,
        false => vec![minimal(node.range, source, &written)],
    };
    Some(Remedy {
        title,
        safety,
        edits,
    })
}

fn is_with_colon(text: &str) -> bool {
    text.contains(": ") || text.ends_with(':')
}

/// The innermost scalar that the range is in.
fn scalar_at(
    node: &Node,
    range: TextRange,
    context: ScalarContext,
) -> Option<(&Node, ScalarContext)> {
    node.range.intersect(range)?;
    match &node.kind {
        NodeKind::Null => None,
        NodeKind::Scalar { .. } => Some((node, context)),
        NodeKind::List { items, flow } => {
            let context = match flow {
                true => ScalarContext::FlowItem,
                false => ScalarContext::BlockItem,
            };
            let mut items = items.iter();
            items.find_map(|it| scalar_at(it, range, context))
        }
        NodeKind::Map { entries, flow } => {
            let context = match flow {
                true => ScalarContext::FlowItem,
                false => ScalarContext::BlockValue,
            };
            let mut values = entries.iter().map(|it| &it.value);
            values.find_map(|it| scalar_at(it, range, context))
        }
    }
}

/// In the quotes that it has, or that the post uses, if they can hold it without escapes.
pub(in crate::features::fixes) fn quoted(
    text: &str,
    style: ScalarStyle,
    context: ScalarContext,
    entries: &[Entry],
) -> String {
    let style = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => style,
        _ => usual_quotes(entries),
    };
    let (single, double) = (text.contains('\''), text.contains(['"', '\\']));
    let style = match (single, double) {
        (true, false) => ScalarStyle::DoubleQuoted,
        (false, true) => ScalarStyle::SingleQuoted,
        _ => style,
    };
    write_scalar(text, context, style)
}

fn usual_quotes(entries: &[Entry]) -> ScalarStyle {
    let values = entries.iter().map(|it| &it.value);
    let scalars = values.flat_map(|it| match it.items() {
        [] => std::slice::from_ref(it),
        items => items,
    });
    let (mut n_single, mut n_double) = (0, 0);
    for it in scalars {
        match it.style() {
            Some(ScalarStyle::SingleQuoted) => n_single += 1,
            Some(ScalarStyle::DoubleQuoted) => n_double += 1,
            _ => {}
        }
    }
    match n_double > n_single {
        true => ScalarStyle::DoubleQuoted,
        false => ScalarStyle::SingleQuoted,
    }
}

/// Quotes like those of `written` around a text on several lines, which stay.
fn around(range: TextRange, source: &str, written: &str) -> Option<Vec<TextEdit>> {
    let quote = written
        .chars()
        .next()
        .filter(|it| matches!(it, '"' | '\''))?;
    let escaped: &[char] = if quote == '"' { &['"', '\\'] } else { &['\''] };
    let sign = if quote == '"' { "\\" } else { "'" };
    let signs = source.match_indices(escaped);
    let signs = signs.map(|it| TextEdit::insert(range.start() + size(it.0), sign));
    let mut edits = vec![TextEdit::insert(range.start(), quote)];
    edits.extend(signs);
    edits.push(TextEdit::insert(range.end(), quote));
    Some(edits)
}

/// Only what differs, where that is at the end.
fn minimal(range: TextRange, source: &str, written: &str) -> TextEdit {
    match written.strip_prefix(source) {
        Some(rest) => TextEdit::insert(range.end(), rest),
        None => TextEdit::replace(range, written),
    }
}
