//! Which terms are spellings of one, and which of them is the usual: kept by all snapshots together, and extended by the terms
//! that came since. It knows nothing of findings.

mod choice;
mod known;
mod parts;

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::clusters::Clusters;
use super::conventions::{Convention, Conventions};
use super::normalize::{VocabularyKind, is_link, normalize};
use super::path::FileId;
use super::vocabulary::{Term, TermId, Vocabulary};
use crate::schema::{Naming, config::VocabularyDeclaration};
pub use choice::Reason;
pub use choice::is_marred;
use choice::{Form, Preferences, leads, usual};
pub(super) use known::Kept as KeptUsual;
use parts::Parts;

/// By the vocabulary's name. Rules ask for it with every field of every post, on all threads, and seldom find anything new.
pub(super) type Kept = RwLock<FxHashMap<SmolStr, (VocabularyKind, Arc<Clusters>)>>;

/// The spellings of one vocabulary's terms, as posts of one collection have them, or of all.
#[derive(Debug)]
pub struct Thesaurus<'a> {
    pub vocabulary: &'a Vocabulary,
    pub vocabulary_kind: VocabularyKind,
    /// Whether the values identify posts, so that none is a spelling of another.
    pub identifies: bool,
    snap: &'a Snapshot,
    name: &'a SmolStr,
    clusters: Arc<Clusters>,
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

/// Where all spellings of a term meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
            declared: self.declared_forms(name, vocabulary_kind),
            file,
            conventions,
            naming: named.and_then(|it| it.naming),
            is_naming_declared: named.is_some_and(|it| it.named.declared),
        })
    }
}

impl Snapshot {
    /// The form in which a post should have a term: the usual spelling of the name that is meant.
    pub fn preferred_form(&self, field: &str, file: FileId, text: &str) -> SmolStr {
        let meant = self.meant(field, text);
        let variants = self.thesaurus_in(field, file);
        let better = variants.and_then(|it| it.preferred(&meant));
        better.map_or(meant, |it| it.text)
    }

    /// The same for all spellings and all names of one term, and for no other's.
    pub fn concept(&self, field: &str, text: &str) -> ConceptId {
        let meant = self.meant(field, text);
        let variants = self.thesaurus(field);
        variants.map_or_else(
            || ConceptId::Form(meant.to_string()),
            |it| it.concept(&meant),
        )
    }

    fn meant(&self, field: &str, text: &str) -> SmolStr {
        let aliases = self.aliases_of(field);
        let canonical = aliases.as_ref().and_then(|it| it.canonical(text));
        canonical.map_or_else(|| text.into(), |it| it.text.clone())
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

/// The clusters of the vocabulary as it is now, by a key that depends on its vocabulary_kind.
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

impl Thesaurus<'_> {
    /// The terms in use that are spellings of this text, which need not be in use itself; the usual one first.
    pub fn of(&self, text: &str) -> Vec<TermId> {
        let mut used = self.used(text);
        if used.len() > 1 {
            let usual = self.usual(&used, Parts::Judged);
            let usual = usual.map(|it| it.0.term.text.as_str());
            used.sort_by_cached_key(|it| {
                let term = self.vocabulary.term(*it);
                (Some(term.text.as_str()) != usual, self.rank(term))
            });
        }
        used
    }

    fn used(&self, text: &str) -> Vec<TermId> {
        let key = |it: &str| normalize(it, self.vocabulary_kind);
        let ids = match self.vocabulary.get(text) {
            Some(id) if self.identifies => vec![id],
            Some(id) => self.clusters.of(id),
            None if self.identifies => Vec::new(),
            None => self.clusters.with_key(&key(text), self.vocabulary, key),
        };
        ids.into_iter().filter(|it| self.is_used(*it)).collect()
    }

    /// What the term should read instead; `None` if it is right, or in no post, or if nothing tells which spelling is the usual.
    pub fn preferred(&self, text: &str) -> Option<Preferred> {
        let own = self.vocabulary.get(text)?;
        if self.is_declared(text) {
            return None;
        }
        let usual = self.declared_form(text).or_else(|| self.learned_form(own));
        usual.filter(|it| it.text != text)
    }

    fn judged_form(&self, own: TermId, parts: Parts) -> Option<Preferred> {
        let mut ids = self.used(&self.vocabulary.term(own).text);
        if ids.len() > 1 {
            let n_here = self.n_at_home(own);
            ids.retain(|it| {
                *it == own || n_here < 2 && self.is_far_ahead(*it, own) || self.n_at_home(*it) > 0
            });
        }
        if ids.len() < 2 {
            return None;
        }
        let (usual, reason) = self.usual(&ids, parts)?;
        let own = self.form(own);
        self.is_spelling(&own, &usual).then(|| Preferred {
            text: usual.term.text.clone(),
            n_posts: usual.term.posts.len(),
            reason,
            is_close: usual.n_all <= own.n_all * 2,
        })
    }

    fn usual(&self, ids: &[TermId], parts: Parts) -> Option<(Form<'_>, Reason)> {
        let declared = ids
            .iter()
            .find(|it| self.is_declared(&self.vocabulary.term(**it).text));
        if let Some(declared) = declared {
            return Some((self.form(*declared), Reason::Declared));
        }
        let forms: Vec<Form<'_>> = ids.iter().map(|it| self.form(*it)).collect();
        let none = Convention::default();
        let preferences = Preferences {
            convention: self
                .conventions
                .vocabularies
                .get(self.name)
                .unwrap_or(&none),
            simplified: self.conventions.simplified,
            declared: self.naming.filter(|_| self.is_naming_declared),
            learned: self.naming.filter(|_| !self.is_naming_declared),
            has_odd_part: &|it| parts == Parts::Judged && self.has_odd_part(it),
        };
        usual(&forms, preferences)
    }

    fn form(&self, id: TermId) -> Form<'_> {
        let term = self.vocabulary.term(id);
        let others = self.conventions.like(self.name, self.vocabulary_kind);
        let others = others.filter(|it| *it != self.name);
        let n_elsewhere: usize = others
            .filter_map(|it| {
                let vocabulary = self.snap.values(it)?;
                Some(vocabulary.term(vocabulary.get(&term.text)?).posts.len())
            })
            .sum();
        Form {
            term,
            n_here: self.n_at_home(id),
            n_all: term.posts.len() + n_elsewhere,
        }
    }

    /// How many posts of the collection use it; of all, where the collection has no terms of its own.
    fn n_at_home(&self, id: TermId) -> usize {
        let posts = &self.vocabulary.term(id).posts;
        let convention = self.conventions.vocabularies.get(self.name);
        let Some((convention, collection)) = convention.zip(self.collection()) else {
            return posts.len();
        };
        let count = || {
            let is_below = |it: &&FileId| {
                let path = self.snap.path(**it).as_str();
                let rest = path.strip_prefix(collection);
                rest.is_some_and(|it| it.starts_with('/'))
            };
            posts.iter().filter(is_below).count()
        };
        convention.n_in(collection, id, count)
    }

    /// That of the post, if it has terms of its own.
    fn collection(&self) -> Option<&str> {
        let convention = self.conventions.vocabularies.get(self.name)?;
        convention.collection(self.snap.path(self.file?))
    }

    /// What a collection has once, and all others in another form, is a slip in any collection.
    fn is_far_ahead(&self, id: TermId, own: TermId) -> bool {
        const TIMES: usize = 10;
        let n_posts = |it| self.vocabulary.term(it).posts.len();
        n_posts(id) >= n_posts(own) * TIMES
    }

    /// Some pairs are one term as long as one of them is far more usual, and two things where both are.
    fn is_spelling(&self, own: &Form<'_>, usual: &Form<'_>) -> bool {
        let (a, b) = (own.term.text.as_str(), usual.term.text.as_str());
        let is_plural = || {
            self.vocabulary_kind == VocabularyKind::Tags
                && normalize(a, VocabularyKind::Other) != normalize(b, VocabularyKind::Other)
        };
        if is_link(a) && is_link(b) {
            // What a link shows is for its post to say.
            false
        } else if is_acronym_of_word(a, b) || is_acronym_of_word(b, a) {
            leads(usual.n_all, own.n_all)
        } else if is_plural() {
            usual.n_all > own.n_all && !is_beside(own.term, usual.term)
        } else {
            true
        }
    }

    /// All terms that are in use in two spellings or more, the usual one first.
    pub fn all(&self) -> impl Iterator<Item = Vec<&Term>> {
        let known = |it: &&TermId| it.0 < self.vocabulary.n_ids() && self.is_used(**it);
        let clusters = self.clusters.iter().filter_map(move |ids| {
            let first = ids.iter().find(known)?;
            Some(self.of(&self.vocabulary.term(*first).text))
        });
        let several = clusters.filter(|it| it.len() > 1);
        several.map(|ids| ids.into_iter().map(|it| self.vocabulary.term(it)).collect())
    }

    /// Whether rubric.yaml has it as the canonical form of a term.
    pub fn is_declared(&self, text: &str) -> bool {
        self.declared.canonical.contains(text)
    }

    /// The same for all spellings of a term, and for no other's.
    pub fn concept(&self, text: &str) -> ConceptId {
        if self.identifies {
            return ConceptId::Form(text.to_owned());
        }
        if let Some(id) = self.vocabulary.get(text) {
            return ConceptId::Term(self.clusters.first(id));
        }
        let key = |it: &str| normalize(it, self.vocabulary_kind);
        let form = key(text);
        match self.clusters.with_key(&form, self.vocabulary, key).first() {
            Some(first) => ConceptId::Term(*first),
            None if form.is_empty() => ConceptId::Form(text.to_owned()),
            None => ConceptId::Form(form),
        }
    }

    fn declared_form(&self, text: &str) -> Option<Preferred> {
        if self.declared.forms.is_empty() {
            return None;
        }
        let canonical = self
            .declared
            .forms
            .get(&normalize(text, self.vocabulary_kind))?;
        let id = self.vocabulary.get(canonical);
        Some(Preferred {
            text: canonical.clone(),
            n_posts: id.map_or(0, |it| self.vocabulary.term(it).posts.len()),
            reason: Reason::Declared,
            is_close: false,
        })
    }

    fn is_used(&self, id: TermId) -> bool {
        id.0 < self.vocabulary.n_ids() && !self.vocabulary.term(id).posts.is_empty()
    }

    /// In which order forms are named of which none is the usual one.
    fn rank<'b>(&self, term: &'b Term) -> impl Ord + use<'b> {
        let named = self.naming.is_none_or(|it| it.holds(&term.text));
        let count = (Reverse(term.posts.len()), Reverse(term.last_use));
        (is_marred(&term.text), !named, count, &term.text)
    }
}

/// `SWIFT` of banks and `Swift`, the word.
fn is_acronym_of_word(acronym: &str, word: &str) -> bool {
    const LONGEST: usize = 5;
    let is_capitalised =
        |it: &str| it.starts_with(char::is_uppercase) && it.chars().skip(1).all(char::is_lowercase);
    acronym.len() <= LONGEST
        && acronym.chars().all(char::is_uppercase)
        && is_capitalised(word)
        && acronym.eq_ignore_ascii_case(word)
}

/// Whether posts list the two side by side, as they do with two things.
fn is_beside(a: &Term, b: &Term) -> bool {
    let n_both = a.posts.iter().filter(|it| b.posts.contains(it)).count();
    n_both > 1 && n_both * 5 >= a.posts.len().min(b.posts.len())
}
