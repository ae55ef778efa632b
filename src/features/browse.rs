//! The vocabulary to be looked through: fields, their terms with other spellings, and the posts of each.
//! It finds and counts, and does not know how any of it is shown.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use smol_str::SmolStr;

use super::cursor_target::TermName;
use super::references::{posts_of, uses_in};
use super::terms::Spellings;
use crate::corpus::{FileId, Parsed, Snapshot, Unavailable};
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
    let mut variants = thesaurus_of(snap, field);
    let hidden: FxHashSet<SmolStr> = variants
        .values()
        .flatten()
        .map(|it| it.term.clone())
        .collect();
    let vocabulary = snap.vocabulary(field);
    let used = vocabulary.into_iter().flat_map(|it| it.terms());
    let shown =
        used.filter(|(_, it)| !hidden.contains(&it.text) || variants.contains_key(&it.text));
    let forms: Vec<Form> = shown
        .map(|(_, it)| form(&it.text, it.posts.len()))
        .collect();
    let mut terms: Vec<_> = forms
        .into_iter()
        .map(|it| with_variants(&mut variants, it))
        .collect();
    // What rubric.yaml declares may be used by nobody yet.
    let unused: Vec<Form> = variants.keys().map(|it| form(it, 0)).collect();
    terms.extend(
        unused
            .into_iter()
            .map(|it| with_variants(&mut variants, it)),
    );
    terms.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.term.cmp(&b.term)));
    terms
}

/// For each term that has other spellings in the field: those, the most used first.
fn thesaurus_of(snap: &Snapshot, field: &str) -> FxHashMap<SmolStr, Vec<Form>> {
    let mut variants: FxHashMap<SmolStr, Vec<Form>> = FxHashMap::default();
    for Spellings { usual, others, .. } in super::terms::variants(snap, Some(field)) {
        let forms = others.iter().map(|(term, posts)| form(term, *posts));
        variants.entry(usual).or_default().extend(forms);
    }
    for forms in variants.values_mut() {
        forms.sort_by(|a, b| b.posts.cmp(&a.posts).then_with(|| a.term.cmp(&b.term)));
    }
    variants
}

fn form(term: &SmolStr, posts: usize) -> Form {
    Form {
        term: term.clone(),
        posts,
    }
}

fn with_variants(
    variants: &mut FxHashMap<SmolStr, Vec<Form>>,
    Form { term, posts }: Form,
) -> TermForms {
    TermForms {
        variants: variants.remove(&term).unwrap_or_default(),
        term,
        posts,
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
