//! Names of fields that are slips of one another. It knows nothing of findings.

use smol_str::SmolStr;

use super::names::words;
use super::{Field, Schema};
use crate::syntax::key_of;
use crate::text::typo::is_slip;

/// A name is known when so many posts have it, or rubric.yaml declares it.
pub const KNOWN: u32 = 30;
/// A name is a slip when fewer than one post in so many of those with the known name have it.
const RARE: u32 = 50;
/// The same of a name that differs in case and separators alone: nobody means another thing by it.
pub const RARE_CASE: u32 = 10;

/// A field that could be meant, with its folded name.
pub struct KnownField<'a> {
    name: &'a SmolStr,
    field: &'a Field,
    folded: String,
    words: Vec<String>,
}

/// The fields that could be meant by another name.
pub fn known_fields(schema: &Schema) -> Vec<KnownField<'_>> {
    let fields = schema.order.iter().filter_map(|name| {
        let field = schema.field(name).filter(|it| is_known(it))?;
        let key = own_key(name, field.parent.as_deref());
        Some(KnownField {
            name,
            field,
            folded: fold_name(key),
            words: words(key),
        })
    });
    fields.collect()
}

/// What stands before the colon.
pub fn own_key<'a>(name: &'a str, parent: Option<&str>) -> &'a str {
    parent.map_or(name, |_| key_of(name))
}

/// The usual field that was probably meant by a name, in a post that `has` some fields. Where a map has it, `parent` is the map's path.
pub fn meant_field<'a>(
    schema: &Schema,
    known: &[KnownField<'a>],
    (parent, key): (Option<&str>, &str),
    has: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    let own = schema.field(key);
    if own.is_some_and(is_declared) {
        return None;
    }
    let n_own = own.map_or(0, |it| it.presence.agreeing);
    let own_key = own_key(key, parent);
    let (folded, words) = (fold_name(own_key), words(own_key));
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
pub fn are_alike(one: &str, other: &str) -> bool {
    let is_like = |a: &str, b: &str| is_like(&words(a), &words(b));
    fold_name(one) == fold_name(other) || is_like(one, other) || is_like(other, one)
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

fn is_known(field: &Field) -> bool {
    field.presence.agreeing >= KNOWN || is_declared(field)
}

pub fn is_declared(field: &Field) -> bool {
    field.evidence.declared || field.presence.declared
}

/// Case and separators do not tell fields apart.
pub fn fold_name(name: &str) -> String {
    name.chars()
        .filter(|it| !matches!(it, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
