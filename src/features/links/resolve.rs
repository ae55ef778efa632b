//! From a link's target, as written, to what it names: relative paths, paths from the root, addresses that the site gives its
//! posts, wiki links by file name or title. It knows paths that are indexed, and not the disk.

use std::sync::OnceLock;

use percent_encoding::percent_decode_str;
use smol_str::SmolStr;

use super::Destination;
use super::names::{self, Names};
use super::write::{join, stem};
use crate::corpus::{FileId, RelPath, Snapshot, fold};
use crate::features::cursor_target::post_of_title;
use crate::site::Rules;
use crate::syntax::{LinkKind, is_external};

/// Finds what links name. It gathers the names of files when a link first asks for one, and is made for one request.
pub struct Resolver<'a> {
    pub(super) snap: &'a Snapshot,
    names: OnceLock<Names>,
}

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
            LinkKind::Tag => return self.tagged(file, target),
            LinkKind::Autolink | LinkKind::Footnote | LinkKind::Reference => return None,
            LinkKind::Inline | LinkKind::Image if is_external(target) => return None,
            LinkKind::Inline | LinkKind::Image => {}
        }
        let (path, fragment) = parts(target);
        if path.is_empty() {
            return fragment.map(Destination::Here);
        }
        match self.post(file, &path) {
            Some(post) => Some(Destination::Post(post, fragment)),
            None => asset(self.path(file, &path)?),
        }
    }

    /// The path from the root that is written, as paths of files are read.
    fn path(&self, file: FileId, path: &str) -> Option<String> {
        let folder = match path.starts_with('/') {
            true => "",
            false => self.snap.path(file).folder(),
        };
        join(folder, path)
    }

    /// The post that a path names: that of the file there, or that of the page which the site has there.
    fn post(&self, file: FileId, path: &str) -> Option<FileId> {
        if let Some(post) = self.page_beside(file, path) {
            return Some(post);
        }
        let joined = self.path(file, path);
        let as_file = joined.as_deref().and_then(|it| self.post_at(file, it));
        if as_file.is_some() {
            return as_file;
        }
        let (site, from) = (self.snap.site(), self.snap.path(file).as_str());
        if let Some(paths) = site.aliased(from, path) {
            return paths.iter().find_map(|it| self.post_at(file, it));
        }
        match path.strip_prefix('/') {
            Some(rooted) => {
                let rooted = join("", rooted)?;
                let mut paths = site.rooted(from, &rooted).into_iter();
                paths
                    .find_map(|it| self.post_at(file, &it))
                    .or_else(|| self.by_address(file, &rooted))
                    .or_else(|| self.post_below(&rooted))
            }
            None => {
                let own = self.own_addresses(file).into_iter();
                let folders: Vec<String> = own.chain(site.folders(from)).collect();
                let joined: Vec<String> = folders.iter().filter_map(|it| join(it, path)).collect();
                let mut posts = joined.iter();
                posts.find_map(|it| self.post_at(file, it)).or_else(|| {
                    let own = self.path(file, path);
                    let mut paths = own.iter().chain(&joined).filter(|_| site.knows(from));
                    paths.find_map(|it| self.by_address(file, site.address(it)))
                })
            }
        }
    }

    /// The post that a browser finds from the page's address. A link to a file by its name is from the file.
    fn page_beside(&self, file: FileId, path: &str) -> Option<FileId> {
        let (site, from) = (self.snap.site(), self.snap.path(file).as_str());
        let is_of_file = path.starts_with(['/', '@']) || RelPath(path.into()).is_post();
        if is_of_file || !site.has_folder_address(from) {
            return None;
        }
        let page = join(stem(from), path)?;
        self.post_at(file, &page)
    }

    /// What a template's tag names: a path from the post's folder, from the site's or from that of its content, or the end of one.
    fn tagged(&self, file: FileId, target: &str) -> Option<Destination> {
        let (path, fragment) = parts(target);
        if path.is_empty() {
            return fragment.map(Destination::Here);
        }
        let (site, from) = (self.snap.site(), self.snap.path(file).as_str());
        let rooted = join("", &path)?;
        let own = self.path(file, &path).into_iter();
        let mut paths = own
            .chain([site.from_base(&rooted)])
            .chain(site.rooted(from, &rooted));
        let post = paths.find_map(|it| self.post_at(file, &it)).or_else(|| {
            let mut posts = self.posts_ending(stem(&rooted));
            let post = posts.next()?;
            posts.next().is_none().then_some(post)
        });
        match post {
            Some(post) => Some(Destination::Post(post, fragment)),
            None => asset(site.from_base(&rooted)),
        }
    }

    /// The posts that an include may put in its place: the file at that path, or all whose paths end so.
    pub(super) fn included(&self, file: FileId, name: &str) -> Vec<FileId> {
        let (site, from) = (self.snap.site(), self.snap.path(file).as_str());
        let bare = name.trim_start_matches('/');
        let own = self.path(file, name).into_iter();
        let mut paths = own
            .chain([site.from_base(bare)])
            .chain(site.rooted(from, bare));
        match paths.find_map(|it| indexed(self.snap, &it)) {
            Some(post) => vec![post],
            None => {
                join("", bare).map_or_else(Vec::new, |it| self.posts_ending(stem(&it)).collect())
            }
        }
    }

    /// What a post says that its address is, from which browsers resolve its links.
    fn own_addresses(&self, file: FileId) -> Vec<String> {
        let rules = self.snap.site().rules_of(self.snap.path(file).as_str());
        let (Some(summary), true) = (self.snap.summary(file), rules.has_folder_addresses) else {
            return Vec::new();
        };
        let said = rules
            .address_fields
            .iter()
            .filter_map(|it| summary.text(it));
        let whole = said.filter(|it| it.contains('/') && !it.contains([':', '{']));
        whole.map(|it| it.trim_matches('/').to_owned()).collect()
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
        let here = join(self.snap.path(file).folder(), page);
        let here = here.and_then(|it| self.post_at(file, &it));
        if let Some(post) = here.or_else(|| self.post_at(file, &join("", page)?)) {
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
        let posts = self.names().of_stem(name);
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

    /// The post of this path, of which a site may leave out or change the ending, or name only the folder.
    fn post_at(&self, from: FileId, path: &str) -> Option<FileId> {
        let snap = self.snap;
        if let Some(post) = indexed(snap, path) {
            return Some(post);
        }
        let bare = stem(path.strip_suffix(".html").unwrap_or(path));
        let folder = bare.strip_suffix("/index").unwrap_or(bare);
        let names = self.names();
        let mut places = names.of_place(bare).iter().chain(names.of_place(folder));
        let placed = places.find(|it| snap.summary(**it).is_some());
        // `a.md` is no link to `a.mdx`, and none to `a/index.md`.
        let placed = placed.filter(|_| bare.len() == path.len() || path.ends_with(".html"));
        let from = snap.path(from).as_str();
        placed
            .copied()
            .or_else(|| self.translated(from, bare))
            .or_else(|| self.whatever_its_case(snap.site().rules_of(from), path))
    }

    /// `a.zh.md` for what a link in `b.zh.md` names `a`, as Hugo and MkDocs keep translations beside each other.
    fn translated(&self, from: &str, bare: &str) -> Option<FileId> {
        let name = stem(from.rsplit('/').next().unwrap_or(from));
        let (_, language) = name.rsplit_once('.')?;
        let in_folder = format!("{bare}/index.{language}.md");
        [format!("{bare}.{language}.md"), in_folder]
            .iter()
            .find_map(|it| indexed(self.snap, it))
    }

    fn whatever_its_case(&self, rules: &Rules, path: &str) -> Option<FileId> {
        if !rules.ignores_case {
            return None;
        }
        let len = stem(path).len();
        let is_whole = |it: &FileId| stem(self.snap.path(*it).as_str()).len() == len;
        self.posts_ending(stem(path)).find(is_whole)
    }

    pub(super) fn names(&self) -> &Names {
        self.names.get_or_init(|| names::names(self.snap))
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
