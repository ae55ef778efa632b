//! Walking and reading the posts: heads first, bodies after. The only part of the corpus that touches the disk.
//!
//! What it reads it hands over as [`Event`]s; it never waits for the [`Host`], nor knows who else reads.

mod facts;
mod folder;
mod inherited;
mod listing;
mod published;
mod read;
mod refresh;
mod site;
mod store;
mod walk;

use std::fs::{File, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

pub use super::disk::{DiskFile, DiskPost, MAX_BODY, Problem, ProblemKind, Reading, Stamp};
pub use facts::{Facts, write_facts};
pub use folder::Entry;
pub(super) use folder::{entries, folder_stamp, is_there};
pub(super) use inherited::inherited;
pub use inherited::is_data_file;
pub use listing::{Known, LintInput, Listing, unknown};
pub(super) use published::is_published;
pub use refresh::{refresh, reread, rescan};
pub use store::{CacheFolder, Store};
pub use walk::folders;

use super::edit::Event;
use super::host::Host;
use super::path::RelPath;
use super::{CONFIG, Parsed, Unavailable};
use crate::schema::Config;
use crate::syntax::{self, Dialect, Document};
use crate::text::Text;
use read::{Buffer, Reader};

/// A head is looked for in so many bytes at most.
pub const MAX_HEAD: usize = 1 << 20;

/// So many bodies are handed over at once: some 20 ms of work, so that a cancellation is heard and progress moves.
const BATCH: usize = 256;

/// One piece of a loading, to be given to [`Host::apply`].
#[derive(Debug)]
pub struct Step {
    pub phase: Phase,
    pub changes: Vec<Event>,
    /// Files done of this phase, and all of it.
    pub n_done: usize,
    pub n_total: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Front matters. After its one step, the vocabularies are complete.
    Heads,
    /// After its last step, [`super::Snapshot::complete`] holds.
    Bodies,
}

/// Loads a root for one run of a command: everything, each file read once. `named` paths are never ignored.
pub fn load(root: &Path, named: &[&Path]) -> Host {
    Listing::new(root, named).load(&unknown, &|_| false).0
}

/// The same, with what rules look at: to read all heads again takes a third of the loading.
pub fn load_to_judge(root: &Path, named: &[&Path]) -> (Host, LintInput) {
    Listing::new(root, named).load(&unknown, &|_| true)
}

/// Loads a root in the background: first all heads, then the bodies in batches. Each step is handed over as soon as it is
/// there; `Break` ends the loading.
pub fn load_in_steps(root: &Path, step: impl FnMut(Step) -> ControlFlow<()>) -> ControlFlow<()> {
    load_without(root, &[], &unknown, step)
}

/// The same of a root in which some folders are roots of their own. What is known already is not read.
pub fn load_without(
    root: &Path,
    inner: &[RelPath],
    known: &Known<'_>,
    mut step: impl FnMut(Step) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (config, mut changes) = configure(root);
    let found = walk::walk(root, &config, inner, &[]);
    let n_total = found.files.len();
    changes.extend(found.problems);
    let heads = found.files.par_iter().with_min_len(16);
    let head = |reader: &mut Reader, path: &RelPath| {
        listing::recall(known, path).unwrap_or_else(|| reader.head(root, path))
    };
    let heads: Vec<DiskFile> = heads.map_init(Reader::default, head).collect();
    changes.extend(heads.iter().cloned().map(Event::Disk));
    step(Step {
        phase: Phase::Heads,
        changes,
        n_done: n_total,
        n_total,
    })?;
    let mut n_done = 0;
    for batch in heads.chunks(BATCH) {
        n_done += batch.len();
        let is_known = |it: &DiskFile| it.post.as_ref().is_some_and(|it| it.summary.complete);
        let bodies = batch.par_iter().with_min_len(4).filter(|it| !is_known(it));
        let bodies = bodies.map_init(Reader::default, |it, head| {
            it.whole(root, &head.path, head.post.as_ref())
        });
        step(Step {
            phase: Phase::Bodies,
            changes: bodies.map(Event::Disk).collect(),
            n_done,
            n_total,
        })?;
    }
    step(Step {
        phase: Phase::Bodies,
        changes: vec![Event::Complete],
        n_done,
        n_total,
    })
}

/// The configuration on disk, and the change that tells the host of it.
fn configure(root: &Path) -> (Config, Vec<Event>) {
    let (text, problem) = read_config(root);
    let config = text.as_deref().map(Config::parse).unwrap_or_default();
    let mut changes = vec![Event::Site(Box::new(site::find(root))), Event::Config(text)];
    changes.extend(problem.map(Event::Disk));
    (config, changes)
}

/// A configuration that cannot be read is a problem of its file; the corpus is as if it were not there.
fn read_config(root: &Path) -> (Option<Arc<str>>, Option<DiskFile>) {
    let reading = Reading::begin();
    let problem = |kind: ProblemKind| DiskFile {
        path: RelPath(CONFIG.into()),
        reading,
        post: None,
        problems: Box::new([kind.into()]),
    };
    match std::fs::read(root.join(CONFIG)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => (None, None),
        Err(error) => (
            None,
            Some(problem(ProblemKind::Unreadable(error.to_string()))),
        ),
        Ok(bytes) => match read::decode(&bytes) {
            (text, None) => (Some(text.into()), None),
            (text, Some(invalid)) => (Some(text.into()), Some(problem(invalid))),
        },
    }
}

/// Whether this is the configuration on disk now; `None` is that there is none.
pub(super) fn is_config(root: &Path, text: Option<&str>) -> bool {
    read_config(root).0.as_deref() == text
}

fn read_all(root: &Path, files: &[RelPath]) -> Vec<Event> {
    let files = files.par_iter().with_min_len(4);
    files
        .map_init(Reader::default, |it, path| {
            Event::Disk(it.whole(root, path, None))
        })
        .collect()
}

/// A closed file, if it is the one that was summarised.
pub(super) fn parsed(root: &Path, path: &RelPath, stamp: Stamp) -> Result<Parsed, Unavailable> {
    let text = text(root, path, stamp, |buffer, file| {
        buffer.read_whole(file, stamp)
    })?;
    Ok(Parsed {
        document: syntax::parse_as(text.as_str(), Dialect::of(path.as_str())),
        text,
        version: None,
        cursor: None,
    })
}

/// The same of the front matter alone: the text may end behind it, and the body is empty. In a post of 24 KB that is a tenth
/// of the work.
pub(super) fn parsed_head(
    root: &Path,
    path: &RelPath,
    stamp: Stamp,
) -> Result<Parsed, Unavailable> {
    let text = text(root, path, stamp, |buffer, file| {
        buffer.read_head(file, stamp).map(|()| true)
    })?;
    Ok(of_head(text))
}

/// The same, with all of the text and whatever its bytes are: what is not UTF-8 is read as well as it can be, and then places in
/// it are none in the file.
pub(super) fn decoded_head(
    root: &Path,
    path: &RelPath,
    stamp: Stamp,
) -> Result<Parsed, Unavailable> {
    let whole = |buffer: &mut Buffer, file: &File| buffer.read_whole(file, stamp);
    let (text, _) = decoded(root, path, stamp, whole)?;
    Ok(of_head(text))
}

fn of_head(text: Text) -> Parsed {
    let (front_matter, errors) = syntax::parse_head(text.as_str());
    Parsed {
        document: Document {
            front_matter,
            errors,
            ..Document::default()
        },
        text,
        version: None,
        cursor: None,
    }
}

/// What `read` takes from a file of UTF-8.
fn text(
    root: &Path,
    path: &RelPath,
    stamp: Stamp,
    read: impl FnOnce(&mut Buffer, &File) -> io::Result<bool>,
) -> Result<Text, Unavailable> {
    match decoded(root, path, stamp, read)? {
        (text, None) => Ok(text),
        // Places in a text that was fixed are no places in the file.
        (_, Some(kind)) => Err(Unavailable::Unreadable(Problem { kind }.to_string())),
    }
}

/// What `read` takes from a file whose stamp is this before and after; `false` is that the file is too large. And what is wrong
/// with its bytes.
fn decoded(
    root: &Path,
    path: &RelPath,
    stamp: Stamp,
    read: impl FnOnce(&mut Buffer, &File) -> io::Result<bool>,
) -> Result<(Text, Option<ProblemKind>), Unavailable> {
    let unreadable = |it: io::Error| match it.kind() {
        io::ErrorKind::NotFound => Unavailable::Stale,
        _ => Unavailable::Unreadable(it.to_string()),
    };
    let full = root.join(path.as_str());
    let (file, before) = open(&full).map_err(unreadable)?;
    if before != stamp {
        return Err(Unavailable::Stale);
    }
    let mut buffer = Buffer::default();
    let complete = read(&mut buffer, &file).map_err(unreadable)?;
    // What was written while we read is neither the old text nor the new.
    let after = file.metadata().map_err(unreadable)?;
    if Stamp::of(&after) != stamp {
        return Err(Unavailable::Stale);
    }
    if !complete {
        let kind = ProblemKind::TooLarge { len: stamp.len };
        return Err(Unavailable::Unreadable(Problem { kind }.to_string()));
    }
    let (text, problem) = read::decode(buffer.bytes());
    Ok((Text::new(text.as_ref()), problem))
}

/// Opens a regular file. The stamp is taken before anything is read: what changes after that has another one.
fn open(path: &Path) -> io::Result<(File, Stamp)> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let stamp = Stamp::of(&metadata);
    Ok((file, stamp))
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        let nanos = |it: std::time::Duration| i64::try_from(it.as_nanos()).unwrap_or(i64::MAX);
        // A file system without times has the length alone.
        let mtime = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let mtime = match mtime.duration_since(UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(before) => -nanos(before.duration()),
        };
        Stamp {
            mtime,
            changed: change_time(metadata).unwrap_or(mtime),
            len: metadata.len(),
        }
    }
}

/// When anything of the file was changed last, be it its times: nobody can set it back.
#[cfg(unix)]
fn change_time(metadata: &Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = metadata.ctime().checked_mul(1_000_000_000)?;
    seconds.checked_add(metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn change_time(_: &Metadata) -> Option<i64> {
    None
}
