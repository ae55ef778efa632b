//! Loading the posts of a root for one run of a command, with progress on a terminal.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use indicatif::{ProgressBar, ProgressStyle};

use super::roots::{Root, home};
use crate::corpus::loader::{self, CacheFolder, Facts, LintInput, Listing, Store};
use crate::corpus::{Event, FileId, Host, RelPath, Snapshot};

/// All posts of the root, heads and bodies.
pub(super) fn load(root: &Root) -> Host {
    load_all(root, list(root), &Facts::default(), &|_| false).0
}

/// The posts of the root, none of them read.
pub(super) fn list(root: &Root) -> Listing {
    let named: Vec<&Path> = root.named().collect();
    Listing::new(&root.folder, &named)
}

/// All posts of a listing, with what rules look at of those that are to be judged; these are read here, whatever facts say of them.
/// What the user's cache has of a post that did not change is not read again.
pub(super) fn load_all(
    root: &Root,
    listing: Listing,
    facts: &Facts,
    judge: &(dyn Fn(&RelPath) -> bool + Sync),
) -> (Host, LintInput) {
    let progress = ProgressBar::new_spinner().with_message("reading posts");
    progress.enable_steady_tick(Duration::from_millis(100));
    let since = SystemTime::now();
    let cache = CacheFolder::of_user();
    let store = Store::open(&cache, &root.folder);
    let known = |path: &RelPath| {
        let told = (!judge(path)).then(|| facts.post(&root.folder, path));
        told.flatten().or_else(|| store.post(path))
    };
    // What was only told may be wrong, and a part is not all.
    let is_read = listing.is_whole() && facts.is_empty();
    let loaded = listing.load(&known, judge);
    if is_read {
        store.save(&cache, &loaded.0.snapshot(), since);
    }
    progress.finish_and_clear();
    loaded
}

/// A bar for work on so many posts, `checking` or `writing` them. It draws on a terminal's stderr, and nowhere else.
pub(super) fn progress(work: &'static str, n_posts: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} posts");
    let bar = ProgressBar::new(n_posts as u64).with_message(work);
    bar.with_style(style.expect("the template is right"))
}

/// The front matters alone: all that a command needs that asks what terms there are.
pub(super) fn load_heads(root: &Root) -> Host {
    heads(root, Listing::new(&root.folder, &[]))
}

/// The same of some posts.
pub(super) fn heads(root: &Root, listing: Listing) -> Host {
    let store = Store::open(&CacheFolder::of_user(), &root.folder);
    listing.load_heads(&|it| store.post(it))
}

/// Reads a post again that is not any more what the index was made from. What was made of its text before is none of it now.
pub(super) fn reload(host: &mut Host, file: FileId) {
    let snap = host.snapshot();
    let change = loader::reread(snap.root(), snap.path(file));
    host.apply(vec![Event::Close { file }, change]);
}

pub(super) fn absolute(snap: &Snapshot, file: FileId) -> PathBuf {
    snap.root().join(snap.path(file).as_str())
}

/// The current folder, which stays the same as long as a command runs.
static HERE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let here = std::env::current_dir().and_then(|it| it.canonicalize());
    here.ok()
});

/// A path as the person at the terminal would write it: from the current folder where it is below it.
pub(super) fn shown(snap: &Snapshot, path: &RelPath) -> String {
    let path = snap.root().join(path.as_str());
    let relative = HERE.as_ref().and_then(|it| relative(&path, it));
    relative.unwrap_or_else(|| path.display().to_string())
}

/// A path as a baseline has it.
pub(super) fn at_home(snap: &Snapshot, path: &RelPath) -> String {
    let absolute = snap.root().join(path.as_str());
    let relative = relative(&absolute, home(snap.root()));
    relative.unwrap_or_else(|| path.as_str().to_owned())
}

fn relative(path: &Path, folder: &Path) -> Option<String> {
    let path = path.strip_prefix(folder).ok()?;
    Some(path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
}
