//! Which posts stand beside a post, and whether it is the page of a section rather than a post: what most posts have in common
//! is not to be held against such a page.

use super::Context;
use crate::corpus::Summary;

/// The page of a folder with other posts in it or below it (`blog/index.md`), or what Hugo takes for one. A post may have a
/// folder of its own: there `index.md` is the post.
pub(super) fn is_section_page(ctx: &Context<'_>) -> bool {
    let (folder, name) = split(ctx.snap.path(ctx.file).as_str());
    let stem = name.split('.').next().unwrap_or_default();
    match stem {
        "_index" => true,
        "index" | "README" => ctx
            .snap
            .files()
            .any(|(file, _)| file != ctx.file && is_below(ctx.snap.path(file).as_str(), folder)),
        _ => false,
    }
}

/// The other posts of the same folder that have a front matter.
pub(super) fn posts_beside<'a>(ctx: &Context<'a>) -> impl Iterator<Item = &'a Summary> {
    let snap = ctx.snap;
    let (folder, _) = split(snap.path(ctx.file).as_str());
    let own = ctx.file;
    let beside = snap.files().filter(move |(file, it)| {
        *file != own && it.has_front_matter && split(snap.path(*file).as_str()).0 == folder
    });
    beside.map(|it| it.1)
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|it| it.starts_with('/'))
}
