//! Files as they were found on disk: what was read of them and when, and what a person should know of them.
//! It reads nothing itself.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::text::TextSize;

use super::path::RelPath;
use super::summary::Summary;

/// Of a longer post only the head counts.
pub const MAX_BODY: u64 = 16 << 20;

/// By what a change of a file is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Nanoseconds since 1970, negative before.
    pub(super) mtime: i64,
    /// The same of the last change of whatever kind, where the system tells it; else `mtime` once more.
    pub(super) changed: i64,
    /// Bytes.
    pub(super) len: u64,
}

impl Stamp {
    /// When the file was changed last, in nanoseconds since 1970.
    pub(super) fn changed(&self) -> i64 {
        self.changed
    }
}

/// When a file was read, relative to other readings of this process. Readings are numbered before they begin, so that what a
/// later one saw is never older.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading(u64);

impl Reading {
    pub fn begin() -> Reading {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Reading(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A file as it was found.
#[derive(Clone, Debug)]
pub struct DiskFile {
    pub path: RelPath,
    pub reading: Reading,
    /// `None` where nothing is there (any more), or nothing that can be read.
    pub post: Option<DiskPost>,
    pub problems: Box<[Problem]>,
}

#[derive(Clone, Debug)]
pub struct DiskPost {
    pub summary: Arc<Summary>,
    pub stamp: Stamp,
}

/// Something about a file or folder that a person should know. It displays as a sentence without the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// From this byte on (0-based), in this line (1-based). The rest of the file counts.
    InvalidUtf8 { offset: TextSize, line_number: u32 },
    /// All of it, and so it is read; but edits are of UTF-8.
    Utf16,
    /// For this reason.
    Unreadable(String),
    /// More than [`MAX_BODY`] bytes: only the head counts.
    TooLarge { len: u64 },
    /// A symbolic link to a place that is not there, or to itself.
    BrokenLink,
    /// A symbolic link out of the root: what it leads to is no part of the corpus.
    LinkOutside,
    /// A name that is not UTF-8.
    BadName,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ProblemKind::InvalidUtf8 { offset, line_number } => write!(
                f,
                "not UTF-8 from byte {} (line {line_number}) on: save it as UTF-8",
                u32::from(*offset)
            ),
            ProblemKind::Utf16 => f.write_str("is UTF-16; convert it to UTF-8"),
            ProblemKind::Unreadable(reason) => write!(f, "cannot be read: {reason}"),
            ProblemKind::TooLarge { len } => write!(
                f,
                "{len} bytes: only its front matter is read, a post has {MAX_BODY} at most"
            ),
            ProblemKind::BrokenLink => f.write_str("a symbolic link that leads nowhere"),
            ProblemKind::LinkOutside => f.write_str(
                "a symbolic link out of this folder: not followed; make its target a root of its own",
            ),
            ProblemKind::BadName => f.write_str("its name is not UTF-8: rename it"),
        }
    }
}

impl ProblemKind {
    /// Whether the file is not UTF-8, so that what was read of it are not its bytes.
    pub fn is_not_utf8(&self) -> bool {
        matches!(self, ProblemKind::InvalidUtf8 { .. } | ProblemKind::Utf16)
    }
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Problem {
        Problem { kind }
    }
}
