//! The disk's part in the corpora: roots are loaded, and what changed is read again, in batches, away from the handlers.
//! What a file says is the loader's business; this module decides when it is asked.

use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tower_lsp::ls_types::Uri;

use super::from_proto::{self, Place};
use super::progress::{self, Progress};
use super::state::{Reading, Root, RootId, RootKind, State};
use super::watch_order::Order;
use super::workers::on_worker;
use crate::corpus::loader::{self, CacheFolder, Phase, Store};
use crate::corpus::{CONFIG, Event, RelPath, Snapshot};
use crate::features::{completion, links, prose, workspace_symbols};

/// Changes that come closer together than this are read in one batch: a `git checkout` makes thousands.
const BATCH: Duration = Duration::from_millis(100);
/// The first change of a quiet time is read after this: most writers are done with a post a millisecond after they have begun. Of one
/// that is not the next event tells.
const FIRST: Duration = Duration::from_millis(5);
/// So many problems of files are told one by one.
const MAX_PROBLEMS: usize = 10;

/// Whether a file is a document of ours, by its name.
pub(super) fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|it| it.to_str());
    name.is_some_and(|it| it == CONFIG || RelPath(it.into()).is_post())
}

/// Loads the roots that have come since, each on a thread of its own.
pub(super) fn load_new_roots(state: &Arc<State>) {
    let mut world = state.world();
    let mut roots = Vec::new();
    for id in std::mem::take(&mut world.unloaded) {
        if let Some(root) = world.root(id).filter(|it| is_loadable(it)) {
            root.reading = Reading::Heads;
            roots.push((id, root.path.clone(), root.host.inner().to_vec()));
        }
    }
    let is_dirty = !world.dirty.is_empty();
    drop(world);
    if is_dirty {
        // A root has been given folders back.
        state.disk.notify_one();
    }
    for (id, path, inner) in roots {
        spawn_load(state, id, path, inner);
    }
}

/// Nobody wants a whole disk or home folder read for one file in it.
fn is_loadable(root: &Root) -> bool {
    let is_home = std::env::home_dir().is_some_and(|it| it == root.path);
    let too_large = root.path.parent().is_none() || is_home;
    !(root.kind == RootKind::Lone && too_large)
}

fn spawn_load(state: &Arc<State>, id: RootId, path: PathBuf, inner: Vec<RelPath>) {
    let progress = progress::begin(state, "Reading posts");
    let loading = state.clone();
    let load = move || {
        let state = loading;
        let load = AssertUnwindSafe(|| load(&state, id, (&path, &inner), &progress));
        if std::panic::catch_unwind(load).is_err() {
            tracing::error!("loading {} panicked; the log says where", path.display());
        }
        heads_done(&state, id);
    };
    let thread = thread::Builder::new().name("loader".into()).spawn(load);
    if let Err(error) = thread {
        tracing::error!("posts cannot be loaded: {error}");
        heads_done(state, id);
    }
}

fn load(state: &State, id: RootId, (path, inner): (&Path, &[RelPath]), progress: &Progress) {
    let start = Instant::now();
    let since = SystemTime::now();
    let cache = CacheFolder::of_user();
    let store = Store::open(&cache, path);
    let known = |it: &RelPath| store.post(it);
    let loaded = loader::load_without(path, inner, &known, |step| {
        let message = match step.phase {
            Phase::Heads => prose::posts(step.n_total),
            Phase::Bodies => format!("{} of {} posts", step.n_done, step.n_total),
        };
        tracing::debug!(
            "{message} of {} after {:?}",
            path.display(),
            start.elapsed()
        );
        progress.send_replace(progress::Step {
            message,
            percentage: percentage(&step),
        });
        apply(state, id, step.changes)?;
        if step.phase == Phase::Heads {
            prepare(state, id, Snapshot::refresh_keys_of_all);
            heads_done(state, id);
        }
        ControlFlow::Continue(())
    });
    if loaded.is_break() {
        return;
    }
    tracing::info!("{} was read in {:?}", path.display(), start.elapsed());
    watch(state, id);
    let root = state.world().root(id).map(|it| it.host.snapshot());
    if let Some(snap) = &root {
        tell_problems(snap);
        store.save(&cache, snap, since);
    }
    drop(root);
    prepare(state, id, |snap| {
        snap.refresh_caches();
        workspace_symbols::prepare(snap);
        completion::prepare(snap);
        links::prepare(snap);
    });
}

/// Makes what the first completion and the first search would otherwise lack.
fn prepare(state: &State, id: RootId, make: impl FnOnce(&Snapshot)) {
    let root = state.world().root(id).map(|it| it.host.snapshot());
    if let Some(snap) = root {
        make(&snap);
    }
}

/// Has a root watched that is read, and looks again for what changed after it was read and before anybody watched. Not
/// earlier: a watcher is told of each file that is opened.
fn watch(state: &State, id: RootId) {
    let mut world = state.world();
    let Some(root) = world.root(id) else { return };
    root.reading = Reading::Done;
    let (path, snap) = (root.path.clone(), root.host.snapshot());
    let watcher = world.watcher.clone();
    drop(world);
    match watcher {
        // A watcher that has ended has said why.
        Some(watcher) => [Order::Root(path), Order::Rescan]
            .into_iter()
            .for_each(|it| drop(watcher.send(it))),
        None => rescan_now(state, &snap),
    }
}

/// The first step is that of the heads, however it ended.
fn heads_done(state: &State, id: RootId) {
    let mut world = state.world();
    let Some(root) = world.root(id).filter(|it| it.reading == Reading::Heads) else {
        return;
    };
    root.reading = Reading::Bodies;
    drop(world);
    state.documents_changed();
}

/// Heads are a fifth of the work.
fn percentage(step: &loader::Step) -> Option<u32> {
    let done = match step.phase {
        Phase::Heads => 20,
        Phase::Bodies => 20 + 80 * step.n_done / step.n_total.max(1),
    };
    u32::try_from(done).ok()
}

/// Gives changes to a root; `Break` if it is gone.
fn apply(state: &State, id: RootId, changes: Vec<Event>) -> ControlFlow<()> {
    let changed = match state.world().root(id) {
        Some(root) => root.host.apply(changes),
        None => return ControlFlow::Break(()),
    };
    state.changed(changed);
    ControlFlow::Continue(())
}

/// What cannot be read is said once, when all is loaded; nothing is left out silently.
fn tell_problems(snap: &Snapshot) {
    let n_problems = snap.problems().count();
    for (path, problem) in snap.problems().take(MAX_PROBLEMS) {
        // The root itself is called `.`.
        let path: PathBuf = snap.root().join(path.as_str()).components().collect();
        tracing::warn!("{}: {problem}", path.display());
    }
    if n_problems > MAX_PROBLEMS {
        tracing::warn!(
            "{} more files cannot be read as they are",
            n_problems - MAX_PROBLEMS
        );
    }
}

/// Starts the task that reads changed files again.
pub(super) fn start(state: &Arc<State>) {
    let state = state.clone();
    tokio::spawn(async move {
        let mut last: Option<Instant> = None;
        loop {
            state.disk.notified().await;
            let since = last.map_or(BATCH, |it| it.elapsed());
            tokio::time::sleep(BATCH.saturating_sub(since).max(FIRST)).await;
            last = Some(Instant::now());
            let state = state.clone();
            on_worker(move |_| {
                if std::panic::catch_unwind(AssertUnwindSafe(|| refresh(&state))).is_err() {
                    tracing::error!("reading changed files panicked; the log says where");
                }
            })
            .await;
        }
    });
}

/// Reads what is dirty, for each root that it is in: roots may be nested.
fn refresh(state: &State) {
    let (paths, roots) = {
        let mut world = state.world();
        let paths: Vec<PathBuf> = std::mem::take(&mut world.dirty).into_iter().collect();
        let roots: Vec<(RootId, Snapshot)> = world
            .roots
            .iter()
            .filter(|it| paths.iter().any(|path| path.starts_with(&it.path)))
            .map(|it| (it.id, it.host.snapshot()))
            .collect();
        (paths, roots)
    };
    tracing::debug!("{} paths changed on disk", paths.len());
    for (id, snap) in roots {
        // A root that has gone in the meantime needs nothing.
        let _ = apply(state, id, loader::refresh(&snap, &paths));
    }
    if paths.iter().any(|it| loader::is_data_file(it)) {
        // What posts inherit is read when it is asked for: they are the same, and lack something else.
        state.corpus_changed();
    }
}

/// Walks a root again, here and now: a request met a file that is not what the index was made from.
pub(super) fn rescan_now(state: &State, snap: &Snapshot) {
    let changes = loader::rescan(snap);
    let world = state.world();
    let id = world
        .roots
        .iter()
        .find(|it| it.path == snap.root())
        .map(|it| it.id);
    drop(world);
    if let Some(id) = id {
        let _ = apply(state, id, changes);
    }
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

/// Takes note that anything may have changed. A root that is being read is looked at again anyway, when it has been: to begin
/// with that before would be to read it twice at once.
pub(super) fn rescan(state: &State) {
    let roots: Vec<PathBuf> = {
        let world = state.world();
        let read = world.roots.iter().filter(|it| it.reading == Reading::Done);
        read.map(|it| it.path.clone()).collect()
    };
    changed_paths(state, roots);
}
