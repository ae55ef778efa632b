//! What stands between the brackets: strings, numbers, words, blanks and comments; and what comes next, for telling whether
//! something was left open.

use super::reader::{Reader, Trust};
use super::text::{is_number, quoted};
use crate::syntax::error::JsonError;
use crate::syntax::tree::{Node, ScalarStyle, null, scalar};

/// What JSON skips between its tokens (RFC 8259, 2).
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl Reader<'_> {
    /// A string in double quotes, or in the single ones of other languages.
    pub(super) fn string(&mut self) -> Node {
        let start = self.at;
        let is_double = self.next() == Some('"');
        let mut found = quoted(self.rest());
        if !found.is_closed {
            // Most editors have put the bracket there before the string was begun.
            let length = self.rest()[..found.length]
                .trim_end_matches([']', '}', ',', ' ', '\t'])
                .len()
                .max(1);
            let inside = format!("{}\"", &self.rest()[..length]);
            found.text = quoted(&inside).text;
            found.length = length;
        }
        self.at += found.length;
        if !is_double {
            self.spoiled((start, self.at), JsonError::SingleQuotes);
        } else if !found.is_closed {
            self.spoiled((start, self.at), JsonError::UnclosedString);
        } else if let Some(((from, to), error)) = found.fault {
            self.spoiled((start + from, start + to), error);
        }
        let style = match is_double {
            true => ScalarStyle::DoubleQuoted,
            false => ScalarStyle::SingleQuoted,
        };
        scalar(start, self.at, found.text.into(), style)
    }

    /// A number or a word, or a text that lacks its quotes.
    pub(super) fn bare(&mut self) -> Node {
        let start = self.at;
        // Whatever begins it is taken, so that the reader goes on.
        let first = self.next().map_or(0, char::len_utf8);
        self.at += first;
        let end = self.run_end(&[',', '}', ']', '{', '[']).max(self.at);
        self.at = end;
        let text = &self.source[start..end];
        let error = match text {
            "null" => return null(start, end),
            "true" | "false" => None,
            _ if is_number(text) => None,
            _ if text.starts_with(['“', '”', '‘', '’']) => Some(JsonError::CurlyQuotes),
            _ if text.starts_with(|it: char| it.is_ascii_digit() || "-+.".contains(it)) => {
                Some(JsonError::BadNumber)
            }
            _ => Some(JsonError::UnquotedText),
        };
        if let Some(it) = error {
            self.spoiled((start, end), it);
        }
        scalar(start, end, text.into(), ScalarStyle::Plain)
    }

    /// The end of the text before one of these characters, a comment or the line's end, without the blanks before that.
    pub(super) fn run_end(&self, ends: &[char]) -> usize {
        let line = &self.source[self.at..self.line_end()];
        let mut end = line.find(ends).unwrap_or(line.len());
        for comment in [" //", "\t//", "/*"] {
            end = line[..end].find(comment).unwrap_or(end);
        }
        self.at + line[..end].trim_end().len()
    }

    /// The end of the line, without its line end.
    pub(super) fn line_end(&self) -> usize {
        let length = self.rest().find(['\n', '\r']);
        length.map_or(self.source.len(), |it| self.at + it)
    }

    /// Blanks, line ends and comments.
    pub(super) fn skip_filler(&mut self) {
        loop {
            self.at += self.rest().len() - self.rest().trim_start_matches(BLANKS).len();
            let start = self.at;
            if self.rest().starts_with("//") {
                self.at = self.line_end();
            } else if self.rest().starts_with("/*") {
                let length = self.rest()[2..].find("*/").map(|it| it + 4);
                self.at = length.map_or(self.line_end(), |it| start + it);
            } else {
                return;
            }
            self.noted((start, self.at), JsonError::Comment);
        }
    }

    /// Whether a key comes next: a string with a colon behind it.
    pub(super) fn is_at_key(&self) -> bool {
        is_key(self.rest())
    }

    /// Whether what comes next cannot be of an object whose first line is indented so much.
    pub(super) fn is_behind(&self, indent: usize, depth: usize) -> bool {
        let before = self.source[..self.at].trim_end_matches([' ', '\t']);
        self.trust == Trust::Indents
            && depth > 1
            && before.ends_with(['\n', '\r'])
            && self.at - before.len() <= indent
            && self.is_at_key()
    }

    /// The bytes of blanks before the line of an offset.
    pub(super) fn indent(&self, offset: usize) -> usize {
        let before = self.source[..offset].rfind(['\n', '\r']);
        let line = &self.source[before.map_or(0, |it| it + 1)..];
        line.len() - line.trim_start_matches([' ', '\t']).len()
    }
}

/// Whether the text begins with a string and a colon.
pub(super) fn is_key(text: &str) -> bool {
    if !text.starts_with(['"', '\'']) {
        return false;
    }
    let key = quoted(text);
    let behind = text[key.length..].trim_start_matches([' ', '\t']);
    key.is_closed && behind.starts_with(':')
}
