//! Which term a text means, in the words of SKOS: the concept, its preferred label, and its other labels, which are spellings and
//! other names. What is made of all terms is kept by all snapshots together, and extended by the terms that came since. It knows
//! nothing of findings.

mod choice;
mod concept;
mod known;
mod parts;
mod spelling;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::aliases::Aliases;
use super::clusters::Clusters;
use super::conventions::Conventions;
use super::normalize::{VocabularyKind, normalize};
use super::path::FileId;
use super::vocabulary::{TermId, Vocabulary};
use crate::schema::{Naming, config::VocabularyDeclaration};
pub use choice::Reason;
pub(super) use known::Kept as KeptUsual;

/// By the vocabulary's name. Rules ask for it with every field of every post, on all threads, and seldom find anything new.
pub(super) type Kept = RwLock<FxHashMap<SmolStr, (VocabularyKind, Arc<Clusters>)>>;

/// The terms of one vocabulary, as posts of one collection have them, or all.
#[derive(Debug)]
pub struct Thesaurus<'a> {
    pub vocabulary: &'a Vocabulary,
    pub vocabulary_kind: VocabularyKind,
    /// Whether the values identify posts, so that none is a spelling of another.
    pub identifies: bool,
    snap: &'a Snapshot,
    name: &'a SmolStr,
    clusters: Arc<Clusters>,
    aliases: Arc<Aliases>,
    declared: Arc<Declared>,
    conventions: Arc<Conventions>,
    /// The convention that the field's terms should follow, and whether rubric.yaml says so.
    naming: Option<Naming>,
    is_naming_declared: bool,
    /// The post that has them: the terms of its collection are its own.
    file: Option<FileId>,
}

/// The canonical forms that rubric.yaml declares, by their normal forms. Of two with one normal form the first counts.
#[derive(Debug, Default)]
pub(super) struct Declared {
    forms: FxHashMap<String, SmolStr>,
    canonical: FxHashSet<SmolStr>,
}

/// By the vocabulary's name. They live as long as the configuration.
pub(super) type KeptDeclared = Mutex<FxHashMap<SmolStr, Arc<Declared>>>;

/// One and the same for all texts that mean one term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConceptId {
    Term(TermId),
    /// Of a text that is in no post: its normal form, or the text itself if that says nothing.
    Form(String),
}

/// The form that a term should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferred {
    pub text: SmolStr,
    /// How many posts use it.
    pub n_posts: usize,
    pub reason: Reason,
    /// Whether it is in no more than twice as many posts as the form that it should replace: a guess.
    pub is_close: bool,
}

impl Preferred {
    pub fn is_declared(&self) -> bool {
        self.reason == Reason::Declared
    }
}

impl Snapshot {
    /// The spellings of a field's terms; `None` for a field whose values are no terms.
    pub fn thesaurus(&self, field: &str) -> Option<Thesaurus<'_>> {
        self.thesaurus_of(field, None)
    }

    /// The same as a post has them: by the convention and the terms of its own collection.
    pub fn thesaurus_in(&self, field: &str, file: FileId) -> Option<Thesaurus<'_>> {
        self.thesaurus_of(field, Some(file))
    }

    fn thesaurus_of(&self, field: &str, file: Option<FileId>) -> Option<Thesaurus<'_>> {
        let vocabulary = self.vocabulary(field)?;
        let of_root = self.root_schema().field(field)?;
        let of_folder = file.and_then(|it| self.schema(it).field(field));
        let named = [of_folder, Some(of_root)].into_iter().flatten();
        let mut named = named.filter(|it| it.named.is_strong() && it.naming.is_some());
        let named = named.next();
        let name = &of_root.vocabulary;
        let (vocabulary_kind, clusters) = self.spellings(name, vocabulary);
        let conventions = self.conventions();
        let convention = conventions.vocabularies.get(name);
        Some(Thesaurus {
            vocabulary,
            vocabulary_kind,
            identifies: convention.is_some_and(|it| it.identifies),
            snap: self,
            name,
            clusters,
            aliases: self.aliases_in(name, vocabulary),
            declared: self.declared_forms(name, vocabulary_kind),
            file,
            conventions,
            naming: named.and_then(|it| it.naming),
            is_naming_declared: named.is_some_and(|it| it.named.declared),
        })
    }
}

impl Snapshot {
    /// The form in which a post should have a term: the preferred spelling of the name that is meant.
    pub fn preferred_form(&self, field: &str, file: FileId, text: &str) -> SmolStr {
        let thesaurus = self.thesaurus_in(field, file);
        let preferred = thesaurus.and_then(|it| it.preferred(text));
        preferred.map_or_else(|| text.into(), |it| it.text)
    }

    /// The same for all spellings and all names of one term, and for no other's.
    pub fn concept(&self, field: &str, text: &str) -> ConceptId {
        let thesaurus = self.thesaurus(field);
        thesaurus.map_or_else(|| ConceptId::Form(text.into()), |it| it.concept(text))
    }
}

impl Snapshot {
    /// The terms of a vocabulary by their normal forms.
    pub(super) fn spellings(
        &self,
        name: &SmolStr,
        vocabulary: &Vocabulary,
    ) -> (VocabularyKind, Arc<Clusters>) {
        extended(self, &self.caches().variants, name, vocabulary, normalize)
    }

    fn declared_forms(&self, name: &SmolStr, vocabulary_kind: VocabularyKind) -> Arc<Declared> {
        let Some(declaration) = self.config().vocabularies.get(name) else {
            return Arc::default();
        };
        let kept = self.caches().declared.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Declared::of(declaration, vocabulary_kind));
        kept.entry(name.clone()).or_insert_with(made).clone()
    }
}

impl Declared {
    fn of(declaration: &VocabularyDeclaration, vocabulary_kind: VocabularyKind) -> Declared {
        let canonical = declaration.aliases.iter().map(|it| &it.0);
        let mut forms = FxHashMap::default();
        for text in canonical.clone() {
            let form = normalize(text, vocabulary_kind);
            if !form.is_empty() {
                forms.entry(form).or_insert_with(|| text.clone());
            }
        }
        Declared {
            forms,
            canonical: canonical.cloned().collect(),
        }
    }
}

/// The clusters of the vocabulary as it is now, by a key that depends on its kind.
///
/// Of many new terms they are made with no lock held: nobody else waits for them, and threads that share the work may need the
/// lock for something else that they have begun.
pub(super) fn extended(
    snap: &Snapshot,
    kept: &Kept,
    name: &SmolStr,
    vocabulary: &Vocabulary,
    key: impl Fn(&str, VocabularyKind) -> String + Sync,
) -> (VocabularyKind, Arc<Clusters>) {
    let known = {
        let kept = kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).filter(|it| it.1.is_of(vocabulary)).cloned()
    };
    let (vocabulary_kind, mut clusters) =
        known.unwrap_or_else(|| (VocabularyKind::of(name), Arc::default()));
    if clusters.covers(vocabulary) {
        return (vocabulary_kind, clusters);
    }
    let extend = |it: &mut Arc<Clusters>| {
        Arc::make_mut(it).extend(vocabulary, |it| key(it, vocabulary_kind));
    };
    let keep = || kept.write().unwrap_or_else(PoisonError::into_inner);
    if clusters.lacks_many(vocabulary) {
        if !snap.may_make() {
            return (vocabulary_kind, snap.until_refreshed(Some(clusters)));
        }
        snap.count_made();
        extend(&mut clusters);
        keep().insert(name.clone(), (vocabulary_kind, clusters.clone()));
        return (vocabulary_kind, clusters);
    }
    drop(clusters);
    let mut kept = keep();
    let (_, clusters) = kept
        .entry(name.clone())
        .or_insert_with(|| (vocabulary_kind, Arc::default()));
    if !clusters.is_of(vocabulary) {
        *clusters = Arc::default();
    }
    if !clusters.covers(vocabulary) {
        extend(clusters);
    }
    (vocabulary_kind, clusters.clone())
}
