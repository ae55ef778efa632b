//! Values on one line that are not YAML: what they were meant as, what is wrong with them, and where.

use granit_parser::ErrorKind;

use super::{Reader, Row};
use crate::syntax::ScalarStyle;
use crate::syntax::yaml::{self, Fault, FaultKind, Node, NodeKind, plain_node, scalar, text_range};

/// The text between two offsets without the blanks around it, and without a comment.
pub(super) fn trim(source: &str, start: usize, end: usize) -> (usize, usize) {
    let text = &source[start..end];
    let from = start + (text.len() - text.trim_start_matches([' ', '\t']).len());
    let to = start + text.trim_end_matches([' ', '\t']).len();
    match source[from.min(to)..to].starts_with('#') {
        true => (from, from),
        false => (from.min(to), to),
    }
}

/// Whether a value says that there is nothing: items below it contradict it.
pub(super) fn is_empty_value(text: &str) -> bool {
    let bare = text.split(" #").next().unwrap_or_default().trim();
    matches!(bare, "[]" | "''" | "\"\"" | "{}" | "[ ]") || yaml::is_null(bare)
}

impl Reader<'_> {
    /// The value that begins on the line of its key, and the rows below that it does not explain.
    pub(super) fn inline_value<'r>(
        &mut self,
        inline: (usize, usize),
        rows: &'r [Row],
    ) -> (Node, &'r [Row]) {
        let below = &rows[1..];
        let last = below.iter().rev().find(|it| it.is_content());
        if let Some(last) = last
            && self.source[inline.0..].starts_with('[')
            && !self.source[inline.0..inline.1].contains(']')
        {
            return (self.flow_list((inline.0, last.end)), &[]);
        }
        (self.inline(inline, rows[0].line.end), below)
    }

    /// A value on one line.
    pub(super) fn inline(&mut self, (start, end): (usize, usize), line_end: usize) -> Node {
        let mut anchors = self.anchors.clone();
        let read = yaml::read(self.source, start, line_end, &mut anchors);
        let fault = match read {
            Ok(Some(node))
                if !matches!(
                    node.kind,
                    NodeKind::Map { flow: false, .. } | NodeKind::List { flow: false, .. }
                ) =>
            {
                self.anchors = anchors;
                return node;
            }
            Ok(_) => None,
            Err(fault) => Some(fault),
        };
        match self.source.as_bytes()[start] {
            quote @ (b'"' | b'\'') => self.quoted((start, end), quote as char),
            b'[' => self.flow_list((start, end)),
            _ => {
                let (start, end) = without_comment(self.source, (start, end));
                let message = match fault {
                    Some(fault) if !has_reason(&self.source[start..end]) => library_reason(&fault),
                    _ => reason(self.source, (start, end)),
                };
                self.error((start, end), message);
                plain_node(self.source, start, end)
            }
        }
    }

    /// A value that begins with a quote.
    fn quoted(&mut self, (start, end): (usize, usize), quote: char) -> Node {
        let style = match quote {
            '"' => ScalarStyle::DoubleQuoted,
            _ => ScalarStyle::SingleQuoted,
        };
        let text = &self.source[start..end];
        let Some(close) = closing_quote(text, quote) else {
            self.error((start, end), "the quote is never closed");
            return scalar(start, end, text[1..].into(), style);
        };
        let rest = text[close + 1..].trim_start();
        let behind = end - rest.len();
        if rest.is_empty() || rest.starts_with('#') {
            let inner = &text[1..close];
            self.error(
                (start, start + close + 1),
                "an escape that double quotes do not know: write `\\\\` for a backslash",
            );
            return scalar(start, start + close + 1, inner.into(), style);
        }
        if rest.chars().all(|it| it == quote) {
            self.error((behind, end), "a quote too many");
            return scalar(start, end, text[1..close].into(), style);
        }
        if text.ends_with(quote) {
            let twice = match quote {
                '"' => {
                    "quotes within double quotes are written `\\\"`, or the value in single quotes"
                }
                _ => {
                    "an apostrophe within single quotes is written twice, or the value in double quotes"
                }
            };
            self.error((start + close, end - 1), twice);
            return scalar(start, end, text[1..text.len() - 1].into(), style);
        }
        self.error(
            (behind, end),
            "text behind the closing quote: put the quotes around the whole value",
        );
        scalar(start, end, text.into(), ScalarStyle::Plain)
    }

    /// `[a, b` without its end, or with something behind it.
    fn flow_list(&mut self, (start, end): (usize, usize)) -> Node {
        let text = &self.source[start..end];
        if let Some(close) = text.find(']') {
            let behind = start + close + 1;
            let message = "a value that begins with '[' and is no list needs quotes";
            let (from, to) = without_comment(self.source, (start, end));
            self.error((from, to.max(behind)), message);
            return scalar(from, to, self.source[from..to].into(), ScalarStyle::Plain);
        }
        self.error(
            (start, start + 1),
            "the list is never closed: `]` is missing",
        );
        let mut items = Vec::new();
        let mut at = start + 1;
        for part in text[1..].split(',') {
            let (from, to) = trim(self.source, at, at + part.len());
            let inner = &self.source[from..to];
            if let Some(quote @ ('"' | '\'')) = inner.chars().next() {
                let style = if quote == '"' {
                    ScalarStyle::DoubleQuoted
                } else {
                    ScalarStyle::SingleQuoted
                };
                let text = inner[1..].strip_suffix(quote).unwrap_or(&inner[1..]);
                items.push(scalar(from, to, text.into(), style));
            } else if !inner.is_empty() {
                items.push(plain_node(self.source, from, to));
            }
            at += part.len() + 1;
        }
        Node {
            range: text_range(start, end),
            kind: NodeKind::List { items, flow: true },
        }
    }
}

/// The offset of the quote that closes the one at the start of `text`.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, it)) = chars.next() {
        match it {
            '\\' if quote == '"' => {
                chars.next();
            }
            '\'' if quote == '\'' && chars.peek().is_some_and(|it| it.1 == '\'') => {
                chars.next();
            }
            it if it == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn without_comment(source: &str, (start, end): (usize, usize)) -> (usize, usize) {
    let text = &source[start..end];
    let length = text
        .find(" #")
        .map_or(text.len(), |it| text[..it].trim_end().len());
    (start, start + length)
}

fn has_reason(text: &str) -> bool {
    text.contains(": ") || text.ends_with(':') || text.starts_with(INDICATORS)
}

const INDICATORS: [char; 16] = [
    '-', '?', ',', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@', '`', '"', '\'',
];

/// Why a plain value is none, and what would be right.
pub(super) fn reason(source: &str, (start, end): (usize, usize)) -> String {
    let text = &source[start..end];
    match text.chars().next() {
        Some(first) if INDICATORS.contains(&first) => {
            format!("a value that begins with '{first}' needs quotes")
        }
        _ if text.contains(": ") => "a value that contains ': ' needs quotes".to_owned(),
        _ if text.ends_with(':') => "a value that ends with ':' needs quotes".to_owned(),
        _ => "this is not a value: put it in quotes".to_owned(),
    }
}

/// What the library says, for the cases that have no words of ours.
pub(super) fn library_reason(fault: &Fault) -> String {
    match &fault.kind {
        FaultKind::Library(ErrorKind::UnclosedQuotedScalar) => {
            "the quote is never closed".to_owned()
        }
        FaultKind::Library(kind) => kind.to_string(),
        FaultKind::UnknownAlias => {
            "nothing above is called so with `&`: a value that begins with '*' needs quotes"
                .to_owned()
        }
        FaultKind::AliasBomb => "these aliases stand for too much, or for themselves".to_owned(),
        FaultKind::SecondDocument => "`---` begins another document here".to_owned(),
    }
}
