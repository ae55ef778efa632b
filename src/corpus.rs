//! The posts of one root: a [`Host`] that one writer mutates, and [`Snapshot`]s of it, cheap and immutable, that everybody reads.
//! It knows nothing of features, the protocol or the terminal.

pub mod change;
pub mod infer;
pub mod loader;
pub mod path;
pub mod summary;
pub mod vocabulary;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use text_size::TextSize;

pub use change::{Change, SourceChange};
pub use path::{FileId, RelPath};
pub use summary::{Summary, Value};
pub use vocabulary::{Term, TermId, Vocabulary};

use crate::schema::Schema;
use crate::syntax::Document;
use crate::text::{Text, TextRange};

/// A place in a file of one corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilePosition {
    pub file: FileId,
    /// Bytes.
    pub offset: TextSize,
}

/// A stretch of a file of one corpus, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileRange {
    pub file: FileId,
    pub range: TextRange,
}

/// A post with its text: an open buffer, or a file as it was read just now.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub text: Text,
    pub document: Document,
    /// The client's version of an open buffer.
    pub version: Option<i32>,
}

/// Why the text of a closed file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The file is not what the index was made from: reload it and ask again.
    Stale,
    /// It cannot be read, for this reason.
    Unreadable(String),
}

/// The single writer of one root's corpus.
#[derive(Debug, Default)]
pub struct Host {
    state: Arc<State>,
}

/// The corpus at one moment. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Snapshot {
    state: Arc<State>,
}

#[derive(Clone, Debug, Default)]
struct State {
    root: PathBuf,
    open: FxHashMap<FileId, Arc<Parsed>>,
    vocabularies: FxHashMap<SmolStr, Arc<Vocabulary>>,
    schema: Arc<Schema>,
}

impl Host {
    /// An empty corpus of the folder `root`; [`loader::load`] fills it.
    pub fn new(root: PathBuf) -> Host {
        Host {
            state: Arc::new(State {
                root,
                ..State::default()
            }),
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            state: self.state.clone(),
        }
    }

    /// Takes changes in order: opened, edited and closed buffers, files that came, changed or went on disk.
    /// Returns whether any summary changed, so that what depends on the vocabulary is worth asking for again.
    pub fn apply(&mut self, changes: Vec<Change>) -> bool {
        let _ = changes;
        false
    }

    /// The id of a path, given one if it has none yet. Ids are never reused.
    pub fn intern(&mut self, path: &RelPath) -> FileId {
        let _ = path;
        FileId::default()
    }
}

impl Snapshot {
    pub fn root(&self) -> &Path {
        &self.state.root
    }

    pub fn file(&self, path: &RelPath) -> Option<FileId> {
        let _ = path;
        None
    }

    /// Relative to the root.
    pub fn path(&self, file: FileId) -> &RelPath {
        let _ = file;
        unreachable!("no file was ever interned")
    }

    /// All posts with their summaries, in the order of their ids.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Summary)> {
        std::iter::empty()
    }

    pub fn summary(&self, file: FileId) -> Option<&Summary> {
        let _ = file;
        None
    }

    /// An open buffer.
    pub fn open(&self, file: FileId) -> Option<&Arc<Parsed>> {
        self.state.open.get(&file)
    }

    /// An open buffer, or the file read again now: its stamp is checked against the index first.
    pub fn parsed(&self, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
        self.open(file).cloned().ok_or(Unavailable::Stale)
    }

    /// What is known of the fields of the posts in this file's folder.
    pub fn schema(&self, file: FileId) -> &Schema {
        let _ = file;
        &self.state.schema
    }

    /// The vocabulary that values of this field belong to.
    pub fn vocabulary(&self, field: &str) -> Option<&Vocabulary> {
        self.state.vocabularies.get(field).map(|it| &**it)
    }

    /// Whether the bodies have been read too.
    pub fn complete(&self) -> bool {
        false
    }
}
