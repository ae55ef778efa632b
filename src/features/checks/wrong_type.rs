//! `wrong-type`: a value of the wrong type for its field. Empty values are normal, but for a list written as nothing.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::prose;
use crate::schema::unread::unread;
use crate::schema::{self, Evidence, Kind};
use crate::syntax::error::ScalarError;
use crate::syntax::{Field, Node, NodeKind, bulleted, joined};
use crate::text::TextSize;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let Some(field) = ctx.field(entry) else {
            continue;
        };
        if field.kind == Kind::List && is_bulleted(ctx, entry) {
            acc.push(bullets(entry));
            continue;
        }
        if field.kind == Kind::List {
            let found = |it| {
                let found = joined_items(ctx, entry, it);
                found.or_else(|| lost_line_break(ctx, entry, it))
            };
            let items = entry.value.items().iter();
            let mut found: Vec<_> = items.filter_map(found).collect();
            found.extend(below_value(ctx, entry));
            if !found.is_empty() {
                acc.extend(found);
                continue;
            }
        }
        acc.extend(too_many(entry, field));
        if !field.evidence.is_strong() {
            continue;
        }
        match field.kind {
            Kind::Nested => {}
            Kind::List if entry.value.is_null() && !is_null_told(field) => {}
            Kind::List if field.style.commas && entry.value.text().is_some() => {}
            Kind::List if is_unread(ctx, entry) => {}
            Kind::List => list(entry, acc),
            kind => single(entry, kind, acc),
        }
    }
}

/// Whether YAML does not read what stands there, `#one #two`: then that is told, and not that it is missing.
fn is_unread(ctx: &Context<'_>, entry: &Field<'_>) -> bool {
    let source = ctx.parsed.text.as_str();
    let mut parts = ctx.front_matter().into_iter();
    parts.any(|it| !unread(source, it, ctx.schema, entry).is_empty())
}

/// A text of `• one` and `• two` below each other leaves no doubt of what was meant, however few posts there are.
fn is_bulleted(ctx: &Context<'_>, entry: &Field<'_>) -> bool {
    bulleted(ctx.parsed.text.as_str(), entry).is_some()
}

fn bullets(entry: &Field<'_>) -> Diagnostic {
    let name = entry.name();
    let message =
        format!("`{name}` is a list, and to YAML this is one text: items begin with `- `");
    finding(&entry.value, Kind::List, message)
}

/// Items that are not indented alike: YAML reads the further one as the end of the one above.
fn joined_items(ctx: &Context<'_>, entry: &Field<'_>, item: &Node) -> Option<Diagnostic> {
    let texts = joined(ctx.parsed.text.as_str(), item)?;
    let name = entry.key.text().unwrap_or_default();
    let message = format!(
        "these {} items of `{name}` are one text to YAML: indent them alike",
        texts.len()
    );
    Some(Diagnostic::new(Code::WrongType, item.range, message))
}

/// `tags: one` with a `- two` below it: to YAML that is one text.
fn below_value(ctx: &Context<'_>, entry: &Field<'_>) -> Option<Diagnostic> {
    let texts = joined(ctx.parsed.text.as_str(), &entry.value)?;
    let name = entry.name();
    let message = format!(
        "these {} items of `{name}` are one text to YAML: begin the list on the line below its key",
        texts.len()
    );
    Some(finding(&entry.value, Kind::List, message))
}

/// An item that the next field runs into: to YAML it is a map.
fn lost_line_break(ctx: &Context<'_>, entry: &Field<'_>, item: &Node) -> Option<Diagnostic> {
    let name = ctx.snap.lost_key(ctx.file, entry, item)?;
    let message = ScalarError::LostLineBreak(name.clone()).to_string();
    Some(Diagnostic::new(Code::WrongType, item.range, message))
}

/// `tags:` is how many write that there are none. It is told where nearly all others write `[]`; where rubric.yaml calls the
/// field a list, unless the custom is to write nothing.
fn is_null_told(field: &schema::Field) -> bool {
    const FEW: u32 = 3;
    let Evidence { agreeing, of, .. } = field.bracketed;
    let is_custom = of - agreeing >= FEW && agreeing * 2 < of;
    field.bracketed.is_strong() || field.evidence.declared && !is_custom
}

/// A list belongs there.
fn list(entry: &Field<'_>, acc: &mut Diagnostics<'_>) {
    let name = entry.name();
    let value = &entry.value;
    let message = match &value.kind {
        NodeKind::List { .. } => return nested(name, entry.value.items(), acc),
        NodeKind::Null => format!("`{name}` is a list: without items it is written `[]`"),
        NodeKind::Scalar { text, .. } if text.trim() == "[]" => {
            format!("`{name}` is a list, and this is a text: write `[]` without quotes")
        }
        NodeKind::Scalar { text, .. } if text.trim().is_empty() => {
            format!("`{name}` is a list, and this is an empty text: write `[]`")
        }
        NodeKind::Scalar { .. } => {
            format!("`{name}` is a list: write the value as an item of one")
        }
        NodeKind::Map { .. } => format!("`{name}` is a list, and this is a mapping"),
    };
    acc.push(finding(value, Kind::List, message));
}

/// What goes beyond the most items that rubric.yaml allows: those that were added last are the ones to look at.
fn too_many(entry: &Field<'_>, field: &schema::Field) -> Option<Diagnostic> {
    let max = field.max?;
    let name = entry.name();
    let items = entry.value.items();
    let surplus = items.get(usize::try_from(max).ok()?..)?;
    let range = surplus.first()?.range.cover(surplus.last()?.range);
    let message = format!(
        "`{name}` has {}, and rubric.yaml allows {max}: take out {}",
        prose::counted(items.len(), "item"),
        surplus.len()
    );
    Some(Diagnostic::new(Code::WrongType, range, message))
}

/// `- ?` is a mapping without a key to YAML.
fn is_bare_question(item: &Node) -> bool {
    item.range.len() <= TextSize::of('?')
}

/// An item that turned into a mapping or a list is nearly always a text with `: ` in it, or a slip of the indentation.
fn nested(name: &str, items: &[Node], acc: &mut Diagnostics<'_>) {
    for item in items {
        let message = match item.kind {
            NodeKind::Map { .. } if is_bare_question(item) => {
                format!("an item of `{name}` is a text: `?` needs quotes")
            }
            NodeKind::Map { .. } => {
                format!("an item of `{name}` is a text: one that contains `: ` needs quotes")
            }
            NodeKind::List { .. } => {
                format!("an item of `{name}` is a text, and this is a list within the list")
            }
            NodeKind::Null | NodeKind::Scalar { .. } => continue,
        };
        acc.push(Diagnostic::new(Code::WrongType, item.range, message));
    }
}

/// One value belongs there.
fn single(entry: &Field<'_>, kind: Kind, acc: &mut Diagnostics<'_>) {
    let name = entry.name();
    let value = &entry.value;
    let message = match &value.kind {
        NodeKind::Null => return,
        NodeKind::List { items, .. } if items.is_empty() => return,
        NodeKind::List { .. } => format!("`{name}` is one {}, and this is a list", kind.noun()),
        NodeKind::Map { .. } => format!("`{name}` is one {}, and this is a mapping", kind.noun()),
        NodeKind::Scalar { text, .. } if text.trim().is_empty() => return,
        NodeKind::Scalar { text, style } => match kind.complaint(name, text, *style) {
            Some(message) => message,
            None => return,
        },
    };
    acc.push(finding(value, kind, message));
}

/// Whether a value that stands in another field might stand in one of that kind: nothing of it would be lost or read otherwise.
pub(super) fn suits(value: &Node, kind: Kind) -> bool {
    match &value.kind {
        NodeKind::Null => true,
        NodeKind::Map { .. } => kind == Kind::Nested,
        NodeKind::List { items, .. } => match kind {
            Kind::List => items.iter().all(|it| it.is_null() || it.text().is_some()),
            kind => kind == Kind::Nested || items.is_empty(),
        },
        NodeKind::Scalar { text, .. } if text.trim().is_empty() => true,
        NodeKind::Scalar { text, style } => kind.admits(text, *style),
    }
}

fn finding(value: &Node, kind: Kind, message: String) -> Diagnostic {
    Diagnostic::new(Code::WrongType, value.range, message).suggest(Suggestion::Kind(kind))
}
