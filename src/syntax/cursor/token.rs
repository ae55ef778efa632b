//! One scalar as it stands in half-typed YAML: where its word begins and ends, and whether its quote is closed.
//! It knows nothing of lists, fields or the corpus.

use smol_str::SmolStr;

use crate::syntax::ScalarStyle;
use crate::syntax::yaml::write_inside_quotes;

/// An open quote before the word, and whether the one that closes it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    pub(crate) double: bool,
    pub(crate) closed: bool,
}

/// What ends a plain word besides a comment and the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    Line,
    /// Brackets: a comma or a bracket ends it too.
    Flow,
}

/// A word without its quotes. Bytes of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) quote: Option<Quoted>,
}

impl Token {
    /// The end of the token with its quote.
    pub(crate) fn stop(&self, text: &str) -> usize {
        let closed = self.quote.is_some_and(|it| it.closed) && self.end < text.len();
        self.end + usize::from(closed)
    }
}

impl Quoted {
    /// What `written` means after this quote: escapes undone.
    pub(crate) fn read(quote: Option<Quoted>, written: &str) -> String {
        match quote {
            None => written.to_owned(),
            Some(it) if it.double => unescape(written),
            Some(_) => written.replace("''", "'"),
        }
    }

    pub(crate) fn mark(self) -> char {
        if self.double { '"' } else { '\'' }
    }

    /// `value` in such quotes.
    pub(crate) fn write_whole(self, value: &str) -> Option<String> {
        let open = Quoted {
            closed: false,
            ..self
        };
        Some(format!("{}{}", self.mark(), open.write(value)?))
    }

    /// How `value` is written after this quote, the closing one added where it lacks.
    /// `None` for what these quotes cannot hold.
    pub(crate) fn write(self, value: &str) -> Option<String> {
        let quotes = match self.double {
            true => ScalarStyle::DoubleQuoted,
            false => ScalarStyle::SingleQuoted,
        };
        let mut written = write_inside_quotes(value, quotes)?;
        if !self.closed {
            written.push(self.mark());
        }
        Some(written)
    }
}

/// The token at the cursor, whose first byte is at `start`, or at `from` if that lies before it (then it is not begun yet).
/// `text` ends where the token must. `None` in a comment, and after a closing quote.
pub(crate) fn at(
    text: &str,
    from: usize,
    start: usize,
    cursor: usize,
    within: Within,
) -> Option<Token> {
    let quote = text[start..]
        .chars()
        .next()
        .filter(|it| matches!(it, '"' | '\''));
    let Some(quote) = quote.filter(|_| cursor > start) else {
        return plain(text, from, start, cursor, within);
    };
    let inside = start + 1;
    let double = quote == '"';
    if let Some(end) = closing_quote(text, inside, double, within) {
        let quote = Some(Quoted {
            double,
            closed: true,
        });
        return (cursor <= end).then_some(Token {
            start: inside,
            end,
            quote,
        });
    }
    let end = match within {
        Within::Line => line_end(text, cursor),
        Within::Flow => flow_end(text, cursor),
    };
    let end = cursor + text[cursor..end].trim_end().len();
    Some(Token {
        start: inside,
        end,
        quote: Some(Quoted {
            double,
            closed: false,
        }),
    })
}

fn plain(text: &str, from: usize, start: usize, cursor: usize, within: Within) -> Option<Token> {
    let end = match within {
        Within::Line => line_end(text, start),
        Within::Flow => reach_of_flow_item(text, start),
    };
    let end = comment(text, start).map_or(end, |it| it.min(end));
    let empty = Token {
        start: cursor,
        end: cursor,
        quote: None,
    };
    if cursor < start {
        // The cursor stands in the blanks before a value, or where none is.
        let apart =
            text[start..end].trim_end().is_empty() || text[cursor..start].contains(['\n', '\r']);
        return Some(if apart {
            empty
        } else {
            Token {
                start: from,
                end: start + text[start..end].trim_end().len(),
                quote: None,
            }
        });
    }
    if cursor > end || comment(&text[..cursor], start).is_some() {
        return None;
    }
    let end = (start + text[start..end].trim_end().len()).max(cursor);
    Some(Token {
        start: from,
        end,
        quote: None,
    })
}

/// Where a comment begins after the word that starts at `start`.
fn comment(text: &str, start: usize) -> Option<usize> {
    let word = &text[start..line_end(text, start)];
    if word == "#" || word.starts_with("# ") {
        return Some(start);
    }
    word.match_indices('#')
        .map(|(at, _)| at)
        .find(|at| word[..*at].ends_with([' ', '\t']))
        .map(|at| start + at)
}

/// The first byte at or after `from` that is neither blank nor part of a comment; `None` if the cursor is in such a comment.
pub(crate) fn after_comments(text: &str, from: usize, cursor: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = text.len() - text[at..].trim_start().len();
        // What begins with `#1` may be a value that has no quotes yet.
        let is_apart = text[..at].ends_with([' ', '\t', '\n', '\r']);
        let is_comment = is_apart && comment(text, at) == Some(at);
        if !is_comment {
            return Some(at);
        }
        let end = line_end(text, at);
        if (at + 1..=end).contains(&cursor) {
            return None;
        }
        at = end;
    }
}

fn line_end(text: &str, from: usize) -> usize {
    text[from..]
        .find(['\n', '\r'])
        .map_or(text.len(), |it| from + it)
}

fn flow_end(text: &str, from: usize) -> usize {
    text[from..]
        .find([',', ']', '\n', '\r'])
        .map_or(text.len(), |it| from + it)
}

/// Where the separator after the item of a flow list stands, or the end of its line.
pub(crate) fn reach_of_flow_item(text: &str, start: usize) -> usize {
    // Quotes may hold commas.
    flow_end(text, end_of_flow_item(text, start))
}

/// The end of the item of a flow list that begins at `start`, quotes included, blanks before the separator not.
pub(crate) fn end_of_flow_item(text: &str, start: usize) -> usize {
    let quote = text[start..]
        .chars()
        .next()
        .filter(|it| matches!(it, '"' | '\''));
    let closed = quote.and_then(|it| closing_quote(text, start + 1, it == '"', Within::Flow));
    match closed {
        Some(end) => end + 1,
        None => {
            let end = comment(text, start)
                .unwrap_or(text.len())
                .min(flow_end(text, start));
            start + text[start..end].trim_end().len()
        }
    }
}

/// The quote that closes the one before `from`. A quote that something else than the token's end follows does not:
/// it is an apostrophe that nobody doubled, or opens the next item.
fn closing_quote(text: &str, from: usize, double: bool, within: Within) -> Option<usize> {
    let line = &text[from..line_end(text, from)];
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if double => {
                chars.next();
            }
            '\'' if !double && chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                chars.next();
            }
            '"' if double => return ends(&line[at + 1..], within).then_some(from + at),
            '\'' if !double => return ends(&line[at + 1..], within).then_some(from + at),
            _ => {}
        }
    }
    None
}

fn ends(after: &str, within: Within) -> bool {
    let rest = after.trim_start();
    let comment = rest.starts_with('#') && rest.len() < after.len();
    rest.is_empty() || comment || within == Within::Flow && rest.starts_with([',', ']'])
}

/// The value of a whole token, quotes and a comment removed; `None` if nothing is there.
pub(crate) fn value(written: &str) -> Option<SmolStr> {
    let written = written.trim();
    let quote = written.chars().next().filter(|it| matches!(it, '"' | '\''));
    let closed = quote.and_then(|it| {
        closing_quote(written, 1, it == '"', Within::Line).map(|end| (it == '"', end))
    });
    let value = match (quote, closed) {
        (_, Some((double, end))) => Quoted::read(
            Some(Quoted {
                double,
                closed: true,
            }),
            &written[1..end],
        ),
        (Some(_), None) => written[1..].trim_end().to_owned(),
        (None, None) => written[..comment(written, 0).unwrap_or(written.len())]
            .trim_end()
            .to_owned(),
    };
    (!value.is_empty()).then(|| SmolStr::new(value))
}

/// Double-quoted escapes that stand for printable text; others are kept as written.
fn unescape(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some(next @ ('"' | '\\' | '/'))) => {
                out.push(next);
                chars.next();
            }
            _ => out.push(c),
        }
    }
    out
}
