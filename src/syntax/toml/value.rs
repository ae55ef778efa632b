//! Values and keys, token by token. Where the grammar does not go on, the first fault is noted, and what is there is taken for
//! what it will have been meant as.

use toml_parser::lexer::TokenKind;

use super::cursor::{Cursor, Piece, Trust, begins_entry, is_header};
use super::scalar::{self, Fault};
use super::tables::{TableId, Tables, Whole};
use super::{DEPTH_LIMIT, scalar::is_bare_key};
use crate::syntax::error::TomlError;
use crate::syntax::tree::{Node, NodeKind, ScalarStyle, null, scalar};
use crate::text::range;

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) tables: Tables,
    /// The first of the entry that is being read: what follows it is mostly its echo.
    pub(super) fault: Option<Fault>,
    /// The brackets around the next token, as those that close them.
    open: Vec<char>,
    /// The end of the last token that says something.
    last_end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(cursor: Cursor<'a>, tables: Tables) -> Reader<'a> {
        Reader {
            cursor,
            tables,
            fault: None,
            open: Vec::new(),
            last_end: 0,
        }
    }

    pub(super) fn found(&mut self, place: (usize, usize), error: TomlError) {
        self.fault.get_or_insert((place, error));
    }

    pub(super) fn take(&mut self) -> Piece {
        let piece = self.cursor.bump();
        self.last_end = piece.end;
        piece
    }

    /// The parts of a dotted key that are there.
    pub(super) fn keys(&mut self) -> Vec<Node> {
        let mut keys = Vec::new();
        loop {
            self.skip_blanks();
            let piece = self.cursor.peek();
            match piece.kind {
                TokenKind::Atom => keys.push(self.key()),
                kind if kind.encoding().is_some() => keys.push(self.key()),
                _ => self.found((piece.start, piece.start), TomlError::MissingKey),
            }
            self.skip_blanks();
            if self.cursor.peek().kind != TokenKind::Dot {
                return keys;
            }
            self.take();
        }
    }

    fn key(&mut self) -> Node {
        let piece = self.cursor.peek();
        let text = self.cursor.text(piece);
        // `key: value` is one token where it has no blanks.
        if piece.kind == TokenKind::Atom
            && let Some((name, _)) = text.split_once(':')
            && is_bare_key(name)
        {
            let end = piece.start + name.len();
            self.found((end, end + 1), TomlError::ColonForEquals(name.into()));
            self.cursor.go_to(end + 1);
            self.last_end = end + 1;
            return scalar(piece.start, end, name.into(), ScalarStyle::Plain);
        }
        self.take();
        let (name, fault) = scalar::key(self.cursor.source(), piece);
        if let Some((place, error)) = fault {
            self.found(place, error);
        }
        scalar(piece.start, piece.end, name, scalar::style(piece.kind))
    }

    /// `= value`, or whatever stands in its place behind these keys.
    pub(super) fn behind_keys(&mut self, keys: &[Node], depth: usize) -> Node {
        self.skip_blanks();
        let name = keys.last().and_then(Node::text).unwrap_or_default();
        match self.cursor.eat(TokenKind::Equals) {
            Some(piece) => self.last_end = piece.end,
            None => {
                let place = keys.last().map_or((self.last_end, self.last_end), |it| {
                    (it.range.start().into(), it.range.end().into())
                });
                self.found(place, TomlError::MissingEquals(name.into()));
            }
        }
        self.skip_blanks();
        while let Some(piece) = self.cursor.eat(TokenKind::Equals) {
            self.found((piece.start, piece.end), TomlError::ExtraEquals);
            self.last_end = piece.end;
            self.skip_blanks();
        }
        let next = self.cursor.peek();
        if !ends_value(next.kind) {
            return self.value(depth);
        }
        self.found(
            (self.last_end.saturating_sub(1), self.last_end),
            TomlError::MissingValue(name.into()),
        );
        let at = match self.open.is_empty() {
            true => next.start,
            false => self.last_end,
        };
        null(at, at)
    }

    fn value(&mut self, depth: usize) -> Node {
        let piece = self.cursor.peek();
        match piece.kind {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if depth >= DEPTH_LIMIT => {
                self.found((piece.start, piece.end), TomlError::TooDeep);
                self.last_end = self.cursor.line_end();
                self.cursor.go_to(self.last_end);
                null(piece.start, piece.start)
            }
            TokenKind::LeftSquareBracket => self.array(depth + 1),
            TokenKind::LeftCurlyBracket => self.inline_table(depth + 1),
            TokenKind::Atom | TokenKind::Dot => self.bare(),
            _ => self.string(),
        }
    }

    fn string(&mut self) -> Node {
        let mut piece = self.take();
        if !piece.is_closed && !self.open.is_empty() {
            // Most editors have put the bracket there before the string was begun.
            let text = self.cursor.text(piece);
            let trimmed = text.trim_end_matches([']', '}', ',', ' ', '\t']);
            let end = piece.start + trimmed.len().max(1);
            if text[trimmed.len()..].contains([']', '}', ',']) {
                piece.end = end;
                self.last_end = end;
                self.cursor.go_to(end);
            }
        }
        let (text, fault) = scalar::string(self.cursor.source(), piece);
        if let Some((place, error)) = fault {
            self.found(place, error);
        }
        scalar(piece.start, piece.end, text, scalar::style(piece.kind))
    }

    /// A run of tokens without quotes: a number, a date, or a text that lacks them.
    fn bare(&mut self) -> Node {
        let start = self.cursor.peek().start;
        let mut end = start;
        while matches!(self.cursor.peek().kind, TokenKind::Atom | TokenKind::Dot) {
            end = self.take().end;
            if self.cursor.peek().kind == TokenKind::Whitespace {
                self.cursor.bump();
                if self.cursor.peek().kind != TokenKind::Atom || self.is_next_item((start, end)) {
                    break;
                }
            }
        }
        let source = self.cursor.source();
        if let Some((place, error)) = scalar::bare_fault(source, (start, end)) {
            if self.open.is_empty() {
                end = text_end(source, start, self.cursor.line_end_at(start));
                self.last_end = end;
                self.cursor.go_to(end);
            }
            self.found((place.0, end), error);
        }
        scalar(start, end, source[start..end].into(), ScalarStyle::Plain)
    }

    /// Whether what follows a value without quotes within brackets is another one that lacks its comma.
    fn is_next_item(&self, value: (usize, usize)) -> bool {
        let next = self.cursor.text(self.cursor.peek());
        !self.open.is_empty()
            && !next.starts_with(|it: char| it.is_ascii_digit())
            && scalar::bare_fault(self.cursor.source(), value).is_none()
    }

    fn array(&mut self, depth: usize) -> Node {
        let open = self.take();
        self.open.push(']');
        let mut items = Vec::new();
        let mut is_complete = true;
        loop {
            self.skip_filler();
            let piece = self.cursor.peek();
            if piece.kind == TokenKind::Eof || self.is_at_entry() {
                self.unclosed(open, TomlError::UnclosedArray);
                break;
            }
            match piece.kind {
                TokenKind::RightSquareBracket => {
                    self.take();
                    break;
                }
                TokenKind::RightCurlyBracket => {
                    if self.closed_by(open, piece) {
                        break;
                    }
                }
                TokenKind::Comma => is_complete = self.comma(is_complete),
                TokenKind::Equals => {
                    self.take();
                    self.found((piece.start, piece.end), TomlError::MissingComma);
                }
                _ => {
                    self.before_item(piece, is_complete);
                    items.push(self.value(depth));
                    is_complete = false;
                }
            }
        }
        self.open.pop();
        Node {
            range: range(open.start, self.last_end.max(open.end)),
            kind: NodeKind::List { items, flow: true },
        }
    }

    fn inline_table(&mut self, depth: usize) -> Node {
        let open = self.take();
        self.open.push('}');
        let table = self.tables.add_inline(open.end, depth);
        let mut is_complete = true;
        loop {
            self.skip_filler();
            let piece = self.cursor.peek();
            if piece.kind == TokenKind::Eof || self.is_behind_table(open, is_complete) {
                self.unclosed(open, TomlError::UnclosedInlineTable);
                break;
            }
            match piece.kind {
                TokenKind::RightCurlyBracket => {
                    self.take();
                    break;
                }
                TokenKind::RightSquareBracket => {
                    if self.closed_by(open, piece) {
                        break;
                    }
                }
                TokenKind::Comma => is_complete = self.comma(is_complete),
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                    self.found((piece.start, piece.end), TomlError::MissingKey);
                    self.value(depth);
                    is_complete = false;
                }
                _ => {
                    self.before_item(piece, is_complete);
                    self.inner_entry(table);
                    is_complete = false;
                }
            }
        }
        self.open.pop();
        let entries = self.tables.take(table);
        Node {
            range: range(open.start, self.last_end.max(open.end)),
            kind: NodeKind::Map {
                entries,
                flow: true,
            },
        }
    }

    fn inner_entry(&mut self, table: TableId) {
        let mut keys = self.keys();
        let depth = self.tables.depth(table) + keys.len();
        if depth > DEPTH_LIMIT {
            let start = self.cursor.peek().start;
            self.found((start, start), TomlError::TooDeep);
            keys.truncate(1);
        }
        let value = self.behind_keys(&keys, depth);
        if let Some(first) = keys.first() {
            let whole = Whole {
                range: first.range.cover(value.range),
                is_broken: false,
            };
            self.tables.insert(table, keys, value, whole);
        }
    }

    /// Notes what is wrong with an item that comes next.
    fn before_item(&mut self, piece: Piece, is_expected: bool) {
        if !is_expected {
            self.found((piece.start, piece.end), TomlError::MissingComma);
        }
    }

    /// Takes a comma; afterwards an item is expected.
    fn comma(&mut self, is_extra: bool) -> bool {
        let piece = self.take();
        if is_extra {
            self.found((piece.start, piece.end), TomlError::ExtraComma);
        }
        true
    }

    /// Whether a bracket of another kind closes what `open` opened: it is left to the one that it belongs to.
    fn closed_by(&mut self, open: Piece, piece: Piece) -> bool {
        let close = match piece.kind {
            TokenKind::RightCurlyBracket => '}',
            _ => ']',
        };
        if self.open.contains(&close) {
            let error = match close {
                '}' => TomlError::UnclosedArray,
                _ => TomlError::UnclosedInlineTable,
            };
            self.found((open.start, open.end), error);
            return true;
        }
        self.take();
        let right = self.open.last().copied().unwrap_or_default();
        self.found(
            (piece.start, piece.end),
            TomlError::ClosedBy { close, right },
        );
        true
    }

    /// What `open` opened ends behind its last token, as if it were closed there.
    fn unclosed(&mut self, open: Piece, error: TomlError) {
        self.found((open.start, open.end), error);
        self.cursor.go_to(self.last_end);
    }

    /// Whether the next token begins an entry on a line of its own, which no array can hold.
    fn is_at_entry(&self) -> bool {
        self.cursor.is_at_line_start() && begins_entry(self.next_line())
    }

    /// Whether the next token cannot be of the inline table around it, or hardly.
    fn is_behind_table(&self, open: Piece, is_expected: bool) -> bool {
        if !self.cursor.is_at_line_start() {
            return false;
        }
        let line = self.next_line();
        let is_deeper = self.cursor.indent() > self.cursor.indent_at(open.start);
        let is_entry = !is_expected || self.cursor.trust() == Trust::Wary && !is_deeper;
        is_header(line) || is_entry && begins_entry(line)
    }

    fn next_line(&self) -> &'a str {
        &self.cursor.source()[self.cursor.peek().start..self.cursor.line_end()]
    }

    pub(super) fn skip_blanks(&mut self) {
        self.cursor.eat(TokenKind::Whitespace);
    }

    /// Blanks, comments and line ends within brackets.
    fn skip_filler(&mut self) {
        while matches!(
            self.cursor.peek().kind,
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline
        ) {
            self.filler();
        }
    }

    /// Takes a comment, a blank or a line end.
    pub(super) fn filler(&mut self) {
        let piece = self.cursor.bump();
        let text = self.cursor.text(piece);
        match piece.kind {
            TokenKind::Newline if text == "\r" => {
                self.found((piece.start, piece.end), TomlError::LoneCarriageReturn);
            }
            TokenKind::Comment => {
                let control = text.char_indices().find(|it| is_control(it.1));
                if let Some((at, it)) = control {
                    let start = piece.start + at;
                    let place = (start, start + it.len_utf8());
                    self.found(place, TomlError::ControlCharacter(it));
                }
            }
            _ => {}
        }
    }
}

/// What no comment may hold (TOML 1.1, "Comment").
fn is_control(it: char) -> bool {
    it.is_ascii_control() && it != '\t'
}

fn ends_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Newline
            | TokenKind::Eof
            | TokenKind::Comment
            | TokenKind::Comma
            | TokenKind::Equals
            | TokenKind::Whitespace
            | TokenKind::RightSquareBracket
            | TokenKind::RightCurlyBracket
    )
}

/// The end of an unquoted text in a line: before a comment.
fn text_end(source: &str, start: usize, line_end: usize) -> usize {
    let line = &source[start..line_end];
    let text = line.find(" #").map_or(line, |it| &line[..it]);
    start + text.trim_end().len()
}
