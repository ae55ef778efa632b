//! Which terms are spellings of one, and which of them is the usual: kept by all snapshots together, and extended by the terms
//! that came since. It knows nothing of findings.

mod choice;
mod known;

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::clusters::Clusters;
use super::habits::{Habit, Habits};
use super::normal::{Nature, is_link, normal_form};
use super::path::FileId;
use super::vocabulary::{Term, TermId, Vocabulary};
use crate::schema::{Naming, config::VocabularyDeclaration};
pub use choice::Reason;
pub use choice::is_marred;
use choice::{Custom, Form, leads, usual};
pub(super) use known::Kept as KeptUsual;

/// By the vocabulary's name. Rules ask for it with every field of every post, on all threads, and seldom find anything new.
pub(super) type Kept = RwLock<FxHashMap<SmolStr, (Nature, Arc<Clusters>)>>;

/// The spellings of one vocabulary's terms, as posts of one collection have them, or of all.
#[derive(Debug)]
pub struct Variants<'a> {
    pub vocabulary: &'a Vocabulary,
    pub nature: Nature,
    /// Whether the values identify posts, so that none is a spelling of another.
    pub identifies: bool,
    snap: &'a Snapshot,
    name: &'a SmolStr,
    clusters: Arc<Clusters>,
    declared: Arc<Declared>,
    habits: Arc<Habits>,
    /// The convention that the field's terms should follow.
    naming: Option<Naming>,
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
    pub reason: Reason,
}

impl Usual {
    pub fn is_declared(&self) -> bool {
        self.reason == Reason::Declared
    }
}

impl Snapshot {
    /// The spellings of a field's terms; `None` for a field whose values are no terms.
    pub fn variants(&self, field: &str) -> Option<Variants<'_>> {
        self.variants_of(field, None)
    }

    /// The same as a post has them: by the convention and the terms of its own collection.
    pub fn variants_in(&self, field: &str, file: FileId) -> Option<Variants<'_>> {
        self.variants_of(field, Some(file))
    }

    fn variants_of(&self, field: &str, file: Option<FileId>) -> Option<Variants<'_>> {
        let vocabulary = self.vocabulary(field)?;
        let of_root = self.root_schema().field(field)?;
        let of_folder = file.and_then(|it| self.schema(it).field(field));
        let named = [of_folder, Some(of_root)].into_iter().flatten();
        let naming = named
            .filter(|it| it.named.is_strong())
            .find_map(|it| it.naming);
        let name = &of_root.vocabulary;
        let (nature, clusters) = self.spellings(name, vocabulary);
        let habits = self.habits();
        let habit = habits.vocabularies.get(name);
        Some(Variants {
            vocabulary,
            nature,
            identifies: habit.is_some_and(|it| it.identifies),
            snap: self,
            name,
            clusters,
            declared: self.declared_forms(name, nature),
            file,
            habits,
            naming,
        })
    }
}

impl Snapshot {
    /// The form in which a post should have a term: the usual spelling of the name that is meant.
    pub fn usual_form(&self, field: &str, file: FileId, text: &str) -> SmolStr {
        let meant = self.meant(field, text);
        let variants = self.variants_in(field, file);
        let better = variants.and_then(|it| it.better(&meant));
        better.map_or(meant, |it| it.text)
    }

    /// The same for all spellings and all names of one term, and for no other's.
    pub fn same_term(&self, field: &str, text: &str) -> Meeting {
        let meant = self.meant(field, text);
        let variants = self.variants(field);
        variants.map_or_else(|| Meeting::Form(meant.to_string()), |it| it.meeting(&meant))
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
    ) -> (Nature, Arc<Clusters>) {
        extended(
            self,
            &self.derived().variants,
            name,
            vocabulary,
            normal_form,
        )
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
///
/// Of many new terms they are made with no lock held: nobody else waits for them, and threads that share the work may need the
/// lock for something else that they have begun.
pub(super) fn extended(
    snap: &Snapshot,
    kept: &Kept,
    name: &SmolStr,
    vocabulary: &Vocabulary,
    key: impl Fn(&str, Nature) -> String + Sync,
) -> (Nature, Arc<Clusters>) {
    let known = {
        let kept = kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).filter(|it| it.1.is_of(vocabulary)).cloned()
    };
    let (nature, mut clusters) = known.unwrap_or_else(|| (Nature::of(name), Arc::default()));
    if clusters.covers(vocabulary) {
        return (nature, clusters);
    }
    let extend = |it: &mut Arc<Clusters>| {
        Arc::make_mut(it).extend(vocabulary, |it| key(it, nature));
    };
    let keep = || kept.write().unwrap_or_else(PoisonError::into_inner);
    if clusters.lacks_many(vocabulary) {
        if !snap.may_make() {
            return (nature, snap.until_renewed(Some(clusters)));
        }
        snap.count_made();
        extend(&mut clusters);
        keep().insert(name.clone(), (nature, clusters.clone()));
        return (nature, clusters);
    }
    drop(clusters);
    let mut kept = keep();
    let (_, clusters) = kept
        .entry(name.clone())
        .or_insert_with(|| (nature, Arc::default()));
    if !clusters.is_of(vocabulary) {
        *clusters = Arc::default();
    }
    if !clusters.covers(vocabulary) {
        extend(clusters);
    }
    (nature, clusters.clone())
}

impl Variants<'_> {
    /// The terms in use that are spellings of this text, which need not be in use itself; the usual one first.
    pub fn of(&self, text: &str) -> Vec<TermId> {
        let mut used = self.used(text);
        if used.len() > 1 {
            let usual = self.usual(&used).map(|it| it.0.term.text.as_str());
            used.sort_by_cached_key(|it| {
                let term = self.vocabulary.term(*it);
                (Some(term.text.as_str()) != usual, self.rank(term))
            });
        }
        used
    }

    fn used(&self, text: &str) -> Vec<TermId> {
        let key = |it: &str| normal_form(it, self.nature);
        let ids = match self.vocabulary.get(text) {
            Some(id) if self.identifies => vec![id],
            Some(id) => self.clusters.of(id),
            None if self.identifies => Vec::new(),
            None => self.clusters.with_key(&key(text), self.vocabulary, key),
        };
        ids.into_iter().filter(|it| self.is_used(*it)).collect()
    }

    /// What the term should read instead; `None` if it is right, or in no post, or if nothing tells which spelling is the usual.
    pub fn better(&self, text: &str) -> Option<Usual> {
        let own = self.vocabulary.get(text)?;
        if self.is_declared(text) {
            return None;
        }
        let usual = self.declared_form(text).or_else(|| self.learned_form(own));
        usual.filter(|it| it.text != text)
    }

    fn judged_form(&self, own: TermId) -> Option<Usual> {
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
        let (usual, reason) = self.usual(&ids)?;
        let own = self.form(own);
        self.is_spelling(&own, &usual).then(|| Usual {
            text: usual.term.text.clone(),
            n_posts: usual.term.posts.len(),
            reason,
        })
    }

    fn usual(&self, ids: &[TermId]) -> Option<(Form<'_>, Reason)> {
        let declared = ids
            .iter()
            .find(|it| self.is_declared(&self.vocabulary.term(**it).text));
        if let Some(declared) = declared {
            return Some((self.form(*declared), Reason::Declared));
        }
        let forms: Vec<Form<'_>> = ids.iter().map(|it| self.form(*it)).collect();
        let none = Habit::default();
        let custom = Custom {
            habit: self.habits.vocabularies.get(self.name).unwrap_or(&none),
            simplified: self.habits.simplified,
            naming: self.naming,
        };
        usual(&forms, custom)
    }

    fn form(&self, id: TermId) -> Form<'_> {
        let term = self.vocabulary.term(id);
        let others = self.habits.like(self.name, self.nature);
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
        let habit = self.habits.vocabularies.get(self.name);
        let Some((habit, collection)) = habit.zip(self.collection()) else {
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
        habit.n_in(collection, id, count)
    }

    /// That of the post, if it has terms of its own.
    fn collection(&self) -> Option<&str> {
        let habit = self.habits.vocabularies.get(self.name)?;
        habit.collection(self.snap.path(self.file?))
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
            self.nature == Nature::Tags
                && normal_form(a, Nature::Other) != normal_form(b, Nature::Other)
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
    pub fn meeting(&self, text: &str) -> Meeting {
        if self.identifies {
            return Meeting::Form(text.to_owned());
        }
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
            reason: Reason::Declared,
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
