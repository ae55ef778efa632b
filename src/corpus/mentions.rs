//! Which known terms a text mentions: one pass of an automaton over all terms of all vocabularies.
//! Chinese has no word breaks; between Latin letters a term must stand as a word. It does not keep texts.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::normal::holds_works;
use super::vocabulary::{TermId, Vocabulary};
use super::words::each_word;
use crate::text::{TextRange, TextSize, size};

/// A word is looked for in so many bytes of a text: it is done at each key.
const MAX_SEARCHED: usize = 256 << 10;

/// The automaton of the terms of several vocabularies, each up to some id.
#[derive(Debug, Default)]
pub struct Matcher {
    automaton: Option<AhoCorasick>,
    /// By pattern: the terms written like that.
    terms: Vec<Vec<TermOf>>,
    vocabularies: Vec<SmolStr>,
    /// By vocabulary, the end of the ids that are in here.
    ends: FxHashMap<SmolStr, u32>,
}

/// A term of one of the matcher's vocabularies.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TermOf {
    vocabulary: u32,
    term: TermId,
    place: Place,
}

/// Where a text has to stand for the term to be meant by it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// Written just so: `US` is not `us`.
    InCase(SmolStr),
    /// Between the marks of a title: `《他们》` is not `他们`.
    InMarks,
}

/// What a text mentions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    by_vocabulary: FxHashMap<SmolStr, FxHashMap<TermId, Mention>>,
    /// How often each word stands in the text.
    words: FxHashMap<u32, u32>,
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

/// Terms of fewer characters are too short to mean anything where they stand.
const MIN_CHARS: usize = 2;

/// A name in capitals of so few letters is a word like any other in another case.
const MAX_CASED: usize = 3;

/// A title of so few Chinese characters is a word like any other. Of 601 places where one stood without marks, one meant it; of
/// 3,163 with a title of one Latin word, 43 did.
const MAX_WORD: usize = 4;

impl Matcher {
    /// Terms that a post uses, of vocabularies by their names, each from an id on. An alias stands for its canonical term.
    pub fn new<'a>(
        vocabularies: impl Iterator<Item = (&'a SmolStr, &'a Vocabulary, u32)>,
        aliases: impl Fn(&SmolStr) -> Vec<(SmolStr, TermId)>,
    ) -> Matcher {
        let mut matcher = Matcher::default();
        let mut patterns: FxHashMap<String, usize> = FxHashMap::default();
        for (index, (name, vocabulary, start)) in vocabularies.enumerate() {
            let index = u32::try_from(index).expect("fewer than 4 billion fields");
            let place = if holds_works(name) {
                place_of_work
            } else {
                place_of_name
            };
            matcher.vocabularies.push(name.clone());
            matcher.ends.insert(name.clone(), vocabulary.n_ids());
            for id in (start..vocabulary.n_ids()).map(TermId) {
                let term = vocabulary.term(id);
                if !term.posts.is_empty() {
                    for form in forms(&term.text) {
                        let term = TermOf::new(index, id, place(&form));
                        matcher.add(&mut patterns, &form, term);
                    }
                }
            }
            for (alias, id) in aliases(name) {
                let term = TermOf::new(index, id, place(&alias));
                matcher.add(&mut patterns, &alias, term);
            }
        }
        let mut texts = vec![String::new(); patterns.len()];
        for (text, index) in patterns {
            texts[index] = text;
        }
        matcher.automaton = automaton(&texts);
        matcher
    }

    pub fn is_empty(&self) -> bool {
        self.automaton.is_none()
    }

    /// Ids of the vocabulary's terms below this are in here.
    pub fn end(&self, vocabulary: &str) -> u32 {
        self.ends.get(vocabulary).copied().unwrap_or(0)
    }

    /// How many ids all vocabularies had.
    pub fn n_terms(&self) -> usize {
        self.ends.values().map(|it| *it as usize).sum()
    }

    fn add(&mut self, patterns: &mut FxHashMap<String, usize>, form: &str, term: TermOf) {
        if form.chars().count() < MIN_CHARS {
            return;
        }
        let n = patterns.len();
        let index = *patterns.entry(form.to_ascii_lowercase()).or_insert(n);
        self.terms
            .resize_with(self.terms.len().max(index + 1), Vec::new);
        self.terms[index].push(term);
    }

    /// Where terms end that begin at `start` of `text` and reach to `least` at least, the longest first. A term need not stand as a
    /// word there.
    pub(super) fn ends_at(&self, text: &str, start: usize, least: usize) -> Vec<usize> {
        let mut ends = Vec::new();
        let Some(automaton) = &self.automaton else {
            return ends;
        };
        let mut before = text.len();
        while start < before {
            let input = Input::new(text).span(start..before).anchored(Anchored::Yes);
            match automaton.try_find(input) {
                Ok(Some(found)) if found.end() >= least.max(start + 1) => {
                    ends.push(found.end());
                    before = found.end() - 1;
                }
                _ => break,
            }
        }
        ends
    }

    /// All mentions in `text`, the longest where several begin at one place. The headings are ranges of `text`, in order.
    pub fn scan(&self, text: &str, headings: &[TextRange]) -> Mentions {
        let mut mentions = Mentions::default();
        let Some(automaton) = &self.automaton else {
            return mentions;
        };
        let mut counts: FxHashMap<(usize, usize), Mention> = FxHashMap::default();
        let mut headings = headings.iter().peekable();
        let mut at = 0;
        while let Ok(Some(found)) =
            automaton.try_find(Input::new(text).span(at..text.len()).anchored(Anchored::No))
        {
            let first = size(found.start());
            while headings.next_if(|it| it.end() <= first).is_some() {}
            let in_heading = headings.peek().is_some_and(|it| it.contains(first));
            let pattern = found.pattern().as_usize();
            let meant = self.meant(pattern, text, found.range());
            at = match meant.is_empty() {
                true => found.start() + char_len(&text[found.start()..]),
                false => found.end(),
            };
            let in_lowercase = is_lowercase(&text[found.range()]);
            for index in meant {
                let known = counts.entry((pattern, index));
                let mention = known.or_insert(Mention::none(first));
                mention.count += 1;
                mention.in_lowercase += u32::from(in_lowercase);
                mention.in_headings += u32::from(in_heading);
            }
        }
        each_word(text, |word| *mentions.words.entry(word).or_default() += 1);
        for ((pattern, index), mention) in counts {
            let it = &self.terms[pattern][index];
            let name = &self.vocabularies[it.vocabulary as usize];
            mentions.add(name, it.term, mention);
        }
        mentions
    }
}

impl Matcher {
    /// Which of a pattern's terms are meant by it where it was found.
    fn meant(&self, pattern: usize, text: &str, found: Range<usize>) -> Vec<usize> {
        if !stands_alone(text, found.start, found.end) {
            return Vec::new();
        }
        let terms = self.terms[pattern].iter().enumerate();
        let meant = terms.filter(|it| it.1.place.has(text, found.clone()));
        meant.map(|it| it.0).collect()
    }
}

impl Mentions {
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

    pub(crate) fn merge(&mut self, other: Mentions) {
        for (vocabulary, terms) in other.by_vocabulary {
            terms
                .into_iter()
                .for_each(|(term, it)| self.add(&vocabulary, term, it));
        }
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

fn char_len(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

/// How often something that need not be a term stands in the text as a word; with spaces for hyphens too. What has capitals counts in
/// its own case only.
pub fn n_as_word(text: &str, word: &str) -> usize {
    let end = text.floor_char_boundary(MAX_SEARCHED);
    let text = &text[..end];
    let forms = forms(word);
    let Some(automaton) = automaton(&forms) else {
        return 0;
    };
    let in_any_case = !word.contains(char::is_uppercase);
    let found = automaton.find_iter(text).filter(|it| {
        let is_written = in_any_case || text[it.range()] == forms[it.pattern().as_usize()];
        is_written && stands_alone(text, it.start(), it.end())
    });
    found.count()
}

impl TermOf {
    fn new(vocabulary: u32, term: TermId, place: Place) -> TermOf {
        TermOf {
            vocabulary,
            term,
            place,
        }
    }
}

impl Place {
    fn has(&self, text: &str, found: Range<usize>) -> bool {
        match self {
            Place::Anywhere => true,
            Place::InCase(form) => text[found] == **form,
            Place::InMarks => is_marked(text, found),
        }
    }
}

fn place_of_name(form: &str) -> Place {
    if std::env::var("XNAME").is_ok() {
        return Place::Anywhere;
    }
    if is_in_capitals(form) {
        return Place::InCase(form.into());
    }
    Place::Anywhere
}

fn place_of_work(form: &str) -> Place {
    if std::env::var("XWORK").is_ok() {
        return place_of_name(form);
    }
    let n_chars = form.chars().count();
    let is_word = match form.is_ascii() {
        true => form.bytes().all(|it| it.is_ascii_alphanumeric()),
        false => n_chars <= MAX_WORD && form.chars().all(char::is_alphanumeric),
    };
    match is_word {
        true => Place::InMarks,
        false => place_of_name(form),
    }
}

/// Nothing but capitals, or few letters of which one at least is a capital: `LINE`, `IoT`.
fn is_in_capitals(form: &str) -> bool {
    let has = |is: fn(&u8) -> bool| form.bytes().any(|it| is(&it));
    let is_short = form.chars().count() <= MAX_CASED;
    form.is_ascii() && has(u8::is_ascii_uppercase) && (is_short || !has(u8::is_ascii_lowercase))
}

/// Whether the found text stands between the marks of a title, a quotation or an emphasis.
fn is_marked(text: &str, found: Range<usize>) -> bool {
    let opens =
        text[..found.start].ends_with(['《', '〈', '「', '『', '“', '‘', '"', '\'', '*', '_']);
    let closes = ['》', '〉', '」', '』', '”', '’', '"', '\'', '*', '_'];
    opens && text[found.end..].starts_with(closes)
}

/// `None` for no patterns: there is nothing to look for.
fn automaton(patterns: &[String]) -> Option<AhoCorasick> {
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .start_kind(StartKind::Both)
        .ascii_case_insensitive(true)
        .build(patterns);
    automaton.ok().filter(|_| !patterns.is_empty())
}

/// How a term may stand in prose: as it is written, without the marks around a title, with spaces for hyphens.
fn forms(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    let bare =
        text.trim_matches(|c: char| matches!(c, '《' | '》' | '“' | '”' | '"' | '「' | '」'));
    if bare.len() < text.len() {
        forms.push(bare.to_owned());
    }
    if bare.contains('-') {
        forms.push(bare.replace('-', " "));
    }
    forms
}

fn is_lowercase(text: &str) -> bool {
    let mut letters = text.bytes().filter(u8::is_ascii_alphabetic).peekable();
    letters.peek().is_some() && letters.all(|it| it.is_ascii_lowercase())
}

/// Whether no Latin letter or digit continues the found text on either side.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let joined = |a: Option<&u8>, b: Option<&u8>| matches!((a, b), (Some(a), Some(b)) if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric());
    !joined(
        start.checked_sub(1).and_then(|it| bytes.get(it)),
        bytes.get(start),
    ) && !joined(bytes.get(end - 1), bytes.get(end))
}
