//! Which posts stand beside a post, and whether it is the page of a section rather than a post: what most posts have in common
//! is not to be held against such a page.

use super::Context;
use crate::corpus::{FileId, RelPath, Snapshot, Summary};

/// The page of a folder with other posts in it or below it (`blog/index.md`), or what Hugo takes for one. A post may have a
/// folder of its own: there `index.md` is the post.
pub(super) fn is_section_page(ctx: &Context<'_>) -> bool {
    is_section(ctx.snap, ctx.file)
}

/// The same of any file.
pub(super) fn is_section(snap: &Snapshot, page: FileId) -> bool {
    let (folder, name) = split(snap.path(page).as_str());
    let stem = name.split('.').next().unwrap_or_default();
    match stem {
        "_index" => true,
        "index" | "README" => snap
            .files()
            .any(|(file, _)| file != page && is_below(snap.path(file).as_str(), folder)),
        _ => false,
    }
}

/// The other posts of the same folder that have a front matter. Of a post with a folder of its own, `x/index.md`: those that
/// have one beside it, and the posts beside that.
pub(super) fn posts_beside<'a>(ctx: &Context<'a>) -> impl Iterator<Item = &'a Summary> {
    let snap = ctx.snap;
    let own = ctx.file;
    let place = place(snap.path(own).as_str());
    let is_bundle = split(snap.path(own).as_str()).0 != place;
    let is_beside = move |path: &str| {
        split(path).0 == place || is_bundle && is_index(path) && self::place(path) == place
    };
    let beside = snap.files().filter(move |(file, it)| {
        *file != own && it.has_front_matter() && is_beside(snap.path(*file).as_str())
    });
    beside
        .filter(move |it| !snap.is_template(it.0))
        .map(|it| it.1)
}

/// The posts of a folder that have a front matter.
pub(super) fn posts_in<'a>(snap: &'a Snapshot, folder: &str) -> impl Iterator<Item = &'a Summary> {
    let posts = snap.files().filter(move |(file, it)| {
        let path = snap.path(*file);
        path.folder() == folder && it.has_front_matter() && !snap.is_template(*file)
    });
    posts.map(|it| it.1)
}

/// Whether the post is still to be finished, as Jekyll and Hexo have it.
pub(super) fn is_draft(path: &RelPath) -> bool {
    let is_drafts = |it: &str| matches!(it, "_drafts" | "drafts");
    path.folder().split('/').any(is_drafts)
}

/// The folder that a post is in; that of its own is not one.
pub(super) fn place(path: &str) -> &str {
    let folder = split(path).0;
    match is_index(path) {
        true => split(folder).0,
        false => folder,
    }
}

fn is_index(path: &str) -> bool {
    let (folder, name) = split(path);
    !folder.is_empty() && name.split('.').next() == Some("index")
}

pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|it| it.starts_with('/'))
}
