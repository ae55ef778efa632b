//! `unknown-field`: a field's name that looks like a slip of one that the posts use. Other new names are no findings.

use std::cell::OnceCell;

use smol_str::SmolStr;

use super::Context;
use super::section_page::is_section_page;
use super::typo::is_slip;
use super::wrong_type::suits;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::names::words;
use crate::schema::{self, Kind, Schema};
use crate::syntax::{Field, key_of, parent_of};

/// A name is known when so many posts have it, or rubric.yaml declares it.
pub(in crate::features) const KNOWN: u32 = 30;
/// A name is a slip when fewer than one post in so many of those with the known name have it.
const RARE: u32 = 50;
/// The same of a name that differs in case and separators alone: nobody means another thing by it.
const RARE_CASE: u32 = 10;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let schema = ctx.snap.root_schema();
    let most = schema.fields.values().map(|it| it.presence.agreeing).max();
    let known = OnceCell::new();
    for entry in ctx.entries() {
        let key = entry.name();
        let n_own = schema.field(key).map_or(0, |it| it.presence.agreeing);
        // Nearly every key: no name is so much more usual.
        if most.is_none_or(|it| it < n_own * RARE_CASE) {
            continue;
        }
        if let Some(meant) = meant(
            ctx,
            schema,
            known.get_or_init(|| known_fields(schema)),
            entry,
        ) && let Some(field) = schema.field(meant)
            && (is_declared(field) || !is_section_page(ctx))
        {
            acc.push(finding(entry, key, meant, field.kind));
        }
    }
}

/// With a value of another kind than the usual field's, what to do is for the author to say.
fn finding(entry: &Field<'_>, key: &str, meant: &str, kind: Kind) -> Diagnostic {
    let message = format!("the posts have no field `{key}`: `{meant}` is what they have");
    let finding = Diagnostic::new(Code::UnknownField, entry.key.range, message);
    match suits(&entry.value, kind) {
        true if entry.is_nested() => finding.suggest(Suggestion::Text(key_of(meant).into())),
        true => finding.suggest(Suggestion::Text(meant.into())),
        false => finding,
    }
}

/// A field that could be meant, with its folded name.
pub(in crate::features) struct Known<'a> {
    name: &'a SmolStr,
    field: &'a schema::Field,
    folded: String,
    words: Vec<String>,
}

/// The fields that could be meant by another name.
pub(in crate::features) fn known_fields(schema: &Schema) -> Vec<Known<'_>> {
    let fields = schema.order.iter().filter_map(|name| {
        let field = schema.field(name).filter(|it| is_known(it))?;
        let key = own_key(name, field.parent.as_deref());
        Some(Known {
            name,
            field,
            folded: fold(key),
            words: words(key),
        })
    });
    fields.collect()
}

/// What stands before the colon.
fn own_key<'a>(name: &'a str, parent: Option<&str>) -> &'a str {
    parent.map_or(name, |_| key_of(name))
}

fn meant<'a>(
    ctx: &Context<'_>,
    schema: &Schema,
    known: &[Known<'a>],
    entry: &Field<'_>,
) -> Option<&'a str> {
    // A post that has the known field as well means another thing by this one; `Date` beside `date` is wrong even so.
    let has = |it: &str| {
        ctx.front_matter()
            .is_some_and(|head| head.field(it).is_some())
    };
    let parent = parent_of(entry.name()).filter(|_| entry.is_nested());
    meant_field(schema, known, (parent, entry.name()), has)
}

/// The usual field that was probably meant by a name, in a post that `has` some fields. Where a map has it, `parent` is the map's path.
pub(in crate::features) fn meant_field<'a>(
    schema: &Schema,
    known: &[Known<'a>],
    (parent, key): (Option<&str>, &str),
    has: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let own = schema.field(key);
    if own.is_some_and(is_declared) {
        return None;
    }
    let n_own = own.map_or(0, |it| it.presence.agreeing);
    let own_key = own_key(key, parent);
    let (folded, words) = (fold(own_key), words(own_key));
    let usual = |rare: u32| {
        let others = known.iter().filter(move |it| it.name != key);
        let others = others.filter(move |it| it.field.parent.as_deref() == parent);
        let others = others.filter(move |it| is_marked(it.name) == is_marked(key));
        others.filter(move |it| it.field.presence.agreeing >= n_own * rare)
    };
    let same = usual(RARE_CASE).find(|it| it.folded == folded);
    let slip = || {
        let slip = usual(RARE).find(|it| is_like(&words, &it.words));
        slip.filter(|it| !has(it.name))
    };
    same.or_else(slip).map(|it| it.name.as_str())
}

/// Whether one of the names could be a slip of the other.
pub(in crate::features) fn are_alike(one: &str, other: &str) -> bool {
    let is_like = |a: &str, b: &str| is_like(&words(a), &words(b));
    fold(one) == fold(other) || is_like(one, other) || is_like(other, one)
}

/// `_issue` is not `issue`: whoever writes a sign in front means to set it apart.
fn is_marked(name: &str) -> bool {
    !name.starts_with(char::is_alphanumeric)
}

/// Names of which one word is a slip. `title_en` is none of `title_zh`, nor `x-source` of `source`.
fn is_like(written: &[String], meant: &[String]) -> bool {
    if written.len() != meant.len() {
        return false;
    }
    let mut differing = written.iter().zip(meant).filter(|(a, b)| a != b);
    match (differing.next(), differing.next()) {
        (Some((written, meant)), None) => is_word_like(written, meant),
        _ => false,
    }
}

/// `sources` for `source`, `tag` for `tags`, `sereis` for `series`. Of words as short as `date` and `data`, both are meant; so is what
/// begins with something more, but for a letter that was hit twice: `nocomments`, and not `ttitle`.
fn is_word_like(written: &str, meant: &str) -> bool {
    let singular = |it: &str| it.strip_suffix('s').unwrap_or(it).to_owned();
    let prefix = written.strip_suffix(meant).unwrap_or_default();
    let is_prefixed = !meant.starts_with(prefix);
    singular(written) == singular(meant)
        || meant.chars().count() > 4 && is_slip(written, meant) && !is_prefixed
}

fn is_known(field: &schema::Field) -> bool {
    field.presence.agreeing >= KNOWN || is_declared(field)
}

fn is_declared(field: &schema::Field) -> bool {
    field.evidence.declared || field.presence.declared
}

/// Case and separators do not tell fields apart.
pub(in crate::features) fn fold(name: &str) -> String {
    name.chars()
        .filter(|it| !matches!(it, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
