//! What was read of the posts of a root, kept in the user's cache folder: a post that has not changed since is not read again.
//!
//! It is never wrong. An entry counts as long as the file's length and times are those it was read at, and a file that was written
//! to just before it was read gets none: it may have been written to once more within the same tick of the clock. A store that is
//! damaged, of another root or of another program is as if it were not there.

mod codec;
mod folder;

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustc_hash::FxHashMap;

use super::{DiskPost, Stamp};
use crate::corpus::Snapshot;
use crate::corpus::path::RelPath;
use codec::{Tables, Writer};
pub use folder::CacheFolder;

/// Fewer posts are read in the time that it takes to start a program.
const MIN_POSTS: usize = 256;

/// A longer store is not read: a million posts take some 2 GB.
const MAX_BYTES: u64 = 4 << 30;

/// The coarsest clock of a file system, that of FAT.
const TICK: Duration = Duration::from_secs(2);

/// The posts of one root as they were read before.
#[derive(Default)]
pub struct Store {
    root: PathBuf,
    bytes: Vec<u8>,
    tables: Tables,
    posts: FxHashMap<RelPath, Noted>,
}

struct Noted {
    stamp: Stamp,
    /// Where the summary stands.
    at: Range<usize>,
}

impl Store {
    /// What there is in the folder; nothing where that is not a store of this root by this program.
    pub fn open(cache: &CacheFolder, root: &Path) -> Store {
        let read = || -> io::Result<Vec<u8>> {
            let file = cache.file(root);
            match file.metadata()?.len() {
                0..=MAX_BYTES => fs::read(file),
                _ => Err(io::Error::other("it is too large")),
            }
        };
        let bytes = match cache.is_off() {
            true => Vec::new(),
            false => read().unwrap_or_default(),
        };
        let mut store = Store {
            root: root.to_owned(),
            ..Store::default()
        };
        if let Some((tables, posts)) = codec::read(&bytes, root, cache.program()) {
            (store.tables, store.posts) = (tables, posts);
            store.bytes = bytes;
        }
        store
    }

    /// The post, if the file is still what was read.
    pub fn post(&self, path: &RelPath) -> Option<DiskPost> {
        let noted = self.posts.get(path)?;
        let metadata = self.root.join(path.as_str()).metadata().ok()?;
        if !metadata.is_file() || Stamp::of(&metadata) != noted.stamp {
            return None;
        }
        let summary = self.tables.summary(self.bytes.get(noted.at.clone())?)?;
        Some(DiskPost {
            summary: summary.into(),
            stamp: noted.stamp,
        })
    }

    pub fn len(&self) -> usize {
        self.posts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    /// Writes a new store of all posts that were read whole and well, unless this one has nearly all that it would have.
    /// `since` is when the reading began. A store that cannot be written is none: the log says why.
    pub fn save(self, cache: &CacheFolder, snap: &Snapshot, since: SystemTime) {
        if cache.is_off() || !self.is_outdated(snap, since) {
            return;
        }
        // Its texts are needed no longer.
        let root = self.root.clone();
        drop(self);
        let mut writer = Writer::default();
        for (path, post) in lasting(snap, since) {
            writer.add(path, post);
        }
        let bytes = writer.finish(&root, cache.program());
        if let Err(error) = write(cache, &root, &bytes) {
            tracing::warn!("{}: not kept: {error}", cache.file(&root).display());
        }
    }

    /// Whether so many posts differ that to read them again would cost more than to write all.
    fn is_outdated(&self, snap: &Snapshot, since: SystemTime) -> bool {
        let (mut n_lasting, mut n_new) = (0, 0);
        for (path, post) in lasting(snap, since) {
            n_lasting += 1;
            let is_noted = (self.posts.get(path)).is_some_and(|it| it.stamp == post.stamp);
            n_new += usize::from(!is_noted);
        }
        let n_left = self.posts.len().saturating_sub(n_lasting - n_new);
        n_lasting >= MIN_POSTS && n_new + n_left > n_lasting / 64
    }
}

/// Posts whose next change cannot go unseen.
fn lasting(snap: &Snapshot, since: SystemTime) -> impl Iterator<Item = (&RelPath, &DiskPost)> {
    let settled = since
        .checked_sub(TICK)
        .and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok());
    let settled = settled.and_then(|it| i64::try_from(it.as_nanos()).ok());
    let posts = snap.posts_on_disk();
    posts.filter(move |(_, it)| {
        it.summary.complete && settled.is_some_and(|settled| it.stamp.changed() < settled)
    })
}

/// Atomically: whoever reads meanwhile reads the old one or the new one.
fn write(cache: &CacheFolder, root: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = cache.folder()?;
    cache.clean_up();
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(cache.file(root))?;
    Ok(())
}
