//! A block, line by line: entries and the headers of tables.

use toml_parser::lexer::TokenKind;

use super::DEPTH_LIMIT;
use super::cursor::{Cursor, Trust};
use super::tables::{HeaderKind, ROOT, TableId, Tables, Whole};
use super::value::Reader;
use crate::syntax::SyntaxError;
use crate::syntax::error::TomlError;
use crate::syntax::tree::{Entry, null};
use crate::text::range;

pub(super) fn read(
    source: &str,
    (start, end): (usize, usize),
    trust: Trust,
) -> (Vec<Entry>, Vec<SyntaxError>) {
    let cursor = Cursor::new(&source[..end], start, trust);
    let mut reader = Reader::new(cursor, Tables::new(start));
    let mut errors = Vec::new();
    let mut table = ROOT;
    loop {
        match reader.cursor.peek().kind {
            TokenKind::Eof => break,
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline => reader.filler(),
            TokenKind::LeftSquareBracket => table = header(&mut reader, table),
            _ => entry(&mut reader, table),
        }
        if let Some((place, error)) = reader.fault.take() {
            errors.push(SyntaxError::new(place, error));
        }
    }
    errors.sort_by_key(|it| it.range.start());
    (reader.tables.take(ROOT), errors)
}

/// The table that the header opens; the one before where it names none.
fn header(reader: &mut Reader, before: TableId) -> TableId {
    let open = reader.take();
    let (kind, close) = match reader.cursor.eat(TokenKind::LeftSquareBracket) {
        Some(_) => (HeaderKind::Item, "]]"),
        None => (HeaderKind::Table, "]"),
    };
    let mut keys = reader.keys();
    let mut end = reader.cursor.peek().start;
    let closing = (0..close.len())
        .map_while(|_| reader.cursor.eat(TokenKind::RightSquareBracket))
        .inspect(|it| end = it.end)
        .count();
    if closing < close.len() {
        reader.found((open.start, end), TomlError::UnclosedHeader(close));
    }
    rest(reader, TomlError::BehindHeader);
    if keys.len() >= DEPTH_LIMIT {
        reader.found((open.start, end), TomlError::TooDeep);
        keys.truncate(1);
    }
    let whole = Whole {
        range: range(open.start, reader.cursor.peek().start),
        is_broken: reader.fault.is_some(),
    };
    reader.tables.open(keys, kind, whole).unwrap_or(before)
}

fn entry(reader: &mut Reader, table: TableId) {
    let first = reader.cursor.peek();
    let stray = match first.kind {
        TokenKind::RightSquareBracket => Some(']'),
        TokenKind::RightCurlyBracket => Some('}'),
        _ => None,
    };
    if let Some(it) = stray {
        reader.found((first.start, first.end), TomlError::StrayBracket(it));
    }
    let mut keys = reader.keys();
    let mut depth = reader.tables.depth(table) + keys.len();
    if depth > DEPTH_LIMIT {
        reader.found((first.start, first.start), TomlError::TooDeep);
        keys.truncate(1);
        depth = DEPTH_LIMIT;
    }
    let value = match keys.is_empty() && reader.cursor.peek().kind != TokenKind::Equals {
        true => null(first.start, first.start),
        false => reader.behind_keys(&keys, depth),
    };
    rest(reader, TomlError::BehindValue);
    let end = reader.cursor.peek().start;
    if let Some(start) = keys.first().map(|it| it.range.start()) {
        let whole = Whole {
            range: range(start.into(), end),
            is_broken: reader.fault.is_some(),
        };
        reader.tables.insert(table, keys, value, whole);
    }
}

/// Reads on to the end of the line, where nothing but a comment may stand.
fn rest(reader: &mut Reader, error: TomlError) {
    reader.skip_blanks();
    if reader.cursor.peek().kind == TokenKind::Comment {
        reader.filler();
    }
    let next = reader.cursor.peek();
    if !matches!(next.kind, TokenKind::Newline | TokenKind::Eof) {
        let end = reader.cursor.line_end();
        reader.found((next.start, end), error);
        reader.cursor.go_to(end);
    }
}
