//! Terms and posts that the body names: at the cursor, and wherever else one of them is named. It does not know what is done with
//! them.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{TITLE, Target, TargetKind, TermName, vocabulary_name};
use crate::corpus::{FileId, Named, Parsed, Snapshot, TermId};
use crate::schema::Kind;
use crate::text::{TextRange, TextSize, range, size};

/// No title in its marks is longer, in characters.
const MAX_CHARS: usize = 64;

/// So many bytes of a line are looked at before the cursor: a line may be a megabyte.
const MAX_LINE: usize = 4096;

/// The post or the term that the body names at the offset.
pub(super) fn mention_at(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    offset: TextSize,
) -> Option<Target> {
    let source = parsed.text.as_str();
    let named = named_around(snap, parsed, offset);
    let title = quoted_title(source, offset);
    let is_title = |it: &&Named| title.is_none_or(|title| it.range.contains_range(title));
    let mention = |it: &Named| {
        let name = best(snap, file, &source[it.range], &it.terms)?;
        Some(Target {
            range: it.range,
            kind: TargetKind::Mention(name),
        })
    };
    let whole = named.iter().filter(is_title).find_map(mention);
    let post = || {
        let range = title?;
        let post = post_of_title(snap, &source[range])?;
        Some(Target {
            range,
            kind: TargetKind::Post(post),
        })
    };
    whole
        .or_else(post)
        .or_else(|| named.iter().find_map(mention))
}

/// What the body names at the offset: what holds it first, then what begins there, then what ends there.
fn named_around(snap: &Snapshot, parsed: &Parsed, offset: TextSize) -> Vec<Named> {
    let source = parsed.text.as_str();
    let body = &parsed.document.body;
    let (start, end) = line_around(source, body.range, offset.into());
    let base = size(start);
    let named = snap.named_in(&source[start..end], |it| body.is_opaque(it + base));
    let named = named.into_iter().map(|it| Named {
        range: it.range + base,
        ..it
    });
    let mut touched: Vec<Named> = named
        .filter(|it| it.range.contains_inclusive(offset))
        .collect();
    touched.sort_by_key(|it| {
        let within = it.range.contains(offset) && it.range.start() != offset;
        (!within, it.range.end() == offset)
    });
    touched
}

fn line_around(source: &str, within: TextRange, at: usize) -> (usize, usize) {
    let is_end = |it: char| matches!(it, '\n' | '\r');
    let first = usize::from(within.start()).max(at.saturating_sub(MAX_LINE));
    let first = (first..=at).find(|it| source.is_char_boundary(*it));
    let first = first.unwrap_or(at);
    let start = source[first..at]
        .rfind(is_end)
        .map_or(first, |it| first + it + 1);
    let last = usize::from(within.end()).min(at + MAX_LINE);
    let last = (at..=last).rev().find(|it| source.is_char_boundary(*it));
    let last = last.unwrap_or(at);
    let end = source[at..last].find(is_end).map_or(last, |it| at + it);
    (start, end)
}

/// The post of exactly this title, or of one that differs in case and width only.
pub(in crate::features) fn post_of_title(snap: &Snapshot, title: &str) -> Option<FileId> {
    let titles = snap.values(TITLE)?;
    let id = titles
        .get(title)
        .or_else(|| titles.spellings(title).next())?;
    titles.term(id).posts.first().copied()
}

/// The inside of the 《》 around the offset, on one line.
fn quoted_title(source: &str, offset: TextSize) -> Option<TextRange> {
    let offset = usize::from(offset);
    let before = source[..offset].chars().rev().take(MAX_CHARS);
    let mut start = offset;
    // Right before the opening mark counts too.
    if source[offset..].starts_with('《') {
        start += '《'.len_utf8();
    } else {
        for c in before {
            match c {
                '《' => break,
                '》' if start < offset => return None,
                '\n' | '\r' => return None,
                _ => start -= c.len_utf8(),
            }
        }
        if !source[..start].ends_with('《') {
            return None;
        }
    }
    let rest = &source[start..];
    let end = start + rest.find(['》', '《', '\n', '\r'])?;
    let closed = source[end..].starts_with('》') && end > start;
    closed.then(|| range(start, end))
}

/// The term that a text names, by its preferred label. Where several vocabularies have it, the one of which this post lists it is
/// meant, then the one that spells it just so, then the one that uses it most.
fn best(
    snap: &Snapshot,
    file: FileId,
    text: &str,
    terms: &[(SmolStr, TermId)],
) -> Option<TermName> {
    let found = terms.iter().filter_map(|(vocabulary, id)| {
        let field = field_of(snap, vocabulary)?;
        let term = snap.values(field).filter(|it| id.0 < it.n_ids())?.term(*id);
        let listed = snap.summary(file).is_some() && term.posts.binary_search(&file).is_ok();
        Some((
            (listed, term.text == text, term.posts.len()),
            field,
            &term.text,
        ))
    });
    let (_, field, text) = found.max_by_key(|it| it.0)?;
    Some(TermName {
        text: snap.preferred_form(field, file, text),
        field: field.clone(),
    })
}

/// The first field with this vocabulary whose terms a body can name: a list, or a single value unless it is of a closed set. Nobody
/// means `inbox` the status when writing of an inbox.
fn field_of<'a>(snap: &'a Snapshot, vocabulary: &str) -> Option<&'a SmolStr> {
    let schema = snap.root_schema();
    schema.order.iter().find(|name| {
        let open = schema.field(name).is_some_and(|it| match it.kind {
            Kind::List => true,
            Kind::Term => !it.closed,
            _ => false,
        });
        open && vocabulary_name(snap, name) == vocabulary
    })
}

/// Where the body names this term, in any spelling and by any other name, code and HTML left out. What is part of a longer name
/// that the corpus knows does not count: `Trump` in `Donald Trump`.
pub(in crate::features) fn mentions_of(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    name: &TermName,
) -> Vec<TextRange> {
    let Some(thesaurus) = snap.thesaurus(&name.field) else {
        return Vec::new();
    };
    let own = vocabulary_name(snap, &name.field);
    let concept = thesaurus.concept(&name.text);
    let base = parsed.document.body.range.start();
    let mut known: FxHashMap<TermId, bool> = FxHashMap::default();
    let mut is_meant = |id: TermId| {
        *known.entry(id).or_insert_with(|| {
            let vocabulary = thesaurus.vocabulary;
            id.0 < vocabulary.n_ids() && thesaurus.concept(&vocabulary.term(id).text) == concept
        })
    };
    let mentions = snap.mentions(file, parsed);
    let places = mentions.places().iter().filter(|it| {
        let mut terms = it.terms.iter().filter(|it| it.0 == own);
        terms.any(|it| is_meant(it.1))
    });
    places.map(|it| it.range + base).collect()
}
