//! Finding terms by what an author types: sorted keys (the text, its words, initials, pinyin, aliases) and binary search.
//! It does not know which term is the likely one.

mod crowds;
mod fold;
mod letters;
mod pinyin;
mod words;

use std::cmp::Reverse;

use rayon::prelude::*;
use smol_str::SmolStr;

use super::vocabulary::{Term, TermId};
use crowds::{Crowds, Member};
use letters::Letters;
use words::TermWords;

pub use fold::{fold_char, fold_typed};
pub use pinyin::usual_reading;

/// How a typed text leads to a term; the surer way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// The text begins with it, punctuation before the first word aside.
    Text,
    /// A later word begins with it, or a later character of a Chinese name.
    Word,
    /// The first letters of its words: `dt`.
    Initials,
    Pinyin,
    /// The first letters of its syllables: `hej`.
    Syllables,
}

/// One way to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    pub term: TermId,
    pub kind: KeyKind,
    /// The whole key that the typed text is a beginning of, folded.
    pub key: &'a str,
    /// The other name of the term that the key belongs to.
    pub alias: Option<&'a SmolStr>,
}

/// All keys of a vocabulary's terms up to some id, and what else is dear to find out: the most frequent and the latest of
/// them. Terms that came later go to a small one of their own.
#[derive(Debug, Default)]
pub struct Keys {
    /// Folded texts, one after the other; keys are ranges of it.
    folded: String,
    /// Sorted by the text of the key.
    keys: Vec<Key>,
    /// Places in `keys`, term by term, and where each term's end.
    by_term: Vec<u32>,
    term_ends: Vec<u32>,
    crowds: Crowds,
    aliases: Vec<SmolStr>,
    /// Ids from here up to `end` are in here.
    pub start: u32,
    pub end: u32,
    /// The most frequent first.
    pub frequent: Vec<TermId>,
    /// The last used first.
    pub recent: Vec<TermId>,
    /// The latest use of any term: days since 1970-01-01.
    pub latest: i32,
    words: TermWords,
    /// By term: which letters are in it.
    letters: Vec<Letters>,
}

#[derive(Clone, Copy, Debug)]
struct Key {
    start: u32,
    len: u16,
    kind: KeyKind,
    term: TermId,
    /// Index of the alias; [`NO_ALIAS`] if the key is the term's own.
    alias: u32,
}

const NO_ALIAS: u32 = u32::MAX;

/// Words that begin after this many bytes have no keys: such a text is a title, and nobody types its end.
const MAX_KEYED: usize = 120;

/// How many of the most frequent and of the latest terms are kept at hand.
const AT_HAND: usize = 128;

impl Keys {
    /// Keys of terms whose ids follow each other from `start` on, used or not. Aliases lead to their canonical terms.
    pub fn new<'a>(
        start: u32,
        terms: impl Iterator<Item = &'a Term>,
        aliases: &[(SmolStr, TermId)],
    ) -> Keys {
        let mut keys = Keys {
            start,
            end: start,
            latest: i32::MIN,
            ..Keys::default()
        };
        let mut used = Vec::new();
        for term in terms {
            let id = TermId(keys.end);
            keys.end += 1;
            keys.add(&term.text, id, NO_ALIAS);
            keys.words.push(&term.text, term.posts.len());
            keys.letters.push(Letters::of(&term.text));
            // One that no post uses comes last; a post may use it again before these are made anew.
            used.push((id, term.posts.len(), term.last_use.unwrap_or(i32::MIN)));
        }
        for (alias, term) in aliases {
            let index =
                u32::try_from(keys.aliases.len()).expect("aliases are fewer than 4 billion");
            keys.aliases.push(alias.clone());
            keys.add(alias, *term, index);
        }
        keys.sort();
        keys.group();
        keys.gather_crowds(&used);
        keys.rank(used);
        keys
    }

    /// Every way to a term that begins with the folded text `typed`, which is not empty. A term may come more than once.
    pub fn find<'a>(&'a self, typed: &str) -> impl Iterator<Item = Found<'a>> + use<'a> {
        let from = self.keys.partition_point(|it| self.text(it) < typed);
        let n = self.keys[from..].partition_point(|it| self.text(it).starts_with(typed));
        self.keys[from..from + n].iter().map(|it| self.found(it))
    }

    /// The same, but where thousands of terms begin so, only of the most frequent and of the `wanted` ones.
    pub fn find_likely<'a>(
        &'a self,
        typed: &str,
        wanted: impl Fn() -> Vec<TermId>,
    ) -> Vec<Found<'a>> {
        let Some(crowd) = self.crowds.get(typed) else {
            return self.find(typed).collect();
        };
        let wanted = wanted();
        let wanted = wanted.iter().flat_map(|it| self.keys_of(*it));
        let wanted = wanted.filter(|it| self.text(it).starts_with(typed));
        let crowd = crowd.iter().map(|it| &self.keys[*it as usize]);
        crowd.chain(wanted).map(|it| self.found(it)).collect()
    }

    fn found(&self, key: &Key) -> Found<'_> {
        Found {
            term: key.term,
            kind: key.kind,
            key: self.text(key),
            alias: self.aliases.get(key.alias as usize),
        }
    }

    /// All keys of one term; of one that is not in here there are none.
    fn keys_of(&self, term: TermId) -> impl Iterator<Item = &Key> {
        let index = term.0.checked_sub(self.start).map(|it| it as usize);
        let end = |it: usize| self.term_ends.get(it).map(|it| *it as usize);
        let range = index.and_then(|it| {
            let start = it.checked_sub(1).map_or(Some(0), end);
            Some(start?..end(it)?)
        });
        let places = &self.by_term[range.unwrap_or_default()];
        places.iter().map(|it| &self.keys[*it as usize])
    }

    /// The terms that may have all letters of `typed`, in any order: nearly all others are left out.
    pub fn with_letters(&self, typed: &str) -> impl Iterator<Item = TermId> {
        let wanted = Letters::needed(typed);
        let all = (self.start..).map(TermId).zip(&self.letters);
        all.filter(move |it| it.1.may_have(wanted)).map(|it| it.0)
    }

    /// The words of a term that is in here, each once.
    pub fn words(&self, term: TermId) -> &[u32] {
        self.words.of(term.0.wrapping_sub(self.start))
    }

    /// How often terms with this word are used.
    pub fn word_uses(&self, word: u32) -> u32 {
        self.words.uses(word)
    }

    fn sort(&mut self) {
        // The first bytes beside the key: most comparisons need not look for its text.
        let first = |it: &Key| {
            let mut bytes = [0; 8];
            let text = self.text(it).as_bytes();
            let n = text.len().min(bytes.len());
            bytes[..n].copy_from_slice(&text[..n]);
            u64::from_be_bytes(bytes)
        };
        let mut keys: Vec<(u64, Key)> = self.keys.iter().map(|it| (first(it), *it)).collect();
        keys.par_sort_unstable_by(|(first, a), (second, b)| {
            let by_text = || (self.text(a), a.kind, a.term).cmp(&(self.text(b), b.kind, b.term));
            first.cmp(second).then_with(by_text)
        });
        self.keys = keys.into_iter().map(|it| it.1).collect();
    }

    /// Counts the keys of each term and puts their places together.
    fn group(&mut self) {
        let index = |it: &Key| (it.term.0 - self.start) as usize;
        let mut ends = vec![0; (self.end - self.start) as usize];
        for key in &self.keys {
            ends[index(key)] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // Until the places are in it is the start.
            sum += std::mem::replace(end, sum);
        }
        let mut places = vec![0; self.keys.len()];
        for (place, key) in (0..).zip(&self.keys) {
            let next = &mut ends[index(key)];
            places[*next as usize] = place;
            *next += 1;
        }
        (self.by_term, self.term_ends) = (places, ends);
    }

    fn gather_crowds(&mut self, used: &[(TermId, usize, i32)]) {
        let member = |it: usize| {
            let term = self.keys[it].term;
            let n_posts = used[(term.0 - self.start) as usize].1;
            Member {
                n_posts: u32::try_from(n_posts).unwrap_or(u32::MAX),
                term: term.0,
            }
        };
        self.crowds = Crowds::new(self.keys.len(), |it| self.text(&self.keys[it]), member);
    }

    fn rank(&mut self, mut used: Vec<(TermId, usize, i32)>) {
        let ids =
            |used: &[(TermId, usize, i32)]| used.iter().take(AT_HAND).map(|it| it.0).collect();
        used.sort_unstable_by_key(|(id, n_posts, last_use)| {
            (Reverse(*n_posts), Reverse(*last_use), *id)
        });
        self.frequent = ids(&used);
        used.sort_by_key(|(_, _, last_use)| Reverse(*last_use));
        self.recent = ids(&used);
        self.latest = used.first().map_or(i32::MIN, |it| it.2);
    }

    fn add(&mut self, text: &str, term: TermId, alias: u32) {
        let folded = fold_typed(text);
        let base = self.folded.len();
        let end = base + folded.len();
        self.folded.push_str(&folded);
        let mut words = word_starts(&folded);
        words.retain(|it| *it < MAX_KEYED);
        let first = words.first().copied().unwrap_or(0);
        self.push(base, end, KeyKind::Text, term, alias);
        for start in words.iter().copied().filter(|it| *it > 0) {
            let kind = if start == first {
                KeyKind::Text
            } else {
                KeyKind::Word
            };
            self.push(base + start, end, kind, term, alias);
        }
        let initials = fold::initials(&folded, &words);
        self.push_new(&initials, KeyKind::Initials, term, alias);
        for reading in pinyin::readings(text) {
            self.push_new(&reading.full, KeyKind::Pinyin, term, alias);
            self.push_new(&reading.initials, KeyKind::Syllables, term, alias);
        }
    }

    /// A key whose text does not stand in a folded text. A single letter would lead to everything.
    fn push_new(&mut self, key: &str, kind: KeyKind, term: TermId, alias: u32) {
        if key.len() > 1 {
            let start = self.folded.len();
            self.folded.push_str(key);
            self.push(start, self.folded.len(), kind, term, alias);
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: KeyKind, term: TermId, alias: u32) {
        let capped = end.min(start + usize::from(u16::MAX));
        let len = (start..=capped)
            .rfind(|it| self.folded.is_char_boundary(*it))
            .unwrap_or(start)
            - start;
        self.keys.push(Key {
            start: u32::try_from(start).expect("all terms together are below 4 GiB"),
            len: u16::try_from(len).expect("it was capped above"),
            kind,
            term,
            alias,
        });
    }

    fn text(&self, key: &Key) -> &str {
        &self.folded[key.start as usize..key.start as usize + usize::from(key.len)]
    }
}

/// Where words begin in a folded text: a letter or digit after something else, and every Chinese character.
fn word_starts(folded: &str) -> Vec<usize> {
    let mut before = ' ';
    let mut starts = Vec::new();
    for (at, c) in folded.char_indices() {
        let apart =
            !before.is_alphanumeric() || fold::is_ideograph(c) || fold::is_ideograph(before);
        if c.is_alphanumeric() && apart {
            starts.push(at);
        }
        before = c;
    }
    starts
}
