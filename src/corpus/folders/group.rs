//! Some posts of a folder, and how many of them have each field. Of a few posts that is counted when it is asked for: to keep the
//! counts of every folder would cost more memory than its posts where each post has a folder of its own.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{Usage, is_usual};
use crate::corpus::index::Delta;
use crate::corpus::path::FileId;
use crate::corpus::summary::Summary;
use crate::corpus::vocabulary::Postings;

/// Of more posts the counts are kept.
const FEW: usize = 32;

#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    files: Postings,
    /// Once there were many posts.
    counts: Option<Arc<Counts>>,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    n_posts: usize,
    fields: FxHashMap<SmolStr, usize>,
}

/// What a post was to a group, and what it is now.
pub(super) struct Change<'a> {
    file: FileId,
    was_there: bool,
    is_there: bool,
    /// The fields of a post that tells what posts have.
    old: Option<&'a Arc<[SmolStr]>>,
    new: Option<&'a Arc<[SmolStr]>>,
}

/// Whether what there is of many posts is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    Yes,
    No,
}

impl<'a> Change<'a> {
    /// `None` where it makes no difference.
    pub(super) fn of(delta: &'a Delta, template_by_path: bool) -> Option<Change<'a>> {
        let names = |it: &'a Option<Arc<Summary>>| {
            let usual = it.as_deref().filter(|it| is_usual(it, template_by_path));
            usual.map(|it| it.fields.names())
        };
        let change = Change {
            file: delta.file,
            was_there: delta.old.is_some(),
            is_there: delta.new.is_some(),
            old: names(&delta.old),
            new: names(&delta.new),
        };
        let is_none = change.was_there == change.is_there && change.old == change.new;
        (!is_none).then_some(change)
    }
}

impl Group {
    pub(super) fn files(&self) -> &[FileId] {
        &self.files
    }

    /// How many posts have the field; `None` if that is not kept.
    pub(super) fn usage(&self, field: &str) -> Option<Usage> {
        let counts = self.counts.as_ref()?;
        Some(Usage {
            n_posts: counts.n_posts,
            n_having: counts.fields.get(field).copied().unwrap_or_default(),
        })
    }

    /// Returns whether what there is of many posts is counted: else that is to be done when all changes are taken in.
    pub(super) fn take(&mut self, change: &Change<'_>) -> Counted {
        if change.is_there {
            self.files.insert(change.file);
        } else {
            self.files.remove(change.file);
        }
        match &mut self.counts {
            Some(counts) => {
                let counts = Arc::make_mut(counts);
                change.old.into_iter().for_each(|it| counts.remove(it));
                change.new.into_iter().for_each(|it| counts.add(it, 1));
                Counted::Yes
            }
            None if self.files.len() > FEW => Counted::No,
            None => Counted::Yes,
        }
    }

    /// Counts all posts. `usual` tells of a post that tells what posts have.
    pub(super) fn count<'a>(&mut self, usual: impl Fn(FileId) -> Option<&'a Summary>) {
        // Most posts of a folder share their sequence of names: each is looked up once.
        let mut orders: FxHashMap<*const SmolStr, (&[SmolStr], usize)> = FxHashMap::default();
        for summary in self.files.iter().filter_map(|it| usual(*it)) {
            let names = summary.fields.names();
            orders.entry(names.as_ptr()).or_insert((names, 0)).1 += 1;
        }
        let mut counts = Counts::default();
        for (names, n_posts) in orders.into_values() {
            counts.add(names, n_posts);
        }
        self.counts = Some(Arc::new(counts));
    }
}

impl Counts {
    fn add(&mut self, names: &[SmolStr], n_posts: usize) {
        self.n_posts += n_posts;
        for name in distinct(names) {
            match self.fields.get_mut(name) {
                Some(n) => *n += n_posts,
                None => drop(self.fields.insert(name.clone(), n_posts)),
            }
        }
    }

    fn remove(&mut self, names: &[SmolStr]) {
        self.n_posts -= 1;
        for name in distinct(names) {
            if let Some(n) = self.fields.get_mut(name) {
                *n -= 1;
                if *n == 0 {
                    self.fields.remove(name);
                }
            }
        }
    }
}

/// A post that has a field twice has it once.
fn distinct(names: &[SmolStr]) -> impl Iterator<Item = &SmolStr> {
    let is_first = |(at, name): &(usize, &SmolStr)| !names[..*at].contains(name);
    names.iter().enumerate().filter(is_first).map(|it| it.1)
}
