//! Which known terms a text mentions: one pass over it, with a table of all terms of all vocabularies.
//! Chinese has no word breaks; between Latin letters a term must stand as a word. It does not keep texts.

mod folded;
mod patterns;

use std::ops::Range;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::normalize::holds_works;
use super::vocabulary::{TermId, Vocabulary};
use super::words::each_word;
use crate::text::{TextRange, TextSize, size};
use folded::Folded;
use patterns::{Gathered, Patterns};

/// The terms of several vocabularies, each up to some id, as they may stand in a text.
#[derive(Debug, Default)]
pub struct Matcher {
    patterns: Patterns<TermOf>,
    vocabularies: Vec<SmolStr>,
    /// By vocabulary, the end of the ids that are in here.
    ends: FxHashMap<SmolStr, u32>,
}

/// A term of one of the matcher's vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TermOf {
    vocabulary: u32,
    term: TermId,
    place: Place,
}

/// Where a text has to stand for the term to be meant by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// Written just so, with these letters as capitals: `US` is not `us`.
    InCase(u32),
    /// Between the marks of a title: `《他们》` is not `他们`.
    InMarks,
}

/// A name in capitals of so few letters is a word like any other in another case.
const MAX_CASED: usize = 3;

/// A title of so few Chinese characters is a word like any other. Of 601 places where one stood without marks, one meant it; of
/// 3,163 with a title of one Latin word, 43 did.
const MAX_WORD: usize = 4;

/// A word is looked for in so many bytes of a text: it is done at each key.
const MAX_SEARCHED: usize = 256 << 10;

/// What a text mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    by_vocabulary: FxHashMap<SmolStr, FxHashMap<TermId, Mention>>,
    /// How often each word stands in the text.
    words: FxHashMap<u32, u32>,
    /// Each place, in order; no two overlap.
    places: Vec<Named>,
}

/// A stretch of a text that means terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Bytes of the text.
    pub range: TextRange,
    /// Of one vocabulary or several, by the vocabularies' names.
    pub terms: Vec<(SmolStr, TermId)>,
}

/// How often and where first a term stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    pub count: u32,
    /// How many of them stand in headings.
    pub in_headings: u32,
    /// How many of them have Latin letters, none of them a capital.
    pub in_lowercase: u32,
    /// Bytes from the start of the text.
    pub first: TextSize,
}

impl Matcher {
    /// Terms that a post uses, of vocabularies by their names, each from an id on. An alias stands for its canonical term.
    pub fn new<'a>(
        vocabularies: impl Iterator<Item = (&'a SmolStr, &'a Vocabulary, u32)>,
        aliases: impl Fn(&SmolStr) -> Vec<(SmolStr, TermId)>,
    ) -> Matcher {
        let mut matcher = Matcher::default();
        // What is shorter than two characters means nothing where it stands, and is left out.
        let mut patterns = Gathered::new();
        for (index, (name, vocabulary, start)) in vocabularies.enumerate() {
            let index = u32::try_from(index).expect("fewer than 4 billion fields");
            matcher.vocabularies.push(name.clone());
            matcher.ends.insert(name.clone(), vocabulary.n_ids());
            let place = match holds_works(name) {
                true => Place::of_work,
                false => Place::of_name,
            };
            let of = |term: TermId, form: &str| TermOf {
                vocabulary: index,
                term,
                place: place(form),
            };
            for id in (start..vocabulary.n_ids()).map(TermId) {
                let term = vocabulary.term(id);
                if !term.posts.is_empty() && term.text.contains(char::is_alphabetic) {
                    each_form(&term.text, |it| patterns.add(it, of(id, it)));
                }
            }
            for (alias, id) in aliases(name) {
                patterns.add(&alias, of(id, &alias));
            }
        }
        matcher.patterns = patterns.finish();
        matcher
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Ids of the vocabulary's terms below this are in here.
    pub fn end(&self, vocabulary: &str) -> u32 {
        self.ends.get(vocabulary).copied().unwrap_or(0)
    }

    /// How many ids all vocabularies had.
    pub fn n_terms(&self) -> usize {
        self.ends.values().map(|it| *it as usize).sum()
    }

    /// The longest text there that means a term and stands as a word, with its end. `folded` is the text, folded.
    fn longest(&self, source: &str, folded: &Folded<'_>, start: usize) -> Option<(u32, usize)> {
        let from = folded.source(start);
        let found = self.patterns.at(folded.text(), start);
        let mut words = found.filter(|it| is_break(source, folded.source(it.1)));
        words.find(|(pattern, end)| {
            let range = from..folded.source(*end);
            self.meant(*pattern, source, range).next().is_some()
        })
    }

    /// The terms that are meant by a pattern where it was found.
    fn meant<'a>(
        &'a self,
        pattern: u32,
        source: &'a str,
        found: Range<usize>,
    ) -> impl Iterator<Item = (&'a SmolStr, TermId)> {
        let terms = self.patterns.values(pattern).iter();
        let meant = terms.filter(move |it| it.place.has(source, &found));
        meant.map(|it| (&self.vocabularies[it.vocabulary as usize], it.term))
    }
}

/// All that `text` names: one scan with several tables, of which each has terms that the others lack. Where several begin at one
/// place the longest counts. What begins where `is_hidden` says so is left out; offsets are bytes of the text.
pub fn named_in(
    tables: &[&Matcher],
    text: &str,
    is_hidden: impl Fn(TextSize) -> bool,
) -> Vec<Named> {
    let tables: Vec<&Matcher> = tables.iter().copied().filter(|it| !it.is_empty()).collect();
    let mut named = Vec::new();
    if tables.is_empty() {
        return named;
    }
    let folded = Folded::new(text);
    let mut at = 0;
    while let Some(c) = folded.text()[at..].chars().next() {
        let next = at + c.len_utf8();
        let start = folded.source(at);
        if !is_break(text, start) {
            at = next;
            continue;
        }
        let found = tables
            .iter()
            .filter_map(|it| Some((*it, it.longest(text, &folded, at)?)));
        let found: Vec<_> = found.collect();
        let Some(end) = found.iter().map(|it| it.1.1).max() else {
            at = next;
            continue;
        };
        let range = start..folded.source(end);
        if !is_hidden(size(start)) {
            let longest = found.iter().filter(|it| it.1.1 == end);
            let terms = longest.flat_map(|(table, (id, _))| table.meant(*id, text, range.clone()));
            named.push(Named {
                range: TextRange::new(size(range.start), size(range.end)),
                terms: terms.map(|it| (it.0.clone(), it.1)).collect(),
            });
        }
        at = end;
    }
    named
}

impl Place {
    fn of_name(form: &str) -> Place {
        match is_in_capitals(form) {
            true => Place::InCase(capitals(form)),
            false => Place::Anywhere,
        }
    }

    fn of_work(form: &str) -> Place {
        let is_word = match form.is_ascii() {
            true => form.bytes().all(|it| it.is_ascii_alphanumeric()),
            false => form.chars().count() <= MAX_WORD && form.chars().all(char::is_alphanumeric),
        };
        match is_word {
            true => Place::InMarks,
            false => Place::of_name(form),
        }
    }

    fn has(self, text: &str, found: &Range<usize>) -> bool {
        match self {
            Place::Anywhere => true,
            Place::InCase(capitals_of) => capitals(&text[found.clone()]) == capitals_of,
            Place::InMarks => is_marked(text, found),
        }
    }
}

impl Mentions {
    /// What is named at these places of the text. The headings are ranges of it, in order.
    pub fn new(text: &str, places: Vec<Named>, headings: &[TextRange]) -> Mentions {
        let mut mentions = Mentions::default();
        let mut headings = headings.iter().peekable();
        for named in &places {
            let first = named.range.start();
            while headings.next_if(|it| it.end() <= first).is_some() {}
            let mention = Mention {
                count: 1,
                in_headings: u32::from(headings.peek().is_some_and(|it| it.contains(first))),
                in_lowercase: u32::from(is_lowercase(&text[named.range])),
                first,
            };
            for (vocabulary, term) in &named.terms {
                mentions.add(vocabulary, *term, mention);
            }
        }
        each_word(text, |word| *mentions.words.entry(word).or_default() += 1);
        mentions.places = places;
        mentions
    }

    /// Each place where something is named, in order; no two overlap.
    pub fn places(&self) -> &[Named] {
        &self.places
    }

    /// Of one vocabulary, in no order.
    pub fn of(&self, vocabulary: &str) -> impl Iterator<Item = (TermId, Mention)> {
        let terms = self.by_vocabulary.get(vocabulary).into_iter().flatten();
        terms.map(|(term, mention)| (*term, *mention))
    }

    pub fn get(&self, vocabulary: &str, term: TermId) -> Option<Mention> {
        self.by_vocabulary.get(vocabulary)?.get(&term).copied()
    }

    /// How often a word stands in the text.
    pub fn word(&self, word: u32) -> u32 {
        self.words.get(&word).copied().unwrap_or(0)
    }

    pub fn vocabularies(&self) -> impl Iterator<Item = &SmolStr> {
        self.by_vocabulary.keys()
    }

    fn add(&mut self, vocabulary: &SmolStr, term: TermId, mention: Mention) {
        let terms = self.by_vocabulary.entry(vocabulary.clone()).or_default();
        let known = terms.entry(term).or_insert(Mention::none(mention.first));
        known.count += mention.count;
        known.in_lowercase += mention.in_lowercase;
        known.in_headings += mention.in_headings;
        known.first = known.first.min(mention.first);
    }
}

impl Mention {
    fn none(first: TextSize) -> Mention {
        Mention {
            count: 0,
            in_headings: 0,
            in_lowercase: 0,
            first,
        }
    }
}

/// Nothing but capitals, or few letters of which one at least is a capital: `LINE`, `IoT`.
fn is_in_capitals(form: &str) -> bool {
    let has = |is: fn(&u8) -> bool| form.bytes().any(|it| is(&it));
    let is_short = form.len() <= MAX_CASED;
    form.is_ascii() && has(u8::is_ascii_uppercase) && (is_short || !has(u8::is_ascii_lowercase))
}

/// Which of the first 32 bytes are capitals, a bit each.
fn capitals(text: &str) -> u32 {
    let bits = text.bytes().take(32).enumerate();
    bits.fold(0, |all, (at, it)| {
        all | u32::from(it.is_ascii_uppercase()) << at
    })
}

/// Whether the found text stands between the marks of a title, a quotation or an emphasis.
fn is_marked(text: &str, found: &Range<usize>) -> bool {
    let opens = ['《', '〈', '「', '『', '“', '‘', '"', '\'', '*', '_'];
    let closes = ['》', '〉', '」', '』', '”', '’', '"', '\'', '*', '_'];
    text[..found.start].ends_with(opens) && text[found.end..].starts_with(closes)
}

/// How often something that need not be a term stands in the text as a word; with spaces for hyphens too. What has capitals counts in
/// its own case only.
pub fn n_as_word(text: &str, word: &str) -> usize {
    let mut ends = (0..=text.len().min(MAX_SEARCHED)).rev();
    let end = ends.find(|it| text.is_char_boundary(*it));
    let text = &text[..end.unwrap_or(0)];
    let in_any_case = !word.contains(char::is_uppercase);
    let folded = |it: &str| match in_any_case {
        true => it.to_ascii_lowercase(),
        false => it.to_owned(),
    };
    let text = &folded(text);
    let mut n = 0;
    each_form(word, |form| {
        let form = folded(form);
        let places = text.match_indices(&form).map(|it| it.0);
        let stands_alone = |it: &usize| is_break(text, *it) && is_break(text, *it + form.len());
        if !form.is_empty() {
            n += places.filter(stands_alone).count();
        }
    });
    n
}

/// How a term may stand in prose: as it is written, without the marks around a title, with spaces for hyphens.
fn each_form(text: &str, mut form: impl FnMut(&str)) {
    form(text);
    let bare =
        text.trim_matches(|c: char| matches!(c, '《' | '》' | '“' | '”' | '"' | '「' | '」'));
    if bare.len() < text.len() {
        form(bare);
    }
    if bare.contains('-') {
        form(&bare.replace('-', " "));
    }
}

fn is_lowercase(text: &str) -> bool {
    let mut letters = text.bytes().filter(u8::is_ascii_alphabetic).peekable();
    letters.peek().is_some() && letters.all(|it| it.is_ascii_lowercase())
}

/// Whether a name can begin or end here: not between two letters of one word.
pub fn is_break(source: &str, at: usize) -> bool {
    let joins = |it: char| {
        it < '\u{2e80}' && (it.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&it))
    };
    let before = source[..at].chars().next_back();
    let after = source[at..].chars().next();
    !(before.is_some_and(joins) && after.is_some_and(joins))
}
