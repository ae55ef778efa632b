//! Names of files: ids, and paths relative to the root. It does not touch the disk.

pub mod uri;

use std::path::Path;

use smol_str::SmolStr;

use crate::schema::config::ENDINGS;

/// A file of one corpus. Ids are dense and never reused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A path relative to the root, with `/` between its parts on every system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(pub SmolStr);

/// Files about the repository, which are no posts of the site.
const ABOUT: [&str; 9] = [
    "readme",
    "license",
    "changelog",
    "contributing",
    "code_of_conduct",
    "security",
    "todo",
    "agents",
    "claude",
];

impl RelPath {
    /// Whether the file is about the repository.
    pub fn is_about_repository(&self) -> bool {
        let name = self.as_str().rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |it| it.0);
        ABOUT.iter().any(|it| stem.eq_ignore_ascii_case(it))
    }

    /// `None` where `path` is not below `root`, is the root itself, or is not UTF-8: no editor can spell such a name.
    pub fn new(root: &Path, path: &Path) -> Option<RelPath> {
        let below = path.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = below.iter().map(|it| it.to_str()).collect();
        let path = parts?.join("/");
        (!path.is_empty()).then(|| RelPath(path.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder's path; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The first part of the path where there are several: the collection that a post belongs to. Empty at the root.
    pub fn top_folder(&self) -> &str {
        self.0.split_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is one of these folders, or in one.
    pub fn is_in(&self, folders: &[RelPath]) -> bool {
        folders.iter().any(|it| {
            let rest = self.0.strip_prefix(it.as_str());
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    }

    /// Whether the name is that of a post, in any case.
    pub fn is_post(&self) -> bool {
        is_post_name(&self.0)
    }
}

/// The same of a path or a name.
pub(super) fn is_post_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |it| it.1);
    ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending))
}
