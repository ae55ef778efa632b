//! A field that stands twice: the second goes if it says the same, or its items join those of the first.

use smol_str::SmolStr;

use super::front_matter_node::{FrontMatterNode, node_at};
use super::plan::Step;
use super::{Context, Fix, Safety, name};
use crate::corpus::edit::{Item, Plain};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::{Field, Node, NodeKind};

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let Some(front_matter) = ctx.front_matter() else {
        return Vec::new();
    };
    let Some(FrontMatterNode::Key(later)) = node_at(front_matter, finding.range) else {
        return Vec::new();
    };
    let entries = front_matter.fields();
    let is_it = |it: &Field<'_>| it.name() == entries[later].name() && !it.name().contains("[]");
    let Some(first) = entries[..later].iter().position(is_it) else {
        return Vec::new();
    };
    let (a, b) = (&entries[first].value, &entries[later].value);
    let field = name(&entries[later]);
    let drop = |entry| Step::DropEntry { entry };
    if Plain::of(a).says_the_same(&Plain::of(b)) {
        let title = format!("Remove the second `{field}`, which says the same");
        return vec![Fix::new(
            finding.code,
            title,
            Safety::Unsafe,
            vec![drop(later)],
        )];
    }
    if let (Some(_), Some(more)) = (texts(a), texts(b)) {
        let title = format!("Merge both lists of `{field}` into the first");
        let merge = Step::Items {
            entry: first,
            items: merged(a, &more),
        };
        return vec![Fix::new(
            finding.code,
            title,
            Safety::Unsafe,
            vec![merge, drop(later)],
        )];
    }
    // Which of two values counts only the author can say; most easily where one of them is empty.
    let choices = [(later, b, "second"), (first, a, "first")];
    let any_empty = is_empty(a) || is_empty(b);
    let offered = choices
        .into_iter()
        .filter(|it| !any_empty || is_empty(it.1));
    offered
        .map(|(entry, value, which)| {
            let reason = if is_empty(value) {
                ", which is empty"
            } else {
                ""
            };
            let title = format!("Remove the {which} `{field}`{reason}");
            Fix::new(finding.code, title, Safety::Manual, vec![drop(entry)])
        })
        .collect()
}

/// The texts of a list that has nothing but scalars.
pub(super) fn texts(node: &Node) -> Option<Vec<SmolStr>> {
    let NodeKind::List { items, .. } = &node.kind else {
        return None;
    };
    items.iter().map(|it| it.text().map(SmolStr::new)).collect()
}

pub(super) fn merged(first: &Node, more: &[SmolStr]) -> Vec<Item> {
    let old = first.items();
    let mut items: Vec<Item> = (0..old.len()).map(Item::Keep).collect();
    for (index, text) in more.iter().enumerate() {
        let known = old.iter().any(|it| it.text() == Some(text)) || more[..index].contains(text);
        if !known {
            items.push(Item::New(text.clone()));
        }
    }
    items
}

pub(super) fn is_empty(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::List { items, .. } => items.is_empty(),
        NodeKind::Map { .. } => false,
    }
}
