//! Inlay hints: behind each term in the front matter, how many posts use it.

use super::cursor_target;
use super::related;
use crate::corpus::{FileId, Snapshot, Unavailable};
use crate::text::{TextRange, TextSize};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Behind the term and its quotes.
    pub offset: TextSize,
    /// A number of posts, or `new` for a term that no other post has.
    pub label: String,
}

/// Those within `range`, in the order of the source.
pub fn inlay_hints(
    snap: &Snapshot,
    file: FileId,
    range: TextRange,
) -> Result<Vec<Hint>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let mut hints = Vec::new();
    for entry in parsed.fields() {
        let field = entry.name();
        if snap.vocabulary(field).is_none() || entry.range.intersect(range).is_none() {
            continue;
        }
        let uses = cursor_target::uses_of(
            parsed.text.as_str(),
            &entry,
            cursor_target::is_list(snap, field),
        );
        for it in uses
            .iter()
            .filter(|it| range.contains_inclusive(it.node.end()))
        {
            hints.push(Hint {
                offset: it.node.end(),
                label: label(snap, file, field, &it.text),
            });
        }
    }
    Ok(hints)
}

fn label(snap: &Snapshot, file: FileId, field: &str, text: &str) -> String {
    let n_posts = related::n_posts(snap, field, text);
    let is_counted = snap
        .vocabulary(field)
        .and_then(|it| Some(it.term(it.get(text)?).posts.binary_search(&file).is_ok()));
    match n_posts - usize::from(is_counted == Some(true)) {
        0 => "new".to_owned(),
        _ => n_posts.to_string(),
    }
}
