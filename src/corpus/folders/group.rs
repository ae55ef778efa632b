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
use crate::syntax::Format;

/// Of more posts the counts are kept.
const FEW: usize = 32;

#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    files: Postings,
    /// Once there were many posts.
    counts: Option<Arc<Counts>>,
}

/// By the format of the front matter.
#[derive(Clone, Debug, Default)]
struct Counts([OfFormat; Format::ALL.len()]);

#[derive(Clone, Debug, Default)]
struct OfFormat {
    n_posts: usize,
    fields: FxHashMap<SmolStr, usize>,
}

/// What a post was to a group, and what it is now.
pub(super) struct Change<'a> {
    file: FileId,
    was_there: bool,
    is_there: bool,
    /// The fields of a post that tells what posts have.
    old: Option<Usual<'a>>,
    new: Option<Usual<'a>>,
}

type Usual<'a> = (Format, &'a Arc<[SmolStr]>);

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
            usual.and_then(|it| Some((it.format?, it.fields.names())))
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

    /// How many posts of each format have the field; `None` if that is not kept.
    pub(super) fn usage(&self, field: &str) -> Option<[(Format, Usage); Format::ALL.len()]> {
        let counts = self.counts.as_ref()?;
        Some(Format::ALL.map(|it| (it, counts.0[it as usize].usage(field))))
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
                change
                    .old
                    .into_iter()
                    .for_each(|it| counts.0[it.0 as usize].remove(it.1));
                change
                    .new
                    .into_iter()
                    .for_each(|it| counts.0[it.0 as usize].add(it.1, 1));
                Counted::Yes
            }
            None if self.files.len() > FEW => Counted::No,
            None => Counted::Yes,
        }
    }

    /// Counts all posts. `usual` tells of a post that tells what posts have.
    pub(super) fn count<'a>(&mut self, usual: impl Fn(FileId) -> Option<&'a Summary>) {
        // Most posts of a folder share their sequence of names: each is looked up once.
        let mut orders: FxHashMap<_, (&[SmolStr], usize)> = FxHashMap::default();
        for summary in self.files.iter().filter_map(|it| usual(*it)) {
            let names = summary.fields.names();
            let order = (summary.format, names.as_ptr());
            orders.entry(order).or_insert((names, 0)).1 += 1;
        }
        let mut counts = Counts::default();
        for ((format, _), (names, n_posts)) in orders {
            if let Some(format) = format {
                counts.0[format as usize].add(names, n_posts);
            }
        }
        self.counts = Some(Arc::new(counts));
    }
}

impl OfFormat {
    fn usage(&self, field: &str) -> Usage {
        Usage {
            n_posts: self.n_posts,
            n_having: self.fields.get(field).copied().unwrap_or_default(),
        }
    }

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
