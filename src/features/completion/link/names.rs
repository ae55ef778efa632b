//! What is known of posts' names and of how the corpus writes its links, kept between keystrokes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::corpus::loader::Entry;
use crate::corpus::{FileId, RelPath, Snapshot, Stamp, Summary, fold};
use crate::features::cursor_target::post_of_title;
use crate::features::links::write::{name, stem};
use crate::features::links::{Destination, Resolver};
use crate::features::related::common;
use crate::syntax::LinkKind;

/// Posts by their files' names and by their folders.
#[derive(Debug, Default)]
pub(in crate::features::completion) struct Names {
    by_stem: FxHashMap<SmolStr, Vec<FileId>>,
    by_folder: FxHashMap<SmolStr, Vec<FileId>>,
}

impl Names {
    fn new(snap: &Snapshot) -> Names {
        let mut names = Names::default();
        for file in (0..snap.n_interned() as u32).map(FileId) {
            let path = snap.path(file);
            if !path.is_post() {
                continue;
            }
            let of_stem = fold(name(stem(path.as_str())));
            names
                .by_stem
                .entry(SmolStr::new(of_stem))
                .or_default()
                .push(file);
            let of_folder = names.by_folder.entry(path.folder().into()).or_default();
            of_folder.push(file);
        }
        names
    }

    /// The post with this file name, if there is exactly one.
    pub(in crate::features::completion) fn only(
        &self,
        snap: &Snapshot,
        stem: &str,
    ) -> Option<FileId> {
        let named = self
            .by_stem
            .get(&*fold(stem))
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut there = named.iter().filter(|it| snap.summary(**it).is_some());
        let first = there.next()?;
        there.next().is_none().then_some(*first)
    }

    /// The posts right in a folder.
    pub(super) fn in_folder(&self, snap: &Snapshot, folder: &str) -> Vec<FileId> {
        let posts = self
            .by_folder
            .get(folder)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let there = posts.iter().filter(|it| snap.summary(**it).is_some());
        there.copied().collect()
    }
}

/// How links are written, by most of those that there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    /// Wiki links name titles and not files.
    pub(super) wiki_titles: bool,
    /// Paths begin at the root.
    pub(super) from_root: bool,
    /// Paths of posts have no ending.
    pub(super) bare: bool,
    /// What of posts' paths is left out in links from the root: `content/`.
    pub(super) site: SmolStr,
}

/// How many terms each other post has in common with one.
pub(super) type Related = FxHashMap<FileId, u32>;

/// Of the post that was asked for last.
#[derive(Debug)]
struct OfPost {
    file: FileId,
    summary: Arc<Summary>,
    n_interned: usize,
    related: Arc<Related>,
}

/// The entries of the folder that was listed last.
#[derive(Debug)]
struct Listing {
    folder: String,
    /// Of the folder: it changes when something comes or goes in it.
    stamp: Option<Stamp>,
    at: Instant,
    entries: Arc<Vec<Entry>>,
}

/// What is ignored may change without the folder's stamp.
const LISTING_LASTS: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
struct Kept {
    related: Mutex<Option<OfPost>>,
    listing: Mutex<Option<Listing>>,
}

/// Makes what the first completion of a link would otherwise lack.
pub fn prepare(snap: &Snapshot) {
    habits(snap);
}

pub(in crate::features::completion) fn names(snap: &Snapshot) -> Arc<Names> {
    snap.latest(snap.n_interned(), Names::new)
}

/// They are looked for once, when all bodies are read, and again when posts have come.
pub(super) fn habits(snap: &Snapshot) -> Arc<Habits> {
    snap.latest((snap.n_interned(), snap.complete()), find_habits)
}

fn find_habits(snap: &Snapshot) -> Habits {
    let names = names(snap);
    let resolver = Resolver::new(snap);
    let (mut titles, mut from_root, mut bare) = (0_i64, 0_i64, 0_i64);
    let mut sites: FxHashMap<&str, usize> = FxHashMap::default();
    for (file, summary) in snap.files() {
        for (kind, target) in &summary.links {
            let path = target.split(['#', '?']).next().unwrap_or_default();
            if path.is_empty() {
                continue;
            }
            if *kind == LinkKind::Wiki {
                let is_stem = names.by_stem.contains_key(&*fold(name(stem(path))));
                let is_title = !is_stem && post_of_title(snap, path).is_some();
                titles += i64::from(is_title) - i64::from(is_stem);
                continue;
            }
            from_root += if path.starts_with('/') { 1 } else { -1 };
            if let Some(Destination::Post(post, _)) = resolver.resolve(file, target, *kind) {
                let has_ending = RelPath(path.into()).is_post();
                bare += if has_ending { -1 } else { 1 };
                let written = path.trim_matches('/');
                let of_post = snap.path(post).as_str();
                let site = of_post
                    .find(stem(written))
                    .filter(|_| path.starts_with('/'));
                if let Some(at) = site {
                    *sites.entry(&of_post[..at]).or_default() += 1;
                }
            }
        }
    }
    let site = sites
        .into_iter()
        .max_by_key(|it| (it.1, std::cmp::Reverse(it.0)));
    Habits {
        wiki_titles: titles > 0,
        from_root: from_root > 0,
        bare: bare > 0,
        site: site.map_or_else(SmolStr::default, |it| it.0.into()),
    }
}

/// What a post has in common with others changes with its front matter, and hardly with theirs.
pub(super) fn related(snap: &Snapshot, file: FileId) -> Arc<Related> {
    let Some(summary) = snap.shared_summary(file) else {
        return Arc::default();
    };
    let kept = snap.kept::<Kept>();
    let mut known = kept.related.lock().unwrap_or_else(PoisonError::into_inner);
    let is_same = |it: &&OfPost| {
        let same = it.file == file && it.n_interned == snap.n_interned();
        same && it.summary.same_front_matter(summary)
    };
    if let Some(it) = known.as_ref().filter(is_same) {
        return it.related.clone();
    }
    let related = Arc::new(common(snap, file).shared);
    *known = Some(OfPost {
        file,
        summary: summary.clone(),
        n_interned: snap.n_interned(),
        related: related.clone(),
    });
    related
}

/// What is in a folder on disk: listed again only when something has come or gone, for a folder of 2,000 files takes 6 ms.
pub(super) fn entries(snap: &Snapshot, folder: &str) -> Arc<Vec<Entry>> {
    let kept = snap.kept::<Kept>();
    let mut known = kept.listing.lock().unwrap_or_else(PoisonError::into_inner);
    let stamp = snap.folder_stamp(folder);
    let is_fresh = |it: &&Listing| {
        let is_same = it.folder == folder && it.stamp == stamp;
        is_same && it.at.elapsed() < LISTING_LASTS
    };
    if let Some(it) = known.as_ref().filter(is_fresh) {
        return it.entries.clone();
    }
    let entries = Arc::new(snap.entries_in(folder));
    *known = Some(Listing {
        folder: folder.to_owned(),
        stamp,
        at: Instant::now(),
        entries: entries.clone(),
    });
    entries
}
