//! What is being typed: a value or a heading that the last edit ended in says what it says only once the cursor has left it.

use super::{FileId, Parsed, Snapshot};
use crate::syntax::{Entry, NodeKind};
use crate::text::lines::line_range;
use crate::text::{TextRange, TextSize};

impl Parsed {
    /// The text around the last edit that is not to be judged yet, in whole lines but for their line ends: the line itself, and
    /// in the front matter all of the entry, unless that is a list with other items. A whole line that came at once (pasted,
    /// or by undoing) is none that is being typed.
    pub fn unfinished(&self) -> Option<TextRange> {
        let cursor = self.cursor.filter(|it| *it <= self.text.len())?;
        let source = self.text.as_str();
        let line = line_range(source, cursor);
        let text = &source[usize::from(line.start())..usize::from(line.end())];
        if cursor == line.start() && !text.trim().is_empty() {
            return None;
        }
        let front_matter = self.document.front_matter.as_ref();
        let block = front_matter.filter(|it| it.block.contains_inclusive(cursor));
        let Some(front_matter) = block else {
            let is_marked = text.trim_start().starts_with(['#', '<', '`', '~']);
            return (is_marked || self.is_in_code(cursor)).then_some(line);
        };
        let mut entries = front_matter.entries.iter();
        let entry = entries.rfind(|it| !it.is_merged() && it.range.start() <= line.end());
        match entry.filter(|it| !has_items(it)) {
            Some(entry) => Some(line.cover(entry.range)),
            None => Some(line),
        }
    }

    /// Whether it is in a code block that is never closed.
    pub fn is_in_code(&self, offset: TextSize) -> bool {
        let mut blocks = self.document.body.code_blocks.iter();
        blocks.any(|it| !it.closed && it.range.contains_inclusive(offset))
    }
}

impl Snapshot {
    /// Whether the post is only being begun: it was edited and not saved since, and what is on disk has no front matter yet. What
    /// is empty in it is still to be filled in.
    pub fn is_begun(&self, file: FileId, parsed: &Parsed) -> bool {
        let entry = self.state.files.get(file.0 as usize);
        let saved = entry.and_then(|it| it.disk.as_ref());
        parsed.cursor.is_some() && saved.is_none_or(|it| !it.summary.has_front_matter())
    }
}

fn has_items(entry: &Entry) -> bool {
    let is_block = matches!(entry.value.kind, NodeKind::List { flow: false, .. });
    is_block && entry.value.items().iter().any(|it| !it.is_null())
}
