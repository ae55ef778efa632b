//! Completion of fields' names: those that posts of the folder have and this one lacks, in their usual order.

use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

use super::context::Context;
use super::likely::Likely;
use super::{CompletionItem, CompletionKind, CompletionList, matching, write};
use crate::features::prose;
use crate::schema::Schema;
use crate::schema::likely_fields::{fold_name, known_fields, meant_field};
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Entry, Format, FrontMatter, key_of};
use crate::text::TextEdit;

/// `schema` is that of the folder, `root` that of all posts.
pub(super) fn complete(
    (schema, root): (&Schema, &Schema),
    source: &str,
    front_matter: &FrontMatter,
    context: &Context,
    colon: bool,
) -> CompletionList {
    let present = present(source, front_matter, context);
    let parent = context.parent.as_deref();
    // A look-alike of a usual field would at once be a finding.
    let known = known_fields(root);
    let is_slip = |it: &str| meant_field(root, &known, (parent, it), |_| false).is_some();
    let typed = crate::corpus::fold_typed(&context.typed);
    let mut names: Vec<&SmolStr> = schema
        .fields_of(parent)
        .map(|it| it.0)
        .filter(|it| {
            let key = own_key(it, context);
            matching::continues(key, &typed) && !present.contains(&fold_name(key))
        })
        .filter(|it| !is_slip(it))
        .filter(|it| {
            own_key(it, context) != context.field
                || schema.field(it).is_some_and(|it| it.presence.agreeing > 1)
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

/// The keys of the map that are there, but for the one at the cursor.
fn present(source: &str, front_matter: &FrontMatter, context: &Context) -> FxHashSet<String> {
    if context.parent.is_some() || context.format != Format::Yaml {
        return context.listed.iter().map(|it| fold_name(it)).collect();
    }
    let at_cursor = |it: &&Entry| it.key.range.start() == context.replace.start();
    let entries = front_matter.entries.iter().filter(|it| !at_cursor(it));
    keys(source, front_matter, context)
        .into_iter()
        .chain(entries.filter_map(|it| it.key.text()))
        .map(fold_name)
        .collect()
}

/// What is written of a field's name in the map that has it.
fn own_key<'a>(name: &'a str, context: &Context) -> &'a str {
    match context.parent {
        Some(_) => key_of(name),
        None => name,
    }
}

/// Fields with the values that they are likely to have, for a line that has nothing yet.
pub(super) fn fill_in<'a>(
    schema: &Schema,
    context: &Context,
    likely: impl Iterator<Item = &'a Likely>,
) -> Vec<CompletionItem> {
    let told = |it: &Likely| {
        let texts: Vec<&str> = it.values.iter().map(|it| it.0.as_str()).collect();
        format!("{}: {}", it.field, texts.join(", "))
    };
    let each = likely.map(|it| {
        let reasons = it.values.iter();
        let reasons: Vec<_> = match it.is_list {
            true => reasons.map(|(text, why)| format!("{text} {why}")).collect(),
            false => reasons.map(|it| it.1.clone()).collect(),
        };
        let written = entry(schema, it, context.line_end);
        (told(it), reasons.join(", "), written)
    });
    let each: Vec<_> = each.collect();
    let all = (each.len() > 1).then(|| {
        let labels: Vec<_> = each.iter().map(|it| it.0.as_str()).collect();
        let written: Vec<_> = each.iter().map(|it| it.2.as_str()).collect();
        let label = format!("all {} likely fields", each.len());
        (label, labels.join("; "), written.join(context.line_end))
    });
    let items = all.iter().chain(&each);
    items
        .map(|(label, detail, text)| CompletionItem {
            label: label.into(),
            kind: CompletionKind::Field,
            detail: Some(detail.clone()),
            edit: TextEdit::replace(context.replace, text.clone()),
            filter: label.into(),
            preselect: false,
            retrigger: false,
            stops: Vec::new(),
            term: None,
        })
        .collect()
}

/// The lines of an entry, without the last one's end.
fn entry(schema: &Schema, likely: &Likely, line_end: &str) -> String {
    let style = schema.field(&likely.field).map(|it| it.style.clone());
    let style = style.unwrap_or_default();
    let quote = write::quoted(style.quote);
    let name = write::key(&likely.field);
    let has_commas = schema
        .field(&likely.field)
        .is_some_and(|it| it.style.commas);
    if likely.is_list && has_commas {
        let texts: Vec<&str> = likely.values.iter().map(|it| it.0.as_str()).collect();
        let value = write_scalar(&texts.join(", "), ScalarContext::BlockValue, quote);
        return format!("{name}: {value}");
    }
    if !likely.is_list {
        let value = write_scalar(&likely.values[0].0, ScalarContext::BlockValue, quote);
        return format!("{name}: {value}");
    }
    let indent = " ".repeat(usize::from(style.indent));
    let items = likely.values.iter().map(|(text, _)| {
        let item = write_scalar(text, ScalarContext::BlockItem, quote);
        format!("{line_end}{indent}- {item}")
    });
    format!("{name}:{}", items.collect::<String>())
}

fn item(schema: &Schema, name: &SmolStr, context: &Context, colon: bool) -> CompletionItem {
    let field = schema.field(name);
    let after = match colon {
        true => String::new(),
        false => write::after_key(field, context),
    };
    let label = own_key(name, context);
    let key = context.format.write_key(label);
    let range = match context.quote {
        Some(_) => context.with_quotes(),
        None => context.replace,
    };
    let quote = context.quote.map(|it| it.mark().to_string());
    let text = format!("{key}{after}");
    CompletionItem {
        label: label.into(),
        kind: CompletionKind::Field,
        detail: field.map(|it| prose::posts(it.presence.agreeing as usize)),
        stops: write::place_for_value(&after)
            .map(|it| key.len() + it..key.len() + it)
            .into_iter()
            .collect(),
        edit: TextEdit::replace(range, text),
        filter: format_smolstr!("{}{label}", quote.unwrap_or_default()),
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
