//! Names that look or sound alike, so that one of them may be a slip for the other: one word of a Latin name differs by a letter,
//! or a Chinese name of three characters and more is read alike. It knows nothing of findings.
//!
//! Who is like whom depends on the texts alone, so that a new name is compared once with those that might be like it; how many
//! posts use each is asked of the vocabulary.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Snapshot;
use super::keys::usual_reading;
use super::normalize::{VocabularyKind, is_han, normalize, words};
use super::vocabulary::{Lookup, Origin, Term, TermId, Vocabulary};

/// By the vocabulary's name.
pub(super) type Kept = Mutex<FxHashMap<SmolStr, Arc<Similar>>>;

/// Shorter words differ by a letter too often in earnest.
const MIN_LETTERS: usize = 6;

/// A name in so many times as many posts is meant by one with a short word that differs.
const LEAD: usize = 10;

/// A name is no slip for one that hardly more posts use, nor for one that may be a slip itself.
const MIN_LEAD: usize = 2;
const MIN_POSTS: usize = 3;

/// So few new names are taken in by whoever asks.
const FEW: u32 = 64;

/// Names that look or sound alike, in one vocabulary.
#[derive(Clone, Debug, Default)]
pub(super) struct Similar {
    keys: Lookup<TermId>,
    n_terms: u32,
    vocabulary: Option<Origin>,
    like: FxHashMap<TermId, Vec<Likeness>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Likeness {
    other: TermId,
    /// Whether the likeness is enough, or the other must be used far more.
    strong: bool,
}

impl Snapshot {
    /// The name that was probably meant by one in a field of people, with the posts that use it.
    pub fn similar(&self, field: &str, text: &str) -> Option<&Term> {
        let vocabulary = self.vocabulary(field)?;
        let name = &self.root_schema().field(field)?.vocabulary;
        if VocabularyKind::of(name) != VocabularyKind::People {
            return None;
        }
        let similar = self.extended_similar(name, vocabulary);
        let mut meant = similar.meant(vocabulary, vocabulary.get(text)?)?;
        // What is likely a slip itself is meant by nobody. Each is in twice as many posts as the one before: there is an end.
        while let Some(next) = similar.meant(vocabulary, meant) {
            meant = next;
        }
        let meant = vocabulary.term(meant);
        let declared = self.config().vocabularies.get(name);
        let are_distinct = declared.is_some_and(|it| it.are_distinct(text, &meant.text));
        (!are_distinct).then_some(meant)
    }

    fn extended_similar(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Arc<Similar> {
        let kept = || self.caches().similar.lock();
        let kept = || kept().unwrap_or_else(PoisonError::into_inner);
        let known = kept().get(name).filter(|it| it.is_of(vocabulary)).cloned();
        let mut similar = known.unwrap_or_default();
        let n_new = vocabulary.n_ids().saturating_sub(similar.n_terms);
        if n_new == 0 {
            return similar;
        }
        if n_new <= FEW {
            // In place, unless somebody reads it: a copy would take longer than the few names.
            drop(similar);
            let mut kept = kept();
            let known = kept.entry(name.clone()).or_default();
            if !known.is_of(vocabulary) {
                *known = Arc::default();
            }
            if known.n_terms < vocabulary.n_ids() {
                Arc::make_mut(known).extend(vocabulary);
            }
            return known.clone();
        }
        if !self.may_make() {
            return self.until_refreshed(Some(similar));
        }
        self.count_made();
        // With no lock held: of 6,000 names it takes 30 ms, for which others would wait.
        Arc::make_mut(&mut similar).extend(vocabulary);
        kept().insert(name.clone(), similar.clone());
        similar
    }

    /// Takes in the names that came since, so that no request has to.
    pub(super) fn refresh_similar(&self) {
        for (name, vocabulary) in self.term_vocabularies() {
            if VocabularyKind::of(name) == VocabularyKind::People {
                self.extended_similar(name, vocabulary);
            }
        }
    }
}

impl Similar {
    fn is_of(&self, vocabulary: &Vocabulary) -> bool {
        self.vocabulary.is_none_or(|it| it == vocabulary.origin())
    }

    fn extend(&mut self, vocabulary: &Vocabulary) {
        for id in (self.n_terms..vocabulary.n_ids()).map(TermId) {
            let name = Name::of(&vocabulary.term(id).text);
            for key in name.keys() {
                let candidates: Vec<TermId> = self.keys.candidates(&key).collect();
                for other in candidates {
                    self.compare(id, &name, other, vocabulary);
                }
                self.keys.insert(&key, id);
            }
        }
        self.n_terms = vocabulary.n_ids();
        self.vocabulary = Some(vocabulary.origin());
    }

    /// The name that was probably meant by another one.
    fn meant(&self, vocabulary: &Vocabulary, id: TermId) -> Option<TermId> {
        let n_own = vocabulary.term(id).posts.len();
        let known = |it: &&Likeness| it.other.0 < vocabulary.n_ids();
        let candidates = || self.like.get(&id).into_iter().flatten().filter(known);
        let leads = |it: &&Likeness| {
            let lead = if it.strong { MIN_LEAD } else { LEAD };
            let n_posts = vocabulary.term(it.other).posts.len();
            n_posts >= MIN_POSTS && n_posts >= n_own * lead
        };
        let rank = |it: &&Likeness| {
            let term = vocabulary.term(it.other);
            (term.posts.len(), &term.text)
        };
        let first = candidates()
            .filter(leads)
            .max_by(|a, b| rank(a).cmp(&rank(b)))?;
        // Between two names that about as many posts use, nobody but the author can tell which was meant.
        let meant = vocabulary.term(first.other);
        let form = normalize(&meant.text, VocabularyKind::People);
        let mut others = candidates().map(|it| vocabulary.term(it.other));
        let rival = others.any(|it| {
            it.posts.len() * MIN_LEAD > meant.posts.len()
                && normalize(&it.text, VocabularyKind::People) != form
        });
        (!rival).then_some(first.other)
    }

    fn compare(&mut self, id: TermId, name: &Name, other: TermId, vocabulary: &Vocabulary) {
        if id == other {
            return;
        }
        let Some(strong) = name.likeness(&Name::of(&vocabulary.term(other).text)) else {
            return;
        };
        for (a, b) in [(id, other), (other, id)] {
            let like = self.like.entry(a).or_default();
            if like.iter().all(|it| it.other != b) {
                like.push(Likeness { other: b, strong });
            }
        }
    }
}

/// A name as it is compared.
enum Name {
    /// Words of Latin letters, folded.
    Latin(Vec<String>),
    /// Chinese characters, and how they are read.
    Han(String, String),
    Other,
}

impl Name {
    fn of(text: &str) -> Name {
        let words = words(text);
        let letters = || words.iter().flat_map(|it| it.chars());
        if words.is_empty() {
            Name::Other
        } else if letters().all(|it| it.is_ascii_lowercase()) {
            Name::Latin(words)
        } else if letters().all(is_han) && letters().count() >= 3 {
            let han = normalize(text, VocabularyKind::People);
            let reading = usual_reading(&han).map(|it| it.full).unwrap_or_default();
            Name::Han(han, reading)
        } else {
            Name::Other
        }
    }

    /// Names that are alike have one of these in common.
    fn keys(&self) -> Vec<String> {
        match self {
            Name::Latin(words) if words.len() == 1 => shortened(&words[0]),
            Name::Latin(words) => (0..words.len()).map(|it| without(words, it)).collect(),
            Name::Han(_, reading) if !reading.is_empty() => vec![reading.clone()],
            Name::Han(..) | Name::Other => Vec::new(),
        }
    }

    /// Whether the names are alike, and strongly so.
    fn likeness(&self, other: &Name) -> Option<bool> {
        match (self, other) {
            (Name::Latin(a), Name::Latin(b)) if a.len() == b.len() => {
                let mut differing = a.iter().zip(b).filter(|(a, b)| a != b);
                let (Some((a, b)), None) = (differing.next(), differing.next()) else {
                    return None;
                };
                let n_letters = a.len().min(b.len());
                let n_all: usize = self.n_letters();
                let slip = n_all >= MIN_LETTERS && strsim::osa_distance(a, b) == 1;
                slip.then_some(n_letters >= MIN_LETTERS)
            }
            (Name::Han(a, x), Name::Han(b, y)) => {
                let same_length = a.chars().count() == b.chars().count();
                (a != b && x == y && same_length).then_some(true)
            }
            _ => None,
        }
    }

    fn n_letters(&self) -> usize {
        match self {
            Name::Latin(words) => words.iter().map(String::len).sum(),
            Name::Han(..) | Name::Other => 0,
        }
    }
}

/// The word, and all that it becomes by leaving one letter out: words that differ by a letter meet there.
fn shortened(word: &str) -> Vec<String> {
    if word.len() < MIN_LETTERS {
        return Vec::new();
    }
    let cut = |it: usize| format!("{}{}", &word[..it], &word[it + 1..]);
    (0..word.len()).map(cut).chain([word.to_owned()]).collect()
}

fn without(words: &[String], index: usize) -> String {
    let rest = words.iter().enumerate().filter(|(it, _)| *it != index);
    let rest: Vec<&str> = rest.map(|it| it.1.as_str()).collect();
    format!("{index} {} {}", words.len(), rest.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> Option<bool> {
        let (a, b) = (Name::of(a), Name::of(b));
        let (x, y) = (a.keys(), b.keys());
        let meet = x.iter().any(|it| y.contains(it));
        let like = a.likeness(&b).filter(|_| meet);
        assert_eq!(like, b.likeness(&a).filter(|_| meet));
        like
    }

    #[test]
    fn names_that_look_or_sound_alike() {
        assert_eq!(likeness("Amara Velloso", "Amara Veloso"), Some(true));
        assert_eq!(likeness("Kahneman", "Khaneman"), Some(true));
        assert_eq!(likeness("Priya-Ramanathan", "priya ramanatan"), Some(true));
        assert_eq!(likeness("Jon Feldman", "John Feldman"), Some(false));
        assert_eq!(likeness("陈思远", "陈思源"), Some(true));
        assert_eq!(likeness("约翰·舒尔曼", "约翰·书尔曼"), Some(true));
    }

    #[test]
    fn others_are_others() {
        assert_eq!(likeness("Anna Lee", "Hanna Leo"), None);
        assert_eq!(likeness("Bob", "Rob"), None);
        assert_eq!(likeness("林静", "林竞"), None);
        assert_eq!(likeness("陈思远", "陳思遠"), None);
        assert_eq!(likeness("José Muñoz", "Jose Munoz"), None);
        assert_eq!(likeness("Henry 7", "Henry 8"), None);
        assert_eq!(likeness("陈思远", "Chen Siyuan"), None);
    }
}
