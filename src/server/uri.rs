//! The URIs of files, as this server spells them.

use tower_lsp::ls_types::Uri;

use crate::corpus::RelPath;
use crate::corpus::path::uri::encode;

/// The URI of a path below a root. `None` only if the root's URI is none.
pub(super) fn uri_of(root: &str, path: &RelPath) -> Option<Uri> {
    let uri = format!("{root}/{}", encode(path.as_str()));
    uri.parse().ok()
}
