//! The protocol's types to ours: URIs to paths, positions to offsets. The way back is [`super::to_proto`].

use std::path::PathBuf;

use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

use crate::corpus::path::uri;
use crate::text::{LineCol, PositionEncoding, Text, TextRange, TextSize};

/// What a URI names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A file, whether it is there or not.
    File(PathBuf),
    /// A buffer that has no file yet.
    Untitled,
    /// Something of another scheme, which is left alone.
    Foreign,
}

pub(super) fn place(uri: &Uri) -> Place {
    match uri::to_path(uri.as_str()) {
        Some(path) => Place::File(path),
        None if uri.scheme().as_str() == "untitled" => Place::Untitled,
        None => Place::Foreign,
    }
}

pub(super) fn offset(text: &Text, position: Position, encoding: PositionEncoding) -> TextSize {
    text.offset(line_col(position), encoding)
}

pub(super) fn range(text: &Text, range: Range, encoding: PositionEncoding) -> TextRange {
    text.range(line_col(range.start), line_col(range.end), encoding)
}

fn line_col(position: Position) -> LineCol {
    LineCol {
        line: position.line,
        col: position.character,
    }
}

/// Applies the changes in order, each to the text that the ones before it left. Returns where the last one ended.
pub(super) fn apply_changes(
    text: &mut Text,
    changes: &[TextDocumentContentChangeEvent],
    encoding: PositionEncoding,
) -> Option<TextSize> {
    let mut cursor = None;
    for change in changes {
        let Some(changed) = change.range else {
            *text = Text::new(change.text.as_str());
            cursor = None;
            continue;
        };
        let changed = range(text, changed, encoding);
        text.replace(changed, &change.text);
        cursor = Some(changed.start() + TextSize::of(&change.text));
    }
    cursor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_by_their_scheme() {
        let place = |it: &str| place(&it.parse().expect("a URI"));
        let expected = Place::File(PathBuf::from("/notes/中 😀.md"));
        if cfg!(unix) {
            assert_eq!(place("file:///notes/%E4%B8%AD%20%F0%9F%98%80.md"), expected);
        }
        assert_eq!(place("untitled:Untitled-1"), Place::Untitled);
        assert_eq!(place("git:/a.md?x"), Place::Foreign);
        assert_eq!(place("file:///%FF.md"), Place::Foreign, "no name of ours");
    }
}
