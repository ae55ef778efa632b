//! How a term is written that was found in one of its spellings, and whether the list has it already: what would at once be a
//! finding is not offered. It does not weigh terms.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::corpus::closed_value;
use crate::corpus::{Aliases, ConceptId, FileId, Snapshot, Thesaurus};
use crate::schema::Field;
use crate::text::quotes::without_quotes;

/// A spelling leads to the usual one, and that to the canonical name: more steps than these would be a circle.
const MAX_STEPS: usize = 4;

/// The forms that the terms of a field should have, and those that the list has.
pub(super) struct Canonicalizer<'a> {
    field: &'a Field,
    variants: Option<Thesaurus<'a>>,
    aliases: Option<Arc<Aliases>>,
    listed: FxHashSet<ConceptId>,
}

/// Why a term should be written otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// MatchKind rubric.yaml, or by the closed set that the field takes.
    Declaration,
    /// Quotes are a part of it.
    Quotes,
    /// More posts spell it otherwise.
    Spelling,
    /// Bodies give it together with a more usual name: a hint, no more.
    Pairs,
}

impl<'a> Canonicalizer<'a> {
    pub(super) fn new(
        snap: &'a Snapshot,
        file: FileId,
        (name, field): (&str, &'a Field),
        listed: &[SmolStr],
    ) -> Canonicalizer<'a> {
        let mut meant = Canonicalizer {
            field,
            variants: snap.thesaurus_in(name, file),
            aliases: snap.aliases_of(name),
            listed: FxHashSet::default(),
        };
        let listed = listed
            .iter()
            .flat_map(|it| [Some(it.clone()), meant.of(it)]);
        meant.listed = listed.flatten().map(|it| meant.concept(&it)).collect();
        meant
    }

    /// As the term should be written; `None` where it cannot be.
    pub(super) fn of(&self, text: &SmolStr) -> Option<SmolStr> {
        let mut meant = text.clone();
        for _ in 0..MAX_STEPS {
            match self.preferred(&meant) {
                Some(better) if better != meant => meant = better,
                _ => break,
            }
        }
        closed_value(self.field, &meant)
    }

    fn preferred(&self, text: &str) -> Option<SmolStr> {
        let usual = self.variants.as_ref().and_then(|it| it.preferred(text));
        let canonical = self.aliases.as_ref().and_then(|it| it.canonical(text));
        canonical
            .filter(|it| it.declared || usual.is_none())
            .map(|it| it.text.clone())
            .or_else(|| usual.map(|it| it.text))
            .or_else(|| without_quotes(text).map(SmolStr::new))
    }

    /// What says that a term that is not written as it should be is not.
    pub(super) fn told_by(&self, text: &str) -> Reason {
        let usual = self.variants.as_ref().and_then(|it| it.preferred(text));
        let canonical = self.aliases.as_ref().and_then(|it| it.canonical(text));
        let declared = canonical.is_some_and(|it| it.declared);
        match usual {
            _ if declared || self.field.closed => Reason::Declaration,
            Some(it) if it.is_declared() => Reason::Declaration,
            _ if without_quotes(text).is_some() => Reason::Quotes,
            Some(_) => Reason::Spelling,
            None => Reason::Pairs,
        }
    }

    /// The same for all spellings of a term.
    pub(super) fn concept(&self, text: &str) -> ConceptId {
        let concept = self.variants.as_ref().map(|it| it.concept(text));
        concept.unwrap_or_else(|| ConceptId::Form(text.to_owned()))
    }

    /// Whether the list has the term, in whatever spelling.
    pub(super) fn is_listed(&self, concept: &ConceptId) -> bool {
        self.listed.contains(concept)
    }
}
