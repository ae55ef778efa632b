//! Unified diffs of posts that a command would change.

use std::io::{self, Write};

use similar::TextDiff;

/// Writes `old` to `new` as `git diff` would show it; `path` is relative to the root.
pub(super) fn write(out: &mut impl Write, path: &str, old: &str, new: &str) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    let mut unified = diff.unified_diff();
    unified
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"));
    unified.to_writer(out)
}
