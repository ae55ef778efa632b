//! Whether a post is the page of a section, or a draft: what most posts have in common is not to be held against such a page.

use super::Context;
use crate::corpus::{FileId, RelPath, Snapshot};

/// The page of a folder with other posts in it or below it (`blog/index.md`), or what Hugo takes for one. A post may have a
/// folder of its own: there `index.md` is the post.
pub(super) fn is_section_page(ctx: &Context<'_>) -> bool {
    is_section(ctx.snap, ctx.file)
}

/// The same of any file.
pub(super) fn is_section(snap: &Snapshot, page: FileId) -> bool {
    let path = snap.path(page).as_str();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    match stem {
        "_index" => true,
        "index" | "README" => snap.has_company(page),
        _ => false,
    }
}

/// Whether the post is still to be finished, as Jekyll and Hexo have it.
pub(super) fn is_draft(path: &RelPath) -> bool {
    let is_drafts = |it: &str| matches!(it, "_drafts" | "drafts");
    path.folder().split('/').any(is_drafts)
}
