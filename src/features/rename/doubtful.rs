//! Posts that hold a term where a rename does not reach it, or of which it cannot be told whether they do: who renames it should
//! know that they were left out.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::Value as Json;
use smol_str::SmolStr;

use super::{TermMap, Terms, holds, not_utf8, posts_with};
use crate::corpus::is_break;
use crate::corpus::{FileId, Parsed, ProblemKind, RelPath, Snapshot, Summary, Unavailable, Value};
use crate::features::cursor_target::{SEPARATORS, parts};
use crate::schema::Kind;
use crate::syntax::of_another_format;
use crate::text::TextRange;

/// Of a longer text so many characters are shown.
const MAX_SHOWN: usize = 60;

/// Posts and folders that may hold one of the terms and are left as they are, each with the reason.
pub fn doubtful(snap: &Snapshot, map: &TermMap) -> Vec<(RelPath, String)> {
    if map.terms().next().is_none() {
        return Vec::new();
    }
    let is_post = |path: &RelPath| snap.file(path).is_some_and(|it| snap.summary(it).is_some());
    let unread = snap.problems().filter_map(|(path, problem)| {
        let may_hold = match &problem.kind {
            ProblemKind::Unreadable(_) | ProblemKind::BadName => true,
            // What a post has in spite of it is looked for below.
            ProblemKind::InvalidUtf8 { .. } | ProblemKind::Utf16 => !is_post(path),
            // What is linked to in another place is no part of the corpus; but a post that stands here looks like one.
            ProblemKind::LinkOutside => path.is_post(),
            ProblemKind::TooLarge { .. } | ProblemKind::BrokenLink => false,
        };
        may_hold.then(|| (path.clone(), problem.to_string()))
    });
    let posts = left_out(snap, map).into_iter().map(|(file, why)| {
        let why = match why {
            Unavailable::Stale => "it changed since it was read; run the command again".to_owned(),
            Unavailable::Unreadable(why) => why,
        };
        (snap.path(file).clone(), why)
    });
    unread.chain(posts).collect()
}

/// The same of posts alone, as far as the rename itself does not refuse them; and those that have changed since.
pub(super) fn left_out(snap: &Snapshot, map: &TermMap) -> Vec<(FileId, Unavailable)> {
    let ctx = Context {
        snap,
        map,
        reached: posts_with(snap, map).into_iter().collect(),
    };
    let posts: Vec<_> = snap.files().collect();
    let left = posts.into_par_iter().filter_map(|(file, summary)| {
        let why = why_left(&ctx, file, summary);
        let why = why.map_or_else(Some, |it| it.map(Unavailable::Unreadable));
        Some((file, why?))
    });
    left.collect()
}

struct Context<'a> {
    snap: &'a Snapshot,
    map: &'a TermMap,
    /// Posts that the rename comes to.
    reached: FxHashSet<FileId>,
}

fn why_left(
    ctx: &Context<'_>,
    file: FileId,
    summary: &Summary,
) -> Result<Option<String>, Unavailable> {
    let problem = not_utf8(ctx.snap, file);
    if problem.is_some() && ctx.reached.contains(&file) {
        return Ok(None);
    }
    if let Some(problem) = problem
        && matches!(problem.kind, ProblemKind::InvalidUtf8 { .. })
        && is_mangled(summary, ctx.map)
    {
        return Ok(Some(problem.to_string()));
    }
    let why = match in_string(ctx, file, summary)? {
        None => in_unread(ctx, file, summary)?,
        why => why,
    };
    Ok(why.map(|why| problem.map_or(why, ToString::to_string)))
}

/// Why a text that holds a term among others stays as it is.
fn in_string(
    ctx: &Context<'_>,
    file: FileId,
    summary: &Summary,
) -> Result<Option<String>, Unavailable> {
    for (field, value) in summary.fields.iter() {
        let Some(terms) = ctx.map.fields.get(field) else {
            continue;
        };
        for text in texts(ctx.snap, file, field, value)? {
            if let Some(term) = term_among_others(ctx, (file, field), &text, terms) {
                let done = match ctx.map.new_name(field, term) {
                    Some(_) => "renamed",
                    None => "removed",
                };
                let shown = shown(&text);
                let why = format!("holds `{term}` within the string `{shown}`: not {done}");
                return Ok(Some(why));
            }
        }
    }
    Ok(None)
}

/// The texts that may hold several terms. A list with one item may be such a text behind a dash; where there are several, each is
/// a term: `University of California, Berkeley`.
fn texts(
    snap: &Snapshot,
    file: FileId,
    field: &str,
    value: &Value,
) -> Result<Vec<SmolStr>, Unavailable> {
    Ok(match value {
        Value::Scalar(text) => vec![text.clone()],
        Value::List(items) if items.len() == 1 && items[0].contains(SEPARATORS) => items.to_vec(),
        Value::Long(_) => {
            let head = snap.decoded_head(file)?;
            let entries = head.fields();
            let values = entries.iter().filter(|it| it.name() == field);
            values
                .filter_map(|it| it.value.text())
                .map(SmolStr::new)
                .collect()
        }
        _ => Vec::new(),
    })
}

fn term_among_others<'a>(
    ctx: &Context<'_>,
    (file, field): (FileId, &str),
    text: &str,
    terms: &'a Terms,
) -> Option<&'a str> {
    let is_list = ctx
        .snap
        .schema(file)
        .field(field)
        .is_some_and(|it| it.kind == Kind::List);
    // Blanks part words elsewhere.
    if terms.contains_key(text) || !is_list && !text.contains(SEPARATORS) {
        return None;
    }
    let parts = parts(text);
    let is_rewritten = |term: &str| {
        let mut items = text.split(',').map(str::trim);
        is_list && ctx.reached.contains(&file) && items.any(|it| it == term)
    };
    let mut terms = terms.keys().map(SmolStr::as_str);
    terms.find(|term| parts.iter().any(|it| it == term) && !is_rewritten(term))
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a post may hold a term in a part of its front matter that is not read.
fn in_unread(
    ctx: &Context<'_>,
    file: FileId,
    summary: &Summary,
) -> Result<Option<String>, Unavailable> {
    if !summary.broken && !summary.other_format {
        return Ok(None);
    }
    let parsed = ctx.snap.decoded_head(file)?;
    let is_unknown = |field: &str, term: &str| !holds(ctx.snap, file, field, term);
    let mut terms = ctx.map.terms().filter(|it| is_unknown(it.0, it.1));
    if summary.broken {
        let ranges = broken_parts(&parsed);
        let source = parsed.text.as_str();
        let broken = terms.find(|it| ranges.iter().any(|range| source[*range].contains(&**it.1)));
        let why = |term| format!("its front matter is broken where `{term}` stands: fix it first");
        return Ok(broken.map(|it| why(it.1)));
    }
    let head = readable(of_another_format(parsed.text.as_str()).unwrap_or_default());
    // Hugo takes `Tags` for `tags`.
    let has_field = |it: &str| names(&head.to_ascii_lowercase(), &it.to_ascii_lowercase());
    let held = terms.find(|it| has_field(it.0) && names(&head, it.1));
    let why = |term| {
        format!("its front matter is in a format that is not read, and `{term}` stands in it")
    };
    Ok(held.map(|it| why(it.1)))
}

/// JSON may write any character as an escape: of it all are read, but for those that must be written so.
fn readable(head: &str) -> Cow<'_, str> {
    match serde_json::from_str::<Json>(head) {
        Ok(json) => json.to_string().into(),
        Err(_) => head.into(),
    }
}

/// Whether the name stands in the text, and is no part of another; with or without the escapes of a string.
fn names(text: &str, name: &str) -> bool {
    let stands = |form: &str| {
        let mut places = text.match_indices(form);
        places.any(|(at, _)| is_break(text, at) && is_break(text, at + form.len()))
    };
    let quoted = Json::from(name).to_string();
    stands(name) || stands(&quoted[1..quoted.len() - 1])
}

/// Whether one of the fields has bytes that are no text: they may have been the term.
fn is_mangled(summary: &Summary, map: &TermMap) -> bool {
    let mangled = |it: &str| it.contains(char::REPLACEMENT_CHARACTER);
    let is_mangled = |value: &Value| match value {
        Value::List(items) => items.iter().any(|it| mangled(it)),
        value => value.text().is_some_and(mangled),
    };
    let of_map = |name: &str| map.terms().any(|(field, _, _)| field == name);
    summary.broken
        || summary
            .fields
            .iter()
            .any(|(name, value)| mangled(name) || of_map(name) && is_mangled(value))
}

/// Where the parser could not tell what belongs to what.
fn broken_parts(parsed: &Parsed) -> Vec<TextRange> {
    match &parsed.document.front_matter {
        None => vec![TextRange::up_to(parsed.text.len())],
        Some(it) if it.conflicted => vec![it.block],
        Some(it) => {
            let entries = it.entries.iter().filter(|it| it.broken);
            let errors = parsed.document.errors.iter();
            let entries = entries.map(|it| it.range);
            entries.chain(errors.map(|it| it.range)).collect()
        }
    }
}

/// A term that the post has in a way that a rename does not reach: what is merged in from an anchor stands elsewhere.
pub fn unreached<'a>(parsed: &Parsed, map: &'a TermMap) -> Option<&'a str> {
    let fields = parsed.fields();
    let merged = fields.iter().filter(|it| it.is_merged());
    let has = |field: &str, term: &str| {
        merged.clone().any(|entry| {
            let values = std::iter::once(&entry.value).chain(entry.value.items());
            entry.name() == field && values.into_iter().any(|it| it.text() == Some(term))
        })
    };
    let mut terms = map.terms();
    terms.find(|it| has(it.0, it.1)).map(|it| it.1.as_str())
}
