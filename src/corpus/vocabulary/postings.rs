//! The posts that use a term: sorted, and compact, because 7 of 10 terms are used by one post only.

use std::iter::Inspect;
use std::ops::Deref;
use std::slice;
use std::sync::Arc;

use crate::corpus::{FileId, work};

/// A sorted set of files.
#[derive(Clone, Debug, Default)]
pub struct Postings(Repr);

#[derive(Clone, Debug, Default)]
enum Repr {
    #[default]
    None,
    One(FileId),
    Many(Arc<Vec<FileId>>),
}

impl Postings {
    /// Returns whether the file is new here. Files that come in the order of their ids, as they do while a corpus is loaded,
    /// are appended.
    pub(crate) fn insert(&mut self, file: FileId) -> bool {
        let Err(at) = self.place(file) else {
            return false;
        };
        match &mut self.0 {
            Repr::None => self.0 = Repr::One(file),
            Repr::One(other) => {
                let both = [file.min(*other), file.max(*other)];
                self.0 = Repr::Many(Arc::new(both.to_vec()));
            }
            Repr::Many(files) => Arc::make_mut(files).insert(at, file),
        }
        true
    }

    /// Adds files, sorted and each once.
    pub(crate) fn extend(&mut self, files: &[FileId]) {
        match files {
            [] => {}
            [file] => _ = self.insert(*file),
            files if self.is_empty() => self.0 = Repr::Many(Arc::new(files.to_vec())),
            files => files.iter().for_each(|it| _ = self.insert(*it)),
        }
    }

    /// Returns whether the file was there.
    pub(crate) fn remove(&mut self, file: FileId) -> bool {
        let Ok(at) = self.place(file) else {
            return false;
        };
        match &mut self.0 {
            Repr::Many(files) if files.len() > 2 => {
                Arc::make_mut(files).remove(at);
            }
            Repr::Many(files) => self.0 = Repr::One(files[1 - at]),
            Repr::One(_) | Repr::None => self.0 = Repr::None,
        }
        true
    }

    fn place(&self, file: FileId) -> Result<usize, usize> {
        let files = self.files();
        match files.last() {
            Some(last) if *last < file => Err(files.len()),
            _ => files.binary_search(&file),
        }
    }
}

impl Postings {
    pub fn len(&self) -> usize {
        self.files().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// In order.
    pub fn iter(&self) -> Iter<'_> {
        let look: fn(&&'_ FileId) = |_| work::look();
        self.files().iter().inspect(look)
    }

    pub fn first(&self) -> Option<&FileId> {
        self.files().first()
    }

    pub fn contains(&self, file: &FileId) -> bool {
        self.binary_search(file).is_ok()
    }

    pub fn binary_search(&self, file: &FileId) -> Result<usize, usize> {
        self.files().binary_search(file)
    }

    fn files(&self) -> &[FileId] {
        match &self.0 {
            Repr::None => &[],
            Repr::One(file) => slice::from_ref(file),
            Repr::Many(files) => files,
        }
    }
}

/// Whoever takes the slice is held to look at all of it.
impl Deref for Postings {
    type Target = [FileId];

    fn deref(&self) -> &[FileId] {
        let files = self.files();
        work::look_at(files.len());
        files
    }
}

/// The files, each of which is counted as it is looked at.
type Iter<'a> = Inspect<slice::Iter<'a, FileId>, fn(&&'a FileId)>;

impl PartialEq for Postings {
    fn eq(&self, other: &Postings) -> bool {
        self.files() == other.files()
    }
}

impl<'a> IntoIterator for &'a Postings {
    type Item = &'a FileId;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_sorted_and_unique() {
        let mut posts = Postings::default();
        for id in [7, 3, 9, 3, 1, 9] {
            posts.insert(FileId(id));
        }
        assert_eq!(*posts, [1, 3, 7, 9].map(FileId));
        for id in [1, 8, 9, 3] {
            posts.remove(FileId(id));
        }
        assert_eq!(*posts, [FileId(7)]);
        assert!(posts.remove(FileId(7)) && !posts.remove(FileId(7)));
        assert!(posts.is_empty());
    }
}
