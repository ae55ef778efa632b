//! The corpus as it will be called when files have moved: the same posts, ids and texts, under other paths.
//! It knows nothing of the links between them.

use std::sync::Arc;

use super::path::{FileId, RelPath};
use super::{Snapshot, State};

impl Snapshot {
    /// All posts, each under the path that `new_path` gives it; under its own where that is `None`. A post on whose path
    /// another comes to be is one no more. Nothing can be read by it: the files still have their old names.
    pub(crate) fn renamed(&self, new_path: impl Fn(&RelPath) -> Option<RelPath>) -> Snapshot {
        let posts = self.files().map(|(file, _)| file);
        let moved: Vec<(FileId, RelPath)> = posts
            .filter_map(|it| Some((it, new_path(self.path(it))?)))
            .collect();
        let mut state = State::clone(&self.state);
        // What was derived from the old names is none of it.
        state.derived = Arc::default();
        let by_path = Arc::make_mut(&mut state.by_path);
        for (file, _) in &moved {
            by_path.remove(self.path(*file));
        }
        for (file, path) in moved {
            if let Some(replaced) = by_path.insert(path.clone(), file)
                && let Some(it) = state.files.get_mut(replaced.0 as usize)
            {
                it.summary = None;
            }
            let entry = state.files.get_mut(file.0 as usize);
            entry.expect("ids come from this corpus").path = path;
        }
        Snapshot {
            state: Arc::new(state),
            cancellation: self.cancellation.clone(),
            haste: self.haste,
        }
    }
}
