//! Posts of which it cannot be told whether they hold a term: who renames it should know that they were left out.

use super::{TermMap, holds};
use crate::corpus::{FileId, Parsed, ProblemKind, RelPath, Snapshot, Value};
use crate::text::TextRange;

/// Posts and folders that may hold one of the terms where nothing can be read, each with the reason.
pub fn doubtful(snap: &Snapshot, map: &TermMap) -> Vec<(RelPath, String)> {
    if map.terms().next().is_none() {
        return Vec::new();
    }
    let unread = snap.problems().filter_map(|(path, problem)| {
        let may_hold = match &problem.kind {
            ProblemKind::Unreadable(_) | ProblemKind::BadName => true,
            ProblemKind::InvalidUtf8 { .. } => is_mangled(snap, path, map),
            // What is linked to in another place is no part of the corpus; but a post that stands here looks like one.
            ProblemKind::LinkOutside => path.is_post(),
            ProblemKind::TooLarge { .. } | ProblemKind::BrokenLink => false,
        };
        may_hold.then(|| (path.clone(), problem.to_string()))
    });
    let is_unknown = |file: &FileId| {
        let mut terms = map.terms();
        !terms.any(|(field, term, _)| holds(snap, *file, field, term))
    };
    let broken = snap.files().filter(|it| it.1.broken).map(|it| it.0);
    let broken = broken.filter(is_unknown).filter_map(|file| {
        let parsed = snap.parsed_head(file).ok()?;
        let term = term_in_broken_parts(&parsed, map)?;
        let why = format!("its front matter is broken where `{term}` stands: mend it first");
        Some((snap.path(file).clone(), why))
    });
    unread.chain(broken).collect()
}

/// Whether one of the fields has bytes that are no text: they may have been the term.
fn is_mangled(snap: &Snapshot, path: &RelPath, map: &TermMap) -> bool {
    let Some(summary) = snap.file(path).and_then(|it| snap.summary(it)) else {
        return true;
    };
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

/// A term that stands where the parser could not tell what it belongs to.
fn term_in_broken_parts<'a>(parsed: &Parsed, map: &'a TermMap) -> Option<&'a str> {
    let source = parsed.text.as_str();
    let front_matter = parsed.document.front_matter.as_ref();
    let whole = TextRange::up_to(parsed.text.len());
    let ranges: Vec<TextRange> = match front_matter {
        None => vec![whole],
        Some(it) if it.conflicted => vec![it.block],
        Some(it) => {
            let entries = it.entries.iter().filter(|it| it.broken);
            let errors = parsed.document.errors.iter();
            let entries = entries.map(|it| it.range);
            entries.chain(errors.map(|it| it.range)).collect()
        }
    };
    let stands = |term: &str| ranges.iter().any(|it| source[*it].contains(term));
    let mut terms = map.terms().map(|it| it.1.as_str());
    terms.find(|it| stands(it))
}

/// A term that the post has in a way that a rename does not reach: what is merged in from an anchor stands elsewhere.
pub fn unreached<'a>(parsed: &Parsed, map: &'a TermMap) -> Option<&'a str> {
    let merged = parsed.entries().iter().filter(|it| it.is_merged());
    let has = |field: &str, term: &str| {
        merged.clone().any(|entry| {
            let values = std::iter::once(&entry.value).chain(entry.value.items());
            entry.key.text() == Some(field) && values.into_iter().any(|it| it.text() == Some(term))
        })
    };
    let mut terms = map.terms();
    terms.find(|it| has(it.0, it.1)).map(|it| it.1.as_str())
}
