//! The posts of one root: a [`Host`] that one writer mutates, and [`Snapshot`]s of it, cheap and immutable, that everybody reads.
//! It knows nothing of features, the protocol or the terminal.

mod aliases;
mod caches;
mod cancellation;
mod chunks;
mod closed;
mod clusters;
mod common_value;
mod conventions;
mod disk;
pub mod edit;
mod folders;
mod host;
mod index;
pub mod infer;
pub mod keys;
pub mod loader;
mod lost_key;
pub mod mentions;
mod normalize;
pub mod path;
mod renamed;
pub mod silence;
mod similar;
mod slugs;
pub mod summary;
mod template;
mod thesaurus;
mod unfinished;
mod unique;
pub mod vocabulary;
pub mod words;
pub mod work;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::text::TextSize;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

pub use aliases::{Aliases, Canonical};
pub use cancellation::{Cancellation, Cancelled};
pub use closed::{closed_value, nearest_value};
pub use common_value::CommonValue;
pub use disk::{Problem, ProblemKind, Stamp};
pub use edit::{Event, SourceChange};
pub use folders::Usage;
pub use host::Host;
pub use keys::{Found, KeyKind, Keys, fold_char, fold_typed, usual_reading};
pub use mentions::{Matcher, Mention, Mentions, Named, is_break, n_as_word, named_in};
pub use normalize::{VocabularyKind, holds_works, is_marred, normalize};
pub use path::{FileId, RelPath};
pub use slugs::slug_of;
pub use summary::{Summary, Value};
pub use thesaurus::{ConceptId, Preferred, Reason, Thesaurus};
pub use vocabulary::{Postings, Term, TermId, Vocabulary, fold};
pub use words::{Words, each_word};

use crate::schema::{Config, Kind, Schema};
use crate::site::Site;
use crate::syntax::{Document, Entry, Field, Heading};
use crate::text::{Text, TextRange};
use chunks::ChunkVec;
use index::Index;
use infer::{Learned, Schemas};

/// The name of the configuration's file, at the root.
pub const CONFIG: &str = "rubric.yaml";

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
    /// Where the last edit of an open buffer ended, until it is saved: what stands there is being typed.
    pub cursor: Option<TextSize>,
}

impl Parsed {
    /// The fields of its front matter, those of maps in it, too; none where it has none.
    pub fn fields(&self) -> Vec<Field<'_>> {
        let front_matter = self.document.front_matter.as_ref();
        front_matter.map_or_else(Vec::new, |it| it.fields())
    }

    /// The headings that its author meant as such. Those in quotes and lists are somebody else's, and a paragraph above a line of
    /// nothing but `=` is one by accident.
    pub fn own_headings(&self) -> Vec<&Heading> {
        let source = self.text.as_str();
        let is_paragraph =
            |it: &Heading| it.setext && source[it.title_range].contains(['\n', '\r']);
        let headings = self.document.body.headings.iter();
        headings
            .filter(|it| !it.nested && !is_paragraph(it) && !is_conflict(it))
            .collect()
    }

    /// The entries of its front matter; none where it has none.
    pub fn entries(&self) -> &[Entry] {
        let front_matter = self.document.front_matter.as_ref();
        front_matter.map_or(&[], |it| &it.entries)
    }
}

/// `# <<<<<<< HEAD`: somebody has commented the marks of a merge out.
fn is_conflict(heading: &Heading) -> bool {
    ["<<<<<<<", ">>>>>>>", "======="]
        .iter()
        .any(|it| heading.title.starts_with(it))
}

/// Why the text of a closed file cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The file is not what the index was made from: reload it and ask again.
    Stale,
    /// It cannot be read, for this reason.
    Unreadable(String),
}

/// The corpus at one moment. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Snapshot {
    state: Arc<State>,
    cancellation: Option<Cancellation>,
    haste: Haste,
}

/// Whether the work with a snapshot may make what is dear to make of all posts or terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Haste {
    /// It makes what it needs.
    #[default]
    None,
    /// An editor waits for it: it takes what was made a little earlier, and makes only what there is none of.
    Asking,
    /// An author waits for it as they type: it takes what there is.
    Typing,
}

/// Everything in it is shared with older snapshots until it is written to; then what is copied is some microseconds' worth.
#[derive(Clone, Debug)]
struct State {
    root: Arc<Path>,
    files: ChunkVec<FileEntry>,
    /// How many of them are posts.
    n_files: usize,
    folders: folders::Folders,
    by_path: Arc<FxHashMap<RelPath, FileId>>,
    open: Arc<FxHashMap<FileId, Arc<Parsed>>>,
    index: Index,
    learned: Learned,
    schemas: Arc<Schemas>,
    config: Arc<Config>,
    site: Arc<Site>,
    config_text: Option<Text>,
    /// The globs by which the posts on disk were found: those of rubric.yaml on disk, whatever its buffer says.
    content: Arc<[SmolStr]>,
    /// Folders that are roots of their own: what is in them belongs to those.
    inner: Arc<[RelPath]>,
    /// By the path of a file or folder.
    problems: Arc<BTreeMap<RelPath, Box<[Problem]>>>,
    complete: bool,
    /// Whether heads have been read, and bodies are not done yet.
    loading: bool,
    /// How many pairs of names all bodies give.
    n_pairs: usize,
    /// Grows whenever a term's uses or the pairs of names in a body change: equal ones are of one state of these.
    generation: u64,
    /// Shared by all snapshots, whatever state they are of.
    caches: Arc<caches::Caches>,
}

#[derive(Clone, Debug)]
struct FileEntry {
    path: RelPath,
    folder: folders::FolderId,
    /// What counts: an open buffer's, or else the disk's.
    summary: Option<Arc<Summary>>,
    disk: Option<disk::DiskPost>,
    /// Which reading of the disk `disk` comes from.
    reading: disk::Reading,
    /// Whether its path is that of a template: asked for with many files at a time.
    template: bool,
}

impl Snapshot {
    pub fn root(&self) -> &Path {
        &self.state.root
    }

    pub fn file(&self, path: &RelPath) -> Option<FileId> {
        self.state.by_path.get(path).copied()
    }

    /// Relative to the root.
    pub fn path(&self, file: FileId) -> &RelPath {
        &self.entry(file).expect("ids come from this corpus").path
    }

    /// All posts with their summaries, in the order of their ids: of their paths, as far as they were there at the start.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Summary)> {
        let entries = (0..).map(FileId).zip(self.state.files.iter());
        entries.filter_map(|(file, it)| Some((file, it.summary.as_deref()?)))
    }

    /// Whether the file is no post but what posts are made from: where it lies or what it leaves to fill in tells.
    pub fn is_template(&self, file: FileId) -> bool {
        let entry = self.entry(file);
        entry.is_some_and(|it| it.template || it.summary.as_ref().is_some_and(|it| it.template))
    }

    pub fn n_files(&self) -> usize {
        self.state.n_files
    }

    pub fn summary(&self, file: FileId) -> Option<&Summary> {
        self.entry(file)?.summary.as_deref()
    }

    /// As it is shared: as long as a post's summary is the same, so is the pointer.
    pub(crate) fn shared_summary(&self, file: FileId) -> Option<&Arc<Summary>> {
        self.entry(file)?.summary.as_ref()
    }

    /// An open buffer.
    pub fn open(&self, file: FileId) -> Option<&Arc<Parsed>> {
        self.state.open.get(&file)
    }

    /// An open buffer, or the file read again now: its stamp is checked against the index first.
    pub fn parsed(&self, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
        self.read(file, loader::parsed)
    }

    /// The same of the front matter alone, for those who read many posts: of a closed post the text may end behind it, and
    /// the body is empty.
    pub fn parsed_head(&self, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
        self.read(file, loader::parsed_head)
    }

    /// The front matter and the whole text, whatever its bytes are: to look for something in it, not to edit it.
    pub fn decoded_head(&self, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
        self.read(file, loader::decoded_head)
    }

    fn read(
        &self,
        file: FileId,
        read: fn(&Path, &RelPath, Stamp) -> Result<Parsed, Unavailable>,
    ) -> Result<Arc<Parsed>, Unavailable> {
        self.unwind_if_cancelled();
        if let Some(open) = self.open(file) {
            return Ok(open.clone());
        }
        if self.path(file).as_str() == CONFIG {
            return self.closed_config().ok_or(Unavailable::Stale);
        }
        let entry = self.entry(file).ok_or(Unavailable::Stale)?;
        let stamp = self.stamp(file).ok_or(Unavailable::Stale)?;
        read(&self.state.root, &entry.path, stamp).map(Arc::new)
    }

    /// rubric.yaml as it was read: its findings are of that text.
    fn closed_config(&self) -> Option<Arc<Parsed>> {
        let text = self.config_text()?.clone();
        Some(Arc::new(Parsed {
            text,
            document: Document::default(),
            version: None,
            cursor: None,
        }))
    }

    /// What is known of the fields of the posts in this file's folder.
    pub fn schema(&self, file: FileId) -> &Schema {
        self.state.schemas.of(self.path(file))
    }

    /// What is known of the fields of all posts.
    pub fn root_schema(&self) -> &Schema {
        self.state.schemas.root()
    }

    /// What rubric.yaml says.
    pub fn config(&self) -> &Config {
        &self.state.config
    }

    /// The site that is made of the posts.
    pub fn site(&self) -> &Site {
        &self.state.site
    }

    /// The text of rubric.yaml, if there is one: of its buffer, or else as it was read.
    pub fn config_text(&self) -> Option<&Text> {
        self.state.config_text.as_ref()
    }

    /// The same for an edit: read again now, and `Stale` if it is not what [`Snapshot::config`] was made from.
    pub fn config_source(&self) -> Result<Option<Text>, Unavailable> {
        let known = self.config_text();
        let file = self.file(&RelPath(CONFIG.into()));
        let is_open = file.is_some_and(|it| self.open(it).is_some());
        match is_open || loader::is_config(self.root(), known.map(Text::as_str)) {
            true => Ok(known.cloned()),
            false => Err(Unavailable::Stale),
        }
    }

    /// The fields that a post has without saying so, by Eleventy's data files. They are read from the disk now.
    pub fn inherited(&self, file: FileId) -> FxHashSet<SmolStr> {
        loader::inherited(self.root(), self.path(file))
    }

    /// What is in a folder, posts or not, without what is ignored. The disk is asked now.
    pub fn entries_in(&self, folder: &str) -> Vec<loader::Entry> {
        loader::entries(self.root(), folder)
    }

    /// By what it is seen that something has come to a folder, or gone. The disk is asked now.
    pub fn folder_stamp(&self, folder: &str) -> Option<Stamp> {
        loader::folder_stamp(self.root(), folder)
    }

    /// Whether there is a file or folder at a path, a post or not. The disk is asked now.
    pub fn is_there(&self, path: &RelPath) -> bool {
        loader::is_there(self.root(), path)
    }

    /// The same of a path from the root of the site, which may be another folder than that of the posts.
    pub fn is_published(&self, path: &str) -> bool {
        loader::is_published(self.root(), path)
    }

    /// The path of the field that is called so, where `authors.name` says enough of `authors[].name`. It asks all posts.
    pub fn path_of(&self, name: &str) -> SmolStr {
        let is_short_for = |it: &&SmolStr| it.contains("[]") && it.replace("[]", "") == name;
        let mut found = None;
        for (_, summary) in self.files() {
            if summary.field(name).is_some() {
                return name.into();
            }
            found = found.or_else(|| summary.fields.iter().map(|it| it.0).find(is_short_for));
        }
        found.cloned().unwrap_or_else(|| name.into())
    }

    /// The vocabulary that values of this field belong to. Dates, prose and URLs have none.
    pub fn vocabulary(&self, field: &str) -> Option<&Vocabulary> {
        let kind = self.root_schema().field(field)?.kind;
        let has_terms = matches!(kind, Kind::Term | Kind::List);
        has_terms.then(|| self.values(field)).flatten()
    }

    /// Whether another post than `file` has this term in the field.
    pub fn is_used_elsewhere(&self, field: &str, text: &str, file: FileId) -> bool {
        let vocabulary = self.vocabulary(field);
        let term = vocabulary.and_then(|it| Some(it.term(it.get(text)?)));
        term.is_some_and(|it| it.posts.iter().any(|post| *post != file))
    }

    /// The values of a field of any kind, up to [`summary::LONG`] bytes, with the posts that have them.
    pub fn values(&self, field: &str) -> Option<&Vocabulary> {
        let index = &self.state.index;
        let shared = index.routes().shared.get(field);
        let name = shared.map_or(field, SmolStr::as_str);
        index.vocabulary(name).map(|it| &**it)
    }

    /// What the loader has to say of files and folders, in the order of their paths.
    pub fn problems(&self) -> impl Iterator<Item = (&RelPath, &Problem)> {
        let problems = self.state.problems.iter();
        problems.flat_map(|(path, of_path)| of_path.iter().map(move |it| (path, it)))
    }

    /// What the loader has to say of one file.
    pub fn problems_of(&self, file: FileId) -> &[Problem] {
        let problems = self.state.problems.get(self.path(file));
        problems.map_or(&[], |it| it)
    }

    /// The stamp of a file as it was read; `None` for a buffer that is not on disk.
    pub fn stamp(&self, file: FileId) -> Option<Stamp> {
        Some(self.entry(file)?.disk.as_ref()?.stamp)
    }

    /// Whether the bodies have been read too.
    pub fn complete(&self) -> bool {
        self.state.complete
    }

    fn caches(&self) -> &caches::Caches {
        &self.state.caches
    }

    fn entry(&self, file: FileId) -> Option<&FileEntry> {
        self.state.files.get(file.0 as usize)
    }
}
