//! A term that lives in another field: taken out here and put in there.

use smol_str::{SmolStr, format_smolstr};

use super::front_matter_node::{FrontMatterNode, node_at};
use super::insert::place_of;
use super::plan::Step;
use super::{Context, Fix, Safety, name};
use crate::corpus::edit::{Item, Plain};
use crate::features::diagnostics::Diagnostic;
use crate::schema::Kind;
use crate::syntax::{FrontMatter, NodeKind};

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic, field: &SmolStr) -> Option<Fix> {
    let front_matter = ctx.front_matter()?;
    let place = node_at(front_matter, finding.range)?;
    let text = place.node(front_matter).text()?;
    let take = match place {
        FrontMatterNode::Item(entry, item) => Step::DropItem { entry, item },
        FrontMatterNode::Value(entry) => Step::Text {
            entry,
            item: None,
            text: SmolStr::default(),
        },
        FrontMatterNode::Key(_) => return None,
    };
    if name(&front_matter.fields()[place.entry()]) == field.as_str() {
        return None;
    }
    let text = usual(ctx, field, text);
    let mut steps = vec![take];
    steps.extend(addition(ctx, front_matter, field, &text)?);
    let title = match steps.len() {
        1 => format!("Remove `{text}`: it is in `{field}`"),
        _ => format!("Move `{text}` to `{field}`"),
    };
    Some(Fix::new(finding.code, title, Safety::Unsafe, steps))
}

/// The form that the term has in the other field.
fn usual(ctx: &Context<'_>, field: &str, text: &str) -> SmolStr {
    let variants = ctx.snap.thesaurus(field);
    let there = variants.and_then(|it| {
        let first = *it.spellings(text).first()?;
        Some(it.vocabulary.term(first).text.clone())
    });
    there.unwrap_or_else(|| text.into())
}

/// The step that adds a term to a field; `Some(None)` if it is there. `None` where the field has no room for it.
pub(in crate::features) fn addition(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    field: &SmolStr,
    text: &str,
) -> Option<Option<Step>> {
    let schema = ctx.schema();
    let of_field = schema.field(field);
    let has_commas = of_field.is_some_and(|it| it.style.commas);
    let is_list = of_field.is_none_or(|it| it.kind == Kind::List) && !has_commas;
    let fields = front_matter.fields();
    let index = fields
        .iter()
        .rposition(|it| it.name() == field && !it.is_merged());
    let Some(entry) = index else {
        let value = match is_list {
            true => Plain::List(vec![Plain::string(text)]),
            false => Plain::string(text),
        };
        return Some(Some(Step::Insert {
            gap: place_of(schema, front_matter, field),
            key: field.clone(),
            value,
        }));
    };
    let value = &fields[entry].value;
    let variants = ctx.snap.thesaurus(field);
    let concept = |it: &str| Some(variants.as_ref()?.spelling(it));
    let is_it = |it: &str| it == text || variants.is_some() && concept(it) == concept(text);
    let mut there = std::iter::once(value).chain(value.items());
    let listed = value.text().filter(|_| has_commas);
    let mut listed = listed.unwrap_or_default().split(',');
    if there.any(|it| it.text().is_some_and(is_it)) || listed.any(|it| is_it(it.trim())) {
        return Some(None);
    }
    let is_empty = value.is_null()
        || value
            .text()
            .is_some_and(|it| matches!(it.trim(), "" | "[]"));
    let text: SmolStr = text.into();
    match &value.kind {
        NodeKind::List { .. } => Some(Some(Step::AddItem { entry, text })),
        _ if is_empty && is_list => Some(Some(Step::Items {
            entry,
            items: vec![Item::New(text)],
        })),
        _ if is_empty => Some(Some(Step::Text {
            entry,
            item: None,
            text,
        })),
        NodeKind::Scalar { text: old, .. } if has_commas && !text.contains(',') => {
            let text = format_smolstr!("{}, {text}", old.trim_end_matches([',', ' ']));
            Some(Some(Step::Text {
                entry,
                item: None,
                text,
            }))
        }
        _ => None,
    }
}
