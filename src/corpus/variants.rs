//! Which terms are spellings of one, and which of them is the usual: kept by all snapshots together, and extended by the terms
//! that came since. It knows nothing of findings.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::clusters::Clusters;
use super::normal::{Nature, normal_form};
use super::vocabulary::{Term, TermId, Vocabulary};
use crate::schema::{Naming, config::VocabularyDeclaration};

/// By the vocabulary's name. Rules ask for it with every field of every post, on all threads, and seldom find anything new.
pub(super) type Kept = RwLock<FxHashMap<SmolStr, (Nature, Arc<Clusters>)>>;

/// The spellings of one vocabulary's terms.
#[derive(Debug)]
pub struct Variants<'a> {
    pub vocabulary: &'a Vocabulary,
    pub nature: Nature,
    clusters: Arc<Clusters>,
    declared: Arc<Declared>,
    /// The convention that the field's terms should follow.
    naming: Option<Naming>,
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
pub enum Meeting {
    Term(TermId),
    /// Of a text that is in no post: its normal form, or the text itself if that says nothing.
    Form(String),
}

/// The form that a term should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usual {
    pub text: SmolStr,
    /// How many posts use it.
    pub n_posts: usize,
    /// By rubric.yaml.
    pub declared: bool,
}

impl Snapshot {
    /// The spellings of a field's terms; `None` for a field whose values are no terms.
    pub fn variants(&self, field: &str) -> Option<Variants<'_>> {
        let vocabulary = self.vocabulary(field)?;
        let field = self.root_schema().field(field)?;
        let (nature, clusters) = self.spellings(&field.vocabulary, vocabulary);
        Some(Variants {
            vocabulary,
            nature,
            clusters,
            declared: self.declared_forms(&field.vocabulary, nature),
            naming: field.naming.filter(|_| field.named.is_strong()),
        })
    }
}

impl Snapshot {
    /// The terms of a vocabulary by their normal forms.
    pub(super) fn spellings(
        &self,
        name: &SmolStr,
        vocabulary: &Vocabulary,
    ) -> (Nature, Arc<Clusters>) {
        extended(&self.derived().variants, name, vocabulary, normal_form)
    }

    fn declared_forms(&self, name: &SmolStr, nature: Nature) -> Arc<Declared> {
        let Some(declaration) = self.config().vocabularies.get(name) else {
            return Arc::default();
        };
        let kept = self.derived().declared.lock();
        let mut kept = kept.unwrap_or_else(PoisonError::into_inner);
        let made = || Arc::new(Declared::of(declaration, nature));
        kept.entry(name.clone()).or_insert_with(made).clone()
    }
}

impl Declared {
    fn of(declaration: &VocabularyDeclaration, nature: Nature) -> Declared {
        let canonical = declaration.aliases.iter().map(|it| &it.0);
        let mut forms = FxHashMap::default();
        for text in canonical.clone() {
            let form = normal_form(text, nature);
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

/// The clusters of the vocabulary as it is now, by a key that depends on its nature.
pub(super) fn extended(
    kept: &Kept,
    name: &SmolStr,
    vocabulary: &Vocabulary,
    key: impl Fn(&str, Nature) -> String + Sync,
) -> (Nature, Arc<Clusters>) {
    let up_to_date = |it: &Clusters| it.is_of(vocabulary) && it.covers(vocabulary);
    let known = kept.read().unwrap_or_else(PoisonError::into_inner);
    if let Some((nature, clusters)) = known.get(name).filter(|it| up_to_date(&it.1)) {
        return (*nature, clusters.clone());
    }
    drop(known);
    let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
    let known = kept.entry(name.clone());
    let (nature, clusters) = known.or_insert_with(|| (Nature::of(name), Arc::default()));
    if !clusters.is_of(vocabulary) {
        *clusters = Arc::default();
    }
    if !clusters.covers(vocabulary) {
        Arc::make_mut(clusters).extend(vocabulary, |it| key(it, *nature));
    }
    (*nature, clusters.clone())
}

impl Variants<'_> {
    /// The terms in use that are spellings of this text, which need not be in use itself; the usual one first.
    pub fn of(&self, text: &str) -> Vec<TermId> {
        let key = |it: &str| normal_form(it, self.nature);
        let ids = match self.vocabulary.get(text) {
            Some(id) => self.clusters.of(id),
            None => self.clusters.with_key(&key(text), self.vocabulary, key),
        };
        let mut used: Vec<TermId> = ids.into_iter().filter(|it| self.is_used(*it)).collect();
        used.sort_by_cached_key(|it| self.rank(self.vocabulary.term(*it)));
        used
    }

    /// What the term should read instead; `None` if it is right, or in no post.
    pub fn better(&self, text: &str) -> Option<Usual> {
        self.vocabulary.get(text)?;
        if self.is_declared(text) {
            return None;
        }
        let usual = self.declared_form(text).or_else(|| {
            let [first, _, ..] = self.of(text)[..] else {
                return None;
            };
            let first = self.vocabulary.term(first);
            Some(Usual {
                text: first.text.clone(),
                n_posts: first.posts.len(),
                declared: false,
            })
        });
        usual.filter(|it| it.text != text)
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
    pub fn meeting(&self, text: &str) -> Meeting {
        if let Some(id) = self.vocabulary.get(text) {
            return Meeting::Term(self.clusters.first(id));
        }
        let key = |it: &str| normal_form(it, self.nature);
        let form = key(text);
        match self.clusters.with_key(&form, self.vocabulary, key).first() {
            Some(first) => Meeting::Term(*first),
            None if form.is_empty() => Meeting::Form(text.to_owned()),
            None => Meeting::Form(form),
        }
    }

    fn declared_form(&self, text: &str) -> Option<Usual> {
        if self.declared.forms.is_empty() {
            return None;
        }
        let canonical = self.declared.forms.get(&normal_form(text, self.nature))?;
        let id = self.vocabulary.get(canonical);
        Some(Usual {
            text: canonical.clone(),
            n_posts: id.map_or(0, |it| self.vocabulary.term(it).posts.len()),
            declared: true,
        })
    }

    fn is_used(&self, id: TermId) -> bool {
        id.0 < self.vocabulary.n_ids() && !self.vocabulary.term(id).posts.is_empty()
    }

    /// What rubric.yaml declares, then what follows the field's convention, then what most posts use, then what was used last.
    fn rank<'b>(&self, term: &'b Term) -> impl Ord + use<'b> {
        let declared = self.is_declared(&term.text);
        let named = self.naming.is_none_or(|it| it.holds(&term.text));
        let count = (Reverse(term.posts.len()), Reverse(term.last_use));
        (!declared, is_marred(&term.text), !named, count, &term.text)
    }
}

/// What nobody means, however often it stands there: quotes or spaces that are part of the value, a bracket without its other.
fn is_marred(text: &str) -> bool {
    let quotes = ['"', '“', '”', ' ', '\u{200b}', '\u{feff}'];
    let pairs = [('《', '》'), ('（', '）'), ('(', ')'), ('「', '」')];
    let count = |of: char| text.matches(of).count();
    text.starts_with(quotes)
        || text.ends_with(quotes)
        || pairs.iter().any(|it| count(it.0) != count(it.1))
}
