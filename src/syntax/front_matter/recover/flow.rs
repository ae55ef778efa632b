//! The items of a flow list that YAML refuses. It tells what each was meant as; whether the text is a list at all it does not know.

use super::scalar::{style_of, unescaped};
use crate::syntax::error::{FlowError, ScalarError, SyntaxErrorKind};
use crate::syntax::tree::{Node, scalar};
use crate::syntax::yaml::plain_node;

/// What was found between brackets. Offsets are bytes of the source.
pub(super) struct Items {
    pub(super) items: Vec<Node>,
    /// The bracket that closes the list.
    pub(super) close: Option<usize>,
    /// Whether a bracket of another kind does.
    pub(super) is_closed_otherwise: bool,
    pub(super) errors: Vec<((usize, usize), SyntaxErrorKind)>,
}

/// Reads what follows the bracket at `start`.
pub(super) fn items(source: &str, (start, end): (usize, usize)) -> Items {
    scan(source, (start + 1, end))
}

/// The items of `"a", "b"`, where there is nothing but quotes and commas, and maybe a bracket at the end.
pub(super) fn quoted_items(source: &str, (start, end): (usize, usize)) -> Option<Vec<Node>> {
    let Items {
        items,
        close,
        errors,
        ..
    } = scan(source, (start, end));
    let is_quote = |it: &Node| source[it.range].starts_with(['"', '\'']);
    let is_end = close.is_none_or(|it| it + 1 == end);
    (errors.is_empty() && is_end && items.len() > 1 && items.iter().all(is_quote)).then_some(items)
}

fn scan(source: &str, (at, end): (usize, usize)) -> Items {
    let mut scanner = Scanner {
        source,
        at,
        end,
        is_one_line: !source[at..end].contains(['\n', '\r']),
        found: Items {
            items: Vec::new(),
            close: None,
            is_closed_otherwise: false,
            errors: Vec::new(),
        },
    };
    scanner.list();
    scanner.found
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    end: usize,
    is_one_line: bool,
    found: Items,
}

impl<'a> Scanner<'a> {
    fn list(&mut self) {
        let mut after_item = false;
        loop {
            self.skip_blanks();
            let Some(next) = self.rest().chars().next() else {
                return;
            };
            match next {
                ']' => {
                    self.found.close = Some(self.at);
                    return;
                }
                ',' => {
                    self.at += 1;
                    after_item = false;
                }
                _ => {
                    let item = self.at;
                    self.item(next);
                    if after_item {
                        let range = (item, self.at);
                        self.error(range, FlowError::MissingComma);
                    }
                    after_item = true;
                }
            }
        }
    }

    fn error(&mut self, range: (usize, usize), kind: impl Into<SyntaxErrorKind>) {
        self.found.errors.push((range, kind.into()));
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..self.end]
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let text = rest.trim_start();
            self.at = self.end - text.len();
            // On one line a comment would hide the end of the list.
            if self.is_one_line || !text.starts_with('#') {
                return;
            }
            let line = text.find(['\n', '\r']).unwrap_or(text.len());
            self.at += line;
        }
    }

    fn item(&mut self, first: char) {
        match first {
            '"' | '\'' => self.quoted(first),
            _ => self.plain(first),
        }
    }

    /// Up to the quote that is followed by what may follow an item.
    fn quoted(&mut self, quote: char) {
        let (source, start) = (self.source, self.at);
        let text = self.rest();
        let mut quotes = text[1..].match_indices(quote).map(|it| it.0 + 1);
        let Some(close) = quotes.find(|it| is_closing(text, *it, quote)) else {
            let length = text.find([',', ']']).unwrap_or(text.len());
            let inner = text[1..length.max(1)].trim_end();
            let end = start + 1 + inner.len();
            let node = scalar(start, end, unescaped(inner, quote).into(), style_of(quote));
            self.found.items.push(node);
            self.error((start, end), ScalarError::UnclosedQuote);
            self.at = end;
            return;
        };
        let inner = &text[1..close];
        let end = start + close + 1;
        if let Some(at) = inner_quote(inner, quote) {
            let range = (start + 1 + at, end - 1);
            self.error(range, ScalarError::InnerQuote(quote));
        }
        let text = unescaped(&source[start + 1..end - 1], quote).into();
        self.found
            .items
            .push(scalar(start, end, text, style_of(quote)));
        self.at = end;
    }

    /// Up to the next comma or closing bracket.
    fn plain(&mut self, first: char) {
        let start = self.at;
        let mut depth = 0_usize;
        let length = self.rest().find(|it: char| {
            match it {
                '[' => depth += 1,
                ']' if depth > 0 => depth -= 1,
                ']' => return true,
                ',' => return depth == 0,
                _ => {}
            }
            false
        });
        let is_last = length.is_none();
        self.at = length.map_or(self.end, |it| start + it);
        let text = self.source[start..self.at].trim_end();
        let text = match text.chars().next_back().filter(|_| is_last) {
            Some(last) if is_other_close(text, last) => {
                let end = start + text.len();
                let range = (end - last.len_utf8(), end);
                self.error(range, FlowError::ClosedBy(last));
                self.found.is_closed_otherwise = true;
                text[..text.len() - last.len_utf8()].trim_end()
            }
            _ => text,
        };
        let end = start + text.len();
        if "@`%&*!|>#?-".contains(first) {
            self.error((start, end), FlowError::Indicator(first));
        }
        self.found.items.push(plain_node(self.source, start, end));
    }
}

/// Whether the quote at `at` ends an item: behind it stands a comma, a bracket, nothing, or a blank and another quote.
fn is_closing(text: &str, at: usize, quote: char) -> bool {
    let before = &text[..at];
    let n_escapes = before.len() - before.trim_end_matches('\\').len();
    if quote == '"' && n_escapes % 2 == 1 {
        return false;
    }
    let behind = &text[at + 1..];
    let next = behind.trim_start();
    let is_item = next.len() < behind.len() && next.starts_with(['"', '\'']);
    next.is_empty() || next.starts_with([',', ']']) || is_item
}

/// The first quote within an item that is not escaped.
fn inner_quote(inner: &str, quote: char) -> Option<usize> {
    let mut quotes = inner.match_indices(quote).map(|it| it.0);
    match quote {
        '"' => quotes.find(|it| !inner[..*it].ends_with('\\')),
        _ => quotes.find(|it| !inner[..*it].ends_with('\'') && !inner[it + 1..].starts_with('\'')),
    }
}

/// Whether a bracket of another kind was meant to close the list.
fn is_other_close(text: &str, last: char) -> bool {
    let pairs = [
        ('(', ')'),
        ('{', '}'),
        ('【', '】'),
        ('［', '］'),
        ('（', '）'),
    ];
    let mut pairs = pairs.into_iter();
    pairs.any(|(open, close)| last == close && !text.contains(open))
}
