//! Changes that come in, and changes to sources that go out, verified.

mod aliases;
mod body;
mod declared;
mod flow;
mod front_matter;
mod item;
mod layout;
mod list;
mod plain;
mod sort;
mod verified;
mod verify;

use std::fmt;
use std::sync::Arc;

use super::disk::DiskFile;
use super::path::{FileId, RelPath};
use crate::site::Found;
use crate::text::{Text, TextEdit, TextSize};

pub use aliases::{Names, declare_names};
pub use body::{BodyFix, verified_body};
pub use declared::{Followed, NewNames, Renamed, follow};
pub use front_matter::{FrontMatterEdit, Gap};
pub use item::Item;
pub use plain::Plain;
pub use sort::sorted;
pub use verified::{verified_fix, verified_head};

/// One thing that happened to the corpus.
#[derive(Clone, Debug)]
pub enum Event {
    /// A buffer was opened; from now on it wins over the disk.
    Open {
        file: FileId,
        version: i32,
        text: Text,
    },
    /// A buffer has a new text. `cursor` is where the last edit ended: the term there is not counted until an edit elsewhere,
    /// [`Event::Save`] or [`Event::Close`].
    Edit {
        file: FileId,
        version: i32,
        text: Text,
        cursor: Option<TextSize>,
    },
    /// A buffer was saved: what stands at the cursor is meant.
    Save { file: FileId },
    /// A buffer was closed; the disk's summary counts again.
    Close { file: FileId },
    /// A file as the loader found it. Of two readings of one file the later counts, in whichever order they come.
    Disk(DiskFile),
    /// The text of rubric.yaml on disk; `None` where there is none. An open buffer of it wins.
    Config(Option<Arc<str>>),
    /// What there is to see of the site's generator.
    Site(Box<Found>),
    /// All bodies have been read.
    Complete,
}

/// Edits to sources: what a rename or a fix gives back. Edits of a file are sorted and disjoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceChange {
    pub edits: Vec<(FileId, Vec<TextEdit>)>,
    pub renames: Vec<(FileId, RelPath)>,
    /// Of rubric.yaml: of its text as the snapshot has it, or of an empty one where there is none.
    pub config: Vec<TextEdit>,
}

/// Why an edit is not made: a sentence for the person who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    pub fn new(why: impl Into<String>) -> Refusal {
        Refusal(why.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A map as the independent parser reads it.
fn read_yaml(text: &str) -> Option<serde_yaml::Mapping> {
    match text.trim().is_empty() {
        true => Some(serde_yaml::Mapping::new()),
        false => serde_yaml::from_str(text).ok(),
    }
}
