//! From a link's target, as written, to what it names: relative paths, paths from the root, permalinks without an ending,
//! wiki links by file name or title. It knows paths that are indexed, and not the disk.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Destination;
use super::write::{join, stem};
use crate::corpus::{FileId, RelPath, Snapshot, fold};
use crate::features::target::post_of_title;
use crate::syntax::{LinkKind, is_external};

/// Finds what links name. It gathers the names of files when a link first asks for one, and is made for one request.
pub struct Resolver<'a> {
    snap: &'a Snapshot,
    names: OnceLock<Arc<Names>>,
}

/// Files, there now or not, by the last part of their path without its ending, folded.
type Names = FxHashMap<String, Vec<FileId>>;

/// The names of the first so many files: a file's name never changes, and its id is never another's.
#[derive(Debug, Default)]
struct KeptNames(Mutex<(usize, Arc<Names>)>);

impl<'a> Resolver<'a> {
    pub fn new(snap: &'a Snapshot) -> Resolver<'a> {
        Resolver {
            snap,
            names: OnceLock::new(),
        }
    }

    /// What the target of a link in `file` names; `None` for the web and for posts that are not there.
    pub fn resolve(&self, file: FileId, target: &str, kind: LinkKind) -> Option<Destination> {
        match kind {
            LinkKind::Wiki => return self.wiki(file, target),
            LinkKind::Autolink | LinkKind::Footnote | LinkKind::Reference => return None,
            LinkKind::Inline | LinkKind::Image if is_external(target) => return None,
            LinkKind::Inline | LinkKind::Image => {}
        }
        let (path, fragment) = parts(target);
        if path.is_empty() {
            return fragment.map(Destination::Here);
        }
        let from_root = path.starts_with('/');
        let folder = if from_root {
            ""
        } else {
            self.snap.path(file).folder()
        };
        let path = join(folder, &path)?;
        let post = post_at(self.snap, &path);
        match post.or_else(|| from_root.then(|| self.post_below(&path)).flatten()) {
            Some(post) => Some(Destination::Post(post, fragment)),
            None => asset(path),
        }
    }

    /// `[[Page#Heading]]`: by path, by file name, or by title.
    fn wiki(&self, file: FileId, target: &str) -> Option<Destination> {
        let (page, fragment) = match target.split_once('#') {
            Some((page, fragment)) => (page.trim(), Some(fragment.trim().to_owned())),
            None => (target.trim(), None),
        };
        if page.is_empty() {
            return fragment.map(Destination::Here);
        }
        match self.wiki_page(file, page) {
            Some(post) => Some(Destination::Post(post, fragment)),
            None => asset(join("", page)?),
        }
    }

    /// Of several files of one name the one in this post's folder is meant, or else the one with the shortest path.
    fn wiki_page(&self, file: FileId, page: &str) -> Option<FileId> {
        let here = join(self.snap.path(file).folder(), page).and_then(|it| post_at(self.snap, &it));
        if let Some(post) = here.or_else(|| post_at(self.snap, &join("", page)?)) {
            return Some(post);
        }
        let length = |it: &FileId| self.snap.path(*it).as_str().len();
        let named = self.posts_ending(stem(page)).min_by_key(length);
        named.or_else(|| post_of_title(self.snap, page))
    }

    /// The only post whose path ends like this: the site's root is often a folder of the corpus.
    fn post_below(&self, path: &str) -> Option<FileId> {
        let path = stem(path.strip_suffix(".html").unwrap_or(path));
        let index = format!("{path}/index");
        let mut posts = self.posts_ending(path).chain(self.posts_ending(&index));
        let post = posts.next()?;
        posts.next().is_none().then_some(post)
    }

    /// Posts whose path, without its ending, is this one or ends with a slash and it, whatever the case.
    fn posts_ending(&self, path: &str) -> impl Iterator<Item = FileId> {
        let path = fold(path).into_owned();
        let name = path.rsplit('/').next().unwrap_or_default();
        let posts = self
            .names()
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        posts.iter().copied().filter(move |it| {
            // Names may know of files that came after this snapshot.
            if self.snap.summary(*it).is_none() {
                return false;
            }
            let stem = fold(stem(self.snap.path(*it).as_str()));
            stem.strip_suffix(&*path)
                .is_some_and(|it| it.is_empty() || it.ends_with('/'))
        })
    }

    /// Posts of that file name, with or without its ending.
    pub(in crate::features) fn posts_named(&self, name: &str) -> impl Iterator<Item = FileId> {
        self.posts_ending(stem(name))
    }

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let kept = self.snap.kept::<KeptNames>();
            let mut kept = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
            let n_files = self.snap.n_interned();
            let (n_known, names) = &mut *kept;
            if *n_known < n_files {
                let names = Arc::make_mut(names);
                for id in *n_known..n_files {
                    let file = FileId(u32::try_from(id).expect("ids are of 32 bits"));
                    let stem = stem(self.snap.path(file).as_str());
                    let name = stem.rsplit('/').next().unwrap_or_default();
                    let named = names.entry(fold(name).into_owned()).or_default();
                    named.push(file);
                }
                *n_known = n_files;
            }
            names.clone()
        })
    }
}

/// The path of a link's target, and what stands behind its `#`, both decoded; a query is left out.
pub(super) fn parts(target: &str) -> (String, Option<String>) {
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(decode(fragment))),
        None => (target, None),
    };
    (decode(path.split('?').next().unwrap_or_default()), fragment)
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The post of this path, of which a site may leave out or change the ending, or name only the folder.
fn post_at(snap: &Snapshot, path: &str) -> Option<FileId> {
    let bare = path.strip_suffix(".html").unwrap_or(path);
    let candidates = [
        path.to_owned(),
        format!("{bare}.md"),
        format!("{bare}.markdown"),
        join(bare, "index.md")?,
        join(bare, "README.md")?,
    ];
    candidates.iter().find_map(|it| indexed(snap, it))
}

/// A file that is a post now: ids outlive files.
fn indexed(snap: &Snapshot, path: &str) -> Option<FileId> {
    let file = snap.file(&RelPath(SmolStr::new(path)))?;
    snap.summary(file).map(|_| file)
}

/// Something with an ending that is none of a post.
fn asset(path: String) -> Option<Destination> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.')?;
    let path = RelPath(SmolStr::from(path.clone()));
    (!stem.is_empty() && !ending.is_empty() && !path.is_post()).then_some(Destination::Asset(path))
}
