//! The single writer: takes changes in and keeps summaries, vocabularies and schemas in step.
//! It parses open buffers, and never touches the disk.

use std::path::PathBuf;
use std::sync::Arc;

use crate::text::TextSize;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::disk::DiskFile;
use super::edit::Event;
use super::folders::Folders;
use super::index::{Delta, Index};
use super::infer::{Learned, Schemas};
use super::path::{FileId, RelPath};
use super::summary::{Interner, Summary};
use super::{CONFIG, ChunkVec, FileEntry, Haste, Parsed, Snapshot, State};
use crate::schema::Config;
use crate::site::{Found, Site};
use crate::syntax::{self, Dialect};
use crate::text::Text;

/// The single writer of one root's corpus.
#[derive(Debug)]
pub struct Host {
    state: Arc<State>,
    /// Of open buffers: the summaries that count as long as they are open.
    buffers: FxHashMap<FileId, Arc<Summary>>,
    /// rubric.yaml as it is on disk.
    config_on_disk: Option<Arc<str>>,
    /// What was found of the site.
    site_found: Found,
}

/// What a batch has touched, with the summaries from before it.
type Touched = FxHashMap<FileId, Option<Arc<Summary>>>;

impl Host {
    /// An empty corpus of the folder `root`; [`super::loader`] fills it.
    pub fn new(root: PathBuf) -> Host {
        let state = State {
            root: root.into(),
            files: ChunkVec::default(),
            n_files: 0,
            folders: Folders::default(),
            by_path: Arc::default(),
            open: Arc::default(),
            index: Index::default(),
            learned: Learned::default(),
            schemas: Arc::default(),
            config: Arc::default(),
            site: Arc::default(),
            config_text: None,
            content: Arc::default(),
            inner: Arc::default(),
            problems: Arc::default(),
            complete: false,
            loading: false,
            n_pairs: 0,
            generation: 0,
            caches: Arc::default(),
        };
        Host {
            state: Arc::new(state),
            buffers: FxHashMap::default(),
            config_on_disk: None,
            site_found: Found::default(),
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            state: self.state.clone(),
            cancellation: None,
            haste: Haste::default(),
        }
    }

    /// The id of a path, given one if it has none yet. Ids are never reused.
    pub fn intern(&mut self, path: &RelPath) -> FileId {
        if let Some(file) = self.state.by_path.get(path) {
            return *file;
        }
        let state = Arc::make_mut(&mut self.state);
        let file = FileId(u32::try_from(state.files.len()).expect("fewer than 4 billion files"));
        let folder = state.folders.intern(path.folder());
        state.files.push(FileEntry {
            path: path.clone(),
            folder,
            summary: None,
            disk: None,
            reading: Default::default(),
            template: path.is_template(),
        });
        Arc::make_mut(&mut state.by_path).insert(path.clone(), file);
        file
    }

    /// From now on these folders are roots of their own, and nothing in them is a post of this one: a post that two corpora
    /// had would be counted twice, and one of the two would not know its buffer. What is in a folder that is none any more is
    /// looked for by the next [`super::loader::rescan`].
    /// Returns whether any summary changed.
    pub fn set_inner(&mut self, inner: Vec<RelPath>) -> bool {
        let mut touched = Touched::default();
        let state = Arc::make_mut(&mut self.state);
        state.inner = inner.into();
        Arc::make_mut(&mut state.problems).retain(|path, _| !path.is_in(&state.inner));
        let is_left = |it: &FileEntry| it.disk.is_some() && it.path.is_in(&state.inner);
        let entries = (0..).map(FileId).zip(state.files.iter());
        let left: Vec<FileId> = entries
            .filter(|(_, it)| is_left(it))
            .map(|(file, _)| file)
            .collect();
        for file in left {
            let entry = state.files.get_mut(file.0 as usize);
            let entry = entry.expect("it was just there");
            entry.disk = None;
            touched.insert(file, entry.summary.clone());
        }
        self.update(touched, false)
    }

    /// What [`Host::set_inner`] was told last.
    pub fn inner(&self) -> &[RelPath] {
        &self.state.inner
    }

    /// Takes changes in order: opened, edited and closed buffers, files that came, changed or went on disk.
    /// Returns whether any summary or the configuration changed, or what was being typed is meant from now on, so that what
    /// depends on them is worth asking for again. However many changes there are, the vocabularies take them in at once.
    pub fn apply(&mut self, changes: Vec<Event>) -> bool {
        let mut touched = Touched::default();
        touched.reserve(changes.len());
        if self.state.by_path.is_empty() {
            let state = Arc::make_mut(&mut self.state);
            Arc::make_mut(&mut state.by_path).reserve(changes.len());
        }
        let mut config_changed = false;
        let mut unfinished = false;
        for change in changes {
            match change {
                Event::Open {
                    file,
                    version,
                    text,
                } => {
                    config_changed |= self.set_buffer(file, version, text, None, &mut touched);
                }
                Event::Edit {
                    file,
                    version,
                    text,
                    cursor,
                } => {
                    config_changed |= self.set_buffer(file, version, text, cursor, &mut touched);
                }
                Event::Save { file } => unfinished |= self.settle(file, &mut touched),
                Event::Close { file } => config_changed |= self.close(file, &mut touched),
                Event::Disk(found) => self.take(found, &mut touched),
                Event::Config(text) => {
                    self.set_config_on_disk(text);
                    config_changed = true;
                }
                Event::Site(found) => {
                    config_changed |= self.site_found != *found;
                    self.site_found = *found;
                }
                Event::Complete => {
                    let state = Arc::make_mut(&mut self.state);
                    (state.complete, state.loading) = (true, false);
                }
            }
        }
        let config_changed = config_changed && self.set_config();
        let summaries_changed = self.update(touched, config_changed);
        summaries_changed || config_changed || unfinished
    }

    /// Returns whether the buffer is that of the configuration.
    fn set_buffer(
        &mut self,
        file: FileId,
        version: i32,
        text: Text,
        cursor: Option<TextSize>,
        touched: &mut Touched,
    ) -> bool {
        let is_config = self.is_config(file);
        let document = if is_config {
            syntax::Document::default()
        } else {
            let path = self.state.files.get(file.0 as usize).map(|it| &it.path);
            let dialect = path.map(|it| Dialect::of(it.as_str()));
            syntax::parse_as(text.as_str(), dialect.unwrap_or_default())
        };
        if !is_config {
            let summary = Summary::of(text.as_str(), &document, cursor, &mut Interner::default());
            self.buffers.insert(file, Arc::new(summary));
            self.touch(file, touched);
        }
        let parsed = Parsed {
            text,
            document,
            version: Some(version),
            cursor,
        };
        let state = Arc::make_mut(&mut self.state);
        Arc::make_mut(&mut state.open).insert(file, Arc::new(parsed));
        is_config
    }

    /// The cursor has left whatever it was in. Returns whether anything was unfinished there.
    fn settle(&mut self, file: FileId, touched: &mut Touched) -> bool {
        let mut unfinished = false;
        if let (Some(open), Some(summary)) =
            (self.state.open.get(&file), self.buffers.get_mut(&file))
        {
            unfinished = open.unfinished().is_some();
            let settled = Summary::of(
                open.text.as_str(),
                &open.document,
                None,
                &mut Interner::default(),
            );
            *summary = Arc::new(settled);
            let settled = Parsed {
                cursor: None,
                ..Parsed::clone(open)
            };
            let state = Arc::make_mut(&mut self.state);
            Arc::make_mut(&mut state.open).insert(file, Arc::new(settled));
            self.touch(file, touched);
        }
        unfinished
    }

    /// Returns whether the buffer was that of the configuration.
    fn close(&mut self, file: FileId, touched: &mut Touched) -> bool {
        let state = Arc::make_mut(&mut self.state);
        Arc::make_mut(&mut state.open).remove(&file);
        self.buffers.remove(&file);
        self.touch(file, touched);
        self.is_config(file)
    }

    fn take(&mut self, found: DiskFile, touched: &mut Touched) {
        // A reading that began before the folder was given away.
        if found.path.is_in(&self.state.inner) {
            return;
        }
        let file = self.intern(&found.path);
        let state = Arc::make_mut(&mut self.state);
        let entry = state.files.get_mut(file.0 as usize).expect("just interned");
        if found.reading < entry.reading {
            return;
        }
        entry.reading = found.reading;
        entry.disk = found.post;
        state.loading = !state.complete;
        if found.problems.is_empty() {
            if state.problems.contains_key(&found.path) {
                Arc::make_mut(&mut state.problems).remove(&found.path);
            }
        } else {
            Arc::make_mut(&mut state.problems).insert(found.path, found.problems);
        }
        self.touch(file, touched);
    }

    fn touch(&self, file: FileId, touched: &mut Touched) {
        let entry = self
            .state
            .files
            .get(file.0 as usize)
            .expect("ids come from this host");
        touched.entry(file).or_insert_with(|| entry.summary.clone());
    }

    fn is_config(&self, file: FileId) -> bool {
        let entry = self.state.files.get(file.0 as usize);
        entry.is_some_and(|it| it.path.as_str() == CONFIG)
    }

    fn set_config_on_disk(&mut self, text: Option<Arc<str>>) {
        let config = text.as_deref().map(Config::parse).unwrap_or_default();
        Arc::make_mut(&mut self.state).content = config.content.into();
        if text.is_some() {
            // So that its findings have a file to stand in.
            self.intern(&RelPath(CONFIG.into()));
        }
        self.config_on_disk = text;
    }

    /// Reads the configuration anew, from its buffer if it is open. Returns whether it says anything else now.
    fn set_config(&mut self) -> bool {
        let file = self.state.by_path.get(&RelPath(CONFIG.into()));
        let buffer = file.and_then(|it| self.state.open.get(it));
        let on_disk = || self.config_on_disk.as_deref().map(Text::new);
        let text = buffer.map(|it| it.text.clone()).or_else(on_disk);
        let config = text.as_ref().map(|it| Config::parse(it.as_str()));
        let config = config.unwrap_or_default();
        let site = Site::new(&self.site_found, config.site);
        let changed = *self.state.config != config || *self.state.site != site;
        let state = Arc::make_mut(&mut self.state);
        state.config_text = text;
        if changed {
            state.config = Arc::new(config);
            state.site = Arc::new(site);
            // Aliases, and which fields hold terms, may be others now.
            state.caches = Arc::new(state.caches.emptied());
        }
        changed
    }

    /// Brings everything that is made from summaries to the summaries that count now.
    fn update(&mut self, touched: Touched, config_changed: bool) -> bool {
        let mut deltas: Vec<Delta> = touched
            .into_iter()
            .filter_map(|(file, old)| self.delta(file, old))
            .collect();
        deltas.sort_by_key(|it| it.file);
        let changed = !deltas.is_empty();
        if !changed && !config_changed {
            return false;
        }
        let state = Arc::make_mut(&mut self.state);
        for delta in &deltas {
            let entry = state.files.get_mut(delta.file.0 as usize);
            entry.expect("ids come from this host").summary = delta.new.clone();
            let (old, new) = (pairs(&delta.old), pairs(&delta.new));
            state.n_pairs = state.n_pairs + new.len() - old.len();
            let (was, is) = (delta.old.is_some(), delta.new.is_some());
            state.n_files = state.n_files + usize::from(is) - usize::from(was);
            state.generation += u64::from(old != new);
        }
        deltas.retain(|it| match (&it.old, &it.new) {
            (Some(old), Some(new)) => !old.same_front_matter(new),
            _ => true,
        });
        if !deltas.is_empty() || config_changed {
            state.generation += 1;
            state.update(&deltas);
        }
        changed
    }

    /// What has changed for a file since `old`, if anything has.
    fn delta(&self, file: FileId, old: Option<Arc<Summary>>) -> Option<Delta> {
        let entry = self
            .state
            .files
            .get(file.0 as usize)
            .expect("ids come from this host");
        let on_disk = entry.disk.as_ref().map(|it| &it.summary);
        let new = self.buffers.get(&file).or(on_disk);
        (old.as_ref() != new).then(|| Delta {
            file,
            old,
            new: new.cloned(),
        })
    }
}

fn pairs(summary: &Option<Arc<Summary>>) -> &[(SmolStr, SmolStr)] {
    summary.as_ref().map_or(&[], |it| &it.pairs)
}

impl State {
    fn update(&mut self, deltas: &[Delta]) {
        // The schemas hold what is counted as it was; without them it is written to in place.
        self.schemas = Arc::default();
        let files = &self.files;
        let entry = |file: FileId| files.get(file.0 as usize).expect("ids come from this host");
        let date_of = |file| entry(file).summary.as_ref().and_then(|it| it.date);
        self.folders.apply(deltas, entry);
        self.learned.apply(deltas, |it| &entry(it.file).path);
        let routes = self.learned.routes(&self.config);
        let summaries = (0..).map(FileId).zip(files.iter());
        let summaries = summaries.filter_map(|(file, it)| Some((file, it.summary.as_ref()?)));
        self.index.apply(routes, deltas, summaries, date_of);
        let schemas = Schemas::new(
            self.learned.clone(),
            self.index.clone(),
            self.config.clone(),
        );
        self.schemas = Arc::new(schemas);
    }
}
