//! Many short texts, and which of them begin at a place of a longer one: a sorted table. An automaton of 70,000 terms takes twenty
//! times as long to make, and while it is made ten times the memory. It does not know what the texts are.

use rustc_hash::FxHashMap;

use super::folded::Folded;

/// Texts of two characters and more, each once, with what stands for it.
#[derive(Debug)]
pub(super) struct Patterns<T> {
    /// In order, one after the other.
    text: String,
    patterns: Vec<Pattern>,
    values: Vec<T>,
    /// By their first two characters, the patterns that begin with these: few places of a text get past that.
    by_start: FxHashMap<(char, char), (u32, u32)>,
}

impl<T> Default for Patterns<T> {
    fn default() -> Patterns<T> {
        Patterns {
            text: String::new(),
            patterns: Vec::new(),
            values: Vec::new(),
            by_start: FxHashMap::default(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Pattern {
    /// Where its text and its values end; they start where those of the one before end.
    text_end: u32,
    values_end: u32,
    /// The longest other one that it begins with.
    shorter: u32,
}

const NONE: u32 = u32::MAX;

/// What patterns are made from: a text may come several times, with several values.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    text: String,
    /// Bytes of the text, and the value.
    entries: Vec<(u32, u32, T)>,
}

impl<T: Copy> Gathered<T> {
    pub(super) fn new() -> Gathered<T> {
        Gathered {
            text: String::new(),
            entries: Vec::new(),
        }
    }

    /// Leaves out what is shorter than two characters. Case and width of letters say nothing.
    pub(super) fn add(&mut self, text: &str, value: T) {
        if text.chars().nth(1).is_none() {
            return;
        }
        let start = index(self.text.len());
        self.text.push_str(Folded::new(text).text());
        self.entries.push((start, index(self.text.len()), value));
    }

    pub(super) fn finish(mut self) -> Patterns<T> {
        let text = |it: &(u32, u32, T)| &self.text[it.0 as usize..it.1 as usize];
        self.entries.sort_by(|a, b| text(a).cmp(text(b)));
        let mut patterns = Patterns::default();
        // Those that the last one begins with, and itself.
        let mut open: Vec<u32> = Vec::new();
        for entry in &self.entries {
            patterns.push(text(entry), entry.2, &mut open);
        }
        patterns.text.shrink_to_fit();
        patterns.patterns.shrink_to_fit();
        patterns.values.shrink_to_fit();
        patterns
    }
}

impl<T> Patterns<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The patterns at a place of a folded text, the longest first, and where they end.
    pub(super) fn at<'a>(
        &'a self,
        text: &'a str,
        start: usize,
    ) -> impl Iterator<Item = (u32, usize)> + use<'a, T> {
        let rest = &text[start..];
        let ids = std::iter::successors(self.last_not_after(rest), |it| self.shorter(*it));
        let ids = ids.filter(move |it| rest.starts_with(self.text(*it)));
        ids.map(move |it| (it, start + self.text(it).len()))
    }

    pub(super) fn values(&self, id: u32) -> &[T] {
        let start = self.before(id).map_or(0, |it| it.values_end);
        &self.values[start as usize..self.patterns[id as usize].values_end as usize]
    }

    /// All patterns that a text begins with are this one or among those that this one begins with.
    fn last_not_after(&self, text: &str) -> Option<u32> {
        let (start, end) = *self.by_start.get(&start_of(text)?)?;
        let ids = &self.patterns[start as usize..end as usize];
        let mut n_before = 0;
        let mut size = ids.len();
        while size > 0 {
            let half = size / 2;
            if self.text(start + index(n_before + half)) <= text {
                n_before += half + 1;
                size -= half + 1;
            } else {
                size = half;
            }
        }
        (n_before > 0).then(|| start + index(n_before) - 1)
    }

    fn shorter(&self, id: u32) -> Option<u32> {
        let shorter = self.patterns[id as usize].shorter;
        (shorter != NONE).then_some(shorter)
    }

    fn text(&self, id: u32) -> &str {
        let start = self.before(id).map_or(0, |it| it.text_end);
        &self.text[start as usize..self.patterns[id as usize].text_end as usize]
    }

    fn before(&self, id: u32) -> Option<Pattern> {
        let before = (id as usize).checked_sub(1)?;
        Some(self.patterns[before])
    }

    /// In order of the texts.
    fn push(&mut self, text: &str, value: T, open: &mut Vec<u32>) {
        let id = index(self.patterns.len());
        self.values.push(value);
        let values_end = index(self.values.len());
        let is_same = id > 0 && self.text(id - 1) == text;
        if let Some(last) = self.patterns.last_mut().filter(|_| is_same) {
            last.values_end = values_end;
            return;
        }
        while open
            .last()
            .is_some_and(|it| !text.starts_with(self.text(*it)))
        {
            open.pop();
        }
        self.text.push_str(text);
        self.patterns.push(Pattern {
            text_end: index(self.text.len()),
            values_end,
            shorter: open.last().copied().unwrap_or(NONE),
        });
        open.push(id);
        if let Some(start) = start_of(text) {
            self.by_start.entry(start).or_insert((id, id)).1 = id + 1;
        }
    }
}

fn start_of(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("all terms together are below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&'static str]) -> Patterns<&'static str> {
        let mut gathered = Gathered::new();
        texts.iter().for_each(|it| gathered.add(it, *it));
        gathered.finish()
    }

    fn at(patterns: &Patterns<&'static str>, text: &str, start: usize) -> Vec<&'static str> {
        let found = patterns.at(text, start);
        found
            .flat_map(|it| patterns.values(it.0))
            .copied()
            .collect()
    }

    #[test]
    fn all_that_begin_at_a_place_are_found_the_longest_first() {
        let texts = [
            "深度",
            "深度学习",
            "深度思考",
            "AI",
            "ai",
            "Air",
            "air b",
            "x",
            "😀😀",
            "学习",
        ];
        let patterns = patterns(&texts);
        assert_eq!(at(&patterns, "深度学习了", 0), ["深度学习", "深度"]);
        assert_eq!(at(&patterns, "深度学", 0), ["深度"]);
        assert_eq!(at(&patterns, "深度学习", 6), ["学习"]);
        assert_eq!(at(&patterns, "an air bag", 3), ["air b", "Air", "AI", "ai"]);
        assert_eq!(at(&patterns, "airport", 0), ["Air", "AI", "ai"]);
        assert_eq!(at(&patterns, "😀😀😀", 0), ["😀😀"]);
        assert!(at(&patterns, "x", 0).is_empty() && at(&patterns, "深", 0).is_empty());
        assert!(!patterns.is_empty() && Patterns::<()>::default().is_empty());
    }

    #[test]
    fn looking_in_the_table_is_looking_at_each_text() {
        let alphabet = ["a", "b", "中", "文"];
        let mut number = 7_usize;
        let mut text = |n_most: usize| {
            number = number
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let n = (number >> 33) % n_most + 1;
            let chars = (0..n).map(|it| alphabet[(number >> (35 + 2 * it)) % alphabet.len()]);
            chars.collect::<String>()
        };
        let mut gathered = Gathered::new();
        let mut texts: Vec<String> = (0..200).map(|_| text(6)).collect();
        texts.sort_unstable();
        texts.dedup();
        (0..texts.len()).for_each(|it| gathered.add(&texts[it], it));
        let patterns = gathered.finish();
        for _ in 0..500 {
            let text = text(8);
            let is_found =
                |it: &usize| texts[*it].chars().nth(1).is_some() && text.starts_with(&texts[*it]);
            let expected: Vec<usize> = (0..texts.len()).rev().filter(is_found).collect();
            let found: Vec<usize> = patterns
                .at(&text, 0)
                .flat_map(|it| patterns.values(it.0))
                .copied()
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
