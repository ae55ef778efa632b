//! Other names of a vocabulary's terms: declared in rubric.yaml, and learned from bodies that give a name in both languages,
//! `中文（English）`. It knows nothing of findings.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Snapshot;
use super::clusters::Clusters;
use super::normalize::is_marred;
use super::normalize::{VocabularyKind, is_han, words};
use super::path::FileId;
use super::vocabulary::{Term, TermId, Vocabulary};

/// So many posts have to give the same pair of names.
const MIN_POSTS: u32 = 2;

/// Chinese words of so many characters are parts of others: banks, papers, universities, parties.
const SHORT: usize = 3;

/// The name that is meant is in so many times as many posts as the other, in halves. Below, nobody leads.
const LEAD: (usize, usize) = (3, 2);

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
    /// So many posts use the name that is meant, in all its spellings and all fields.
    pub n_posts: usize,
}

/// The other names of one vocabulary's terms.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    canonical: FxHashMap<SmolStr, Canonical>,
    /// By the canonical name, the other ones, sorted.
    others: FxHashMap<SmolStr, Vec<SmolStr>>,
}

impl Aliases {
    /// Of another name, the one that is meant.
    pub fn canonical(&self, alias: &str) -> Option<&Canonical> {
        self.canonical.get(alias)
    }

    /// Of a canonical name, the other ones, sorted.
    pub fn of(&self, canonical: &str) -> &[SmolStr] {
        self.others.get(canonical).map_or(&[], Vec::as_slice)
    }

    /// The name that one stands for, and the other names that stand for it.
    pub(super) fn around(&self, name: &str) -> (Option<&SmolStr>, &[SmolStr]) {
        let canonical = self.canonical.get(name).map(|it| &it.text);
        (canonical, self.of(name))
    }

    fn of_names(canonical: FxHashMap<SmolStr, Canonical>) -> Aliases {
        let mut others: FxHashMap<SmolStr, Vec<SmolStr>> = FxHashMap::default();
        for (alias, it) in &canonical {
            others
                .entry(it.text.clone())
                .or_default()
                .push(alias.clone());
        }
        others.values_mut().for_each(|it| it.sort_unstable());
        Aliases { canonical, others }
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
            Some(it) if self.may_be_stale(it.n_terms, vocabulary.n_ids() as usize) => it.aliases,
            _ if self.may_make() => self.refresh_names(name, vocabulary),
            known => self.until_refreshed(known.map(|it| it.aliases)),
        }
    }

    fn kept_names(&self) -> MutexGuard<'_, FxHashMap<SmolStr, Made>> {
        let kept = self.caches().names.lock();
        kept.unwrap_or_else(PoisonError::into_inner)
    }

    fn refresh_names(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Arc<Aliases> {
        self.count_made();
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
    pub(super) fn refresh_aliases(&self) {
        let vocabularies = self.term_vocabularies().into_par_iter();
        vocabularies.for_each(|(name, vocabulary)| {
            let made = self.kept_names().get(name).map(|it| it.generation);
            if made != Some(self.state.generation) {
                self.refresh_names(name, vocabulary);
            }
        });
    }

    fn aliases_now(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Aliases {
        let (_, spellings) = self.spellings(name, vocabulary);
        let mut aliases = self.learned_aliases(name, vocabulary, &spellings);
        let declared = self.config().vocabularies.get(name);
        if let Some(declared) = declared.filter(|it| !it.distinct.is_empty()) {
            let is_one = |alias: &SmolStr, it: &Canonical| !declared.are_distinct(alias, &it.text);
            aliases.canonical.retain(|alias, it| is_one(alias, it));
        }
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
                    n_posts: 0,
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
        Aliases::of_names(aliases.canonical)
    }

    fn learned_aliases(
        &self,
        name: &str,
        vocabulary: &Vocabulary,
        spellings: &Clusters,
    ) -> Aliases {
        let mut pairs: FxHashMap<Pair, Given> = FxHashMap::default();
        let mut unknown: Vec<(&SmolStr, &SmolStr)> = Vec::new();
        for (_, summary) in self.files() {
            let mut seen = FxHashSet::default();
            for (outer, inner) in &*summary.pairs {
                let Some(id) = vocabulary.get(inner) else {
                    unknown.push((outer, inner));
                    continue;
                };
                let Some((name, before)) = outer_name(vocabulary, spellings, outer) else {
                    continue;
                };
                let pair = Pair::of(name, spellings.first(id), inner);
                if let Some(pair) = pair.filter(|it| seen.insert(*it)) {
                    pairs.entry(pair).or_default().add(before);
                }
            }
        }
        let known = pairs.iter().filter(|it| it.1.n_posts >= MIN_POSTS);
        let han: FxHashSet<TermId> = known.map(|it| it.0.han).collect();
        let strangers = strangers(vocabulary, spellings, &han, &unknown);
        let mut counts: FxHashMap<Pair, u32> = FxHashMap::default();
        let is_part = |pair: &Pair, given: &Given| {
            let short = vocabulary.term(pair.han).text.chars().nth(SHORT).is_none();
            short && given.is_same && VocabularyKind::of(name) != VocabularyKind::People
        };
        let whole = pairs
            .into_iter()
            .filter(|(pair, given)| !is_part(pair, given));
        counts.extend(whole.map(|(pair, given)| (pair, given.n_posts)));
        judge(
            &Names {
                vocabulary,
                spellings,
                others: match counts.is_empty() {
                    true => Vec::new(),
                    false => self.others(name),
                },
                strangers,
            },
            &counts,
        )
    }

    /// The vocabularies besides that of this name which speak of the same things; tags have their own ways.
    fn others(&self, name: &str) -> Vec<(&Vocabulary, Arc<Clusters>)> {
        let is_alike = |it: &str| {
            (VocabularyKind::of(it) == VocabularyKind::Tags)
                == (VocabularyKind::of(name) == VocabularyKind::Tags)
        };
        let all = self.term_vocabularies().into_iter();
        let others = all.filter(|it| it.0 != name && is_alike(it.0));
        others
            .map(|(name, it)| (it, self.spellings(name, it).1))
            .collect()
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

impl Pair {
    fn of(outer: TermId, inner: TermId, text: &str) -> Option<Pair> {
        let (han, latin) = match text.starts_with(is_han) {
            true => (inner, outer),
            false => (outer, inner),
        };
        (han != latin).then_some(Pair { han, latin })
    }
}

/// Names beside which bodies give a term, and which no post has as a term.
type Strangers<'a> = FxHashMap<TermId, Vec<&'a SmolStr>>;

/// Of these names. Most pairs are of others, and what they end in tells so before all that they may end in is looked up.
fn strangers<'a>(
    vocabulary: &Vocabulary,
    spellings: &Clusters,
    han: &FxHashSet<TermId>,
    pairs: &[(&'a SmolStr, &'a SmolStr)],
) -> Strangers<'a> {
    let known = |it: &TermId| it.0 < vocabulary.n_ids();
    let names = han.iter().flat_map(|it| spellings.of(*it)).filter(known);
    let ends: FxHashSet<char> = names
        .filter_map(|it| vocabulary.term(it).text.chars().next_back())
        .collect();
    let mut strangers: Strangers = FxHashMap::default();
    for (outer, inner) in pairs {
        let may_be = outer
            .chars()
            .next_back()
            .is_some_and(|it| ends.contains(&it));
        let name = may_be.then(|| outer_name(vocabulary, spellings, outer));
        if let Some((name, _)) = name.flatten().filter(|it| han.contains(&it.0)) {
            strangers.entry(name).or_default().push(inner);
        }
    }
    strangers
}

/// How bodies give a pair.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    n_posts: u32,
    /// The character or digit before the name, in the first body.
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

/// Before the bracket stands whatever ends in the name. With it comes what stands before a Chinese name in running text: a Chinese
/// character, or the end of a name in digits or letters that it is a part of, as in `标普500指数`.
fn outer_name(
    vocabulary: &Vocabulary,
    spellings: &Clusters,
    outer: &str,
) -> Option<(TermId, Option<char>)> {
    let starts = outer.char_indices().map(|it| it.0);
    let mut starts = starts.filter(|at| is_boundary(outer, *at));
    starts.find_map(|at| {
        let (before, name) = outer.split_at(at);
        let id = vocabulary.get(name)?;
        let before = before.chars().next_back();
        let before = before.filter(|it| it.is_alphanumeric() && name.starts_with(is_han));
        name.chars().nth(1).map(|_| (spellings.first(id), before))
    })
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
    /// Of the other fields, with their spellings.
    others: Vec<(&'a Vocabulary, Arc<Clusters>)>,
    strangers: Strangers<'a>,
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

    /// The posts that use it in any spelling and any field, so that all fields come to one judgement.
    fn n_posts(&self, id: TermId) -> usize {
        let mut posts: FxHashSet<FileId> = FxHashSet::default();
        for term in self.used(id) {
            posts.extend(term.posts.iter());
            for (other, spellings) in &self.others {
                let known = |it: &TermId| it.0 < other.n_ids();
                let there = other.get(&term.text).map(|it| spellings.of(it));
                for id in there.into_iter().flatten().filter(known) {
                    posts.extend(other.term(id).posts.iter());
                }
            }
        }
        posts.len()
    }

    /// In how many bodies a Chinese name stands beside Latin ones that have no word of this one: `抖音（Douyin）`, which is not
    /// `TikTok`. A surname, or a name with an initial, is the same one.
    fn n_strangers(&self, han: TermId, latin: TermId) -> u32 {
        let known: Vec<String> = self
            .used(latin)
            .iter()
            .flat_map(|it| words(&it.text))
            .collect();
        let strangers = self.strangers.get(&han).into_iter().flatten();
        let is_another = |it: &&&SmolStr| {
            !it.starts_with(is_han) && words(it).iter().all(|it| !known.contains(it))
        };
        strangers.filter(is_another).count() as u32
    }

    /// Whether posts list the two side by side: then they are two things, whatever stands in brackets.
    fn are_beside(&self, a: TermId, b: TermId) -> bool {
        let posts = |id: TermId| -> FxHashSet<FileId> {
            let used = self.used(id).into_iter();
            used.flat_map(|it| it.posts.iter().copied()).collect()
        };
        let (a, b) = (posts(a), posts(b));
        let n_both = a.intersection(&b).count();
        n_both > 1 && n_both * 5 >= a.len().min(b.len())
    }
}

/// Of two names of one the one that many more posts use is meant; about as many for the one as for the other say nothing.
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
        let (fewer, more) = (uses.0.min(uses.1), uses.0.max(uses.1));
        let is_led = more * LEAD.1 >= fewer * LEAD.0 && more > fewer;
        if n < MIN_POSTS || n * 5 < totals[&han] * 3 || !is_led || names.are_beside(han, latin) {
            continue;
        }
        if n * 5 < (n + names.n_strangers(han, latin)) * 3 {
            continue;
        }
        let (alias, meant) = if uses.0 < uses.1 {
            (han, latin)
        } else {
            (latin, han)
        };
        // What nobody means to write is nothing to go to.
        let named = names.used(meant).into_iter();
        let mut named = named.filter(|it| !is_marred(&it.text));
        let Some(usual) = named.next().map(|it| it.text.clone()) else {
            continue;
        };
        let found = (n, more, usual);
        let known = best.entry(alias).or_insert_with(|| found.clone());
        if *known < found {
            *known = found;
        }
    }
    let mut aliases = Aliases::default();
    for (alias, (n_bodies, n_posts, meant)) in best {
        for term in names.used(alias) {
            let canonical = Canonical {
                text: meant.clone(),
                declared: false,
                n_bodies,
                via: None,
                n_posts,
            };
            aliases.canonical.insert(term.text.clone(), canonical);
        }
    }
    aliases
}
