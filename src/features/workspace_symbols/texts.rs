//! Texts folded and laid end to end, so that a search is one pass over contiguous bytes: 82,000 headings are 3 MB.

use std::sync::OnceLock;

use memchr::memmem;
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::query::{Effort, Query, Tier, mask};
use crate::corpus::{fold_typed, usual_reading};

/// A text is found by its place in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Texts {
    folded: Lines,
    masks: Vec<u64>,
    /// Made when first asked for: most searches find enough without.
    pinyin: OnceLock<Pinyin>,
}

/// The pinyin of each text, and the first letters of its syllables; empty for a text without Chinese.
#[derive(Debug, Default)]
struct Pinyin {
    full: Lines,
    initials: Lines,
}

/// Lines in one string, each with a line end, so that nothing is found across two of them.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    /// Where each begins.
    starts: Vec<u32>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        let folded = fold_typed(text);
        self.masks.push(mask(&folded));
        self.folded.push(&folded);
    }

    pub(super) fn len(&self) -> usize {
        self.masks.len()
    }

    /// Nothing more will come.
    pub(super) fn shrink(&mut self) {
        self.folded.text.shrink_to_fit();
        self.folded.starts.shrink_to_fit();
        self.masks.shrink_to_fit();
    }

    /// Makes what the first search by pinyin would have to wait for.
    pub(super) fn prepare_pinyin(&self) {
        self.pinyin.get_or_init(|| self.read());
    }

    /// Calls `found` with each text that answers by this effort and not by a lesser one, in their order: its place, how
    /// well it answers, and its length in bytes.
    pub(super) fn search(
        &self,
        query: &Query,
        effort: Effort,
        mut found: impl FnMut(usize, Tier, u32),
    ) {
        let mut tell = |line: usize, tier| found(line, tier, self.folded.line(line).len() as u32);
        match effort {
            Effort::Text => self.folded.find(&query.finder, |line, text| {
                if let Some(tier) = query.tier(text) {
                    tell(line, tier);
                }
            }),
            Effort::Pinyin => self.by_pinyin(query, tell),
            Effort::Scattered => self.scattered(query, tell),
        }
    }

    fn by_pinyin(&self, query: &Query, mut found: impl FnMut(usize, Tier)) {
        let Some(letters) = &query.letters else {
            return;
        };
        let pinyin = self.pinyin.get_or_init(|| self.read());
        let mut lines: Vec<(usize, Tier)> = Vec::new();
        for readings in [&pinyin.full, &pinyin.initials] {
            readings.find(letters, |line, text| {
                let begins = text.as_bytes().starts_with(letters.needle());
                lines.push((
                    line,
                    if begins {
                        Tier::Pinyin
                    } else {
                        Tier::PinyinInside
                    },
                ));
            });
        }
        lines.sort_unstable();
        lines.dedup_by_key(|it| it.0);
        lines.retain(|(line, _)| !self.answers(query, *line));
        lines.into_iter().for_each(|(line, tier)| found(line, tier));
    }

    fn scattered(&self, query: &Query, mut found: impl FnMut(usize, Tier)) {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let (mut needle, mut haystack) = (Vec::new(), Vec::new());
        let needle = Utf32Str::new(&query.text, &mut needle);
        // Some letters stand together or begin words, so that what they gain outweighs the gaps between them.
        let min_score = 16 * needle.len() as u16;
        for (line, mask) in self.masks.iter().enumerate() {
            if query.mask & !mask != 0 || self.answers(query, line) {
                continue;
            }
            let text = Utf32Str::new(self.folded.line(line), &mut haystack);
            let score = matcher.fuzzy_match(text, needle);
            if score.is_some_and(|it| it >= min_score) {
                found(line, Tier::Scattered);
            }
        }
    }

    /// Whether the text itself does.
    fn answers(&self, query: &Query, line: usize) -> bool {
        let text = self.folded.line(line);
        query.finder.find(text.as_bytes()).is_some() && query.tier(text).is_some()
    }

    fn read(&self) -> Pinyin {
        let mut pinyin = Pinyin::default();
        for line in 0..self.len() {
            let reading = usual_reading(self.folded.line(line)).unwrap_or_default();
            pinyin.full.push(&reading.full);
            pinyin.initials.push(&reading.initials);
        }
        pinyin
    }
}

impl Lines {
    /// A line end within the text is none of ours.
    fn push(&mut self, text: &str) {
        let start = u32::try_from(self.text.len()).expect("a segment is far below 4 GiB");
        self.starts.push(start);
        self.text
            .extend(text.chars().map(|it| if it == '\n' { ' ' } else { it }));
        self.text.push('\n');
    }

    fn line(&self, line: usize) -> &str {
        let end = self
            .starts
            .get(line + 1)
            .map_or(self.text.len(), |it| *it as usize);
        &self.text[self.starts[line] as usize..end - 1]
    }

    /// Calls `found` with each line that holds the needle.
    fn find<'a>(&'a self, finder: &memmem::Finder<'_>, mut found: impl FnMut(usize, &'a str)) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(hit) = bytes.get(at..).and_then(|it| finder.find(it)) {
            let line = self.starts.partition_point(|it| *it as usize <= at + hit) - 1;
            found(line, self.line(line));
            at = self
                .starts
                .get(line + 1)
                .map_or(bytes.len(), |it| *it as usize);
        }
    }
}
