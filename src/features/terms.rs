//! The terms of a field, or of all, with how many posts use each and when.

use serde::Serialize;
use smol_str::SmolStr;

use crate::corpus::{FileId, Snapshot};
use crate::features::rename::holds;

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

/// One term of one field in several spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spellings {
    pub field: SmolStr,
    pub usual: SmolStr,
    /// Posts that use the usual form, in this field or another of its vocabulary.
    pub n_posts: usize,
    /// The other forms in this field, each with the posts that use it there.
    pub others: Vec<(SmolStr, usize)>,
}

/// The terms of the field, or of all fields, that are in use in several spellings; those with the most posts to fix first.
pub fn variants(snap: &Snapshot, field: Option<&str>) -> Vec<Spellings> {
    let order = snap.root_schema().order.iter();
    let fields = order.filter(|it| field.is_none_or(|field| *it == field));
    let mut all = Vec::new();
    for field in fields {
        let mut clusters = thesaurus_of(snap, field);
        clusters.sort_by_cached_key(|it| {
            let n_posts: usize = it.others.iter().map(|it| it.1).sum();
            (std::cmp::Reverse(n_posts), it.usual.clone())
        });
        all.append(&mut clusters);
    }
    all
}

fn thesaurus_of(snap: &Snapshot, field: &SmolStr) -> Vec<Spellings> {
    let Some(variants) = snap.thesaurus(field) else {
        return Vec::new();
    };
    let mut clusters: Vec<Spellings> = Vec::new();
    for terms in variants.all() {
        // Two that are declared are two; what is a spelling of each goes to the first of them.
        for term in terms {
            let Some(usual) = variants.preferred_spelling(&term.text) else {
                continue;
            };
            let agrees = |file: FileId| {
                let of_post = snap.thesaurus_in(field, file);
                of_post
                    .and_then(|it| it.preferred_spelling(&term.text))
                    .is_some_and(|it| it.text == usual.text)
            };
            let here = |file: &&FileId| holds(snap, **file, field, &term.text) && agrees(**file);
            let n_here = term.posts.iter().filter(here).count();
            if n_here == 0 {
                continue;
            }
            let other = (term.text.clone(), n_here);
            match clusters.iter_mut().rfind(|it| it.usual == usual.text) {
                Some(known) => known.others.push(other),
                None => clusters.push(Spellings {
                    field: field.clone(),
                    usual: usual.text,
                    n_posts: usual.n_posts,
                    others: vec![other],
                }),
            }
        }
    }
    clusters
}
