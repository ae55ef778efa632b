//! Who tells of changes on disk: the client if it can, else a watcher of our own. Both only name paths; what they mean is read
//! from the disk by [`super::disk`], so that a late or doubled event does no harm.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tower_lsp::ls_types::*;

use super::capabilities::Client;
use super::disk;
use super::state::{Reading, State};
use super::watch_order::Order;
use crate::corpus::loader;

/// What the client is asked to watch. No pattern of files names a folder, and an editor that sees a folder go tells of
/// nothing in it: hence the last one.
const PATTERNS: [(&str, Kinds); 5] = [
    ("**/*.{md,markdown}", Kinds::All),
    ("**/rubric.yaml", Kinds::All),
    ("**/.{gitignore,ignore}", Kinds::All),
    ("**/*.json", Kinds::All),
    ("**/*", Kinds::CreateAndDelete),
];

#[derive(Clone, Copy)]
enum Kinds {
    All,
    CreateAndDelete,
}

/// Has the client watch, or ourselves.
pub(super) fn start(state: &Arc<State>, capabilities: &Client) {
    if capabilities.watches_files() {
        register(state);
    }
    if !capabilities.watches_all_changes() {
        watch_ourselves(state);
    }
}

/// Starts our own watcher, if it does not run yet, on the roots that are read; it is told of the others when they are.
fn watch_ourselves(state: &Arc<State>) {
    if state.world().watcher.is_some() {
        return;
    }
    let orders = match spawn(state) {
        Ok(orders) => orders,
        Err(error) => return tracing::warn!("changes on disk will not be seen: {error}"),
    };
    let mut world = state.world();
    for root in world.roots.iter().filter(|it| it.reading == Reading::Done) {
        // Its other end is in the thread that was just started.
        orders.send(Order::Root(root.path.clone())).ok();
    }
    // Changes of the meantime.
    orders.send(Order::Rescan).ok();
    world.watcher = Some(orders);
}

fn register(state: &Arc<State>) {
    let watchers = PATTERNS.map(|(pattern, kinds)| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: match kinds {
            Kinds::All => None,
            Kinds::CreateAndDelete => Some(WatchKind::Create | WatchKind::Delete),
        },
    });
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watchers.to_vec(),
    };
    let registration = Registration {
        id: "rubric-watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let state = state.clone();
    tokio::spawn(async move {
        let registered = state.client.register_capability(vec![registration]).await;
        if let Err(error) = registered {
            tracing::info!("the client refuses to watch files, so we do: {error}");
            watch_ourselves(&state);
        }
    });
}

/// Starts our own watcher, on a thread that lives as long as the server.
fn spawn(state: &Arc<State>) -> anyhow::Result<Sender<Order>> {
    let (orders, received) = mpsc::channel();
    let events = orders.clone();
    let watcher = notify::recommended_watcher(move |event| {
        // The receiver lives as long as the watcher, which it owns.
        events.send(Order::Event(event)).ok();
    })?;
    let state = state.clone();
    let watched = Watched {
        watcher,
        roots: Vec::new(),
    };
    let run = move || run(&state, watched, &received);
    thread::Builder::new().name("watcher".into()).spawn(run)?;
    Ok(orders)
}

/// What our watcher's thread knows.
struct Watched {
    watcher: RecommendedWatcher,
    roots: Vec<PathBuf>,
}

fn run(state: &Arc<State>, mut watched: Watched, orders: &Receiver<Order>) {
    for order in orders {
        match order {
            Order::Root(root) => {
                watched.watch(&root, &root);
                watched.watch_parent(&root);
                watched.roots.push(root);
            }
            Order::Rescan => disk::rescan(state),
            Order::Event(Ok(event)) => take(state, &mut watched, event),
            Order::Event(Err(error)) => tracing::warn!("watching files: {error}"),
        }
    }
}

/// Turns an event into paths to read again. New folders are watched first, so that nothing that is made in them while we
/// read is missed.
fn take(state: &Arc<State>, watched: &mut Watched, mut event: Event) {
    if event.need_rescan() {
        tracing::info!("the system lost count of changes: everything is read again");
        return disk::rescan(state);
    }
    // What is beside a root is none of our business.
    event.paths.retain(|it| watched.is_in_root(it));
    if matches!(event.kind, EventKind::Access(_)) || event.paths.is_empty() {
        return;
    }
    if !RECURSIVE && !matches!(event.kind, EventKind::Remove(_)) {
        let folders = event.paths.iter().filter(|it| it.is_dir());
        folders.for_each(|it| watched.watch_new(it));
    }
    disk::changed_paths(state, event.paths);
}

/// Linux has no recursive watch: each folder is watched by itself, so that ignored ones need not be. Their number is
/// limited by the system, which tells of it with a code of its own.
const RECURSIVE: bool = !cfg!(any(target_os = "linux", target_os = "android"));

impl Watched {
    fn watch_new(&mut self, folder: &Path) {
        let roots = self.roots.iter().filter(|it| folder.starts_with(it));
        for root in roots.cloned().collect::<Vec<PathBuf>>() {
            self.watch(&root, folder);
        }
    }

    fn is_in_root(&self, path: &Path) -> bool {
        self.roots.iter().any(|it| path.starts_with(it))
    }

    /// A watch of a single folder goes with that folder. That a root is there again, after a `git worktree` was made anew or
    /// a generator has emptied its output, is told by the folder above.
    fn watch_parent(&mut self, root: &Path) {
        let Some(parent) = root.parent().filter(|_| !RECURSIVE) else {
            return;
        };
        if let Err(error) = self.watcher.watch(parent, RecursiveMode::NonRecursive) {
            tracing::info!("{} is not watched: {error}", parent.display());
        }
    }

    /// Watches a folder and those below it.
    fn watch(&mut self, root: &Path, folder: &Path) {
        let result = if RECURSIVE {
            self.watcher.watch(folder, RecursiveMode::Recursive)
        } else {
            loader::folders(root, folder)
                .try_for_each(|it| self.watcher.watch(&it, RecursiveMode::NonRecursive))
        };
        match result {
            Ok(()) => {}
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => tracing::warn!(
                "the system's limit of watched folders is reached: changes in some folders of {} are seen only when they \
                 are opened or saved here (on Linux: raise fs.inotify.max_user_watches)",
                root.display()
            ),
            Err(error) => tracing::info!("{} is not watched: {error}", folder.display()),
        }
    }
}
