//! Other names of a vocabulary's terms: declared in rubric.yaml, and learned from bodies that give a name in both languages,
//! `中文（English）`. It knows nothing of findings.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::clusters::Clusters;
use super::normal::{Nature, is_han};
use super::vocabulary::{Term, TermId, Vocabulary};

/// So many posts have to give the same pair of names.
const MIN_POSTS: u32 = 2;

/// Chinese words of so many characters are parts of others: banks, papers, universities.
const SHORT: usize = 2;

/// By the vocabulary's name.
pub(super) type Kept = Mutex<FxHashMap<SmolStr, Made>>;

/// The other names of one vocabulary's terms, and what they were learned from.
#[derive(Clone, Debug)]
pub(super) struct Made {
    generation: u64,
    n_terms: usize,
    aliases: Arc<Aliases>,
}

/// The name that a term should have instead of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canonical {
    pub text: SmolStr,
    /// By rubric.yaml.
    pub declared: bool,
    /// In so many bodies both names stand together; 0 for a declared one.
    pub n_bodies: u32,
    /// The name beside which the bodies have it, where that is another name itself.
    pub via: Option<SmolStr>,
}

/// The other names of one vocabulary's terms.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    canonical: FxHashMap<SmolStr, Canonical>,
}

impl Aliases {
    /// Of another name, the one that is meant.
    pub fn canonical(&self, alias: &str) -> Option<&Canonical> {
        self.canonical.get(alias)
    }

    /// Of a canonical name, the other ones, sorted.
    pub fn of(&self, canonical: &str) -> Vec<&SmolStr> {
        let all = self.canonical.iter().filter(|it| it.1.text == canonical);
        let mut aliases: Vec<&SmolStr> = all.map(|it| it.0).collect();
        aliases.sort_unstable();
        aliases
    }

    /// Every other name with what it stands for, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&SmolStr, &Canonical)> {
        self.canonical.iter()
    }
}

impl Snapshot {
    /// The other names of a field's terms; `None` for a field whose values are no terms.
    pub fn aliases_of(&self, field: &str) -> Option<Arc<Aliases>> {
        let vocabulary = self.vocabulary(field)?;
        let name = &self.root_schema().field(field)?.vocabulary;
        Some(self.aliases_in(name, vocabulary))
    }

    /// The other names of the terms of the vocabulary of that name.
    pub(super) fn aliases_in(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Arc<Aliases> {
        let kept = self.kept_names().get(name).cloned();
        match kept {
            Some(it) if it.generation == self.state.generation => it.aliases,
            Some(it) if self.may_lag(it.n_terms, vocabulary.n_ids() as usize) => it.aliases,
            _ => self.renew_names(name, vocabulary),
        }
    }

    fn kept_names(&self) -> MutexGuard<'_, FxHashMap<SmolStr, Made>> {
        let kept = self.derived().names.lock();
        kept.unwrap_or_else(PoisonError::into_inner)
    }

    fn renew_names(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Arc<Aliases> {
        let aliases = Arc::new(self.aliases_now(name, vocabulary));
        let made = Made {
            generation: self.state.generation,
            n_terms: vocabulary.n_ids() as usize,
            aliases: aliases.clone(),
        };
        self.kept_names().insert(name.clone(), made);
        aliases
    }

    /// Makes anew what lags behind.
    pub(super) fn renew_aliases(&self) {
        let lagging = |it: &(&SmolStr, &Made)| it.1.generation != self.state.generation;
        let names: Vec<SmolStr> = {
            let kept = self.kept_names();
            kept.iter().filter(lagging).map(|it| it.0.clone()).collect()
        };
        for name in names {
            if let Some(vocabulary) = self.values(&name) {
                self.renew_names(&name, vocabulary);
            }
        }
    }

    fn aliases_now(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Aliases {
        let (_, spellings) = self.spellings(name, vocabulary);
        let mut aliases = self.learned_aliases(name, vocabulary, &spellings);
        let declared = self.config().vocabularies.get(name);
        let declared = declared.into_iter().flat_map(|it| &it.aliases);
        let canonical: FxHashSet<&SmolStr> = declared.clone().map(|it| &it.0).collect();
        aliases
            .canonical
            .retain(|alias, _| !canonical.contains(alias));
        for (canonical, others) in declared {
            for alias in others.iter().filter(|it| *it != canonical) {
                let meant = Canonical {
                    text: canonical.clone(),
                    declared: true,
                    n_bodies: 0,
                    via: None,
                };
                aliases.canonical.insert(alias.clone(), meant);
            }
        }
        // What was learned may lead to a name that is declared to be another one's.
        let chains: Vec<(SmolStr, SmolStr)> = aliases.chains();
        for (alias, end) in chains {
            let it = aliases.canonical.get_mut(&alias);
            if let Some(it) = it.filter(|it| it.text != end) {
                it.via = Some(std::mem::replace(&mut it.text, end));
            }
        }
        aliases.canonical.retain(|alias, it| *alias != it.text);
        aliases
    }

    fn learned_aliases(
        &self,
        name: &str,
        vocabulary: &Vocabulary,
        spellings: &Clusters,
    ) -> Aliases {
        let mut pairs: FxHashMap<Pair, Given> = FxHashMap::default();
        for (_, summary) in self.files() {
            let mut seen = FxHashSet::default();
            for (outer, inner) in &*summary.pairs {
                let found = resolve(vocabulary, spellings, outer, inner);
                if let Some((pair, before)) = found.filter(|it| seen.insert(it.0)) {
                    pairs.entry(pair).or_default().add(before);
                }
            }
        }
        let mut counts: FxHashMap<Pair, u32> = FxHashMap::default();
        let is_part = |pair: &Pair, given: &Given| {
            let short = vocabulary.term(pair.han).text.chars().nth(SHORT).is_none();
            short && given.is_same && Nature::of(name) != Nature::People
        };
        let whole = pairs
            .into_iter()
            .filter(|(pair, given)| !is_part(pair, given));
        counts.extend(whole.map(|(pair, given)| (pair, given.n_posts)));
        judge(
            &Names {
                vocabulary,
                spellings,
            },
            &counts,
        )
    }
}

impl Aliases {
    /// Aliases that lead to another alias, with the name at the end.
    fn chains(&self) -> Vec<(SmolStr, SmolStr)> {
        let end = |start: &SmolStr| {
            let mut at = start;
            // What was learned leads to names of more and more posts, and what is declared ends it: the bound is for a slip of ours.
            for _ in 0..self.canonical.len() {
                match self.canonical.get(at) {
                    Some(it) => at = &it.text,
                    None => break,
                }
            }
            at.clone()
        };
        self.canonical
            .keys()
            .map(|it| (it.clone(), end(it)))
            .collect()
    }
}

/// A term in Chinese characters and one in Latin letters, each for all of its spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Pair {
    han: TermId,
    latin: TermId,
}

/// How bodies give a pair.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    n_posts: u32,
    /// The Chinese character before the name, in the first body.
    before: Option<char>,
    /// There is one, and it is the same in all others. There are no spaces in Chinese: where every body has `洲` before
    /// `央行（ECB）`, the name is `欧洲央行`, which no post has as a term. Longer names than such a word are whole, and before a
    /// person's stands a title as often as not.
    is_same: bool,
}

impl Given {
    fn add(&mut self, before: Option<char>) {
        self.is_same =
            before.is_some() && (self.n_posts == 0 || self.is_same && self.before == before);
        self.before = before;
        self.n_posts += 1;
    }
}

/// Before the bracket stands whatever ends in the name, in it the name itself. With the pair comes the Chinese character that
/// stands before a Chinese name in running text.
fn resolve(
    vocabulary: &Vocabulary,
    spellings: &Clusters,
    outer: &str,
    inner: &str,
) -> Option<(Pair, Option<char>)> {
    let in_han = inner.starts_with(is_han);
    let inner = spellings.first(vocabulary.get(inner)?);
    let starts = outer.char_indices().map(|it| it.0);
    let mut starts = starts.filter(|at| is_boundary(outer, *at));
    let (outer, before) = starts.find_map(|at| {
        let (before, name) = outer.split_at(at);
        let id = vocabulary.get(name)?;
        let before = before.chars().next_back();
        let before = before.filter(|it| is_han(*it) && name.starts_with(is_han));
        name.chars().nth(1).map(|_| (spellings.first(id), before))
    })?;
    let (han, latin) = if in_han {
        (inner, outer)
    } else {
        (outer, inner)
    };
    (han != latin).then_some((Pair { han, latin }, before))
}

/// Whether a name may begin there: not within a Latin word, nor behind the dot or hyphen that joins a name.
fn is_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    match (before, after) {
        (Some(before), Some(after)) => {
            let joins = matches!(before, '·' | '•' | '・' | '-' | '.' | '\'');
            let within = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
            !(joins || within || after.is_whitespace())
        }
        _ => true,
    }
}

/// The terms behind the ids.
struct Names<'a> {
    vocabulary: &'a Vocabulary,
    spellings: &'a Clusters,
}

impl Names<'_> {
    /// The spellings in use, the usual one first.
    fn used(&self, id: TermId) -> Vec<&Term> {
        let known = |it: &TermId| it.0 < self.vocabulary.n_ids();
        let ids = self.spellings.of(id).into_iter().filter(known);
        let terms = ids.map(|it| self.vocabulary.term(it));
        let mut used: Vec<&Term> = terms.filter(|it| !it.posts.is_empty()).collect();
        used.sort_by_key(|it| (Reverse(it.posts.len()), &it.text));
        used
    }

    fn n_posts(&self, id: TermId) -> usize {
        self.used(id).iter().map(|it| it.posts.len()).sum()
    }
}

/// Of two names of one the one that more posts use is meant; as many for the one as for the other say nothing.
///
/// A Latin name has many Chinese ones, but a Chinese name stands for one Latin name: it must mostly stand beside that
/// (`马斯克` beside `Elon Musk`, and not beside `Kimbal Musk`).
fn judge(names: &Names<'_>, pairs: &FxHashMap<Pair, u32>) -> Aliases {
    let mut totals: FxHashMap<TermId, u32> = FxHashMap::default();
    for (pair, n) in pairs {
        *totals.entry(pair.han).or_default() += n;
    }
    let mut best: FxHashMap<TermId, (u32, usize, SmolStr)> = FxHashMap::default();
    for (&Pair { han, latin }, &n) in pairs {
        let uses = (names.n_posts(han), names.n_posts(latin));
        if n < MIN_POSTS || n * 5 < totals[&han] * 3 || uses.0 == uses.1 {
            continue;
        }
        let (alias, meant) = if uses.0 < uses.1 {
            (han, latin)
        } else {
            (latin, han)
        };
        let Some(usual) = names.used(meant).first().map(|it| it.text.clone()) else {
            continue;
        };
        let found = (n, names.n_posts(meant), usual);
        let known = best.entry(alias).or_insert_with(|| found.clone());
        if *known < found {
            *known = found;
        }
    }
    let mut aliases = Aliases::default();
    for (alias, (n_bodies, _, meant)) in best {
        for term in names.used(alias) {
            let canonical = Canonical {
                text: meant.clone(),
                declared: false,
                n_bodies,
                via: None,
            };
            aliases.canonical.insert(term.text.clone(), canonical);
        }
    }
    aliases
}
