//! The terms of a field, or of all, with how many posts use each and when.

use serde::Serialize;
use smol_str::SmolStr;

use crate::corpus::{FileId, Snapshot};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermStats {
    pub field: SmolStr,
    pub term: SmolStr,
    pub posts: usize,
    /// `date` of the first and the last post that uses it: days since 1970-01-01.
    #[serde(skip)]
    pub first_use: Option<i32>,
    #[serde(skip)]
    pub last_use: Option<i32>,
}

/// The order of terms within their field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Count,
    Name,
    /// The latest use first.
    Recent,
}

/// The terms of the field, or of every field that has a vocabulary, in the usual order of fields.
pub fn terms(snap: &Snapshot, field: Option<&str>, order: Order) -> Vec<TermStats> {
    let fields = snap
        .root_schema()
        .order
        .iter()
        .filter(|it| field.is_none_or(|field| *it == field));
    let mut all = Vec::new();
    for field in fields {
        let mut terms = of_field(snap, field);
        match order {
            Order::Count => terms.sort_by(|a, b| (b.posts, &a.term).cmp(&(a.posts, &b.term))),
            Order::Name => terms.sort_by_cached_key(|it| (it.term.to_lowercase(), it.term.clone())),
            Order::Recent => {
                terms.sort_by(|a, b| (b.last_use, &a.term).cmp(&(a.last_use, &b.term)))
            }
        }
        all.append(&mut terms);
    }
    all
}

fn of_field(snap: &Snapshot, field: &SmolStr) -> Vec<TermStats> {
    let date = |file: &FileId| snap.summary(*file).and_then(|it| it.date);
    let terms = snap.vocabulary(field).into_iter().flat_map(|it| it.terms());
    terms
        .map(|(_, term)| TermStats {
            field: field.clone(),
            term: term.text.clone(),
            posts: term.posts.len(),
            first_use: term.posts.iter().filter_map(date).min(),
            last_use: term.last_use,
        })
        .collect()
}
