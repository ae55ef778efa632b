//! Names of files: ids, paths relative to the root, and `file:` URIs (percent-encoding, drive letters).

use smol_str::SmolStr;

/// A file of one corpus. Ids are dense and never reused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A path relative to the root, with `/` between its parts on every system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(pub SmolStr);

impl RelPath {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder's path; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}
