//! Whether files that are no posts are there: pictures, downloads, pages that something else makes. It looks at the disk now, and
//! reads nothing.

use std::path::Path;

/// Folders of which site generators publish the content at the root: `/logo.png` is `static/logo.png`.
const PUBLISHED: [&str; 9] = [
    "static", "public", "assets", "src", "source", "content", "docs", "_site", "site",
];

/// Whether there is a file or folder at a path from the root of the site: that may be the root of the posts, a folder above it within the same git work
/// tree, or a folder of either that is published as a whole.
pub(in crate::corpus) fn is_published(root: &Path, path: &str) -> bool {
    let work_tree = root.ancestors().find(|it| it.join(".git").exists());
    let top = work_tree.unwrap_or(root);
    let sites = root.ancestors().take_while(|it| it.starts_with(top));
    let mut folders = sites.flat_map(|site| {
        let published = PUBLISHED.iter().map(|it| site.join(it));
        std::iter::once(site.to_owned()).chain(published)
    });
    folders.any(|it| it.join(path).exists())
}
