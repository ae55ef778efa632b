//! A value that YAML reads only in part: in quotes it is read as it stands; where hashtags stand for a list, it becomes one.

use smol_str::SmolStr;

use super::convert::is_known;
use super::plan::Step;
use super::syntax::quoted;
use super::{Context, Fix, Safety, name};
use crate::corpus::edit::{Item, Plain};
use crate::features::diagnostics::Diagnostic;
use crate::schema::Kind;
use crate::schema::unread::{Unread, unread};
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Field, ScalarStyle};
use crate::text::{TextEdit, TextRange};

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let Some(front_matter) = ctx.front_matter() else {
        return Vec::new();
    };
    let fields = front_matter.fields();
    let mut found = fields.iter().enumerate().filter_map(|(index, entry)| {
        let parts = unread(ctx.source(), front_matter, ctx.schema(), entry);
        let part = parts.into_iter().find(|it| it.lost == finding.range)?;
        Some((index, entry, part))
    });
    let Some((index, entry, part)) = found.next() else {
        return Vec::new();
    };
    let place = (index, entry);
    let terms = hashtags(ctx, entry, &part);
    let other = terms.map(|it| as_list(ctx, finding, place, &part, &it));
    let other = other.or_else(|| term(ctx, finding, place, &part));
    let text = ctx.slice(part.meant);
    let safety = match other {
        Some(_) => Safety::Manual,
        None => Safety::Unsafe,
    };
    let quote = quote(ctx, place, &part, text);
    let quote = Fix::new(finding.code, "Put the value in quotes", safety, vec![quote]);
    other.into_iter().chain([quote]).collect()
}

/// An item that is one hashtag, without its sign.
fn term(
    ctx: &Context<'_>,
    finding: &Diagnostic,
    (index, entry): (usize, &Field<'_>),
    part: &Unread,
) -> Option<Fix> {
    part.item?;
    let text = ctx.slice(part.meant);
    let term = text.strip_prefix('#')?;
    let safety = match () {
        () if is_known(ctx, entry, text) => return None,
        () if is_known(ctx, entry, term) => Safety::Unsafe,
        () => Safety::Manual,
    };
    let step = quote(ctx, (index, entry), part, term);
    let title = format!("Write `{term}`");
    Some(Fix::new(finding.code, title, safety, vec![step]))
}

/// The value read as `text`, in quotes if it needs them.
fn quote(
    ctx: &Context<'_>,
    (index, entry): (usize, &Field<'_>),
    part: &Unread,
    text: &str,
) -> Step {
    let context = match part.item {
        Some(_) => ScalarContext::BlockItem,
        None => ScalarContext::BlockValue,
    };
    let entries = ctx.front_matter().map_or(&[][..], |it| &it.entries);
    let written = match text == ctx.slice(part.meant) {
        true => quoted(text, ScalarStyle::Plain, context, entries),
        false => write_scalar(text, context, ScalarStyle::Plain),
    };
    let of_item = |(index, it)| match Some(index) == part.item {
        true => Plain::string(text),
        false => Plain::of(it),
    };
    let items = entry.value.items().iter().enumerate();
    Step::Replace {
        entry: index,
        edits: vec![TextEdit::replace(part.meant, written)],
        meaning: match part.item {
            Some(_) => Plain::List(items.map(of_item).collect()),
            None => Plain::string(text),
        },
    }
}

/// The terms of `#one #two` where a list belongs.
fn hashtags(ctx: &Context<'_>, entry: &Field<'_>, part: &Unread) -> Option<Vec<SmolStr>> {
    let kind = ctx.schema().field(entry.name())?.kind;
    if kind != Kind::List || part.item.is_some() {
        return None;
    }
    let words = ctx.slice(part.meant).split_whitespace();
    let words = words.map(|it| SmolStr::new(it.strip_prefix('#').unwrap_or(it)));
    let mut terms: Vec<SmolStr> = Vec::new();
    for word in words {
        if !terms.contains(&word) {
            terms.push(word);
        }
    }
    Some(terms)
}

fn as_list(
    ctx: &Context<'_>,
    finding: &Diagnostic,
    (index, entry): (usize, &Field<'_>),
    part: &Unread,
    terms: &[SmolStr],
) -> Fix {
    let read = entry.value.range.end().max(entry.key.range.end());
    let comment = TextRange::new(read.min(part.meant.end()), part.meant.end());
    let steps = vec![
        Step::Items {
            entry: index,
            items: terms.iter().cloned().map(Item::New).collect(),
        },
        Step::Replace {
            entry: index,
            edits: vec![TextEdit::delete(comment)],
            meaning: Plain::List(terms.iter().map(|it| Plain::string(it)).collect()),
        },
    ];
    let safety = match terms.iter().all(|it| is_known(ctx, entry, it)) {
        true => Safety::Unsafe,
        false => Safety::Manual,
    };
    let title = match terms.len() {
        1 => format!("Make a list with one item of `{}`", name(entry)),
        n => format!("Make a list with {n} items of `{}`", name(entry)),
    };
    Fix::new(finding.code, title, safety, steps)
}
