//! The mark by which an author silences findings in a post. What it says is read by features; here it only counts whether it is there.

use memchr::memmem;

/// `# rubric: ignore variant` in the front matter, `<!-- rubric: ignore variant -->` in the body.
pub const MARK: &str = "rubric: ignore";

/// Whether the post may silence a finding: then all of it has to be looked at.
pub fn is_marked(source: &str) -> bool {
    memmem::find(source.as_bytes(), MARK.as_bytes()).is_some()
}
