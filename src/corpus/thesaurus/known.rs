//! What was judged of the terms that are written in several ways: rules ask for each use of a term, and a common one has thousands.
//! It does not know how terms are judged.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::super::conventions::Conventions;
use super::super::vocabulary::{Origin, TermId};
use super::parts::Parts;
use super::{Preferred, Thesaurus};
use crate::schema::Naming;

/// Of one state of the corpus.
pub(in crate::corpus) type Kept = RwLock<Known>;

#[derive(Debug, Default)]
pub(in crate::corpus) struct Known {
    generation: u64,
    conventions: Arc<Conventions>,
    forms: FxHashMap<Asked, Option<Preferred>>,
}

/// A term as the posts of one collection have it.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Asked {
    vocabulary: Origin,
    collection: Option<SmolStr>,
    naming: Option<Naming>,
    is_naming_declared: bool,
    term: TermId,
}

impl Known {
    fn is_of(&self, variants: &Thesaurus<'_>) -> bool {
        self.generation == variants.snap.state.generation
            && Arc::ptr_eq(&self.conventions, &variants.conventions)
    }
}

impl Thesaurus<'_> {
    /// The usual form of a term, by what the posts tell.
    pub(super) fn learned_form(&self, own: TermId) -> Option<Preferred> {
        // Seven of ten terms are written in one way.
        if self.clusters.is_alone(own) {
            return None;
        }
        let asked = Asked {
            vocabulary: self.vocabulary.origin(),
            collection: self.collection().map(SmolStr::new),
            naming: self.naming,
            is_naming_declared: self.is_naming_declared,
            term: own,
        };
        let kept = &self.snap.caches().usual;
        let known = kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.forms.get(&asked).filter(|_| known.is_of(self)) {
            return known.clone();
        }
        drop(known);
        let usual = self.judged_form(own, Parts::Judged);
        let mut known = kept.write().unwrap_or_else(PoisonError::into_inner);
        if !known.is_of(self) {
            *known = Known {
                generation: self.snap.state.generation,
                conventions: self.conventions.clone(),
                forms: FxHashMap::default(),
            };
        }
        known.forms.insert(asked, usual.clone());
        usual
    }
}
