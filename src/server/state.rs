//! What the server knows: roots with their corpora, open documents, settings. One lock around it all, held for mutations and
//! for taking snapshots, never for work and never across an `.await`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Instant, timeout_at};
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::capabilities::Client;
use super::config::Settings;
use super::from_proto::{self, Place};
use super::uri::uri_of;
use super::watch_order::Order;
use crate::corpus::{CONFIG, Cancellation, Event, FileId, Host, RelPath, Snapshot};
use crate::text::Text;

/// The path of a root that is on no disk.
pub(super) const NOWHERE: &str = "";

/// Shared by all handlers and tasks.
pub(super) struct State {
    /// To send to the client with. Handlers never await its answers.
    pub(super) client: tower_lsp::Client,
    world: Mutex<World>,
    revision: watch::Sender<Revision>,
    /// Rings when there are dirty paths.
    pub(super) disk: Notify,
    /// A permit for each thread that work may take which can be long.
    pub(super) slow_workers: Arc<Semaphore>,
}

/// Counts what happened, for those who wait for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Revision {
    /// Texts, open documents and settings.
    pub(super) documents: u64,
    /// Summaries: what the findings of other posts depend on.
    pub(super) corpus: u64,
    /// `shutdown` has come: what waits should stop.
    pub(super) closing: bool,
}

/// What changes.
#[derive(Default)]
pub(super) struct World {
    pub(super) capabilities: Arc<Client>,
    pub(super) settings: Arc<Settings>,
    pub(super) roots: Vec<Root>,
    documents: FxHashMap<Uri, OpenDocument>,
    n_roots_ever: u32,
    /// Roots that came and are not being loaded yet.
    pub(super) unloaded: Vec<RootId>,
    /// Our own watcher, where the client cannot watch.
    pub(super) watcher: Option<Sender<Order>>,
    /// Paths that changed on disk, not yet read again.
    pub(super) dirty: BTreeSet<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RootId(u32);

/// A workspace folder, or the folder of a file that is in none.
pub(super) struct Root {
    pub(super) id: RootId,
    pub(super) path: PathBuf,
    pub(super) host: Host,
    pub(super) kind: RootKind,
    pub(super) reading: Reading,
    names: Arc<Names>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RootKind {
    Workspace,
    /// Goes with the last document in it.
    Lone,
}

/// How far the files of a root have been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// Not yet, or never: nobody wants a whole disk read.
    #[default]
    NotBegun,
    Heads,
    /// The vocabularies and the schema are complete.
    Bodies,
    Done,
}

/// How the client spells things.
#[derive(Clone, Debug)]
struct Names {
    /// Without a slash at its end.
    root: String,
    open: FxHashMap<FileId, Uri>,
    /// How often each file was opened.
    openings: FxHashMap<FileId, u32>,
}

struct OpenDocument {
    root: RootId,
    file: FileId,
    text: Text,
    version: i32,
}

/// A post, its document's version if it is open, and a view of it.
pub(super) type PostView = (Uri, Option<i32>, View);

/// One root as a request sees it, and the post that it is about.
#[derive(Clone)]
pub(super) struct View {
    pub(super) snap: Snapshot,
    pub(super) file: FileId,
    pub(super) capabilities: Arc<Client>,
    pub(super) settings: Arc<Settings>,
    names: Arc<Names>,
}

impl State {
    pub(super) fn new(client: tower_lsp::Client, n_slow_workers: usize) -> State {
        State {
            client,
            world: Mutex::default(),
            revision: watch::Sender::new(Revision::default()),
            disk: Notify::new(),
            slow_workers: Arc::new(Semaphore::new(n_slow_workers)),
        }
    }

    /// A handler that panicked while it held the lock has cost its own request; the rest goes on with what there is.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The post that a URI names, if it is one of ours.
    pub(super) fn view(&self, uri: &Uri) -> Option<View> {
        self.world().view(uri)
    }

    /// Waits until the heads of the root of a URI, or of all roots, are read, or have been waited for long enough.
    pub(super) async fn heads_read(&self, uri: Option<&Uri>, patience: Duration) {
        let mut revisions = self.revisions();
        let until = Instant::now() + patience;
        while self.world().reads_heads(uri) {
            // Late, or the end of the server: the answer is made from what there is.
            match timeout_at(until, revisions.changed()).await {
                Ok(Ok(())) if !revisions.borrow().closing => {}
                Ok(_) | Err(_) => return,
            }
        }
    }

    pub(super) fn revisions(&self) -> watch::Receiver<Revision> {
        self.revision.subscribe()
    }

    pub(super) fn documents_changed(&self) {
        self.revision.send_modify(|it| it.documents += 1);
    }

    pub(super) fn corpus_changed(&self) {
        self.revision.send_modify(|it| {
            it.documents += 1;
            it.corpus += 1;
        });
    }

    /// Tells of a change of the corpus only if some summary is another.
    pub(super) fn changed(&self, summaries: bool) {
        if summaries {
            self.corpus_changed();
        } else {
            self.documents_changed();
        }
    }

    pub(super) fn close(&self) {
        self.revision.send_modify(|it| it.closing = true);
    }
}

impl World {
    /// Adds a root unless there is one of that path; a folder that was only a lone file's becomes a full one.
    pub(super) fn add_root(&mut self, path: &Path, uri: &str, kind: RootKind) {
        if let Some(root) = self.roots.iter_mut().find(|it| it.path == path) {
            if kind == RootKind::Workspace {
                root.kind = kind;
            }
            return;
        }
        let id = RootId(self.n_roots_ever);
        self.n_roots_ever += 1;
        self.roots.push(Root {
            id,
            path: path.to_owned(),
            host: Host::new(path.to_owned()),
            kind,
            reading: Reading::default(),
            names: Arc::new(Names {
                root: uri.trim_end_matches('/').to_owned(),
                open: FxHashMap::default(),
                openings: FxHashMap::default(),
            }),
        });
        self.unloaded.push(id);
        self.divide_roots();
    }

    pub(super) fn remove_root(&mut self, path: &Path) {
        self.keep_roots(|it| it.path != path);
    }

    fn keep_roots(&mut self, is_kept: impl Fn(&Root) -> bool) {
        self.roots.retain(is_kept);
        self.divide_roots();
    }

    /// Where roots are nested, each file belongs to the deepest one alone, as its document does: a term's posts are counted
    /// once, findings come from one schema, and no root edits a buffer that it does not know.
    fn divide_roots(&mut self) {
        let paths: Vec<PathBuf> = self.roots.iter().map(|it| it.path.clone()).collect();
        let paths = || paths.iter().filter(|it| *it != Path::new(NOWHERE));
        for root in &mut self.roots {
            let inner = paths().filter_map(|it| RelPath::new(&root.path, it));
            let inner: Vec<RelPath> = inner.collect();
            if root.path == Path::new(NOWHERE) || root.host.inner() == inner {
                continue;
            }
            let is_given_back = root.host.inner().iter().any(|it| !inner.contains(it));
            if is_given_back && root.reading != Reading::NotBegun {
                // What is in a folder that came back is read with the next batch.
                self.dirty.insert(root.path.clone());
            }
            root.host.set_inner(inner);
        }
    }

    pub(super) fn root(&mut self, id: RootId) -> Option<&mut Root> {
        self.roots.iter_mut().find(|it| it.id == id)
    }

    /// The root of a path, the deepest of those that it is in, and the path within it.
    pub(super) fn locate(&mut self, path: &Path) -> Option<(&mut Root, RelPath)> {
        let roots = self.roots.iter_mut();
        let (root, rest) = roots
            .filter(|root| root.path != Path::new(NOWHERE))
            .filter_map(|root| {
                let rest = RelPath::new(&root.path, path)?;
                Some((root, rest))
            })
            .max_by_key(|(root, _)| root.path.components().count())?;
        Some((root, rest))
    }

    /// The root and the name of what a URI names.
    fn locate_uri(&mut self, uri: &Uri) -> Option<(&mut Root, RelPath)> {
        match from_proto::place(uri) {
            Place::File(path) => self.locate(&path),
            Place::Untitled => Some((self.roots.first_mut()?, RelPath(uri.as_str().into()))),
            Place::Foreign => None,
        }
    }

    /// Gives a document that is in no root its folder for one, and one without a file, where there is no root at all,
    /// an empty one.
    fn ensure_root(&mut self, uri: &Uri) {
        if self.locate_uri(uri).is_some() {
            return;
        }
        match from_proto::place(uri) {
            Place::File(path) => {
                let folder_uri = uri.as_str().rsplit_once('/').map_or("", |(it, _)| it);
                if let Some(folder) = path.parent() {
                    self.add_root(folder, folder_uri, RootKind::Lone);
                }
            }
            Place::Untitled => self.add_root(Path::new(NOWHERE), "", RootKind::Lone),
            Place::Foreign => {}
        }
    }

    /// Opens a document that is a post. Returns whether summaries changed; `None` where it is none of ours.
    pub(super) fn open(&mut self, document: TextDocumentItem) -> Option<bool> {
        let uri = document.uri;
        let changed_by_close = self.documents.contains_key(&uri) && self.close(&uri);
        self.ensure_root(&uri);
        let (root, path) = self.locate_uri(&uri)?;
        if path.as_str().ends_with("/rubric.yaml") {
            // It configures the folder that it is in, where that is a root; here it is neither configuration nor post.
            return changed_by_close.then_some(true);
        }
        let file = root.host.intern(&path);
        let names = Arc::make_mut(&mut root.names);
        names.open.insert(file, uri.clone());
        *names.openings.entry(file).or_default() += 1;
        let open = OpenDocument {
            root: root.id,
            file,
            text: Text::new(document.text),
            version: document.version,
        };
        let changed = root.host.apply(vec![open.opening()]);
        self.documents.insert(uri, open);
        Some(changed || changed_by_close)
    }

    /// Edits an open document. Returns whether summaries changed; `None` if no such document is open.
    pub(super) fn edit(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
    ) -> Option<bool> {
        let encoding = self.capabilities.encoding;
        let document = self.documents.get_mut(uri)?;
        if version <= document.version {
            tracing::warn!(
                "{}: version {version} after {}",
                uri.as_str(),
                document.version
            );
        }
        let cursor = from_proto::apply_changes(&mut document.text, changes, encoding);
        document.version = version;
        let (root, file, text) = (document.root, document.file, document.text.clone());
        let change = Event::Edit {
            file,
            version,
            text,
            cursor,
        };
        Some(self.root(root)?.host.apply(vec![change]))
    }

    /// Closes a document. A folder that was there for it alone goes with it. Returns whether summaries changed.
    pub(super) fn close(&mut self, uri: &Uri) -> bool {
        let Some(document) = self.documents.remove(uri) else {
            return false;
        };
        let same = self.documents.iter().find(|(_, it)| it.is_same(&document));
        let same = same.map(|(uri, it)| (uri.clone(), it.opening()));
        let Some(root) = self.root(document.root) else {
            return true;
        };
        let (id, file) = (document.root, document.file);
        let names = Arc::make_mut(&mut root.names);
        names.open.remove(&file);
        // What was never on disk is gone with its buffer.
        let mut change = Event::Close { file };
        if let Some((uri, other)) = same {
            // The file is open under another spelling of its URI.
            names.open.insert(file, uri);
            change = other;
        }
        let changed = root.host.apply(vec![change]);
        let left_alone =
            root.kind == RootKind::Lone && self.documents.values().all(|it| it.root != id);
        if left_alone {
            self.keep_roots(|it| it.id != id);
        }
        changed
    }

    /// What stands at the cursor is meant, from now on. Returns whether summaries changed.
    pub(super) fn save(&mut self, uri: &Uri) -> bool {
        let Some(&OpenDocument { root, file, .. }) = self.documents.get(uri) else {
            return false;
        };
        let root = self.root(root);
        root.is_some_and(|it| it.host.apply(vec![Event::Save { file }]))
    }

    pub(super) fn is_open(&self, uri: &Uri) -> bool {
        self.documents.contains_key(uri)
    }

    /// Open documents again from their texts: after roots came or went, each may belong to another.
    pub(super) fn reopen_all(&mut self) {
        let documents = std::mem::take(&mut self.documents);
        let folders = self.roots.iter();
        let folders = folders.filter(|it| it.kind == RootKind::Workspace);
        let folders: Vec<PathBuf> = folders.map(|it| it.path.clone()).collect();
        let is_in_folder = |it: &Root| folders.iter().any(|folder| it.path.starts_with(folder));
        self.keep_roots(|it| it.kind == RootKind::Workspace || !is_in_folder(it));
        for (uri, document) in documents {
            if let Some(root) = self.root(document.root) {
                Arc::make_mut(&mut root.names).open.remove(&document.file);
                root.host.apply(vec![Event::Close {
                    file: document.file,
                }]);
            }
            self.open(TextDocumentItem {
                uri,
                language_id: String::new(),
                version: document.version,
                text: document.text.as_str().to_owned(),
            });
        }
        let needed: Vec<RootId> = self.documents.values().map(|it| it.root).collect();
        self.keep_roots(|it| it.kind == RootKind::Workspace || needed.contains(&it.id));
    }

    /// Whether the heads of the root of a URI, or of any root, are being read.
    fn reads_heads(&mut self, uri: Option<&Uri>) -> bool {
        let Some(uri) = uri else {
            return self.roots.iter().any(|it| it.reading == Reading::Heads);
        };
        let root = match self.documents.get(uri) {
            Some(&OpenDocument { root, .. }) => self.root(root),
            None => self.locate_uri(uri).map(|(root, _)| root),
        };
        root.is_some_and(|it| it.reading == Reading::Heads)
    }

    fn view(&mut self, uri: &Uri) -> Option<View> {
        let (capabilities, settings) = (self.capabilities.clone(), self.settings.clone());
        let (root, file) = match self.documents.get(uri) {
            Some(&OpenDocument { root, file, .. }) => (self.root(root)?, file),
            None => {
                let (root, path) = self.locate_uri(uri)?;
                let snap = root.host.snapshot();
                let file = snap.file(&path)?;
                // A name that was seen once may be that of nothing now.
                snap.summary(file)?;
                (root, file)
            }
        };
        Some(root.view(file, capabilities, settings))
    }

    /// Views of open posts, with the URIs and versions of their documents.
    pub(super) fn open_views(&mut self) -> Vec<PostView> {
        let documents: Vec<(Uri, i32)> = self
            .documents
            .iter()
            .map(|(uri, it)| (uri.clone(), it.version))
            .collect();
        documents
            .into_iter()
            .filter_map(|(uri, version)| Some((uri.clone(), Some(version), self.view(&uri)?)))
            .collect()
    }

    /// A view of the root that a URI names or is in, from no post of it.
    pub(super) fn root_view(&mut self, uri: &Uri) -> Option<View> {
        let (capabilities, settings) = (self.capabilities.clone(), self.settings.clone());
        let named = match from_proto::place(uri) {
            Place::File(path) => self.roots.iter().find(|it| it.path == path).map(|it| it.id),
            _ => None,
        };
        let of_document = || self.documents.get(uri).map(|it| it.root);
        let root = match named.or_else(of_document) {
            Some(id) => self.root(id)?,
            None => self.locate_uri(uri)?.0,
        };
        Some(root.view(FileId::default(), capabilities, settings))
    }

    /// A view of each root, from no post of it.
    pub(super) fn root_views(&self) -> Vec<View> {
        let (capabilities, settings) = (&self.capabilities, &self.settings);
        let roots = self.roots.iter();
        roots
            .map(|it| it.view(FileId::default(), capabilities.clone(), settings.clone()))
            .collect()
    }

    /// Views of all posts, open ones first.
    pub(super) fn all_views(&mut self) -> Vec<PostView> {
        let mut views = self.open_views();
        for root in &self.roots {
            let (capabilities, settings) = (self.capabilities.clone(), self.settings.clone());
            let view = root.view(FileId::default(), capabilities, settings);
            let closed = view
                .snap
                .files()
                .map(|(file, _)| file)
                .chain(view.config_file())
                .filter(|file| !root.names.open.contains_key(file));
            views.extend(closed.filter_map(|it| Some((view.uri(it)?, None, view.of(it)))));
        }
        views
    }
}

impl OpenDocument {
    /// Whether both are buffers of one file.
    fn is_same(&self, other: &OpenDocument) -> bool {
        (self.root, self.file) == (other.root, other.file)
    }

    fn opening(&self) -> Event {
        Event::Open {
            file: self.file,
            version: self.version,
            text: self.text.clone(),
        }
    }
}

impl Root {
    fn view(&self, file: FileId, capabilities: Arc<Client>, settings: Arc<Settings>) -> View {
        View {
            snap: self.host.snapshot(),
            file,
            capabilities,
            settings,
            names: self.names.clone(),
        }
    }
}

impl View {
    /// The URI of the root's folder, as the client spells it. Empty for documents that are in none.
    pub(super) fn root_uri(&self) -> &str {
        &self.names.root
    }

    /// How often the post was opened.
    pub(super) fn openings(&self) -> u32 {
        let n_openings = self.names.openings.get(&self.file);
        n_openings.copied().unwrap_or_default()
    }

    /// A file's URI: the client's own spelling if it is open.
    pub(super) fn uri(&self, file: FileId) -> Option<Uri> {
        let open = self.names.open.get(&file).cloned();
        open.or_else(|| uri_of(&self.names.root, self.snap.path(file)))
    }

    /// The URI of a path in the root, whether there is a post or not.
    pub(super) fn path_uri(&self, path: &RelPath) -> Option<Uri> {
        let file = self.snap.file(path);
        let open = file.and_then(|it| self.names.open.get(&it).cloned());
        open.or_else(|| uri_of(&self.names.root, path))
    }

    /// rubric.yaml, if there is one: it is no post, but has findings as they do.
    fn config_file(&self) -> Option<FileId> {
        self.snap.config_text()?;
        self.snap.file(&RelPath(CONFIG.into()))
    }

    /// The same for work that an author waits for as they type.
    pub(super) fn in_haste(&self) -> View {
        View {
            snap: self.snap.in_haste(),
            ..self.clone()
        }
    }

    /// The same for work that may rest on what was made of all posts a little earlier.
    pub(super) fn allowing_stale(&self) -> View {
        View {
            snap: self.snap.allowing_stale(),
            ..self.clone()
        }
    }

    /// The same for work that may be cancelled.
    pub(super) fn until(&self, cancellation: &Cancellation) -> View {
        View {
            snap: self.snap.until(cancellation),
            ..self.clone()
        }
    }

    /// The same root, seen from another of its posts.
    pub(super) fn of(&self, file: FileId) -> View {
        View {
            file,
            ..self.clone()
        }
    }
}
