//! Fields of which each post has a value of its own. It knows nothing of findings.

use super::Snapshot;
use crate::schema::{self, Kind};

/// Fields that say where a post comes from.
const SOURCES: [&str; 4] = ["source", "source_url", "original", "canonical_url"];

impl Snapshot {
    /// A source that hardly any two posts share. A site's front page as the source of many is no slip.
    pub fn is_learned_unique(&self, name: &str, field: &schema::Field) -> bool {
        const MIN_POSTS: usize = 30;
        if field.kind != Kind::Url || !SOURCES.contains(&name) {
            return false;
        }
        self.values(name).is_some_and(|it| {
            let (n_terms, n_uses) = (it.len(), it.n_uses());
            n_uses >= MIN_POSTS && n_terms * 100 >= n_uses * 98
        })
    }
}
