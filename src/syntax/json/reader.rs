//! Objects and arrays, character by character. Where the grammar does not go on, the first fault of an entry is noted, and what is
//! there is taken for what it will have been meant as.

use smol_str::SmolStr;

use super::DEPTH_LIMIT;
use super::scalars::{BLANKS, is_key};
use crate::syntax::SyntaxError;
use crate::syntax::error::JsonError;
use crate::syntax::tree::{Entry, Node, NodeKind, ScalarStyle, null, scalar};
use crate::text::range;

/// What tells where an object ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Its brace.
    Brackets,
    /// Some bracket is missing: also a key that is indented no more than the line which opens the object.
    Indents,
}

/// The entries of the object at `start`; `source` ends with the block.
pub(super) fn read(source: &str, start: usize, trust: Trust) -> (Vec<Entry>, Vec<SyntaxError>) {
    let mut reader = Reader {
        source,
        at: start,
        trust,
        errors: Vec::new(),
        is_broken: false,
        open: Vec::new(),
    };
    if reader.rest().starts_with('\u{feff}') {
        reader.at += '\u{feff}'.len_utf8();
    }
    let entries = reader.root();
    let mut errors = reader.errors;
    errors.sort_by_key(|it| it.range.start());
    (entries, errors)
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
    pub(super) trust: Trust,
    errors: Vec<SyntaxError>,
    /// Whether the entry of the root that is being read has a fault: what follows is mostly its echo.
    is_broken: bool,
    /// The brackets around, as those that close them.
    pub(super) open: Vec<char>,
}

impl<'a> Reader<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    pub(super) fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Notes what spoils the entry.
    pub(super) fn spoiled(&mut self, place: (usize, usize), error: JsonError) {
        if !self.is_broken {
            self.errors.push(SyntaxError::new(place, error));
        }
        self.is_broken = true;
    }

    /// Notes what spoils nothing.
    pub(super) fn noted(&mut self, place: (usize, usize), error: JsonError) {
        self.errors.push(SyntaxError::new(place, error));
    }

    fn root(&mut self) -> Vec<Entry> {
        self.skip_filler();
        let start = self.at;
        if self.next() == Some('{') {
            self.at += 1;
        } else if !self.rest().is_empty() {
            let length = self.next().map_or(0, char::len_utf8);
            self.noted((start, start + length), JsonError::NoObject);
        } else {
            return Vec::new();
        }
        self.open.push('}');
        let entries = self.entries(start, 1);
        self.skip_filler();
        let behind = self.rest().trim_end_matches(BLANKS);
        if !behind.is_empty() {
            let place = (self.at, self.at + behind.len());
            self.noted(place, JsonError::BehindObject);
        }
        entries
    }

    /// The entries of an object up to what closes it, which is taken.
    fn entries(&mut self, open: usize, depth: usize) -> Vec<Entry> {
        let indent = self.indent(open);
        let mut entries = Vec::new();
        let mut comma = None;
        loop {
            self.skip_filler();
            if depth == 1 {
                self.is_broken = false;
            }
            let at = self.at;
            let Some(next) = self.next().filter(|_| !self.is_behind(indent, depth)) else {
                self.unclosed(open, JsonError::UnclosedObject, depth);
                return entries;
            };
            match next {
                '}' => {
                    self.at += 1;
                    if depth > 1 || !self.is_before_entry() {
                        self.trailing(comma);
                        return entries;
                    }
                    self.noted((at, self.at), JsonError::StrayBracket('}'));
                }
                ']' if self.open.contains(&']') => {
                    self.unclosed(open, JsonError::UnclosedObject, depth);
                    return entries;
                }
                ']' if depth > 1 => {
                    self.at += 1;
                    let error = JsonError::ClosedBy {
                        close: ']',
                        right: '}',
                    };
                    self.spoiled((at, self.at), error);
                    return entries;
                }
                ']' => {
                    self.at += 1;
                    self.noted((at, self.at), JsonError::StrayBracket(']'));
                }
                ',' => self.comma(&mut comma, entries.is_empty()),
                _ => {
                    self.missing_comma(&mut comma, entries.is_empty());
                    entries.extend(self.entry(depth));
                }
            }
        }
    }

    fn entry(&mut self, depth: usize) -> Option<Entry> {
        let start = self.at;
        let key = self.key();
        let name = key.text().unwrap_or_default();
        let is_nameless = key.range.is_empty();
        if is_nameless {
            self.spoiled((start, start), JsonError::MissingKey);
        }
        self.skip_filler();
        let at = self.at;
        match self.next() {
            Some(':') => self.at += 1,
            Some('=') => {
                self.at += 1;
                self.spoiled((at, self.at), JsonError::EqualsSign);
            }
            _ => {
                let place = (key.range.start().into(), key.range.end().into());
                self.spoiled(place, JsonError::MissingColon(name.into()));
                self.at = key.range.end().into();
            }
        }
        let value = self.behind_colon(name, depth);
        let mut entry = Entry::new(key, value);
        entry.broken = depth == 1 && self.is_broken;
        (!is_nameless).then_some(entry)
    }

    fn key(&mut self) -> Node {
        let start = self.at;
        if matches!(self.next(), Some('"' | '\'')) {
            return self.string();
        }
        let end = self.run_end(&[':', '=', ',', '{', '}', '[', ']']);
        self.at = end;
        let name = SmolStr::from(self.source[start..end].trim_end_matches(['"', '\'']));
        if !name.is_empty() {
            self.spoiled((start, end), JsonError::BareKey(name.clone()));
        }
        scalar(start, end, name, ScalarStyle::Plain)
    }

    /// The value behind a key, or the null that stands for it.
    fn behind_colon(&mut self, name: &str, depth: usize) -> Node {
        let colon = self.at;
        self.skip_filler();
        let is_missing = match self.next() {
            None | Some(',' | '}' | ']') => true,
            Some(_) => self.is_at_key(),
        };
        if !is_missing {
            return self.value(depth);
        }
        self.spoiled(
            (colon.saturating_sub(1), colon),
            JsonError::MissingValue(name.into()),
        );
        null(colon, colon)
    }

    fn value(&mut self, depth: usize) -> Node {
        let start = self.at;
        match self.next() {
            Some('{' | '[') if depth >= DEPTH_LIMIT => {
                self.spoiled((start, start + 1), JsonError::TooDeep);
                self.at = self.line_end();
                null(start, start)
            }
            Some('{') => {
                self.at += 1;
                self.open.push('}');
                let entries = self.entries(start, depth + 1);
                self.open.pop();
                self.bracketed(
                    start,
                    NodeKind::Map {
                        entries,
                        flow: true,
                    },
                )
            }
            Some('[') => {
                self.at += 1;
                self.open.push(']');
                let items = self.items(start, depth + 1);
                self.open.pop();
                self.bracketed(start, NodeKind::List { items, flow: true })
            }
            Some('"' | '\'') => self.string(),
            _ => self.bare(),
        }
    }

    /// What ends here; without what was skipped where nothing closes it.
    fn bracketed(&self, start: usize, kind: NodeKind) -> Node {
        let end = start + self.source[start..self.at].trim_end_matches(BLANKS).len();
        Node {
            range: range(start, end),
            kind,
        }
    }

    /// The items of an array up to what closes it, which is taken.
    fn items(&mut self, open: usize, depth: usize) -> Vec<Node> {
        let mut items = Vec::new();
        let mut comma = None;
        loop {
            self.skip_filler();
            let at = self.at;
            let Some(next) = self.next().filter(|_| !self.is_at_key()) else {
                self.unclosed(open, JsonError::UnclosedArray, depth);
                return items;
            };
            match next {
                ']' => {
                    self.at += 1;
                    self.trailing(comma);
                    return items;
                }
                // It closes the object around.
                '}' => {
                    self.unclosed(open, JsonError::UnclosedArray, depth);
                    return items;
                }
                ',' => self.comma(&mut comma, items.is_empty()),
                ':' | '=' => {
                    self.at += 1;
                    self.spoiled((at, self.at), JsonError::MissingComma);
                }
                _ => {
                    self.missing_comma(&mut comma, items.is_empty());
                    items.push(self.value(depth));
                }
            }
        }
    }

    fn comma(&mut self, comma: &mut Option<usize>, is_first: bool) {
        let at = self.at;
        self.at += 1;
        if is_first || comma.is_some() {
            self.noted((at, self.at), JsonError::ExtraComma);
        } else {
            *comma = Some(at);
        }
    }

    /// Whether other entries stand behind the brace that closes the root: then it was not meant for that.
    fn is_before_entry(&self) -> bool {
        let mut lines = self.rest().split(['\n', '\r']);
        self.trust == Trust::Indents
            && lines.any(|it| is_key(it.trim_start_matches(|it| "[]{}, \t".contains(it))))
    }

    /// Notes a comma before the closing bracket.
    fn trailing(&mut self, comma: Option<usize>) {
        if let Some(at) = comma {
            self.noted((at, at + 1), JsonError::TrailingComma);
        }
    }

    /// Before an item: that no comma stands there, unless it is the first.
    fn missing_comma(&mut self, comma: &mut Option<usize>, is_first: bool) {
        if comma.take().is_none() && !is_first {
            let length = self.next().map_or(0, char::len_utf8);
            self.noted((self.at, self.at + length), JsonError::MissingComma);
        }
    }

    /// What was opened at `open` is closed by nothing; in the root, that spoils no entry.
    fn unclosed(&mut self, open: usize, error: JsonError, depth: usize) {
        match depth {
            1 if self.source[open..].starts_with('{') => self.noted((open, open + 1), error),
            1 => {}
            _ => self.spoiled((open, open + 1), error),
        }
    }
}
