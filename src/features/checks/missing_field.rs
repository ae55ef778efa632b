//! `missing-field`: a field that rubric.yaml requires, or that nearly all posts of the folder have, is not there.

use super::Context;
use super::section_page::{is_draft, is_section_page};
use crate::corpus::{FileId, Usage};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::schema::{Evidence, Field};
use crate::syntax::{Node, NodeKind, key_of};
use crate::text::TextRange;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    // Where something is not YAML, the field may well stand in the part that could not be read.
    if !ctx.parsed.document.errors.is_empty() {
        return;
    }
    let mut missing: Vec<_> = ctx
        .schema
        .fields
        .iter()
        .filter(|(name, field)| field.parent.is_none() && is_needed(ctx, name, field))
        .filter(|(name, _)| front_matter.entry(name).is_none())
        .collect();
    in_maps(ctx, acc);
    if missing.is_empty() {
        return;
    }
    let inherited = ctx.snap.inherited(ctx.file);
    missing.retain(|(name, field)| {
        !inherited.contains(*name) && (field.presence.declared || is_usual_beside(ctx, name))
    });
    missing.sort_by_key(|(name, _)| (ctx.schema.order.iter().position(|it| it == *name), *name));
    for (name, field) in missing {
        acc.push(finding(name, field, front_matter.open));
    }
}

/// What the post's maps lack of that which nearly all such maps have.
fn in_maps(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for map in ctx.entries().filter(|it| !it.is_merged()) {
        let (path, maps) = match &map.value.kind {
            NodeKind::List { items, .. } => (format!("{}[]", map.name()), &items[..]),
            _ => (
                map.name().to_owned(),
                std::slice::from_ref(&map.entry.value),
            ),
        };
        let needed = ctx.schema.fields_of(Some(&path));
        for (name, field) in needed.filter(|it| it.1.required && is_needed(ctx, it.0, it.1)) {
            let lacks = |it: &&Node| {
                it.is_map()
                    && it.entry(key_of(name)).is_none()
                    && is_of_their_kind(ctx, it, &path, field)
            };
            let place = |it: &Node| match map.value.is_map() {
                true => map.key.range,
                false => it.map_entries().first().map_or(it.range, |it| it.key.range),
            };
            let lacking = maps.iter().filter(lacks);
            acc.extend(lacking.map(|it| finding(name, field, place(it))));
        }
    }
}

/// Whether a map surely has a key that maps with the field have, too. One whose keys are all of its own is of another kind, and
/// lacks nothing.
fn is_of_their_kind(ctx: &Context<'_>, map: &Node, path: &str, field: &Field) -> bool {
    let having = field.presence;
    let is_shared = |key: &str| {
        let other = ctx.schema.field(&format!("{path}.{key}"));
        other.is_some_and(|it| it.presence.agreeing + having.agreeing > having.of)
    };
    let keys = map.map_entries();
    having.declared || keys.is_empty() || keys.iter().any(|it| it.key.text().is_some_and(is_shared))
}

/// A field that nearly all posts have and many leave empty tells a reader no more than one that is not there. Where the site
/// fills it, half of a folder is enough: it goes without saying there.
fn is_needed(ctx: &Context<'_>, name: &str, field: &Field) -> bool {
    let is_filled =
        |it: Evidence, tenths: u64| u64::from(it.agreeing) * 10 >= u64::from(it.of) * tenths;
    let on_site = ctx.snap.root_schema().field(name);
    let is_filled_on_site = on_site.is_some_and(|it| is_filled(it.filled, 9));
    let own = field.filled;
    field.required
        && ctx.is_required_here(field)
        && (field.presence.declared || is_filled(own, 9) || is_filled(own, 5) && is_filled_on_site)
}

/// What all posts have is not held against the page of a section or a draft, nor against a page alone in its folder, nor where
/// the posts beside it do without, too: a folder of snippets, or of pages, within the posts.
fn is_usual_beside(ctx: &Context<'_>, name: &str) -> bool {
    let (snap, file) = (ctx.snap, ctx.file);
    // What came from another site came in its format: posts in others tell nothing.
    let beside = snap.usage_beside(file, name);
    let is_usual = match beside.n_posts {
        0 => false,
        // One other makes no custom: the folder above tells.
        1 => is_in_most(snap.usage_above(file, name)),
        _ => is_in_most(beside),
    };
    is_usual && !is_draft(snap.path(file)) && !is_section_page(ctx) && !has_ended(ctx, name)
}

/// Three of four: where fewer have it, posts and pages stand side by side.
fn is_in_most(usage: Usage) -> bool {
    usage.n_having * 4 >= usage.n_posts * 3
}

/// Whether most of the latest posts do without.
fn has_ended(ctx: &Context<'_>, name: &str) -> bool {
    const LATEST: usize = 5;
    let (snap, own) = (ctx.snap, ctx.file);
    let others = snap.latest_beside(own).filter(|it| *it != own);
    let latest: Vec<_> = others.take(LATEST).collect();
    let lacks = |it: &&FileId| {
        let summary = snap.summary(**it);
        summary.is_some_and(|it| it.field(name).is_none())
    };
    let n_without = latest.iter().filter(lacks).count();
    latest.len() == LATEST && n_without * 2 > LATEST
}

fn finding(name: &str, field: &Field, place: TextRange) -> Diagnostic {
    let evidence = field.presence;
    let reason = if evidence.declared {
        "rubric.yaml requires it".to_owned()
    } else {
        format!(
            "{} of the {} posts here have it",
            evidence.agreeing, evidence.of
        )
    };
    let message = format!("`{name}` is missing: {reason}");
    let finding = Diagnostic::new(Code::MissingField, place, message);
    let severity = match evidence.declared {
        true => finding.severity,
        false => Severity::Info,
    };
    let suggestion = Suggestion::Insert(name.into());
    Diagnostic {
        severity,
        ..finding
    }
    .suggest(suggestion)
}
