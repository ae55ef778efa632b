//! How the terms of each vocabulary are mostly written, and where they are used: what tells which of two spellings is the usual
//! where the counts of the two do not. It knows nothing of single terms, nor of findings.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::normalize::{VocabularyKind, is_han, is_traditional};
use super::path::RelPath;
use super::vocabulary::{TermId, Vocabulary};
use crate::schema::names::is_literal;
use crate::schema::{Field, Kind, Schema};

/// Of the state of the corpus that they were made of.
pub(super) type Kept = Mutex<Option<Made>>;

#[derive(Clone, Debug)]
pub(super) struct Made {
    generation: u64,
    n_terms: usize,
    conventions: Arc<Conventions>,
}

/// With fewer terms that could have it there is no convention, and with fewer uses a folder has no vocabulary of its own.
const MIN_TERMS: usize = 10;
pub(super) const MIN_USES: u32 = 30;

/// One use in so many is the only one of its term where new values are usual. By the share of such uses: media .71, products .33,
/// tags .28, people .23, companies .16; speakers .006, categories .003, areas none.
const NEW_OF: usize = 20;

/// Where few posts are known, it cannot be told of any vocabulary that it gets no new values.
const TAKEN_FOR_NEW: usize = 2;

/// A collection is a folder, or a folder within one: `posts`, `content/notes`. What lies deeper is order within it.
const MAX_DEPTH: usize = 2;

/// Of all vocabularies of terms.
#[derive(Debug, Default)]
pub(super) struct Conventions {
    pub(super) vocabularies: FxHashMap<SmolStr, Convention>,
    /// Whether terms are written in simplified characters, or else in traditional ones; `None` if in both.
    pub(super) simplified: Option<bool>,
}

/// Of one vocabulary.
#[derive(Debug, Default)]
pub(super) struct Convention {
    pub(super) vocabulary_kind: VocabularyKind,
    /// Whether a naming convention is kept: how its terms are written says nothing of those of others.
    is_named: bool,
    /// Whether Chinese titles stand in `《》`.
    pub(super) han_marks: Option<bool>,
    /// Whether Latin titles do.
    pub(super) latin_marks: Option<bool>,
    /// Whether names begin with capitals.
    pub(super) capitals: bool,
    /// Whether every word of a name does, `of` and the like apart.
    pub(super) titles: bool,
    /// Whether posts have new values in it now and then: a new one is worth leaving alone only there.
    gets_new: bool,
    /// Whether the values are no vocabulary: they are meant to the letter, or nearly every use is of a term of its own, so that they
    /// identify posts.
    pub(super) identifies: bool,
    /// Uses by collection.
    folders: FxHashMap<SmolStr, u32>,
    /// Posts of a collection that use a term, of those that were asked for: a rule asks at every use, and to count would take
    /// the square of a common term's posts.
    counted: RwLock<FxHashMap<(SmolStr, TermId), usize>>,
}

/// So many have it of those that could.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    n: usize,
    of: usize,
}

impl Share {
    fn count(&mut self, has: bool) {
        self.n += usize::from(has);
        self.of += 1;
    }

    fn is_over(self, percent: usize) -> bool {
        self.of >= MIN_TERMS && self.n * 100 >= self.of * percent
    }

    /// Three of five are a convention, either way.
    fn convention(self) -> Option<bool> {
        let without = Share {
            n: self.of - self.n,
            ..self
        };
        match (self.is_over(60), without.is_over(60)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

impl Snapshot {
    pub(super) fn conventions(&self) -> Arc<Conventions> {
        let kept = self.caches().conventions.lock();
        let known = kept.unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(it) if it.generation == self.state.generation => it.conventions,
            Some(it) if self.may_be_stale(it.n_terms, self.n_terms()) => it.conventions,
            _ if self.may_make() => self.refresh_conventions(),
            known => self.until_refreshed(known.map(|it| it.conventions)),
        }
    }

    /// Whether posts have new values in a vocabulary now and then. As long as nothing is known of it, they do.
    pub fn gets_new_values(&self, vocabulary: &str) -> bool {
        let conventions = self.conventions();
        let convention = conventions.vocabularies.get(vocabulary);
        convention.is_none_or(|it| it.gets_new)
    }

    pub(super) fn refresh_conventions(&self) -> Arc<Conventions> {
        self.count_made();
        let conventions = Arc::new(self.habits_now());
        let made = Made {
            generation: self.state.generation,
            n_terms: self.n_terms(),
            conventions: conventions.clone(),
        };
        let kept = self.caches().conventions.lock();
        *kept.unwrap_or_else(PoisonError::into_inner) = Some(made);
        conventions
    }

    fn habits_now(&self) -> Conventions {
        let mut traditional = Share::default();
        let mut conventions = Conventions::default();
        let named = named(self.root_schema());
        let vocabularies = self.term_vocabularies().into_par_iter();
        let made = vocabularies.map(|(name, vocabulary)| {
            let mut traditional = Share::default();
            let mut convention = Convention::of(name, vocabulary, &mut traditional);
            convention.is_named = named.contains(name);
            convention.folders = self.uses_by_folder(vocabulary);
            (name.clone(), convention, traditional)
        });
        for (name, convention, its) in made.collect::<Vec<_>>() {
            traditional.n += its.n;
            traditional.of += its.of;
            conventions.vocabularies.insert(name, convention);
        }
        // Where all is simplified some characters are still the same as traditional ones that mean something else.
        let few = Share {
            n: traditional.of - traditional.n,
            ..traditional
        };
        conventions.simplified = match (few.is_over(75), traditional.is_over(50)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        conventions
    }

    fn uses_by_folder(&self, vocabulary: &Vocabulary) -> FxHashMap<SmolStr, u32> {
        let mut by_file: FxHashMap<_, u32> = FxHashMap::default();
        for file in vocabulary.terms().flat_map(|it| it.1.posts.iter()) {
            *by_file.entry(*file).or_default() += 1;
        }
        let mut folders: FxHashMap<SmolStr, u32> = FxHashMap::default();
        for (file, n) in by_file {
            for folder in collections(self.path(file)) {
                match folders.get_mut(folder) {
                    Some(known) => *known += n,
                    None => drop(folders.insert(folder.into(), n)),
                }
            }
        }
        folders
    }
}

impl Conventions {
    /// The vocabularies whose uses count for a term's spelling in one of that name: tags have their own ways.
    pub(super) fn like(
        &self,
        name: &str,
        vocabulary_kind: VocabularyKind,
    ) -> impl Iterator<Item = &SmolStr> {
        let alike = move |it: &Convention| {
            !it.is_named
                && (it.vocabulary_kind == VocabularyKind::Tags)
                    == (vocabulary_kind == VocabularyKind::Tags)
        };
        let others = self.vocabularies.iter();
        others
            .filter(move |it| it.0 == name || alike(it.1))
            .map(|it| it.0)
    }
}

impl Convention {
    fn of(name: &SmolStr, vocabulary: &Vocabulary, traditional: &mut Share) -> Convention {
        let (mut han, mut latin) = (Share::default(), Share::default());
        let (mut capitals, mut titles) = (Share::default(), Share::default());
        let mut n_single = 0;
        for (_, term) in vocabulary.terms() {
            let text = term.text.as_str();
            n_single += usize::from(term.posts.len() == 1);
            let has_marks = text.contains('《');
            if text.contains(is_han) {
                han.count(has_marks);
                traditional.count(text.contains(is_traditional));
            } else if text.contains(|it: char| it.is_ascii_alphabetic()) {
                latin.count(has_marks);
                capitals.count(text.contains(char::is_uppercase));
                if text.trim().contains(' ') {
                    titles.count(n_against_titles(text) == 0);
                }
            }
        }
        let n_uses = vocabulary.n_uses();
        Convention {
            gets_new: (n_single + TAKEN_FOR_NEW) * NEW_OF >= n_uses,
            vocabulary_kind: VocabularyKind::of(name),
            han_marks: han.convention(),
            latin_marks: latin.convention(),
            capitals: VocabularyKind::of(name) != VocabularyKind::Tags && capitals.is_over(90),
            titles: titles.is_over(75),
            identifies: is_literal(name)
                || n_uses >= MIN_USES as usize && n_single * 10 >= n_uses * 9,
            ..Convention::default()
        }
    }

    /// How many posts of the collection use the term, as `count` finds it.
    pub(super) fn n_in(&self, collection: &str, id: TermId, count: impl Fn() -> usize) -> usize {
        let key = (SmolStr::new(collection), id);
        let counted = self.counted.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counted.get(&key) {
            return *known;
        }
        drop(counted);
        let n = count();
        let mut counted = self.counted.write().unwrap_or_else(PoisonError::into_inner);
        *counted.entry(key).or_insert(n)
    }

    /// The innermost collection of a post that has a vocabulary of its own.
    pub(super) fn collection<'a>(&self, path: &'a RelPath) -> Option<&'a str> {
        let has_own = |it: &&str| self.folders.get(*it).is_some_and(|it| *it >= MIN_USES);
        collections(path).filter(has_own).last()
    }
}

/// The vocabularies with a convention for their terms.
fn named(schema: &Schema) -> FxHashSet<&SmolStr> {
    let of_terms = |it: &&Field| matches!(it.kind, Kind::Term | Kind::List);
    let fields = schema.fields.values().filter(of_terms);
    let named = fields.filter(|it| it.naming.is_some() && it.named.is_strong());
    named.map(|it| &it.vocabulary).collect()
}

/// The folders that a post is in, from the outermost; years, months and numbers are no collections.
fn collections(path: &RelPath) -> impl Iterator<Item = &str> {
    let text = path.as_str();
    let ends = text.match_indices('/').map(|it| it.0).take(MAX_DEPTH);
    let folders = ends.map(move |it| &text[..it]);
    folders.take_while(|it| {
        let name = it.rsplit('/').next().unwrap_or_default();
        !name.starts_with(|it: char| it.is_ascii_digit())
    })
}

/// How many words are not written as in a title: `of` in capitals, or `work` without.
pub(super) fn n_against_titles(text: &str) -> usize {
    const SMALL: [&str; 22] = [
        "a", "an", "and", "as", "at", "but", "by", "de", "der", "for", "from", "in", "la", "nor",
        "of", "on", "or", "the", "to", "van", "von", "with",
    ];
    const LONGEST: usize = 4;
    let words = text.split([' ', '《']).filter(|it| !it.is_empty());
    let against = |(at, word): (usize, &str)| {
        let is_small =
            word.len() <= LONGEST && SMALL.iter().any(|it| it.eq_ignore_ascii_case(word));
        match word.chars().next() {
            Some(it) if it.is_lowercase() => at == 0 || !is_small,
            Some(it) if it.is_uppercase() => at > 0 && is_small,
            _ => false,
        }
    };
    words.enumerate().filter(|it| against(*it)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collections_are_folders_and_folders_within_them() {
        let of = |it: &str| {
            let path = RelPath(it.into());
            collections(&path).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of("content/notes/deep/a.md"), ["content", "content/notes"]);
        assert_eq!(of("posts/2024/05/a.md"), ["posts"]);
        assert_eq!(of("2024/a.md"), [""; 0]);
        assert_eq!(of("a.md"), [""; 0]);
    }

    #[test]
    fn words_of_titles() {
        for good in [
            "The Art of War",
            "Attention Is All You Need",
            "John von Neumann",
            "《Deep Work》",
        ] {
            assert_eq!(n_against_titles(good), 0, "{good}");
        }
        assert_eq!(n_against_titles("Gone In 60 seconds"), 2);
    }
}
