//! The protocol's types to ours: URIs to paths, positions to offsets. The way back is [`super::to_proto`].

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent, Uri};

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
    match uri.scheme().as_str().to_ascii_lowercase().as_str() {
        "file" => Place::File(file_path(uri)),
        "untitled" => Place::Untitled,
        _ => Place::Foreign,
    }
}

/// The path of a `file:` URI, however its client spells it: `/c%3A/`, `/c:/` and `/C:/` are one drive, a trailing slash
/// says nothing. Bytes that are no UTF-8 are replaced, so that such a path names no file; the protocol cannot say it.
fn file_path(uri: &Uri) -> PathBuf {
    let path = percent_decode_str(uri.path().as_str()).decode_utf8_lossy();
    let host = uri.authority().map_or("", |it| it.host());
    if cfg!(windows) {
        return windows_path(&path, host);
    }
    match path.trim_end_matches('/') {
        "" => PathBuf::from("/"),
        path => PathBuf::from(path),
    }
}

fn windows_path(path: &str, host: &str) -> PathBuf {
    let path = path.trim_end_matches('/');
    let drive = path.strip_prefix('/').filter(|it| {
        let it = it.as_bytes();
        it.len() >= 2 && it[0].is_ascii_alphabetic() && it[1] == b':'
    });
    match drive {
        Some(rest) => PathBuf::from(rest[..1].to_ascii_uppercase() + &rest[1..].replace('/', "\\")),
        None => PathBuf::from(format!("\\\\{host}{}", path.replace('/', "\\"))),
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
    use std::path::Path;

    use super::*;

    fn uri(uri: &str) -> Uri {
        uri.parse().expect("a URI")
    }

    #[test]
    fn files_are_found_however_their_uri_is_spelled() {
        let file = |it: &str| Place::File(PathBuf::from(it));
        for (spelled, path) in [
            (
                "file:///notes/%E4%B8%AD%20%F0%9F%98%80.md",
                "/notes/中 😀.md",
            ),
            ("file:///a%2Bb(c)/%5Bd%5D.md", "/a+b(c)/[d].md"),
            ("file:///notes/", "/notes"),
            ("file:///", "/"),
            ("FILE:///a.md", "/a.md"),
        ] {
            if cfg!(unix) {
                assert_eq!(place(&uri(spelled)), file(path), "{spelled}");
            }
        }
        assert_eq!(place(&uri("untitled:Untitled-1")), Place::Untitled);
        assert_eq!(place(&uri("git:/a.md?x")), Place::Foreign);
    }

    #[test]
    fn drives_are_one_in_either_case() {
        for spelled in ["/c:/posts/a.md", "/C:/posts/a.md/"] {
            assert_eq!(windows_path(spelled, ""), Path::new("C:\\posts\\a.md"));
        }
        assert_eq!(
            windows_path("/share/a.md", "host"),
            Path::new("\\\\host\\share\\a.md")
        );
    }
}
