//! How a term is written that was found in one of its spellings, and whether the list has it already: what would at once be a
//! finding is not offered. It does not weigh terms.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::corpus::{ConceptId, FileId, Reason, Snapshot, Thesaurus, closed_value};
use crate::schema::Field;
use crate::text::quotes::without_quotes;

/// The forms that the terms of a field should have, and those that the list has.
pub(super) struct Canonicalizer<'a> {
    field: &'a Field,
    thesaurus: Option<Thesaurus<'a>>,
    listed: FxHashSet<ConceptId>,
}

/// Why a term should be written otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// rubric.yaml says so, or the closed set that the field takes.
    Declaration,
    /// Quotes are a part of it.
    Quotes,
    /// More posts spell it otherwise.
    Spelling,
    /// Bodies give it together with a more usual name: a hint, no more.
    OtherName,
}

impl<'a> Canonicalizer<'a> {
    pub(super) fn new(
        snap: &'a Snapshot,
        file: FileId,
        (name, field): (&str, &'a Field),
        listed: &[SmolStr],
    ) -> Canonicalizer<'a> {
        let mut canonicalizer = Canonicalizer {
            field,
            thesaurus: snap.thesaurus_in(name, file),
            listed: FxHashSet::default(),
        };
        let listed = listed
            .iter()
            .flat_map(|it| [Some(it.clone()), canonicalizer.of(it)]);
        let listed = listed.flatten().map(|it| canonicalizer.concept(&it));
        canonicalizer.listed = listed.collect();
        canonicalizer
    }

    /// As the term should be written; `None` where it cannot be.
    pub(super) fn of(&self, text: &SmolStr) -> Option<SmolStr> {
        let preferred = self.thesaurus.as_ref().and_then(|it| it.preferred(text));
        closed_value(self.field, preferred.as_ref().map_or(text, |it| &it.text))
    }

    /// What says that a term that is not written as it should be is not.
    pub(super) fn cause(&self, text: &str) -> Cause {
        let preferred = self.thesaurus.as_ref().and_then(|it| it.preferred(text));
        match preferred.map(|it| it.reason) {
            _ if self.field.closed => Cause::Declaration,
            Some(Reason::Declared) => Cause::Declaration,
            Some(Reason::Clean) => Cause::Quotes,
            Some(Reason::OtherName(_)) | None => Cause::OtherName,
            Some(Reason::Posts(_) | Reason::PostsOfAllFields(_) | Reason::Convention) => {
                match without_quotes(text) {
                    Some(_) => Cause::Quotes,
                    None => Cause::Spelling,
                }
            }
        }
    }

    /// The same for all spellings and names of a term.
    pub(super) fn concept(&self, text: &str) -> ConceptId {
        let concept = self.thesaurus.as_ref().map(|it| it.concept(text));
        concept.unwrap_or_else(|| ConceptId::Form(text.to_owned()))
    }

    /// Whether the list has the term, in whatever spelling.
    pub(super) fn is_listed(&self, concept: &ConceptId) -> bool {
        self.listed.contains(concept)
    }
}
