//! From the paths as typed to roots, each with the part of it that is asked for.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::corpus::{CONFIG, RelPath};

/// A folder whose posts make one vocabulary.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Absolute, without symbolic links.
    pub(super) folder: PathBuf,
    /// What to report on, absolute: files and folders below `folder`. Empty where its configuration alone was named.
    pub(super) wanted: Vec<PathBuf>,
    /// Of that, what another root reports on.
    elsewhere: Vec<PathBuf>,
    /// Where only some files of all that are wanted count: these, absolute.
    pub(super) only: Option<BTreeSet<PathBuf>>,
}

/// The roots of the paths that were named, and the paths that are not read.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// In the order in which they are first met.
    pub(super) roots: Vec<Root>,
    pub(super) left_out: Vec<LeftOut>,
}

/// A path that was named and is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// As it was typed.
    pub(super) path: PathBuf,
    pub(super) why: Why,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Why {
    Missing,
    /// For this reason of the system.
    Unreadable(String),
    /// A file of another kind.
    NoPost,
    Config,
}

impl LeftOut {
    /// Whether it is an error of the one who named it: what no longer exists, or cannot be opened.
    pub(super) fn is_failure(&self) -> bool {
        matches!(self.why, Why::Missing | Why::Unreadable(_))
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.why {
            Why::Missing => write!(f, "{path}: no such file or folder"),
            Why::Unreadable(reason) => write!(f, "{path} cannot be opened: {reason}"),
            Why::NoPost => write!(f, "{path} is no post: skipped"),
            Why::Config => write!(
                f,
                "{path} is no post but the configuration, which is checked along with any post"
            ),
        }
    }
}

impl Root {
    /// Whether the file is one that was asked for.
    pub(super) fn wants(&self, path: &Path) -> bool {
        self.covers(path) && self.only.as_ref().is_none_or(|it| it.contains(path))
    }

    /// The same, however few of the files count.
    pub(super) fn covers(&self, path: &Path) -> bool {
        let is_in = |paths: &[PathBuf]| paths.iter().any(|it| path.starts_with(it));
        is_in(&self.wanted) && !is_in(&self.elsewhere)
    }

    /// The files and folders that were named one by one: they are read even where they would be ignored.
    pub(super) fn named(&self) -> impl Iterator<Item = &Path> {
        let named = self.wanted.iter().map(|it| &**it);
        named.filter(|it| *it != self.folder)
    }
}

/// The roots of `paths`; the current folder where there are none. `root` is taken as it stands, and every path must be below it.
pub(super) fn resolve(paths: &[PathBuf], root: Option<&Path>) -> Result<Resolved> {
    let root = root.map(folder).transpose()?;
    let here = [root.clone().unwrap_or_else(|| PathBuf::from("."))];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut resolved = Resolved::default();
    for typed in paths {
        let path = match typed.canonicalize() {
            Ok(path) => path,
            Err(error) => {
                resolved.leave_out(typed, Why::from(error));
                continue;
            }
        };
        let folder = match &root {
            Some(root) if path.starts_with(root) => root.clone(),
            Some(root) => bail!("{} is not in {}", path.display(), root.display()),
            None => find(&path),
        };
        match kind(&folder, &path) {
            None => resolved.want(folder, Some(path)),
            Some(why) => {
                if why == Why::Config {
                    resolved.want(folder, None);
                }
                resolved.leave_out(typed, why);
            }
        }
    }
    resolved.roots = apart(resolved.roots);
    Ok(resolved)
}

/// The one root of a command that works on all posts of it.
pub(super) fn one(root: Option<&Path>) -> Result<Root> {
    let roots = resolve(&[], root)?.roots;
    let root = roots.into_iter().next();
    root.context("the current folder is not there any more")
}

/// The root of a file, be it there or not. None of its posts is asked for.
pub(super) fn around(file: &Path, root: Option<&Path>) -> Result<Root> {
    let folder = match root {
        Some(root) => folder(root)?,
        None => find(file),
    };
    Ok(Root {
        folder,
        wanted: Vec::new(),
        elsewhere: Vec::new(),
        only: None,
    })
}

/// What a path that is not to be read as a post is instead.
fn kind(root: &Path, path: &Path) -> Option<Why> {
    if path.is_dir() {
        return None;
    }
    match RelPath::new(root, path) {
        Some(it) if it.as_str() == CONFIG => Some(Why::Config),
        Some(it) if it.is_post() => None,
        _ => Some(Why::NoPost),
    }
}

impl Resolved {
    fn want(&mut self, folder: PathBuf, path: Option<PathBuf>) {
        match self.roots.iter_mut().find(|it| it.folder == folder) {
            Some(root) => root.wanted.extend(path),
            None => self.roots.push(Root {
                folder,
                wanted: path.into_iter().collect(),
                elsewhere: Vec::new(),
                only: None,
            }),
        }
    }

    fn leave_out(&mut self, typed: &Path, why: Why) {
        let path = typed.to_owned();
        self.left_out.push(LeftOut { path, why });
    }
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Why {
        match error.kind() {
            io::ErrorKind::NotFound => Why::Missing,
            _ => Why::Unreadable(error.to_string()),
        }
    }
}

/// No post is reported on twice. Where a part of one root was named as well, and is none by a configuration of its own, it is
/// no other root; where it is one, the outer root leaves it out.
fn apart(roots: Vec<Root>) -> Vec<Root> {
    let is_configured = |it: &Root| it.folder.join(CONFIG).is_file();
    let is_part = |it: &Root| {
        let mut others = roots.iter().filter(|other| other.folder != it.folder);
        others.any(|other| it.folder.starts_with(&other.folder) && other.wants(&it.folder))
    };
    let parts: Vec<bool> = roots
        .iter()
        .map(|it| !is_configured(it) && is_part(it))
        .collect();
    let (dropped, kept): (Vec<_>, Vec<_>) = roots.into_iter().zip(parts).partition(|it| it.1);
    let mut roots: Vec<Root> = kept.into_iter().map(|it| it.0).collect();
    for (part, _) in dropped {
        let around = roots
            .iter_mut()
            .filter(|it| part.folder.starts_with(&it.folder));
        if let Some(root) = around.max_by_key(|it| it.folder.as_os_str().len()) {
            root.wanted.extend(part.wanted);
        }
    }
    for index in 0..roots.len() {
        let outer = &roots[index].folder;
        let inner = roots.iter().enumerate();
        let inner = inner.filter(|(at, it)| *at != index && it.folder.starts_with(outer));
        let elsewhere = inner.flat_map(|(_, it)| it.wanted.clone()).collect();
        roots[index].elsewhere = elsewhere;
    }
    roots
}

/// A folder's absolute path without symbolic links.
fn folder(path: &Path) -> Result<PathBuf> {
    let shown = path.display();
    let path = path.canonicalize();
    let path = path.with_context(|| format!("cannot open {shown}"))?;
    if !path.is_dir() {
        bail!("{shown} is not a folder");
    }
    Ok(path)
}

/// The nearest folder upwards, within one git work tree, that has a rubric.yaml; else the path itself if it is a folder;
/// else the work tree; else the file's folder.
fn find(path: &Path) -> PathBuf {
    let start = if path.is_dir() {
        path
    } else {
        path.parent().unwrap_or(path)
    };
    match above(start) {
        (Some(configured), _) => configured,
        (None, Some(work_tree)) if !path.is_dir() => work_tree,
        (None, _) => start,
    }
    .to_owned()
}

/// The folder to which the paths of a baseline are relative: the same for a root and for a part of it that is checked as a
/// root of its own.
pub(super) fn home(root: &Path) -> &Path {
    let (configured, work_tree) = above(root);
    configured.or(work_tree).unwrap_or(root)
}

/// The nearest folder that has a rubric.yaml, and the git work tree beyond which it is not looked for.
fn above(start: &Path) -> (Option<&Path>, Option<&Path>) {
    let work_tree = start.ancestors().find(|it| it.join(".git").exists());
    let configured = start
        .ancestors()
        .take_while(|it| work_tree.is_none_or(|top| it.starts_with(top)))
        .find(|it| it.join(CONFIG).is_file());
    (configured, work_tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        for file in files {
            let path = top.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        (dir, top)
    }

    fn found(top: &Path, path: &str) -> String {
        let roots = resolve(&[top.join(path)], None).unwrap().roots;
        let relative = roots[0].folder.strip_prefix(top).unwrap();
        relative.to_str().unwrap().to_owned()
    }

    #[test]
    fn the_nearest_configuration_in_the_work_tree_wins() {
        let (_dir, top) = tree(&[
            "rubric.yaml",
            "site/.git/HEAD",
            "site/rubric.yaml",
            "site/笔记/a.md",
            "other/.git/HEAD",
            "other/posts/a.md",
        ]);
        assert_eq!(found(&top, "site/笔记/a.md"), "site");
        assert_eq!(found(&top, "site/笔记"), "site");
        assert_eq!(found(&top, "other/posts"), "other/posts");
        assert_eq!(found(&top, "other/posts/a.md"), "other");
    }

    #[test]
    fn paths_of_one_root_are_read_once() {
        let (_dir, top) = tree(&["rubric.yaml", "a/x.md", "b/y.md"]);
        let roots = resolve(&[top.join("a"), top.join("b/y.md")], None)
            .unwrap()
            .roots;
        assert_eq!(roots.len(), 1);
        assert!(roots[0].wants(&top.join("a/x.md")) && roots[0].wants(&top.join("b/y.md")));
        assert!(!roots[0].wants(&top.join("b/z.md")));
        assert_eq!(
            roots[0].named().collect::<Vec<_>>(),
            [top.join("a"), top.join("b/y.md")]
        );
    }

    #[test]
    fn nested_roots_share_no_post() {
        let (_dir, top) = tree(&["p/a.md", "q/rubric.yaml", "q/b.md"]);
        let named = ["p", ".", "q", "q/b.md"].map(|it| top.join(it));
        let roots = resolve(&named, None).unwrap().roots;
        let folders: Vec<_> = roots.iter().map(|it| it.folder.clone()).collect();
        assert_eq!(folders, [top.clone(), top.join("q")]);
        let n_wanting = |path: &str| {
            let path = top.join(path);
            roots.iter().filter(|it| it.wants(&path)).count()
        };
        assert_eq!((n_wanting("p/a.md"), n_wanting("q/b.md")), (1, 1));
    }

    #[test]
    fn a_given_root_is_taken_as_it_stands_and_holds_every_path() {
        let (_dir, top) = tree(&["rubric.yaml", "a/x.md", "b/y.md"]);
        let roots = resolve(&[], Some(&top.join("a"))).unwrap().roots;
        assert_eq!(roots[0].folder, top.join("a"));
        assert!(resolve(&[top.join("b")], Some(&top.join("a"))).is_err());
    }

    #[test]
    fn what_is_missing_and_what_is_no_post_stops_nothing() {
        let (_dir, top) = tree(&["rubric.yaml", "笔记/x.md", "tool.py"]);
        let named = ["gone.md", "tool.py", "rubric.yaml", "笔记/x.md"].map(|it| top.join(it));
        let resolved = resolve(&named, None).unwrap();
        let why: Vec<_> = resolved.left_out.into_iter().map(|it| it.why).collect();
        assert_eq!(why, [Why::Missing, Why::NoPost, Why::Config]);
        assert_eq!(resolved.roots.len(), 1);
        assert_eq!(resolved.roots[0].wanted, [top.join("笔记/x.md")]);
    }
}
