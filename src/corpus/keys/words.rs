//! The words that terms are made of: what `ai-agents` and `ai-coding` have in common.
//! It knows nothing of typing.

use rustc_hash::FxHashMap;

use crate::corpus::words::each_word;

#[derive(Debug, Default)]
pub(super) struct TermWords {
    words: Vec<u32>,
    /// Where the words of each term end, in the order of their ids.
    ends: Vec<u32>,
    uses: FxHashMap<u32, u32>,
}

impl TermWords {
    /// The words of the term with the next id, which so many posts use.
    pub(super) fn push(&mut self, text: &str, n_posts: usize) {
        let start = self.words.len();
        let n_posts = u32::try_from(n_posts).expect("fewer than 4 billion posts");
        each_word(text, |word| {
            if !self.words[start..].contains(&word) {
                self.words.push(word);
                *self.uses.entry(word).or_default() += n_posts;
            }
        });
        self.ends
            .push(u32::try_from(self.words.len()).expect("fewer than 4 billion words"));
    }

    /// Of the term that was pushed as the `index`th; nothing for others.
    pub(super) fn of(&self, index: u32) -> &[u32] {
        let index = index as usize;
        let Some(end) = self.ends.get(index) else {
            return &[];
        };
        let start = index.checked_sub(1).map_or(0, |it| self.ends[it]);
        &self.words[start as usize..*end as usize]
    }

    pub(super) fn uses(&self, word: u32) -> u32 {
        self.uses.get(&word).copied().unwrap_or(0)
    }
}
