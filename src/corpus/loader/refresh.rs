//! Reading again what changed on disk: a batch of paths from a watcher becomes a batch of changes.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::read::Reader;
use super::{CONFIG, DiskFile, DiskPost, Event, Reading, Stamp, read_all, read_config, walk};
use crate::corpus::path::{self, FileId, RelPath};
use crate::corpus::{FileEntry, Snapshot};
use crate::schema::Config;

/// One file, read again now. Ignore rules are not asked.
pub fn reread(root: &Path, path: &RelPath) -> Event {
    Event::Disk(Reader::default().whole(root, path, None))
}

/// What there is to tell the host of paths that came, changed or went: files or folders, posts or not, in any order.
/// A file that the corpus knows is read again; others are looked for by the rules of the first loading.
pub fn refresh(snap: &Snapshot, paths: &[PathBuf]) -> Vec<Event> {
    let root = snap.root();
    let mut changes = Vec::new();
    let mut config = config_on_disk(snap);
    // Also by a change of rubric.yaml that nobody has told us of.
    let mut rules_changed = *config.content != *snap.state.content;
    let mut again = FxHashSet::default();
    let mut unknown = Vec::new();
    let post_folders = snap.folders_like_posts();
    for path in paths {
        let Some(rel_path) = RelPath::new(root, path) else {
            // The root itself stands for anything in it.
            rules_changed |= path == root;
            continue;
        };
        let name = rel_path.as_str().rsplit('/').next().unwrap_or_default();
        if post_folders.contains(rel_path.as_str()) {
            // It may be a file now: the files that were in it are looked for too.
            again.extend(snap.files_below(&rel_path));
        }
        if rel_path.as_str() == CONFIG {
            let read = reread_config(root);
            config = read.0;
            rules_changed |= *config.content != *snap.state.content;
            changes.extend(read.1);
        } else if matches!(name, ".gitignore" | ".ignore") {
            rules_changed = true;
        } else if rel_path.is_post() && snap.is_known(&rel_path) {
            if path.is_dir() {
                unknown.push(path.clone());
            }
            again.insert(rel_path);
        } else if path.is_dir() || rel_path.is_post() && path.symlink_metadata().is_ok() {
            unknown.push(path.clone());
        } else {
            // A folder that went took its files along.
            again.extend(snap.files_below(&rel_path));
        }
    }
    if rules_changed {
        return rescan(snap);
    }
    if !unknown.is_empty() {
        let found = walk::walk_to(root, &config, &snap.state.inner, &unknown);
        changes.extend(found.problems);
        again.extend(found.files);
    }
    let mut again: Vec<RelPath> = again.into_iter().collect();
    again.sort_unstable();
    changes.extend(read_all(root, &again));
    changes
}

/// The configuration as it is on disk now, and what there is to tell of it.
fn reread_config(root: &Path) -> (Config, [Event; 2]) {
    let (text, problem) = read_config(root);
    let config = text.as_deref().map(Config::parse).unwrap_or_default();
    let problem = problem.unwrap_or_else(|| gone(RelPath(CONFIG.into()), Reading::begin()));
    (config, [Event::Config(text), Event::Disk(problem)])
}

/// Reads the configuration again, walks the root, and reads what has another stamp now: after rules changed, or where events
/// may have been lost.
pub fn rescan(snap: &Snapshot) -> Vec<Event> {
    let root = snap.root();
    // Older than whatever is found from here on.
    let reading = Reading::begin();
    let (config, of_config) = reread_config(root);
    let found = walk::walk(root, &config, &snap.state.inner, &[]);
    let is_changed = |path: &&RelPath| {
        let metadata = root.join(path.as_str()).metadata();
        let stamp = snap.file(path).and_then(|it| snap.stamp(it));
        metadata.map_or(true, |it| stamp != Some(Stamp::of(&it)))
    };
    let changed: Vec<RelPath> = found.files.par_iter().filter(is_changed).cloned().collect();
    let there: FxHashSet<&RelPath> = found.files.iter().collect();
    let known = snap
        .on_disk()
        .map(|(_, it)| &it.path)
        .chain(snap.problems().map(|it| it.0));
    let went = known.filter(|it| !there.contains(it) && it.as_str() != CONFIG);
    let mut changes: Vec<Event> = went
        .map(|it| Event::Disk(gone(it.clone(), reading)))
        .collect();
    changes.extend(read_all(root, &changed));
    changes.extend(found.problems);
    changes.extend(of_config);
    changes
}

/// By which rules posts are found. An unsaved rubric.yaml does not move them.
fn config_on_disk(snap: &Snapshot) -> Config {
    let text = read_config(snap.root()).0;
    text.as_deref().map(Config::parse).unwrap_or_default()
}

fn gone(path: RelPath, reading: Reading) -> DiskFile {
    DiskFile {
        path,
        reading,
        post: None,
        problems: Box::default(),
    }
}

impl Snapshot {
    /// Posts as they were read from the disk, whatever buffers say; those with problems left out.
    pub(super) fn posts_on_disk(&self) -> impl Iterator<Item = (&RelPath, &DiskPost)> {
        let posts = self.on_disk();
        let posts = posts.filter_map(|(_, it)| Some((&it.path, it.disk.as_ref()?)));
        posts.filter(|(path, _)| !self.state.problems.contains_key(path))
    }

    fn on_disk(&self) -> impl Iterator<Item = (FileId, &FileEntry)> {
        let entries = (0..).map(FileId).zip(self.state.files.iter());
        entries.filter(|(_, it)| it.disk.is_some())
    }

    /// Whether the loader has found something there: a post, or a problem.
    fn is_known(&self, path: &RelPath) -> bool {
        let on_disk = self.file(path).is_some_and(|it| self.stamp(it).is_some());
        on_disk || self.state.problems.contains_key(path)
    }

    /// Folders with files in them that are named like posts.
    fn folders_like_posts(&self) -> FxHashSet<&str> {
        let folders = self.on_disk().flat_map(|(_, it)| {
            let path = it.path.as_str();
            path.match_indices('/').map(move |(at, _)| &path[..at])
        });
        folders.filter(|it| path::is_post_name(it)).collect()
    }

    fn files_below(&self, folder: &RelPath) -> Vec<RelPath> {
        let is_below = |it: &RelPath| {
            let rest = it.as_str().strip_prefix(folder.as_str());
            rest.is_some_and(|it| it.starts_with('/'))
        };
        let below = self.on_disk().filter(|(_, it)| is_below(&it.path));
        below.map(|(_, it)| it.path.clone()).collect()
    }
}
