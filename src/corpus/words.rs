//! Which posts speak of the same things: posts by the words of their titles and summaries, pairs of characters where there
//! are no word breaks. It knows nothing of terms.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::path::FileId;

/// Posts by word. A word is its hash: a collision in 32 bits costs a little likeness, and nothing else.
#[derive(Debug, Default)]
pub struct Words {
    /// Where the posts of a word begin in `posts`, and how many there are.
    spans: FxHashMap<u32, (u32, u32)>,
    posts: Vec<FileId>,
    /// Posts with a text.
    pub n_posts: usize,
    /// Of how many files, posts or not, they were taken.
    pub n_files: usize,
}

impl Words {
    pub fn new<'a>(texts: impl Iterator<Item = (FileId, &'a str)>, n_files: usize) -> Words {
        let mut pairs = Vec::new();
        let mut n_posts = 0;
        let mut last = None;
        for (file, text) in texts {
            n_posts += usize::from(last.replace(file) != Some(file));
            each_word(text, |word| pairs.push((word, file)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut words = Words {
            n_posts,
            n_files,
            ..Words::default()
        };
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            let start = u32::try_from(words.posts.len()).expect("fewer than 4 billion words");
            words.posts.extend(same.iter().map(|it| it.1));
            words.spans.insert(
                same[0].0,
                (
                    start,
                    u32::try_from(same.len()).expect("fewer than 4 billion posts"),
                ),
            );
        }
        words
    }

    /// The posts whose text has this word, each once.
    pub fn posts(&self, word: u32) -> &[FileId] {
        let Some((start, n)) = self.spans.get(&word) else {
            return &[];
        };
        &self.posts[*start as usize..][..*n as usize]
    }
}

/// Calls `f` with each word of a text, repeated ones repeatedly.
pub fn each_word(text: &str, mut f: impl FnMut(u32)) {
    let mut word = String::new();
    let mut before = None;
    for c in text.chars().chain([' ']).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            before = None;
            continue;
        }
        if !word.is_empty() {
            f(hash(&*word));
            word.clear();
        }
        if !c.is_alphanumeric() {
            before = None;
            continue;
        }
        if let Some(before) = before.replace(c) {
            f(hash(&(before, c)));
        }
    }
}

fn hash(word: &(impl Hash + ?Sized)) -> u32 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    // The upper half is the better mixed one.
    (hasher.finish() >> 32) as u32
}
