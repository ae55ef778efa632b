//! The disk's part in the corpora: roots are loaded, and what changed is read again, in batches, away from the handlers.
//! What a file says is the loader's business; this module decides when it is asked.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tower_lsp::ls_types::Uri;

use super::from_proto::{self, Place};
use super::state::State;
use super::watch::Order;

/// Changes that come closer together than this are read in one batch: a `git checkout` makes thousands.
const BATCH: Duration = Duration::from_millis(100);

pub(super) fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    extension.is_some_and(|it| it.eq_ignore_ascii_case("md") || it.eq_ignore_ascii_case("markdown"))
}

/// The folders at and below one, those left out that hold no posts of ours.
pub(super) fn folders(root: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    ignore::WalkBuilder::new(root)
        .require_git(false)
        .filter_entry(|it| {
            let name = it.file_name();
            !["_site", "node_modules", "dist", "vendor"]
                .iter()
                .any(|it| name == *it)
        })
        .build()
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_some_and(|it| it.is_dir()))
        .map(ignore::DirEntry::into_path)
}

/// Starts the task that reads changed files again.
pub(super) fn start(state: &Arc<State>) {
    let state = state.clone();
    tokio::spawn(async move {
        loop {
            state.disk.notified().await;
            tokio::time::sleep(BATCH).await;
            let paths = std::mem::take(&mut state.world().dirty);
            tracing::debug!("{} paths changed on disk", paths.len());
        }
    });
}

/// Takes note of files that changed, by the client's word.
pub(super) fn changed<'a>(state: &State, uris: impl IntoIterator<Item = &'a Uri>) {
    let path = |uri| match from_proto::place(uri) {
        Place::File(path) => Some(path),
        Place::Untitled | Place::Foreign => None,
    };
    changed_paths(state, uris.into_iter().filter_map(path));
}

/// Takes note of files and folders that changed, came or went.
pub(super) fn changed_paths(state: &State, paths: impl IntoIterator<Item = PathBuf>) {
    state.world().dirty.extend(paths);
    state.disk.notify_one();
}

/// Takes note that anything may have changed.
pub(super) fn rescan(state: &State) {
    let roots: Vec<PathBuf> = state
        .world()
        .roots
        .iter()
        .map(|it| it.path.clone())
        .collect();
    changed_paths(state, roots);
}

/// Loads the roots that have come since, each on a thread of its own, and has them watched.
pub(super) fn load_new_roots(state: &Arc<State>) {
    let mut world = state.world();
    for id in std::mem::take(&mut world.unloaded) {
        let Some(path) = world.root(id).map(|it| it.path.clone()) else {
            continue;
        };
        if let Some(watcher) = &world.watcher {
            // A watcher that has ended has said why.
            watcher.send(Order::Root(path)).ok();
        }
    }
}
