//! What is in one folder now, posts or not: for who writes links to files.
//! It knows nothing of the index, and keeps nothing.

use std::path::Path;

use super::{Stamp, walk};
use crate::corpus::path::RelPath;

/// A file or folder in a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The last part of its path.
    pub name: String,
    pub is_folder: bool,
}

/// So many entries of a folder are looked at.
const MAX_ENTRIES: usize = 5_000;

/// The entries of a folder, whose path from the root may be empty, by their names; what a walk ignores is left out.
pub(in crate::corpus) fn entries(root: &Path, folder: &str) -> Vec<Entry> {
    let found = walk::in_folder(root, folder).take(MAX_ENTRIES);
    let mut entries: Vec<Entry> = found
        .filter_map(|it| {
            Some(Entry {
                name: it.file_name().to_str()?.to_owned(),
                is_folder: it.file_type()?.is_dir(),
            })
        })
        .collect();
    entries.sort_unstable();
    entries
}

/// The stamp of a folder, which is that of its list of entries.
pub(in crate::corpus) fn folder_stamp(root: &Path, folder: &str) -> Option<Stamp> {
    let metadata = root.join(folder).metadata().ok()?;
    metadata.is_dir().then(|| Stamp::of(&metadata))
}

/// Whether there is something at a path.
pub(in crate::corpus) fn is_there(root: &Path, path: &RelPath) -> bool {
    root.join(path.as_str()).exists()
}
