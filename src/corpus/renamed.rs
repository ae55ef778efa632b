//! The corpus as it will be called when files have moved: the same posts, ids and texts, under other paths.
//! It knows nothing of the links between them.

use std::sync::Arc;

use super::index::Delta;
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
        state.caches = Arc::default();
        for (file, _) in &moved {
            Arc::make_mut(&mut state.by_path).remove(self.path(*file));
            state.leave_folder(*file);
        }
        for (file, path) in moved {
            let by_path = Arc::make_mut(&mut state.by_path);
            if let Some(replaced) = by_path.insert(path.clone(), file) {
                state.leave_folder(replaced);
                if let Some(it) = state.files.get_mut(replaced.0 as usize) {
                    state.n_files -= usize::from(it.summary.take().is_some());
                }
            }
            state.enter_folder(file, path);
        }
        Snapshot {
            state: Arc::new(state),
            cancellation: self.cancellation.clone(),
            haste: self.haste,
        }
    }
}

impl State {
    /// The file is no more among the posts of its folder.
    fn leave_folder(&mut self, file: FileId) {
        let entry = self.files.get(file.0 as usize);
        let entry = entry.expect("ids come from this corpus");
        let gone = Delta {
            file,
            old: entry.summary.clone(),
            new: None,
        };
        self.folders.apply(&[gone], |_| entry);
    }

    /// The file has this path from now on.
    fn enter_folder(&mut self, file: FileId, path: RelPath) {
        let folder = self.folders.intern(path.folder());
        let entry = self.files.get_mut(file.0 as usize);
        let entry = entry.expect("ids come from this corpus");
        (entry.path, entry.folder) = (path, folder);
        let come = Delta {
            file,
            old: None,
            new: entry.summary.clone(),
        };
        let entry = &*entry;
        self.folders.apply(&[come], |_| entry);
    }
}
