//! The vocabulary to be looked through: fields, their terms with other spellings, and the posts of each.
//! It finds and counts, and does not know how any of it is shown.

use rayon::prelude::*;
use serde::Serialize;
use smol_str::SmolStr;

use super::references::{posts_of, uses_in};
use super::target::TermName;
use crate::corpus::{FileId, Parsed, Snapshot, TermId, Unavailable, Vocabulary};
use crate::text::TextRange;

/// A field whose values are terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldTerms {
    pub name: SmolStr,
    pub terms: usize,
    /// The sum of all terms' posts.
    pub uses: usize,
}

/// A term in its most used spelling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermForms {
    pub term: SmolStr,
    /// How many posts have this spelling.
    pub posts: usize,
    /// The other spellings, the most used first.
    pub variants: Vec<Form>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    pub term: SmolStr,
    pub posts: usize,
}

/// Fields that have terms, in the usual order of fields.
pub fn fields(snap: &Snapshot) -> Vec<FieldTerms> {
    let counted = |name: &SmolStr| {
        let vocabulary = snap.vocabulary(name).filter(|it| !it.is_empty())?;
        Some(FieldTerms {
            name: name.clone(),
            terms: vocabulary.len(),
            uses: vocabulary.n_uses(),
        })
    };
    let order = snap.root_schema().order.iter();
    order.filter_map(counted).collect()
}

/// The terms of a field, the most used first. A field that shares its vocabulary has the terms of all that do.
pub fn terms(snap: &Snapshot, field: &str) -> Vec<TermForms> {
    let Some(vocabulary) = snap.vocabulary(field) else {
        return Vec::new();
    };
    let heads = vocabulary.terms().filter_map(|(id, term)| {
        let forms = forms(vocabulary, &term.text);
        let (first, others) = forms.split_first()?;
        (*first == id).then(|| TermForms {
            term: term.text.clone(),
            posts: term.posts.len(),
            variants: others.iter().map(|it| form(vocabulary, *it)).collect(),
        })
    });
    let mut terms: Vec<_> = heads.collect();
    terms.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.term.cmp(&b.term)));
    terms
}

/// All spellings of a term, the most used first: an order that each of them agrees on.
fn forms(vocabulary: &Vocabulary, text: &str) -> Vec<TermId> {
    let mut forms: Vec<_> = vocabulary.spellings(text).collect();
    forms.sort_by_key(|it| {
        let term = vocabulary.term(*it);
        (std::cmp::Reverse(term.posts.len()), term.text.clone())
    });
    forms
}

fn form(vocabulary: &Vocabulary, id: TermId) -> Form {
    let term = vocabulary.term(id);
    Form {
        term: term.text.clone(),
        posts: term.posts.len(),
    }
}

/// What `show` makes of each post that has the term, and of the places where it has it: the latest post first. A post that
/// cannot be read is left out.
pub fn posts<T: Send>(
    snap: &Snapshot,
    field: &str,
    term: &str,
    show: impl Fn(FileId, &Parsed, &[TextRange]) -> T + Sync,
) -> Result<Vec<T>, Unavailable> {
    let name = TermName {
        field: field.into(),
        text: term.into(),
    };
    let mut posts = posts_of(snap, &name);
    let date = |file: FileId| snap.summary(file).and_then(|it| it.date);
    posts.sort_by(|a, b| {
        let by_path = || snap.path(*a).cmp(snap.path(*b));
        date(*b).cmp(&date(*a)).then_with(by_path)
    });
    let in_post = |&post: &FileId| match snap.parsed_head(post) {
        Err(Unavailable::Unreadable(_)) => Ok(None),
        parsed => {
            let parsed = parsed?;
            Ok(Some(show(post, &parsed, &uses_in(snap, &parsed, &name))))
        }
    };
    let shown: Result<Vec<Option<T>>, _> = posts.par_iter().map(in_post).collect();
    Ok(shown?.into_iter().flatten().collect())
}
