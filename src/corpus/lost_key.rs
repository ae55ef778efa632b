//! The field whose line break is lost, so that an item of a list runs into it.

use smol_str::SmolStr;

use super::Snapshot;
use super::path::FileId;
use crate::syntax::{Entry, Field, Node};

impl Snapshot {
    /// The field that an item runs into, `- 林静tags:` or, behind a term that other posts have, `- llm date: 2024-05-02`.
    pub fn lost_key(&self, file: FileId, entry: &Field<'_>, item: &Node) -> Option<&SmolStr> {
        let [Entry { key, value, .. }] = item.map_entries() else {
            return None;
        };
        let text = key.text()?;
        let is_used = |it: &str| self.is_used_elsewhere(entry.name(), it, file);
        let runs_into = |name: &str| {
            let before = text.strip_suffix(name).unwrap_or_default();
            let is_glued = before.ends_with(|it: char| !it.is_ascii() && it.is_alphanumeric());
            is_glued && value.is_null() || is_used(before.trim_end())
        };
        self.schema(file).order.iter().find(|it| runs_into(it))
    }
}
