//! What can be folded away: the front matter and the long values in it, sections, code blocks.

use crate::corpus::{FileId, Parsed, Snapshot, Unavailable};
use crate::syntax::NodeKind;
use crate::text::TextRange;

/// A stretch of several lines, of which the first stays in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the first line's beginning, or somewhere in it, to the end of the last line that is hidden.
    pub range: TextRange,
    pub kind: FoldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoldKind {
    FrontMatter,
    /// A field whose value stands on several lines.
    Value,
    Section,
    Code,
}

/// The folds of one post, in the order of their beginnings, outer ones first.
pub fn folding_ranges(snap: &Snapshot, file: FileId) -> Result<Vec<Fold>, Unavailable> {
    Ok(folds(&*snap.parsed(file)?))
}

fn folds(parsed: &Parsed) -> Vec<Fold> {
    let (source, document) = (parsed.text.as_str(), &parsed.document);
    let mut folds = Vec::new();
    let mut add = |range: TextRange, kind| {
        let range = TextRange::at(range.start(), range_len(source, range));
        if source[range].contains(['\n', '\r']) {
            folds.push(Fold { range, kind });
        }
    };
    if let Some(front_matter) = &document.front_matter {
        add(front_matter.range, FoldKind::FrontMatter);
        let values = front_matter
            .fields()
            .into_iter()
            .filter(|it| !it.is_merged());
        let values = values.filter(|it| !matches!(it.value.kind, NodeKind::Null));
        values.for_each(|it| add(it.range, FoldKind::Value));
    }
    let body = &document.body;
    body.headings
        .iter()
        .for_each(|it| add(it.section, FoldKind::Section));
    let fenced = body.code_blocks.iter().filter(|it| it.fenced);
    fenced.for_each(|it| add(it.range, FoldKind::Code));
    folds.sort_by_key(|it| (it.range.start(), std::cmp::Reverse(it.range.end())));
    folds
}

/// Blank lines at the end stay in sight.
fn range_len(source: &str, range: TextRange) -> crate::text::TextSize {
    crate::text::TextSize::of(source[range].trim_end())
}
