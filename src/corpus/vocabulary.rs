//! The terms of a field (or of several that share a vocabulary), with the posts that use each.

use smol_str::SmolStr;

use super::path::FileId;

/// Dense within its vocabulary; never reused while the vocabulary lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
pub struct Term {
    /// As written.
    pub text: SmolStr,
    /// The posts that use it, sorted.
    pub posts: Vec<FileId>,
    /// The latest `date` of a post that uses it: days since 1970-01-01.
    pub last_use: Option<i32>,
}

impl Vocabulary {
    /// Terms that at least one post uses.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.terms
            .iter()
            .enumerate()
            .filter(|(_, it)| !it.posts.is_empty())
            .map(|(id, it)| (TermId(id as u32), it))
    }

    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    /// The term of exactly this text.
    pub fn get(&self, text: &str) -> Option<TermId> {
        self.terms
            .iter()
            .position(|it| it.text == text)
            .map(|id| TermId(id as u32))
    }
}
