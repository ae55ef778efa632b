//! Which terms are spellings of one, and which of them is preferred. It knows nothing of other names.

use std::cmp::Reverse;

use super::super::conventions::Convention;
use super::super::normalize::{VocabularyKind, is_link, normalize};
use super::super::path::FileId;
use super::super::vocabulary::{Term, TermId};
use super::choice::{Form, Preferences, leads, usual};
use super::parts::Parts;
use super::{ConceptId, Preferred, Reason, Thesaurus};
use crate::corpus::normalize::is_marred;

impl Thesaurus<'_> {
    /// The terms in use that are spellings of this text, which need not be in use itself; the usual one first.
    pub fn spellings(&self, text: &str) -> Vec<TermId> {
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
    pub fn preferred_spelling(&self, text: &str) -> Option<Preferred> {
        let own = self.vocabulary.get(text)?;
        if self.is_declared(text) {
            return None;
        }
        let usual = self.declared_form(text).or_else(|| self.learned_form(own));
        usual.filter(|it| it.text != text)
    }

    pub(super) fn judged_form(&self, own: TermId, parts: Parts) -> Option<Preferred> {
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
        let is_one = !self.are_distinct(&own.term.text, &usual.term.text);
        (is_one && self.is_spelling(&own, &usual)).then(|| Preferred {
            text: usual.term.text.clone(),
            n_posts: usual.term.posts.len(),
            reason,
            is_close: usual.n_all <= own.n_all * 2,
        })
    }

    /// Whether rubric.yaml says that the two are different terms.
    fn are_distinct(&self, a: &str, b: &str) -> bool {
        let declared = self.snap.config().vocabularies.get(self.name);
        declared.is_some_and(|it| it.are_distinct(a, b))
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
    pub(super) fn collection(&self) -> Option<&str> {
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
            Some(self.spellings(&self.vocabulary.term(*first).text))
        });
        let several = clusters.filter(|it| it.len() > 1);
        several.map(|ids| ids.into_iter().map(|it| self.vocabulary.term(it)).collect())
    }

    /// Whether rubric.yaml has it as the canonical form of a term.
    pub fn is_declared(&self, text: &str) -> bool {
        self.declared.canonical.contains(text)
    }

    /// The same for all spellings of a term, and for no other's. Other names of it are others.
    pub fn spelling(&self, text: &str) -> ConceptId {
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

    pub(super) fn declared_form(&self, text: &str) -> Option<Preferred> {
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
