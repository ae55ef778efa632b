//! Which files are posts: below the root, not ignored, named like posts, within the globs of rubric.yaml.
//!
//! Symbolic links are not followed. One that leads to a place within the root would count that place twice, so it is silently
//! left out; one that leads out of it, or nowhere, is told. So no link can make the walk hang.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::{DirEntry, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use smol_str::SmolStr;

use super::{DiskFile, ProblemKind, Reading};
use crate::corpus::edit::Event;
use crate::corpus::path::RelPath;
use crate::schema::Config;

/// Folders of what tools make or fetch, in any content repo.
const LEFT_OUT: [&str; 4] = ["_site", "node_modules", "dist", "vendor"];

/// What a walk has found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Sorted, without duplicates.
    pub(super) files: Vec<RelPath>,
    pub(super) problems: Vec<Event>,
}

/// Walks a root, but not its inner ones. `named` files and folders are never ignored: a folder in which the rules of the root
/// leave nothing is read by its own alone.
pub(super) fn walk(root: &Path, config: &Config, inner: &[RelPath], named: &[&Path]) -> Found {
    let walker = Walker::new(root, config, inner);
    let mut found = walker.run(builder(root), |_| true);
    for path in named {
        match RelPath::new(root, path) {
            Some(file) if path.is_file() => found.files.push(file),
            Some(folder) if !found.has_below(&folder) => found.merge(walker.run_named(path)),
            _ => {}
        }
    }
    found.files.sort_unstable();
    found.files.dedup();
    found
}

/// Walks only towards `targets`, files or folders, by the same rules.
pub(super) fn walk_to(
    root: &Path,
    config: &Config,
    inner: &[RelPath],
    targets: &[PathBuf],
) -> Found {
    let targets = targets.to_vec();
    let wanted = move |path: &Path| {
        targets
            .iter()
            .any(|it| is_within(it, path) || is_within(path, it))
    };
    let mut found = Walker::new(root, config, inner).run(builder(root), wanted);
    found.files.sort_unstable();
    found
}

/// The folders at and below `target` in which posts may come to be, by the rules of the root: for who watches them.
pub fn folders(root: &Path, target: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let (start, towards, below) = (root.to_owned(), target.to_owned(), target.to_owned());
    builder(root)
        .filter_entry(move |it| {
            let path = it.path();
            let wanted = towards.starts_with(path) || path.starts_with(&towards);
            path == start || wanted && !is_left_out(it)
        })
        .build()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_some_and(|it| it.is_dir()))
        .map(DirEntry::into_path)
        .filter(move |it| it.starts_with(&below))
}

/// What is right in a folder, given from the root, that is not ignored. Rules of ignore files between the root and the folder
/// hold, and so it is nothing that a folder has which a walk would not come to.
pub(super) fn in_folder(root: &Path, folder: &str) -> impl Iterator<Item = DirEntry> + use<> {
    let target = if folder.is_empty() {
        root.to_owned()
    } else {
        root.join(folder)
    };
    let (start, towards) = (root.to_owned(), target.clone());
    builder(root)
        .filter_entry(move |it| {
            let path = it.path();
            let on_the_way = is_within(&towards, path);
            path == start || (on_the_way || path.parent() == Some(&towards)) && !is_left_out(it)
        })
        .max_depth(Some(
            folder.split('/').filter(|it| !it.is_empty()).count() + 1,
        ))
        .build()
        .filter_map(Result::ok)
        .filter(move |it| it.path().parent() == Some(&target))
}

/// Whether the path is the folder, or in it; both from the same root. A folder of posts has thousands of entries, and to compare
/// their paths part by part takes longer than to read their names.
fn is_within(path: &Path, folder: &Path) -> bool {
    let folder = folder.as_os_str().as_encoded_bytes();
    let path = path.as_os_str().as_encoded_bytes();
    let is_separator =
        |it: Option<&u8>| it.is_some_and(|it| std::path::is_separator(char::from(*it)));
    let below = path.strip_prefix(folder);
    below.is_some_and(|it| it.is_empty() || is_separator(it.first()) || is_separator(folder.last()))
}

fn builder(from: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(from);
    builder
        .require_git(false)
        // Outside a work tree, a .gitignore above the root (say, of a home folder's dotfiles) is none of our business.
        .parents(from.ancestors().any(|it| it.join(".git").exists()));
    builder
}

impl Found {
    fn has_below(&self, folder: &RelPath) -> bool {
        let below = |it: &RelPath| {
            let rest = it.as_str().strip_prefix(folder.as_str());
            rest.is_some_and(|it| it.starts_with('/'))
        };
        self.files.iter().any(below)
    }

    fn merge(&mut self, other: Found) {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
    }
}

struct Walker<'a> {
    root: &'a Path,
    /// Without links, to compare the targets of links with.
    canonical: PathBuf,
    content: Option<GlobSet>,
    /// Folders that are roots of their own.
    inner: Vec<PathBuf>,
}

impl<'a> Walker<'a> {
    fn new(root: &'a Path, config: &Config, inner: &[RelPath]) -> Walker<'a> {
        Walker {
            root,
            canonical: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
            content: globs(&config.content),
            inner: inner.iter().map(|it| root.join(it.as_str())).collect(),
        }
    }

    /// Neither `content` nor an ignore file above the folder says anything of one that was named.
    fn run_named(&self, folder: &Path) -> Found {
        let walker = Walker {
            content: None,
            canonical: self.canonical.clone(),
            inner: self.inner.clone(),
            ..*self
        };
        let mut builder = builder(folder);
        builder.parents(false);
        walker.run(builder, |_| true)
    }

    fn run(
        &self,
        mut builder: WalkBuilder,
        wanted: impl Fn(&Path) -> bool + Send + Sync + 'static,
    ) -> Found {
        let found = Mutex::new(Found::default());
        let inner = self.inner.clone();
        let wanted = move |it: &Path| wanted(it) && !inner.iter().any(|inner| inner == it);
        let walk = builder
            .threads(rayon::current_num_threads().min(4))
            .filter_entry(move |it| it.depth() == 0 || wanted(it.path()) && !is_left_out(it))
            .build_parallel();
        walk.visit(&mut Visitors {
            walker: self,
            found: &found,
        });
        found.into_inner().expect("no visitor panics")
    }

    fn visit(&self, entry: Result<DirEntry, ignore::Error>, found: &mut Found) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.unreadable(&error, found),
        };
        if let Some(error) = entry.error() {
            tracing::warn!("an ignore file of {}: {error}", entry.path().display());
        }
        let Some(file_type) = entry.file_type() else {
            return;
        };
        let path = RelPath::new(self.root, entry.path());
        if file_type.is_symlink() {
            found.problems.extend(self.link_problem(entry.path(), path));
        } else if file_type.is_file() {
            match path {
                Some(path) if self.is_content(&path) => found.files.push(path),
                Some(_) => {}
                None => found
                    .problems
                    .push(problem(self.lossy(entry.path()), ProblemKind::BadName)),
            }
        }
    }

    fn is_content(&self, path: &RelPath) -> bool {
        path.is_post()
            && self
                .content
                .as_ref()
                .is_none_or(|it| it.is_match(path.as_str()))
    }

    fn link_problem(&self, link: &Path, path: Option<RelPath>) -> Option<Event> {
        let path = path?;
        match link.canonicalize() {
            Err(_) if path.is_post() => Some(problem(path, ProblemKind::BrokenLink)),
            Err(_) => None,
            Ok(target) if target.starts_with(&self.canonical) => None,
            Ok(target) if target.is_dir() || path.is_post() => {
                Some(problem(path, ProblemKind::LinkOutside))
            }
            Ok(_) => None,
        }
    }

    fn unreadable(&self, error: &ignore::Error, found: &mut Found) {
        let (path, reason) = match error {
            ignore::Error::WithPath { path, err } => (self.lossy(path), err.to_string()),
            ignore::Error::WithDepth { err, .. } => return self.unreadable(err, found),
            _ => (self.lossy(self.root), error.to_string()),
        };
        found
            .problems
            .push(problem(path, ProblemKind::Unreadable(reason)));
    }

    /// A path to show.
    fn lossy(&self, path: &Path) -> RelPath {
        let below = path
            .strip_prefix(self.root)
            .unwrap_or(path)
            .to_string_lossy();
        RelPath(if below.is_empty() {
            ".".into()
        } else {
            below.replace('\\', "/").into()
        })
    }
}

fn problem(path: RelPath, kind: ProblemKind) -> Event {
    Event::Disk(DiskFile {
        path,
        reading: Reading::begin(),
        post: None,
        problems: Box::new([kind.into()]),
    })
}

fn is_left_out(entry: &DirEntry) -> bool {
    let is_dir = entry.file_type().is_some_and(|it| it.is_dir());
    is_dir
        && entry
            .file_name()
            .to_str()
            .is_some_and(|it| LEFT_OUT.contains(&it))
}

/// Globs as everybody writes them: `*` stays within a folder, `**` does not. Wrong ones are told with the configuration.
fn globs(content: &[SmolStr]) -> Option<GlobSet> {
    if content.is_empty() {
        return None;
    }
    let mut set = GlobSetBuilder::new();
    for glob in content {
        let glob = glob.strip_prefix("./").unwrap_or(glob);
        match GlobBuilder::new(glob).literal_separator(true).build() {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => tracing::warn!("content: {error}"),
        }
    }
    set.build().ok()
}

struct Visitors<'a> {
    walker: &'a Walker<'a>,
    found: &'a Mutex<Found>,
}

/// One thread's part.
struct Visitor<'a> {
    walker: &'a Walker<'a>,
    found: &'a Mutex<Found>,
    own: Found,
}

impl<'s, 'a: 's> ParallelVisitorBuilder<'s> for Visitors<'a> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 's> {
        Box::new(Visitor {
            walker: self.walker,
            found: self.found,
            own: Found::default(),
        })
    }
}

impl ParallelVisitor for Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        self.walker.visit(entry, &mut self.own);
        WalkState::Continue
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let own = std::mem::take(&mut self.own);
        self.found.lock().expect("no visitor panics").merge(own);
    }
}
