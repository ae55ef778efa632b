//! What is in one folder now, posts or not: for who writes links to files.
//! It knows nothing of the index, and keeps nothing.

use std::path::Path;

use crate::corpus::path::RelPath;

/// Whether there is something at a path.
pub(in crate::corpus) fn is_there(root: &Path, path: &RelPath) -> bool {
    root.join(path.as_str()).exists()
}
