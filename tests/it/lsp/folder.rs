//! A folder of posts on the disk, for as long as a test runs.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::fixture::Fixture;
use crate::lsp_client;

pub(crate) struct Folder {
    /// Removes it all when it goes.
    _dir: TempDir,
    root: PathBuf,
    pub(crate) fixture: Fixture,
}

impl Folder {
    /// A folder with the files of a fixture, under a name that needs encoding.
    pub(crate) fn new(fixture: &str) -> Folder {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir
            .path()
            .canonicalize()
            .expect("it is there")
            .join("笔记 +1");
        fs::create_dir(&root).expect("it is new");
        let folder = Folder {
            _dir: dir,
            root,
            fixture: Fixture::parse(fixture),
        };
        for file in &folder.fixture.files {
            folder.write(&file.path, &file.text);
        }
        folder
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn uri(&self, path: &str) -> String {
        lsp_client::uri(&self.path(path))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        let folder = path.parent().expect("it is below the root");
        fs::create_dir_all(folder).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        let removed = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        removed.expect("it can be removed");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("it can be renamed");
    }
}

/// A corpus with one post for each tag.
pub(crate) fn tagged(tags: &[&str]) -> String {
    let post = |(index, tag): (usize, &&str)| {
        format!(
            "//- /posts/{index}.md\n---\ntitle: 第 {index} 篇 😀\ntags:\n  - {tag}\n---\n# 正文\n"
        )
    };
    tags.iter().enumerate().map(post).collect()
}
