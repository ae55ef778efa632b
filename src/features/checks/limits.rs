//! `bad-format`, `out-of-range`, `deprecated-field`: what rubric.yaml says of a field's values beyond their kind.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::prose;
use crate::schema::limits::{Bound, Deprecated, Limits};
use crate::schema::{self, Kind};
use crate::syntax::{Field, Node, NodeKind, key_of};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        let Some(field) = ctx.field(entry).filter(|it| it.limits != Limits::default()) else {
            continue;
        };
        if let Some(deprecated) = &field.limits.deprecated {
            acc.push(superseded(entry, deprecated));
        }
        let items = match &entry.value.kind {
            NodeKind::List { items, .. } => &items[..],
            _ => std::slice::from_ref(&entry.value),
        };
        for node in items {
            acc.extend(format(entry, &field.limits, node));
            acc.extend(range_of_value(entry, field, node));
        }
        acc.extend(range_of_list(entry, field));
    }
}

fn superseded(entry: &Field<'_>, deprecated: &Deprecated) -> Diagnostic {
    let name = entry.name();
    let finding =
        |message: String| Diagnostic::new(Code::DeprecatedField, entry.key.range, message);
    match &deprecated.replacement {
        Some(other) => finding(format!("`{name}` is deprecated: write `{other}` instead"))
            .suggest(Suggestion::Text(key_of(other).into())),
        None => finding(format!("`{name}` is deprecated: take it out")),
    }
}

fn format(entry: &Field<'_>, limits: &Limits, node: &Node) -> Option<Diagnostic> {
    let text = node.text().filter(|it| !it.trim().is_empty())?;
    let name = entry.name();
    let message = if let Some(form) = limits.form.filter(|it| !it.matches(text)) {
        format!("`{text}` is not {}", form.description())
    } else {
        let pattern = limits.pattern.as_ref().filter(|it| !it.matches(text))?;
        let source = pattern.source();
        format!("`{text}` does not match the pattern of `{name}`, `{source}`")
    };
    Some(Diagnostic::new(Code::BadFormat, node.range, message))
}

fn range_of_value(entry: &Field<'_>, field: &schema::Field, node: &Node) -> Option<Diagnostic> {
    let text = node.text().map(str::trim).filter(|it| !it.is_empty())?;
    let name = entry.name();
    let limits = &field.limits;
    let message = match field.kind {
        Kind::List | Kind::Nested | Kind::Bool => return None,
        Kind::Number => {
            let own: f64 = text.parse().ok()?;
            outside(
                limits,
                |it| compare(own, it),
                |limit| format!("`{name}` is {limit}, not {text}"),
            )?
        }
        Kind::Date => {
            let day = text.get(..10)?;
            let compared = |it: &Bound| match it {
                Bound::Date(other) => Some(day.cmp(other.get(..10)?)),
                Bound::Number(_) => None,
            };
            outside(limits, compared, |limit| {
                format!("`{name}` is {limit}, not {day}")
            })?
        }
        Kind::Text | Kind::Term | Kind::Url => {
            let n = text.chars().count();
            outside(
                limits,
                |it| compare(n as f64, it),
                |limit| format!("`{name}` has {limit} characters, and this is {n} long"),
            )?
        }
    };
    Some(Diagnostic::new(Code::OutOfRange, node.range, message))
}

/// Too many items are told by the rule of wrong types, which knows what to take out.
fn range_of_list(entry: &Field<'_>, field: &schema::Field) -> Option<Diagnostic> {
    let NodeKind::List { items, .. } = &entry.value.kind else {
        return None;
    };
    let min = field
        .limits
        .min
        .as_ref()
        .filter(|_| field.kind == Kind::List)?;
    let is_less = compare(items.len() as f64, min)?.is_lt();
    let n_items = prose::counted(items.len(), "item");
    let message = format!(
        "`{}` has {n_items}, and rubric.yaml asks for at least {min}",
        entry.name()
    );
    is_less.then(|| Diagnostic::new(Code::OutOfRange, entry.value.range, message))
}

fn compare(own: f64, bound: &Bound) -> Option<std::cmp::Ordering> {
    match bound {
        Bound::Number(other) => own.partial_cmp(other),
        Bound::Date(_) => None,
    }
}

/// The message of what lies outside of the limits: `at least 1`, `at most 5`.
fn outside(
    limits: &Limits,
    compared: impl Fn(&Bound) -> Option<std::cmp::Ordering>,
    message: impl Fn(String) -> String,
) -> Option<String> {
    let is = |bound: &Option<Bound>, wrong: fn(std::cmp::Ordering) -> bool| {
        let bound = bound.as_ref()?;
        compared(bound)
            .filter(|it| wrong(*it))
            .map(|_| bound.to_string())
    };
    let too_small = is(&limits.min, std::cmp::Ordering::is_lt).map(|it| format!("at least {it}"));
    let too_large = is(&limits.max, std::cmp::Ordering::is_gt).map(|it| format!("at most {it}"));
    too_small.or(too_large).map(message)
}
