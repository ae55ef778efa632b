//! The tokens of a block, one at a time: those of strings that nothing closes end where their author will have meant it.
//! What the tokens make together, it does not know.

use toml_parser::Source;
use toml_parser::lexer::{Lexer, TokenKind};

/// What an open string or bracket may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Whatever the grammar lets it.
    Full,
    /// Something is wrong in this block: what looks like an entry is one.
    Wary,
}

/// A token; offsets are bytes of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it is no string, or one with its closing quotes.
    pub(super) is_closed: bool,
}

pub(super) struct Cursor<'a> {
    /// Up to the end of the block.
    source: &'a str,
    trust: Trust,
    /// Where the lexer's text begins.
    base: usize,
    lexer: Lexer<'a>,
    next: Piece,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str, start: usize, trust: Trust) -> Cursor<'a> {
        let mut cursor = Cursor {
            source,
            trust,
            base: start,
            lexer: Source::new(&source[start..]).lex(),
            next: Piece {
                kind: TokenKind::Eof,
                start,
                end: start,
                is_closed: true,
            },
        };
        cursor.advance();
        cursor
    }

    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    pub(super) fn trust(&self) -> Trust {
        self.trust
    }

    pub(super) fn peek(&self) -> Piece {
        self.next
    }

    pub(super) fn text(&self, piece: Piece) -> &'a str {
        &self.source[piece.start..piece.end]
    }

    pub(super) fn bump(&mut self) -> Piece {
        let piece = self.next;
        self.advance();
        piece
    }

    pub(super) fn eat(&mut self, kind: TokenKind) -> Option<Piece> {
        (self.next.kind == kind).then(|| self.bump())
    }

    /// Goes on at `offset`, which is a character boundary, as if a token began there.
    pub(super) fn go_to(&mut self, offset: usize) {
        self.base = offset;
        self.lexer = Source::new(&self.source[offset..]).lex();
        self.advance();
    }

    /// The end of the line that the next token begins in, without its line end.
    pub(super) fn line_end(&self) -> usize {
        self.line_end_at(self.next.start)
    }

    pub(super) fn line_end_at(&self, offset: usize) -> usize {
        line_end(self.source, offset)
    }

    /// Blanks at the beginning of the line in which the next token begins.
    pub(super) fn indent(&self) -> usize {
        self.indent_at(self.next.start)
    }

    pub(super) fn indent_at(&self, offset: usize) -> usize {
        let start = self.source[..offset].rfind(['\n', '\r']);
        blanks(&self.source[start.map_or(0, |it| it + 1)..])
    }

    /// Whether there is nothing but blanks before the next token in its line.
    pub(super) fn is_at_line_start(&self) -> bool {
        let before = self.source[..self.next.start].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    fn advance(&mut self) {
        let end = self.source.len();
        let token = self.lexer.next();
        let kind = token.map_or(TokenKind::Eof, |it| it.kind());
        let span = token.map(|it| (self.base + it.span().start(), self.base + it.span().end()));
        let (start, stop) = span.unwrap_or((end, end));
        self.next = Piece {
            kind,
            start,
            end: stop,
            is_closed: true,
        };
        if kind.encoding().is_some() {
            self.settle_string();
        }
    }

    /// Ends the string that was just read where nothing closes it.
    fn settle_string(&mut self) {
        let Piece { kind, start, .. } = self.next;
        let text = self.text(self.next);
        let is_long = matches!(kind, TokenKind::MlBasicString | TokenKind::MlLiteralString);
        let is_closed = is_closed(kind, text);
        if is_closed && !(is_long && self.trust == Trust::Wary && closes_by_opening(text)) {
            return;
        }
        self.next.is_closed = false;
        let length = match is_long {
            true => length_before_entry(text),
            false => text.find('\r'),
        };
        let Some(length) = length else {
            return;
        };
        let unclosed = Piece {
            end: start + length,
            ..self.next
        };
        self.base = unclosed.end;
        self.lexer = Source::new(&self.source[unclosed.end..]).lex();
        self.next = unclosed;
    }
}

/// The end of the line at `offset`, without LF or CR LF.
fn line_end(source: &str, offset: usize) -> usize {
    let end = memchr::memchr(b'\n', &source.as_bytes()[offset..]);
    let end = end.map_or(source.len(), |it| offset + it);
    match source[offset..end].ends_with('\r') {
        true => end - 1,
        false => end,
    }
}

/// Whether the text of a string's token ends with its quotes: the lexer's ends with the line, or the text, else.
fn is_closed(kind: TokenKind, text: &str) -> bool {
    let (quote, n_quotes, has_escapes) = match kind {
        TokenKind::BasicString => ('"', 1, true),
        TokenKind::LiteralString => ('\'', 1, false),
        TokenKind::MlBasicString => ('"', 3, true),
        _ => ('\'', 3, false),
    };
    let body = text.get(n_quotes..).unwrap_or_default();
    let inner = body.trim_end_matches(quote);
    let n_escapes = inner.len() - inner.trim_end_matches('\\').len();
    let is_escaped = has_escapes && n_escapes % 2 == 1;
    body.len() - inner.len() >= n_quotes + usize::from(is_escaped)
}

/// Whether the quotes that close a string of several lines are more likely those which open that of the entry below.
fn closes_by_opening(text: &str) -> bool {
    let last = text.rfind('\n').map_or("", |it| &text[it + 1..]);
    let last = last.trim_end_matches(['"', '\'']).trim_end();
    last.ends_with('=') && begins_entry(last)
}

/// The length of an open string's text up to the line, not the first, that looks like an entry; without the line end before.
fn length_before_entry(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(length) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
        at += length + 1;
        let end = line_end(text, at);
        if begins_entry(&text[at..end]) {
            let before = text[..at - 1].trim_end_matches('\r');
            return Some(before.len());
        }
    }
    None
}

/// Whether a line looks like an entry, `key =`, or like a table's header.
pub(super) fn begins_entry(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    is_header(line) || key_length(line).is_some_and(|it| line[it..].starts_with('='))
}

/// Whether a line is `[name]` or `[[name]]`, of which an array is nothing: what could be its item is no name.
pub(super) fn is_header(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t']);
    let (open, close) = match line.starts_with("[[") {
        true => ("[[", "]]"),
        false => ("[", "]"),
    };
    let Some(rest) = line.strip_prefix(open) else {
        return false;
    };
    let first = rest.split(['.', ']', ' ', '\t']).next().unwrap_or_default();
    let is_name = first.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && !["true", "false", "inf", "nan"].contains(&first);
    let behind = key_length(rest).and_then(|it| rest[it..].strip_prefix(close));
    let is_end = |it: &str| it.is_empty() || it.starts_with('#');
    is_name && behind.is_some_and(|it| is_end(it.trim()))
}

/// The length of a dotted key with the blanks behind it.
fn key_length(line: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += simple_key_length(&line[at..])?;
        at += blanks(&line[at..]);
        if !line[at..].starts_with('.') {
            return Some(at);
        }
        at += 1;
        at += blanks(&line[at..]);
    }
}

fn simple_key_length(text: &str) -> Option<usize> {
    if let Some(quote) = text.chars().next().filter(|it| ['"', '\''].contains(it)) {
        let rest = &text[1..];
        let length = rest.find(quote)?;
        return (length > 0 && !rest[..length].contains('\\')).then_some(length + 2);
    }
    let is_bare = |it: &u8| it.is_ascii_alphanumeric() || [b'_', b'-'].contains(it);
    let length = text.bytes().take_while(is_bare).count();
    (length > 0).then_some(length)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
