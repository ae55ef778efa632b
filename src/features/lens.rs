//! One quiet line above the front matter: how many posts have something in common with this one, and in which fields.

use super::{prose, related};
use crate::corpus::{FileId, Snapshot, Unavailable};
use crate::schema::Kind;
use crate::text::TextRange;

#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// The opening fence.
    pub range: TextRange,
    /// `312 related posts (14 people, 6 tags, the author)`
    pub title: String,
    /// The nearest of those posts, the nearest first.
    pub posts: Vec<FileId>,
}

/// How many posts a click shows.
const MAX_POSTS: usize = 100;
/// How many fields the line names.
const MAX_FIELDS: usize = 3;

/// At most one; none where there is nothing in common.
pub fn lenses(snap: &Snapshot, file: FileId) -> Result<Vec<Lens>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(Vec::new());
    };
    let mut common = related::common(snap, file);
    if common.posts.is_empty() {
        return Ok(Vec::new());
    }
    // A stable sort: what is first in the post is first among equals.
    common.fields.sort_by_key(|it| std::cmp::Reverse(it.1));
    let posts = prose::counted(common.posts.len(), "related post");
    let fields = common.fields.iter().take(MAX_FIELDS);
    let fields: Vec<_> = fields.map(|(field, n)| shared(snap, field, *n)).collect();
    common.posts.truncate(MAX_POSTS);
    Ok(vec![Lens {
        range: front_matter.open,
        title: format!("{posts} ({})", fields.join(", ")),
        posts: common.posts,
    }])
}

/// `6 tags`; of a field with one value, `the author`.
fn shared(snap: &Snapshot, field: &str, n_terms: usize) -> String {
    let is_single = |it: &crate::schema::Field| it.kind == Kind::Term;
    if snap.root_schema().field(field).is_some_and(is_single) {
        format!("the {}", prose::printable(field))
    } else {
        prose::terms_of_field(n_terms, field)
    }
}
