//! The documentation of a completed term: how many posts use it, and the latest of them.

use std::cmp::Reverse;

use super::link;
use crate::corpus::{FileId, Snapshot, Summary};
use crate::features::prose::escape;

/// How many posts are named.
const MAX_POSTS: usize = 5;

/// Markdown: the latest posts that use the term. `None` if no post does. Of a post, which has no field, how it begins.
pub fn resolve(snap: &Snapshot, file: FileId, field: &str, term: &str) -> Option<String> {
    if field.is_empty() {
        return link::resolve(snap, term);
    }
    let vocabulary = snap.values(field)?;
    let term = vocabulary.term(vocabulary.get(term)?);
    let others = term.posts.iter().filter(|it| **it != file);
    let mut posts: Vec<(FileId, &Summary)> = others
        .filter_map(|it| Some((*it, snap.summary(*it)?)))
        .collect();
    posts.sort_by_key(|(file, it)| (Reverse(it.date), *file));
    let mut out = format!("**{}**, {}\n", escape(&term.text), count(posts.len()));
    for (file, summary) in posts.iter().take(MAX_POSTS) {
        let title = summary.text("title").filter(|it| !it.is_empty());
        let title = title.unwrap_or_else(|| snap.path(*file).as_str());
        out.push_str(&format!("\n- {}", escape(title)));
        if let Some(date) = summary.text("date") {
            out.push_str(&format!(" ({})", escape(date)));
        }
    }
    Some(out)
}

pub(super) fn count(n_posts: usize) -> String {
    match n_posts {
        1 => "1 post".to_owned(),
        n => format!("{n} posts"),
    }
}
