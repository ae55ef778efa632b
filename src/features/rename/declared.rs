//! What rubric.yaml declares of terms and fields that get other names: it follows, or the person who renames is told.

use super::{TermMap, holds};
use crate::corpus::edit::{Followed, NewNames, Renamed, follow};
use crate::corpus::{Snapshot, Unavailable};
use crate::features::cursor_target::vocabulary_name;

/// How rubric.yaml follows these renames. Of terms that are removed it only says that they are declared.
pub fn follow_terms(snap: &Snapshot, map: &TermMap) -> Result<Followed, Unavailable> {
    let Some(source) = snap.config_source()? else {
        return Ok(Followed::default());
    };
    let mut renamed = Renamed::default();
    let mut left = Vec::new();
    for (field, old, new) in map.terms() {
        let Some(new) = new else {
            left.extend(is_declared(snap, field, old).then(|| still_declared(old)));
            continue;
        };
        let of_field = renamed.in_fields.entry(field.clone()).or_default();
        of_field.insert(old.clone(), new.clone());
        if !stays_elsewhere(snap, map, field, old) {
            let vocabulary = vocabulary_name(snap, field).into();
            let of_vocabulary = renamed.in_vocabularies.entry(vocabulary).or_default();
            of_vocabulary.insert(old.clone(), new.clone());
        }
    }
    let mut followed = follow(source.as_str(), &renamed);
    followed.left.extend(left);
    Ok(followed)
}

/// How rubric.yaml follows a field that gets another name.
pub(super) fn follow_field(snap: &Snapshot, old: &str, new: &str) -> Result<Followed, Unavailable> {
    let Some(source) = snap.config_source()? else {
        return Ok(Followed::default());
    };
    let renamed = Renamed {
        fields: NewNames::from_iter([(old.into(), new.into())]),
        ..Renamed::default()
    };
    Ok(follow(source.as_str(), &renamed))
}

fn still_declared(term: &str) -> String {
    format!("rubric.yaml still declares `{term}`")
}

/// Whether a field that shares the vocabulary keeps the term, so that what is declared of it is still needed.
fn stays_elsewhere(snap: &Snapshot, map: &TermMap, field: &str, old: &str) -> bool {
    let vocabulary = vocabulary_name(snap, field);
    let fields = snap.root_schema().fields.keys();
    let mut keeping = fields
        .filter(|it| vocabulary_name(snap, it) == vocabulary && map.new_name(it, old).is_none());
    let posts = snap.vocabulary(field).and_then(|it| {
        let id = it.get(old)?;
        Some(&it.term(id).posts)
    });
    keeping
        .any(|it| posts.is_some_and(|posts| posts.iter().any(|file| holds(snap, *file, it, old))))
}

fn is_declared(snap: &Snapshot, field: &str, term: &str) -> bool {
    let config = snap.config();
    let vocabulary = config.vocabularies.get(vocabulary_name(snap, field));
    let mut names = vocabulary.into_iter().flat_map(|it| &it.aliases);
    let values = config.fields.get(field).and_then(|it| it.values.as_ref());
    names.any(|(usual, others)| usual == term || others.iter().any(|it| it == term))
        || values.is_some_and(|it| it.iter().any(|it| it == term))
}
