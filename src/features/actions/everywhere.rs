//! Terms that become one in all posts.

use rustc_hash::FxHashSet;

use super::Worked;
use crate::corpus::edit::{Followed, Refusal};
use crate::corpus::{FileId, Snapshot, SourceChange, Unavailable};
use crate::features::cursor_target::vocabulary_name;
use crate::features::rename::{TermMap, checked_name, follow_terms, posts_with, rewrite_terms};

/// How many posts a rewriting would touch.
pub(super) fn n_posts(snap: &Snapshot, field: &str, old: &[&str], new: &str) -> usize {
    let posts: FxHashSet<FileId> = posts_with(snap, &map(snap, field, old, new))
        .into_iter()
        .collect();
    posts.len()
}

pub(super) fn rewrite(
    snap: &Snapshot,
    field: &str,
    old: &[String],
    new: &str,
) -> Result<Result<Worked, Refusal>, Unavailable> {
    let new = match checked_name(new) {
        Ok(new) => new,
        Err(why) => return Ok(Err(why)),
    };
    if old.iter().all(|it| it == new) {
        let why = format!("the new name is the old one, `{new}`: there is nothing to change");
        return Ok(Err(Refusal::new(why)));
    }
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let map = map(snap, field, &old, new);
    let rewrite = rewrite_terms(snap, &map);
    if !rewrite.stale.is_empty() {
        return Err(Unavailable::Stale);
    }
    Ok(match rewrite.refused.first() {
        Some((_, why)) if rewrite.change.edits.is_empty() => Err(why.clone()),
        _ => {
            let Followed { edits, left } = follow_terms(snap, &map)?;
            Ok(Worked {
                change: SourceChange {
                    config: edits,
                    ..rewrite.change
                },
                refused: rewrite.refused,
                left,
            })
        }
    })
}

/// In every field that shares the vocabulary: they are about the same things.
fn map(snap: &Snapshot, field: &str, old: &[&str], new: &str) -> TermMap {
    let vocabulary = vocabulary_name(snap, field);
    let fields = snap.root_schema().fields.keys();
    let mut map = TermMap::default();
    for field in fields.filter(|it| vocabulary_name(snap, it) == vocabulary) {
        for old in old {
            map.rename(field, old, new);
        }
    }
    map
}
