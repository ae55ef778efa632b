//! Completion of fields' names: those that posts of the folder have and this one lacks, in their usual order.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::context::Context;
use super::{CompletionItem, CompletionKind, CompletionList, matching, write};
use crate::schema::Schema;
use crate::syntax::FrontMatter;
use crate::text::TextEdit;

pub(super) fn complete(
    schema: &Schema,
    source: &str,
    front_matter: &FrontMatter,
    context: &Context,
    colon: bool,
) -> CompletionList {
    let present = keys(source, front_matter, context);
    let typed = crate::corpus::fold_typed(&context.typed);
    let mut names: Vec<&SmolStr> = schema
        .order
        .iter()
        .filter(|it| !present.contains(it.as_str()) && matching::continues(it, &typed))
        .filter(|it| {
            **it != context.field || schema.field(it).is_some_and(|it| it.presence.agreeing > 1)
        })
        .collect();
    names.sort_by_key(|it| !is_usual(schema, it));
    CompletionList {
        items: names
            .into_iter()
            .map(|it| item(schema, it, context, colon))
            .collect(),
        incomplete: false,
    }
}

fn item(schema: &Schema, name: &SmolStr, context: &Context, colon: bool) -> CompletionItem {
    let field = schema.field(name);
    let after = match colon {
        true => String::new(),
        false => write::after_key(field, context.line_end),
    };
    CompletionItem {
        label: name.clone(),
        kind: CompletionKind::Field,
        detail: field.map(|it| format!("{} posts", it.presence.agreeing)),
        edit: TextEdit::replace(context.replace, format!("{name}{after}")),
        filter: name.clone(),
        preselect: false,
        retrigger: !colon,
        term: None,
    }
}

/// Fields of at least a twentieth of the posts come before the odd ones out.
fn is_usual(schema: &Schema, name: &str) -> bool {
    let presence = schema.field(name).map(|it| it.presence).unwrap_or_default();
    presence.declared || presence.agreeing * 20 >= presence.of
}

/// Keys of all other lines.
fn keys<'a>(source: &'a str, front_matter: &FrontMatter, context: &Context) -> FxHashSet<&'a str> {
    let mut at = usize::from(front_matter.block.start());
    let mut keys = FxHashSet::default();
    for line in source[front_matter.block].split_inclusive(['\n', '\r']) {
        let here = at == usize::from(context.replace.start());
        at += line.len();
        if !here && !line.starts_with([' ', '\t', '-', '#']) {
            keys.extend(
                line.split_once(':')
                    .map(|(key, _)| key.trim().trim_matches(['"', '\''])),
            );
        }
    }
    keys
}
