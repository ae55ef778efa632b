//! The titles and headings of some posts, or the names that links know them by, or some terms of a vocabulary: each with what
//! finds the post or term again.

use std::ops::Range;
use std::sync::Arc;

use super::texts::Texts;
use crate::corpus::{FileId, Snapshot, Summary, TermId, Vocabulary};
use crate::features::links::write::{name, stem};
use crate::features::related::title_of;

/// Of each post its title, then its headings; or its title, then its other names.
#[derive(Debug)]
pub(super) struct Posts {
    pub(super) texts: Texts,
    /// What it was made from, to see whether it still is so.
    posts: Vec<(FileId, Option<Arc<Summary>>)>,
    /// For each post the number of entries before it.
    starts: Vec<usize>,
}

impl Posts {
    /// `more` gives the texts of a post besides its title.
    pub(super) fn new(
        snap: &Snapshot,
        files: impl Iterator<Item = FileId>,
        more: fn(&Snapshot, FileId, &Summary, &mut Texts),
    ) -> Posts {
        let posts: Vec<_> = files
            .map(|it| (it, snap.shared_summary(it).cloned()))
            .collect();
        let mut texts = Texts::default();
        let mut starts = Vec::with_capacity(posts.len());
        for (file, summary) in &posts {
            starts.push(texts.len());
            if let Some(summary) = summary {
                texts.push(&title_of(snap, *file));
                more(snap, *file, summary, &mut texts);
            }
        }
        texts.shrink();
        Posts {
            texts,
            posts,
            starts,
        }
    }

    pub(super) fn is_of(&self, snap: &Snapshot) -> bool {
        self.posts.iter().all(
            |(file, summary)| match (snap.shared_summary(*file), summary) {
                (Some(now), Some(then)) => Arc::ptr_eq(now, then),
                (now, then) => now.is_none() && then.is_none(),
            },
        )
    }

    /// The post of an entry, and the index of the heading unless it is the title.
    pub(super) fn entry(&self, entry: usize) -> (FileId, Option<usize>) {
        // Posts that are gone have no entries, and begin where the next one does.
        let post = self.starts.partition_point(|it| *it <= entry) - 1;
        (
            self.posts[post].0,
            (entry - self.starts[post]).checked_sub(1),
        )
    }
}

pub(super) fn headings(_: &Snapshot, _: FileId, summary: &Summary, texts: &mut Texts) {
    let headings = summary.headings.iter();
    headings.for_each(|(_, title)| texts.push(title));
}

/// Fields that give a post more names, as Obsidian and Hugo have them.
const ALIASES: [&str; 2] = ["aliases", "alias"];

/// The file's name, and what the front matter says that the post is called too.
pub(super) fn names(snap: &Snapshot, file: FileId, summary: &Summary, texts: &mut Texts) {
    texts.push(name(stem(snap.path(file).as_str())));
    let aliases = ALIASES.iter().filter_map(|it| summary.field(it));
    aliases
        .flat_map(|it| it.items())
        .for_each(|it| texts.push(it));
}

/// Terms with these ids, whether a post uses them now or not: what text an id has never changes.
#[derive(Debug)]
pub(super) struct TermTexts {
    pub(super) texts: Texts,
    ids: Range<u32>,
    /// The texts of the first id and the last.
    ends: [String; 2],
}

impl TermTexts {
    pub(super) fn new(vocabulary: &Vocabulary, ids: Range<u32>) -> TermTexts {
        let mut texts = Texts::default();
        for id in ids.clone() {
            texts.push(&vocabulary.term(TermId(id)).text);
        }
        texts.shrink();
        let ends = ends(vocabulary, &ids);
        TermTexts { texts, ids, ends }
    }

    /// Ids mean other terms once fields are declared to share a vocabulary, or not to.
    pub(super) fn is_of(&self, vocabulary: &Vocabulary, ids: &Range<u32>) -> bool {
        self.ids == *ids && self.ends == ends(vocabulary, ids)
    }

    pub(super) fn id(&self, entry: usize) -> TermId {
        TermId(self.ids.start + u32::try_from(entry).expect("there are fewer terms than ids"))
    }
}

fn ends(vocabulary: &Vocabulary, ids: &Range<u32>) -> [String; 2] {
    let text = |id: u32| vocabulary.term(TermId(id)).text.to_string();
    [text(ids.start), text(ids.end - 1)]
}
