//! What is dear to derive from the vocabularies and shared by all snapshots: keys to find terms by, the table of
//! mentions, words of titles. It may lag behind the vocabularies: newer terms ride beside it until it is made anew, in the
//! background and every few seconds at most. Work that an author waits for as they type makes nothing of many terms or posts:
//! it takes what was made last, or nothing.

use std::any::{Any, TypeId};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::keys::Keys;
use super::mentions::{Matcher, Mentions, Named, named_in};
use super::path::FileId;
use super::vocabulary::{TermId, Vocabulary};
use super::words::Words;
use super::{Haste, Parsed, Snapshot, aliases, conventions, similar, thesaurus, work};
use crate::schema::Kind;
use crate::text::{TextRange, TextSize, size};

/// Lives as long as the corpus; each part is filled by who first needs it.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    keys: Mutex<FxHashMap<SmolStr, OfPairs<Keys>>>,
    /// Of the terms that came after these, where they are many.
    late_keys: Mutex<FxHashMap<SmolStr, Arc<Keys>>>,
    matcher: Mutex<Option<OfPairs<Matcher>>>,
    /// Of the terms that came after it.
    late: Mutex<Option<Late>>,
    words: Mutex<Option<Arc<Words>>>,
    pub(super) variants: thesaurus::Kept,
    /// By slugs instead of normal forms.
    pub(super) slugs: thesaurus::Kept,
    pub(super) declared: thesaurus::KeptDeclared,
    pub(super) usual: thesaurus::KeptUsual,
    pub(super) similar: similar::Kept,
    pub(super) conventions: conventions::Kept,
    pub(super) names: aliases::Kept,
    /// Of the posts that were asked for last.
    scanned: Mutex<Vec<(FileId, Scanned)>>,
    /// What features derive for themselves, by its type.
    kept: Mutex<FxHashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    background: Arc<Background>,
}

/// It outlives what it made, which is of no use under another configuration: while rubric.yaml is written, one is made at a time.
#[derive(Debug, Default)]
struct Background {
    busy: AtomicBool,
    /// When it was last told to make all anew.
    refreshed: Mutex<Option<Instant>>,
    /// How often something was made of many terms or posts, by whomever.
    n_made: AtomicUsize,
}

/// Something made when there were so many pairs of names in all bodies: more of them can teach other aliases.
type OfPairs<T> = (usize, Arc<T>);

/// The mentions in a body, and what they were found with.
#[derive(Debug)]
struct Scanned {
    body: String,
    matcher: Arc<Matcher>,
    n_terms: usize,
    mentions: Arc<Mentions>,
}

/// What a feature made last, and of which state.
#[derive(Debug)]
struct Latest<K, T>(Mutex<Option<(K, Arc<T>)>>);

impl<K, T> Default for Latest<K, T> {
    fn default() -> Latest<K, T> {
        Latest(Mutex::default())
    }
}

/// The table of the terms that came after another one.
#[derive(Clone, Debug)]
struct Late {
    after: Arc<Matcher>,
    n_terms: usize,
    matcher: Arc<Matcher>,
}

/// So few terms ride beside the large structures until something else is made anew: a new value while a post is written is
/// no reason to keep a core busy.
const MAX_LATE: usize = 64;

/// How far something may lag behind the vocabularies before somebody has to wait for a new one: this many terms or posts, or
/// an eighth. So few are made anew in less than a millisecond.
const MAX_BEHIND: usize = 512;

/// Of so few terms and posts whoever needs something first makes it: that takes a few milliseconds. Of more the background makes
/// it, and until then an author who types gets what there is, an older one or none.
const MAX_ON_REQUEST: usize = 2048;

/// The background makes nothing anew more often than that.
const REFRESH_EVERY: Duration = Duration::from_secs(3);

/// The same where there is nothing, under a configuration that is being written: each letter of it makes all of no use.
const MAKE_EVERY: Duration = Duration::from_millis(300);

/// So many posts' mentions are kept.
const MAX_SCANNED: usize = 8;

/// What has been made from so many terms or posts, of the `n` that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    Fresh,
    Behind,
    Useless,
}

fn age(covered: usize, n: usize) -> Age {
    match n.abs_diff(covered) {
        0 => Age::Fresh,
        it if it > covered / 8 || covered < MAX_BEHIND => Age::Useless,
        _ => Age::Behind,
    }
}

impl Snapshot {
    /// The keys of a vocabulary: the large part, and that of the terms which came since.
    pub fn keys(&self, name: &SmolStr, vocabulary: &Vocabulary) -> [Arc<Keys>; 2] {
        let known = lock(&self.caches().keys).get(name).cloned();
        let base = match known {
            Some((n_pairs, known))
                if self.can_be_late(known.end as usize, vocabulary.n_ids() as usize) =>
            {
                self.expect_pairs(n_pairs);
                known
            }
            _ if self.may_make() => self.refresh_keys(name, vocabulary),
            known => self.until_refreshed(known.map(|it| it.1)),
        };
        let n_late = vocabulary.n_ids().saturating_sub(base.end) as usize;
        let late = match n_late <= MAX_ON_REQUEST {
            true => self.late_keys(name, vocabulary, base.end),
            false => Arc::default(),
        };
        [base, late]
    }

    fn late_keys(&self, name: &SmolStr, vocabulary: &Vocabulary, start: u32) -> Arc<Keys> {
        let made = || Arc::new(self.keys_of(name, vocabulary, start));
        // A few are made each time: so how often each is used is as of now.
        if vocabulary.n_ids().saturating_sub(start) as usize <= MAX_LATE {
            return made();
        }
        let known = lock(&self.caches().late_keys).get(name).cloned();
        let is_of_now = |it: &Arc<Keys>| it.start == start && it.end == vocabulary.n_ids();
        known.filter(is_of_now).unwrap_or_else(|| {
            let made = made();
            lock(&self.caches().late_keys).insert(name.clone(), made.clone());
            made
        })
    }

    /// What the body of an open post mentions.
    pub fn mentions(&self, file: FileId, post: &Parsed) -> Arc<Mentions> {
        let source = post.text.as_str();
        let start = usize::from(post.document.body.range.start()).min(source.len());
        let body = &source[start..];
        let matcher = self.matcher();
        let n_terms = self.n_terms();
        let same = |it: &Scanned| {
            Arc::ptr_eq(&it.matcher, &matcher) && it.n_terms == n_terms && it.body == body
        };
        let known = lock(&self.caches().scanned)
            .iter()
            .find(|(of, it)| *of == file && same(it))
            .map(|it| it.1.mentions.clone());
        known.unwrap_or_else(|| {
            let is_hidden = |it: TextSize| post.document.body.is_opaque(it + size(start));
            let named = named_in(&[&matcher, &self.late(&matcher)], body, is_hidden);
            let mentions = Arc::new(Mentions::new(body, named, &headings(post)));
            self.keep_scanned(
                file,
                Scanned {
                    body: body.to_owned(),
                    matcher,
                    n_terms,
                    mentions: mentions.clone(),
                },
            );
            mentions
        })
    }

    /// What a short text mentions.
    pub fn mentions_of(&self, text: &str) -> Mentions {
        Mentions::new(text, self.named_in(text, |_| false), &[])
    }

    /// What a part of a text names, and where.
    pub fn named_in(&self, text: &str, is_hidden: impl Fn(TextSize) -> bool) -> Vec<Named> {
        let matcher = self.matcher();
        let late = self.late(&matcher);
        named_in(&[&matcher, &late], text, is_hidden)
    }

    /// Posts by the words of their prose fields.
    pub fn words(&self) -> Arc<Words> {
        let known = lock(&self.caches().words).clone();
        match known {
            Some(known) if self.is_usable(known.n_files, self.n_interned()) => known,
            _ if self.may_make() && !self.state.loading => self.refresh_words(),
            known => self.until_refreshed(known),
        }
    }

    /// What a feature keeps between requests and from one snapshot to the next: one value of each type, empty at first.
    pub(crate) fn kept<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut kept = lock(&self.caches().kept);
        let value = kept
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::new(T::default()));
        value
            .clone()
            .downcast()
            .expect("values are of the type that they are filed under")
    }

    /// What a feature makes of all posts: as it is of the state that `key` tells, or, for an author who types, as it was made last.
    pub(crate) fn latest<K, T>(&self, key: K, make: fn(&Snapshot) -> T) -> Arc<T>
    where
        K: Any + Copy + PartialEq + Send + Sync,
        T: Any + Default + Send + Sync,
    {
        let kept = self.kept::<Latest<K, T>>();
        let known = lock(&kept.0).clone();
        let renew = move |snap: &Snapshot| {
            snap.count_made();
            let made = Arc::new(make(snap));
            *lock(&kept.0) = Some((key, made.clone()));
            made
        };
        match known {
            Some((of, made)) if of == key => made,
            None if self.may_make() => renew(self),
            Some(_) if !self.takes_older() => renew(self),
            known => {
                let _begun = self.in_background(move |it| drop(renew(it)));
                known.map(|it| it.1).unwrap_or_default()
            }
        }
    }

    /// The same state, for work that an author waits for as they type.
    pub fn in_haste(&self) -> Snapshot {
        Snapshot {
            haste: Haste::Typing,
            ..self.clone()
        }
    }

    /// The same state, for an answer that may rest on what was made of all posts a little earlier: no finding of a post is worth
    /// that its author has all conventions counted anew at each save.
    pub fn allowing_stale(&self) -> Snapshot {
        Snapshot {
            haste: Haste::Asking,
            ..self.clone()
        }
    }

    /// Whether to make something of all terms or posts now, where there is nothing that will do.
    pub(crate) fn may_make(&self) -> bool {
        self.haste != Haste::Typing || !self.is_large()
    }

    /// Whether what was made earlier will do, however many terms or posts came since.
    pub(crate) fn takes_older(&self) -> bool {
        self.haste != Haste::None && self.is_large()
    }

    fn is_large(&self) -> bool {
        self.n_terms().max(self.n_interned()) > MAX_ON_REQUEST
    }

    /// How often something was made of all terms or posts of a large corpus, since it was first loaded.
    pub fn n_made(&self) -> usize {
        self.caches().background.n_made.load(Ordering::Relaxed)
    }

    /// To be called wherever that is done.
    pub(crate) fn count_made(&self) {
        if self.is_large() {
            let n_made = &self.caches().background.n_made;
            n_made.fetch_add(1, Ordering::Relaxed);
            work::count_made();
        }
    }

    /// Makes anew what lags behind, unless somebody is at it. It takes a fraction of a second in a large corpus.
    pub fn refresh_caches(&self) {
        if let Some(_busy) = self.begin() {
            self.refresh_all();
        }
    }

    /// The same of what completion cannot do without.
    pub fn refresh_keys_of_all(&self) {
        if let Some(_busy) = self.begin() {
            self.refresh_terms();
        }
    }

    /// `None` where another thread is at work: two would only make the same twice.
    fn begin(&self) -> Option<Busy> {
        let background = self.caches().background.clone();
        let was_busy = background.busy.swap(true, Ordering::AcqRel);
        (!was_busy).then_some(Busy(background))
    }

    fn refresh_terms(&self) {
        self.refresh_conventions();
        // The others are made with these.
        self.refresh_aliases();
        // One is as large as all others together: these are made beside it.
        self.term_vocabularies()
            .into_par_iter()
            .for_each(|(name, vocabulary)| {
                let covered = lock(&self.caches().keys)
                    .get(name)
                    .map(|it| (it.0, it.1.end));
                if covered != Some((self.state.n_pairs, vocabulary.n_ids())) {
                    self.refresh_keys(name, vocabulary);
                }
            });
    }

    fn refresh_all(&self) {
        self.refresh_terms();
        self.refresh_similar();
        let covered = lock(&self.caches().matcher)
            .as_ref()
            .map(|it| (it.0, it.1.n_terms()));
        if covered != Some((self.state.n_pairs, self.n_terms())) {
            self.refresh_matcher();
        }
        let covered = lock(&self.caches().words).as_ref().map(|it| it.n_files);
        if covered != Some(self.n_interned()) {
            self.refresh_words();
        }
    }

    /// Whether something made from `covered` terms or posts will do; if it lags behind, the background is told.
    /// The same of what was made from another state, however many terms it had.
    pub(super) fn may_be_stale(&self, covered: usize, n: usize) -> bool {
        let is_usable = covered >= MAX_BEHIND && self.is_usable(covered, n) || self.takes_older();
        if is_usable {
            self.refresh_soon();
        }
        is_usable
    }

    /// Whether the terms that something lacks can ride beside it.
    fn can_be_late(&self, covered: usize, n: usize) -> bool {
        let few = n.abs_diff(covered) <= MAX_LATE;
        few && covered >= MAX_BEHIND || self.is_usable(covered, n)
    }

    fn is_usable(&self, covered: usize, n: usize) -> bool {
        let age = age(covered, n);
        let is_usable = age != Age::Useless || self.takes_older();
        if is_usable && age != Age::Fresh {
            self.refresh_soon();
        }
        is_usable
    }

    /// Tells the background if bodies have other pairs of names now.
    fn expect_pairs(&self, n_pairs: usize) {
        if n_pairs != self.state.n_pairs {
            self.refresh_soon();
        }
    }

    fn refresh_soon(&self) {
        if self.state.loading {
            return;
        }
        let derived = self.caches();
        let every = match lock(&derived.keys).is_empty() {
            true => MAKE_EVERY,
            false => REFRESH_EVERY,
        };
        let refreshed = *lock(&derived.background.refreshed);
        if refreshed.is_some_and(|it| it.elapsed() < every) {
            return;
        }
        if self.in_background(Snapshot::refresh_all) {
            *lock(&derived.background.refreshed) = Some(Instant::now());
        }
    }

    /// Has it done, unless the background is at something else: then whoever needs it next tries again. While posts are being read
    /// it is not worth it, for at its end the loader has all of it made. Returns whether it is begun.
    pub(crate) fn in_background(&self, work: impl FnOnce(&Snapshot) + Send + 'static) -> bool {
        let busy = match self.state.loading {
            true => None,
            false => self.begin(),
        };
        let Some(busy) = busy else { return false };
        let snap = self.uncancelled();
        rayon::spawn(move || {
            let _busy = busy;
            // Past the end of a thread of the pool it would end the program; the hook has logged it.
            drop(catch_unwind(AssertUnwindSafe(|| work(&snap))));
        });
        true
    }

    /// Vocabularies of the fields whose values are terms.
    pub(super) fn term_vocabularies(&self) -> Vec<(&SmolStr, &Vocabulary)> {
        let fields = self.root_schema().fields.values();
        let terms = fields.filter(|it| matches!(it.kind, Kind::Term | Kind::List));
        let mut names: Vec<&SmolStr> = terms.map(|it| &it.vocabulary).collect();
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .filter_map(|it| Some((it, self.values(it)?)))
            .collect()
    }

    pub(super) fn n_terms(&self) -> usize {
        self.term_vocabularies()
            .iter()
            .map(|(_, it)| it.n_ids() as usize)
            .sum()
    }

    /// The loader has it made when all bodies are read.
    fn matcher(&self) -> Arc<Matcher> {
        let known = lock(&self.caches().matcher).clone();
        match known {
            Some((n_pairs, known)) if self.can_be_late(known.n_terms(), self.n_terms()) => {
                self.expect_pairs(n_pairs);
                known
            }
            _ if self.may_make() && !self.state.loading => self.refresh_matcher(),
            known => self.until_refreshed(known.map(|it| it.1)),
        }
    }

    /// What there is, while the background makes the next one.
    pub(super) fn until_refreshed<T: Default>(&self, known: Option<Arc<T>>) -> Arc<T> {
        self.refresh_soon();
        known.unwrap_or_default()
    }

    /// With the terms that came after the table.
    fn late(&self, after: &Arc<Matcher>) -> Arc<Matcher> {
        let n_terms = self.n_terms();
        if n_terms.saturating_sub(after.n_terms()) > MAX_ON_REQUEST {
            return Arc::default();
        }
        let known = lock(&self.caches().late).clone();
        if let Some(it) = known.filter(|it| Arc::ptr_eq(&it.after, after) && it.n_terms == n_terms)
        {
            return it.matcher;
        }
        let vocabularies = self.term_vocabularies();
        let vocabularies = vocabularies
            .iter()
            .map(|(name, it)| (*name, *it, after.end(name)));
        let matcher = Arc::new(Matcher::new(vocabularies, |_| Vec::new()));
        *lock(&self.caches().late) = Some(Late {
            after: after.clone(),
            n_terms,
            matcher: matcher.clone(),
        });
        matcher
    }

    fn keep_scanned(&self, file: FileId, scan: Scanned) {
        let mut scanned = lock(&self.caches().scanned);
        scanned.retain(|(of, _)| *of != file);
        if scanned.len() == MAX_SCANNED {
            scanned.remove(0);
        }
        scanned.push((file, scan));
    }

    fn refresh_keys(&self, name: &SmolStr, vocabulary: &Vocabulary) -> Arc<Keys> {
        self.count_made();
        let made = Arc::new(self.keys_of(name, vocabulary, 0));
        let kept = (self.state.n_pairs, made.clone());
        lock(&self.caches().keys).insert(name.clone(), kept);
        made
    }

    fn keys_of(&self, name: &SmolStr, vocabulary: &Vocabulary, start: u32) -> Keys {
        let terms = (start..vocabulary.n_ids()).map(|it| vocabulary.term(TermId(it)));
        let aliases = if start == 0 {
            self.aliases(name)
        } else {
            Vec::new()
        };
        Keys::new(start, terms, &aliases)
    }

    fn refresh_matcher(&self) -> Arc<Matcher> {
        self.count_made();
        let vocabularies = self.term_vocabularies();
        let vocabularies = vocabularies.iter().map(|(name, it)| (*name, *it, 0));
        let made = Arc::new(Matcher::new(vocabularies, |name| self.aliases(name)));
        *lock(&self.caches().matcher) = Some((self.state.n_pairs, made.clone()));
        made
    }

    /// Other names of a vocabulary's terms, declared and learned.
    fn aliases(&self, name: &SmolStr) -> Vec<(SmolStr, TermId)> {
        let Some(vocabulary) = self.values(name) else {
            return Vec::new();
        };
        let aliases = self.aliases_in(name, vocabulary);
        let known = aliases
            .iter()
            .filter_map(|(alias, it)| Some((alias.clone(), vocabulary.get(&it.text)?)));
        let mut known: Vec<_> = known.collect();
        known.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        known
    }

    fn refresh_words(&self) -> Arc<Words> {
        self.count_made();
        let fields = self.root_schema().fields.iter();
        let prose: Vec<&SmolStr> = fields
            .filter(|(_, it)| it.kind == Kind::Text)
            .map(|it| it.0)
            .collect();
        let texts = self.files().flat_map(|(file, summary)| {
            prose
                .iter()
                .filter_map(move |it| Some((file, summary.text(it)?)))
        });
        let made = Arc::new(Words::new(texts, self.n_interned()));
        *lock(&self.caches().words) = Some(made.clone());
        made
    }

    pub(crate) fn n_interned(&self) -> usize {
        self.state.files.len()
    }
}

/// Where headings stand in the body: bytes from its start.
fn headings(post: &Parsed) -> Vec<TextRange> {
    let body = &post.document.body;
    let own = body.headings.iter().map(|it| it.range);
    own.map(|it| it - body.range.start()).collect()
}

impl Caches {
    /// Nothing, for another configuration.
    pub(super) fn emptied(&self) -> Caches {
        Caches {
            background: self.background.clone(),
            ..Caches::default()
        }
    }
}

/// Held by who makes things anew, until that is done, be it by a panic.
struct Busy(Arc<Background>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.busy.store(false, Ordering::Release);
    }
}

/// What is in there is replaced as a whole: a panic elsewhere leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
