//! From the paths as typed to roots, each with the part of it that is asked for.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// The configuration file that makes a folder a root.
const CONFIG: &str = "rubric.yaml";

/// A folder whose posts make one vocabulary.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Absolute, without symbolic links.
    pub(super) folder: PathBuf,
    /// What to report on, absolute: files and folders below `folder`. Never empty.
    pub(super) wanted: Vec<PathBuf>,
    /// Of that, what another root reports on.
    elsewhere: Vec<PathBuf>,
}

impl Root {
    /// Whether the file is one that was asked for.
    pub(super) fn wants(&self, path: &Path) -> bool {
        let is_in = |paths: &[PathBuf]| paths.iter().any(|it| path.starts_with(it));
        is_in(&self.wanted) && !is_in(&self.elsewhere)
    }

    /// The files and folders that were named one by one: they are read even where they would be ignored.
    pub(super) fn named(&self) -> impl Iterator<Item = &Path> {
        let named = self.wanted.iter().map(|it| &**it);
        named.filter(|it| *it != self.folder)
    }
}

/// The roots of `paths`, in the order in which they are first met; the current folder where there are none.
/// `root` is taken as it stands, and every path must be below it.
pub(super) fn resolve(paths: &[PathBuf], root: Option<&Path>) -> Result<Vec<Root>> {
    let root = root.map(folder).transpose()?;
    let here = [root.clone().unwrap_or_else(|| PathBuf::from("."))];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut roots: Vec<Root> = Vec::new();
    for path in paths {
        let path = canonical(path)?;
        let folder = match &root {
            Some(root) if path.starts_with(root) => root.clone(),
            Some(root) => bail!("{} is not in {}", path.display(), root.display()),
            None => find(&path),
        };
        match roots.iter_mut().find(|it| it.folder == folder) {
            Some(root) => root.wanted.push(path),
            None => roots.push(Root {
                folder,
                wanted: vec![path],
                elsewhere: Vec::new(),
            }),
        }
    }
    Ok(apart(roots))
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
    let path = canonical(path)?;
    if !path.is_dir() {
        bail!("{} is not a folder", path.display());
    }
    Ok(path)
}

fn canonical(path: &Path) -> Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("cannot open {}", path.display()))
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
        let roots = resolve(&[top.join(path)], None).unwrap();
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
        let roots = resolve(&[top.join("a"), top.join("b/y.md")], None).unwrap();
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
        let roots = resolve(&named, None).unwrap();
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
        let roots = resolve(&[], Some(&top.join("a"))).unwrap();
        assert_eq!(roots[0].folder, top.join("a"));
        assert!(resolve(&[top.join("b")], Some(&top.join("a"))).is_err());
        assert!(resolve(&[top.join("none")], None).is_err());
    }
}
