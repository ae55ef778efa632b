//! What is searched for, and how well a text answers it. It knows texts, and not whose they are.

use memchr::memmem;

use crate::corpus::fold_typed;

/// How a text answers a query, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::features) enum Tier {
    /// It is the query.
    Whole,
    Prefix,
    /// A later word begins with it; each Chinese character begins one.
    Word,
    /// Each of the query's words begins one of its words.
    Words,
    /// It stands in the middle of a word.
    Inside,
    /// The beginning of its pinyin, or of the first letters of its syllables.
    Pinyin,
    /// Somewhere in these.
    PinyinInside,
    /// Its letters stand there in this order.
    Scattered,
}

/// How much work a search may be. More is done only where less finds too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    Text,
    Pinyin,
    Scattered,
}

#[derive(Debug)]
pub(super) struct Query {
    /// Folded, with single spaces.
    pub(super) text: String,
    /// The longest of its words finds candidates; all of them if there is one.
    pub(super) finder: memmem::Finder<'static>,
    words: Vec<String>,
    /// As one would type pinyin.
    pub(super) letters: Option<memmem::Finder<'static>>,
    pub(super) mask: u64,
}

/// Below this many letters, letters in order are found in nearly everything.
const MIN_SCATTERED: usize = 4;
const MIN_PINYIN: usize = 2;

impl Query {
    /// `None` for an empty one.
    pub(super) fn new(text: &str) -> Option<Query> {
        let folded = fold_typed(text);
        let words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
        let longest = words.iter().max_by_key(|it| it.len())?;
        let text = words.join(" ");
        let letters: String = words.concat();
        let is_pinyin =
            letters.len() >= MIN_PINYIN && letters.bytes().all(|it| it.is_ascii_alphanumeric());
        Some(Query {
            finder: memmem::Finder::new(longest).into_owned(),
            letters: is_pinyin.then(|| memmem::Finder::new(&letters).into_owned()),
            mask: mask(&letters),
            text,
            words,
        })
    }

    /// What is worth trying, in order.
    pub(super) fn efforts(&self) -> impl Iterator<Item = Effort> + use<> {
        let pinyin = self.letters.is_some().then_some(Effort::Pinyin);
        let scattered = (self.text.chars().count() >= MIN_SCATTERED).then_some(Effort::Scattered);
        [Some(Effort::Text), pinyin, scattered]
            .into_iter()
            .flatten()
    }

    /// How a folded text that holds the longest word answers.
    pub(super) fn tier(&self, text: &str) -> Option<Tier> {
        if text == self.text {
            return Some(Tier::Whole);
        }
        if text.starts_with(&self.text) {
            return Some(Tier::Prefix);
        }
        let mut is_inside = false;
        for (at, _) in text.match_indices(&self.text) {
            if begins_word(text, at) {
                return Some(Tier::Word);
            }
            is_inside = true;
        }
        let has_word = |word: &String| {
            text.match_indices(word.as_str())
                .any(|(at, _)| begins_word(text, at))
        };
        if self.words.len() > 1 && self.words.iter().all(has_word) {
            return Some(Tier::Words);
        }
        is_inside.then_some(Tier::Inside)
    }
}

/// One bit for each of 64 kinds of characters that a text has: what lacks one of the query's cannot hold its letters.
pub(super) fn mask(text: &str) -> u64 {
    let bit = |c: char| 1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26);
    text.chars()
        .filter(|it| !it.is_whitespace())
        .map(bit)
        .fold(0, |mask, bit: u64| mask | bit)
}

fn begins_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let first = text[at..].chars().next();
    let is_letter = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() && it < '\u{2e80}');
    !(is_letter(before) && is_letter(first))
}
