//! A scalar that YAML takes for something else, or whose quotes are wrong: written again, in quotes.

use super::{Broken, Remedy};
use crate::features::fixes::Safety;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{FrontMatter, Node, NodeKind, ScalarStyle};
use crate::text::{TextEdit, TextRange};

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    let (node, context) = scalar_at(value, broken.range, ScalarContext::BlockValue)?;
    let NodeKind::Scalar { text, style } = &node.kind else {
        return None;
    };
    let written = quoted(text, *style, context, broken.front_matter);
    let source = broken.ctx.slice(node.range);
    let (title, safety) = match style {
        ScalarStyle::Plain if is_with_colon(text) && !source.contains(['\n', '\r']) => {
            ("Put the value in quotes", Safety::Safe)
        }
        ScalarStyle::Plain => ("Put the value in quotes", Safety::Unsafe),
        _ if written.starts_with(source) => ("Close the quote", Safety::Unsafe),
        _ => ("Mend the quotes", Safety::Unsafe),
    };
    Some(Remedy {
        title,
        safety,
        edits: vec![minimal(node.range, source, &written)],
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
fn quoted(
    text: &str,
    style: ScalarStyle,
    context: ScalarContext,
    front_matter: &FrontMatter,
) -> String {
    let style = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => style,
        _ => usual_quotes(front_matter),
    };
    let (single, double) = (text.contains('\''), text.contains(['"', '\\']));
    let style = match (single, double) {
        (true, false) => ScalarStyle::DoubleQuoted,
        (false, true) => ScalarStyle::SingleQuoted,
        _ => style,
    };
    write_scalar(text, context, style)
}

fn usual_quotes(front_matter: &FrontMatter) -> ScalarStyle {
    let values = front_matter.entries.iter().map(|it| &it.value);
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

/// Only what differs, where that is at the end.
fn minimal(range: TextRange, source: &str, written: &str) -> TextEdit {
    match written.strip_prefix(source) {
        Some(rest) => TextEdit::insert(range.end(), rest),
        None => TextEdit::replace(range, written),
    }
}
