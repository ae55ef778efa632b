//! Values on one line that are not YAML: what they were meant as, what is wrong with them, and where.

use std::borrow::Cow;

use super::{Reader, Row, flow, key, list, reason};
use crate::syntax::ScalarStyle;
use crate::syntax::error::{BlockError, FlowError, LineError, ScalarError, SyntaxErrorKind};
use crate::syntax::front_matter::lines::{
    begins_with_key, is_long_text, is_usual_key, word_length,
};
use crate::syntax::tree::{Node, NodeKind, scalar};
use crate::syntax::yaml::{self, plain_node};
use crate::text::range;

/// The text between two offsets without the blanks around it; none where it is a comment.
pub(super) fn trim(source: &str, start: usize, end: usize) -> (usize, usize) {
    let text = &source[start..end];
    let from = start + (text.len() - text.trim_start().len());
    let to = (start + text.trim_end().len()).max(from);
    match source[from..to].starts_with('#') {
        true => (from, from),
        false => (from, to),
    }
}

/// Whether a value says that there is nothing: items below it contradict it.
pub(super) fn is_empty_value(text: &str) -> bool {
    let bare = text.split(" #").next().unwrap_or_default().trim();
    matches!(bare, "[]" | "''" | "\"\"" | "{}" | "[ ]") || yaml::is_null(bare)
}

/// Whether the text says that a block scalar follows.
pub(super) fn is_block_header(text: &str) -> bool {
    let bare = text.split(" #").next().unwrap_or_default().trim();
    let indicators = bare.strip_prefix(['|', '>']);
    indicators.is_some_and(|it| it.chars().all(|it| matches!(it, '0'..='9' | '+' | '-')))
}

/// Whether a line is a value, whatever is above it: a text in quotes, or an address.
pub(super) fn is_evident(text: &str) -> bool {
    let is_quoted = |it: char| {
        text.len() > 2 && text.starts_with(it) && closing_quote(text, it) == Some(text.len() - 1)
    };
    let is_address = ["https://", "http://"]
        .iter()
        .any(|it| text.starts_with(it));
    is_quoted('"') || is_quoted('\'') || (is_address && !text.contains([' ', '\t']))
}

/// What may stand on a line below and close the quote or bracket that the line opens.
pub(super) fn closer(line: &str) -> Option<char> {
    let closers = [('[', ']'), ('{', '}'), ('"', '"'), ('\'', '\'')];
    let first = line.find(closers.map(|it| it.0))?;
    closers
        .iter()
        .find(|it| line[first..].starts_with(it.0))
        .map(|it| it.1)
}

/// Whether the text opens a quote or a bracket that it does not close.
pub(super) fn is_open(text: &str) -> bool {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => closing_quote(text, quote).is_none(),
        Some('[') => !text.contains(']'),
        Some('{') => !text.contains('}'),
        _ => false,
    }
}

impl Reader<'_> {
    /// The value that begins on the line of its key, and the rows below that it does not explain.
    pub(super) fn inline_value<'r>(
        &mut self,
        inline: (usize, usize),
        rows: &'r [Row],
    ) -> (Node, &'r [Row]) {
        let below = &rows[1..];
        let text = &self.source[inline.0..inline.1];
        let is_text = |index: &usize| {
            let row = &rows[*index];
            !row.is_content()
                || list::bullet(self.source, row).is_none()
                    && (!begins_with_key(row.text(self.source)) || self.is_prose(rows, *index))
        };
        let n_text = (1..rows.len()).take_while(is_text).count();
        let (text_rows, others) = below.split_at(n_text);
        if !text_rows.iter().any(Row::is_content) {
            return (self.inline(inline, rows[0].line.end), below);
        }
        let (_, end, rest) = self.folded(text_rows);
        let folded = format!("{text} {rest}");
        let node = match text.chars().next() {
            Some('[') if is_open(text) => self.flow_list((inline.0, end)),
            Some(quote @ ('"' | '\'')) if is_open(text) => {
                self.error((inline.0, end), ScalarError::UnclosedQuote);
                scalar(
                    inline.0,
                    end,
                    unescaped(&folded[1..], quote).into(),
                    style_of(quote),
                )
            }
            Some(quote @ ('"' | '\''))
                if folded.ends_with(quote) && self.sound_value(inline.0, inline.1).is_none() =>
            {
                self.error((inline.0, end), ScalarError::InnerQuote(quote));
                let inner = unescaped(&folded[1..folded.len() - 1], quote);
                scalar(inline.0, end, inner.into(), style_of(quote))
            }
            Some('"' | '\'' | '[' | '{') => return (self.inline(inline, rows[0].line.end), below),
            _ => {
                self.plain_lines(inline, &rows[0], text_rows, &folded);
                scalar(inline.0, end, folded.into(), ScalarStyle::Plain)
            }
        };
        (node, others)
    }

    /// What is wrong with a plain text that begins on the line of its key: lines that are not indented, or a colon in one of them.
    fn plain_lines(&mut self, inline: (usize, usize), head: &Row, below: &[Row], folded: &str) {
        let mut content = below.iter().filter(|it| it.is_content());
        let unindented = || content.clone().filter(|it| it.indent <= head.indent);
        // Of a value that begins below its key it is told that it does.
        let has_begun = inline.0 < inline.1;
        let range = unindented().next().zip(unindented().next_back());
        let range = range.filter(|_| has_begun);
        let range = range.map(|(first, last)| (first.start, last.end));
        if let Some(range) = range {
            self.error(range, LineError::Wrapped);
        }
        let kind = match (reason::evident(folded), range) {
            (Some(kind), _) => kind,
            (None, Some(_)) => return,
            (None, None) => ScalarError::Unreadable,
        };
        let has_colon =
            |text: &str| text.contains(": ") || text.contains(":\t") || text.ends_with(':');
        let is_in_first = has_colon(&self.source[inline.0..inline.1]);
        let line = content.find(|it| has_colon(it.text(self.source)));
        let place = match (&kind, line) {
            (ScalarError::ColonInside, Some(line)) if !is_in_first => (line.start, line.end),
            (ScalarError::ColonInside, _) => inline,
            _ => (
                inline.0,
                below.iter().map(|it| it.end).max().unwrap_or(inline.1),
            ),
        };
        self.error(place, kind);
    }

    /// Whether an indented line that looks like an entry goes on with the summary that the first row begins: `Note: it rained.`
    pub(super) fn is_prose(&self, rows: &[Row], index: usize) -> bool {
        let Some(head) = key::split(self.source, &rows[0]) else {
            return false;
        };
        let begun = self.source[head.value_start..rows[0].end].trim();
        let is_begun = head.node.text().is_some_and(is_long_text)
            && begun.contains(' ')
            && !begun.starts_with(['"', '\'', '[', '{', '|', '>']);
        let text = rows[index].text(self.source);
        let (word, rest) = text.split_at(word_length(text));
        let is_sentence = rest.trim_start_matches([':', ' ']).contains(' ');
        let below = rows[index + 1..].iter().find(|it| it.is_content());
        let goes_on = below.is_some_and(|it| {
            it.indent == rows[index].indent
                && key::split(self.source, it).is_none_or(|it| !it.complete)
        });
        let is_name = word.starts_with(|it: char| it.is_ascii_uppercase());
        is_begun && is_sentence && !is_usual_key(word) && (goes_on || is_name)
    }

    /// A value on one line.
    pub(super) fn inline(&mut self, (start, end): (usize, usize), line_end: usize) -> Node {
        let fault = match yaml::read(self.source, start, line_end, &mut self.anchors) {
            Ok(Some(node))
                if !matches!(
                    node.kind,
                    NodeKind::Map { flow: false, .. } | NodeKind::List { flow: false, .. }
                ) =>
            {
                return node;
            }
            Ok(_) => None,
            Err(fault) => Some(fault),
        };
        let text = &self.source[start..end];
        if let Some((at, character)) = yaml::first_unprintable(text) {
            let at = start + at;
            self.error(
                (at, at + character.len_utf8()),
                BlockError::ControlCharacter(character),
            );
            return plain_node(self.source, start, end);
        }
        match text.chars().next() {
            Some(quote @ ('"' | '\'')) => self.quoted((start, end), quote),
            Some('[') => self.flow_list((start, end)),
            _ => {
                let bare = text.find(" #").map_or(text, |it| text[..it].trim_end());
                let end = start + bare.len();
                let kind = match (reason::evident(bare), fault) {
                    (None, Some(fault)) => reason::of_fault(&fault),
                    (evident, _) => evident.unwrap_or(ScalarError::Unreadable).into(),
                };
                self.error((start, end), kind);
                plain_node(self.source, start, end)
            }
        }
    }

    /// What stands between two offsets, where that by itself is YAML.
    fn sound_value(&mut self, start: usize, end: usize) -> Option<Node> {
        yaml::read(self.source, start, end, &mut self.anchors)
            .ok()
            .flatten()
    }

    /// A value that begins with a quote.
    fn quoted(&mut self, (start, end): (usize, usize), quote: char) -> Node {
        let text = &self.source[start..end];
        let style = style_of(quote);
        let quoted =
            |end: usize, inner: &str| scalar(start, end, unescaped(inner, quote).into(), style);
        let Some(close) = closing_quote(text, quote) else {
            return self.unclosed((start, end), quote);
        };
        let rest = text[close + 1..].trim_start();
        let behind = end - rest.len();
        if rest.is_empty() || rest.starts_with('#') {
            let node = quoted(start + close + 1, &text[1..close]);
            self.escape((start, start + close));
            return node;
        }
        let sound = self.sound_value(start, start + close + 1);
        if rest.chars().all(|it| it == quote) {
            let node = match sound.as_ref().and_then(Node::text) {
                Some(text) => scalar(start, end, text.into(), style),
                None => quoted(end, &text[1..close]),
            };
            self.error((behind, end), ScalarError::ExtraQuote);
            return node;
        }
        if !rest.contains(char::is_alphanumeric) {
            let node = sound.unwrap_or_else(|| quoted(start + close + 1, &text[1..close]));
            self.error((behind, end), ScalarError::PunctuationBehind(rest.into()));
            return node;
        }
        if let Some(lost) = reason::glued_key(&text[close + 1..]) {
            self.error((behind, end), lost);
        } else if rest.starts_with(',') {
            self.error((behind, end), ScalarError::Several);
            if let Some(items) = flow::quoted_items(self.source, (start, end)) {
                return list_node((start, end), items);
            }
        } else if text.ends_with(quote) {
            let node = quoted(end, &text[1..text.len() - 1]);
            self.error((start + close, end - 1), ScalarError::InnerQuote(quote));
            return node;
        } else {
            self.error((behind, end), ScalarError::TextBehindQuote);
        }
        scalar(start, end, text.into(), ScalarStyle::Plain)
    }

    /// A value that begins with a quote which nothing closes.
    fn unclosed(&mut self, (start, end): (usize, usize), quote: char) -> Node {
        let text = &self.source[start..end];
        if quote == '\'' && is_elision(&text[1..]) {
            self.error((start, end), ScalarError::Apostrophe);
            return plain_node(self.source, start, end);
        }
        let inner = &text[1..];
        let other = inner
            .chars()
            .next_back()
            .filter(|it| is_other_quote(inner, *it));
        if let Some(other) = other {
            let length = other.len_utf8();
            let (open, close) = (quote, other);
            self.error(
                (end - length, end),
                ScalarError::MismatchedQuote { open, close },
            );
            let inner = unescaped(&inner[..inner.len() - length], quote);
            return scalar(start, end, inner.into(), style_of(quote));
        }
        self.error((start, end), ScalarError::UnclosedQuote);
        scalar(start, end, unescaped(inner, quote).into(), style_of(quote))
    }

    /// The first escape between double quotes that is none.
    fn escape(&mut self, (start, end): (usize, usize)) {
        let text = &self.source[start..end];
        let mut chars = text.char_indices();
        while let Some((at, character)) = chars.next() {
            if character != '\\' {
                continue;
            }
            let escaped = chars.next().map_or(' ', |it| it.1);
            let digits = match escaped {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            let hex = text[at + 1 + escaped.len_utf8()..].chars().take(digits);
            let is_hex = hex.clone().filter(char::is_ascii_hexdigit).count() == digits;
            if !ESCAPES.contains(escaped) || !is_hex {
                let from = start + at;
                let to = from + 1 + escaped.len_utf8();
                return self.error((from, to.min(end)), ScalarError::UnknownEscape(escaped));
            }
        }
        self.error((start, end), ScalarError::UnreadableQuotes);
    }

    /// A flow list that YAML refuses; a text that begins with a bracket is none.
    fn flow_list(&mut self, (start, end): (usize, usize)) -> Node {
        let text = &self.source[start..end];
        let list = flow::items(self.source, (start, end));
        let rest = list.close.map(|it| self.source[it + 1..end].trim());
        let is_text =
            rest.is_some_and(|it| !it.starts_with('#') && it.contains(char::is_alphanumeric));
        if is_text || text.starts_with("[[") {
            let bare = text.find(" #").map_or(text, |it| text[..it].trim_end());
            let end = start + bare.len();
            let behind = list.close.map_or(end, |it| it + 1);
            let kind = match reason::glued_key(&self.source[behind..end]) {
                Some(lost) => lost.into(),
                None => SyntaxErrorKind::from(FlowError::NotAList),
            };
            self.error((start, end), kind);
            return scalar(start, end, bare.into(), ScalarStyle::Plain);
        }
        let n_errors = self.errors.len();
        let behind = list.close.map_or(end, |it| it + 1);
        if let Some(close) = list.close {
            if let Some(node) = self.sound_value(start, behind) {
                self.behind_list(behind, end);
                return node;
            }
            self.behind_list(close + 1, end);
        } else if !list.is_closed_otherwise {
            self.error((start, start + 1), FlowError::UnclosedList);
        }
        for (range, kind) in list.errors {
            self.error(range, kind);
        }
        if self.errors.len() == n_errors {
            self.error((start, behind), FlowError::Unreadable);
        }
        list_node((start, behind), list.items)
    }

    fn behind_list(&mut self, start: usize, end: usize) {
        let rest = self.source[start..end].trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            let range = (end - rest.len(), end);
            self.error(range, FlowError::BehindList(rest.into()));
        }
    }
}

fn list_node((start, end): (usize, usize), items: Vec<Node>) -> Node {
    Node {
        range: range(start, end),
        kind: NodeKind::List { items, flow: true },
    }
}

/// Whether the text behind an apostrophe shows that it stands for left-out letters: `'90s`, `'tis`.
fn is_elision(text: &str) -> bool {
    let word = text
        .split(|it: char| !it.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let decade = word.strip_suffix('s').unwrap_or(word);
    let is_decade = decade.len() == 2 && decade.bytes().all(|it| it.is_ascii_digit());
    let words = ["bout", "cause", "em", "n", "round", "til", "tis", "twas"];
    is_decade || words.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// Whether the text ends with a quote of another kind that nothing in it opens.
fn is_other_quote(text: &str, last: char) -> bool {
    let count = |it: char| text.matches(it).count();
    match last {
        '"' | '\'' => count(last) == 1,
        '”' | '“' => count('“') + count('”') == 1,
        '’' | '‘' => count('‘') == 0,
        _ => false,
    }
}

/// What may follow a backslash in double quotes (YAML 1.2, 5.7).
const ESCAPES: &str = "0abtnvfre \"/\\N_LPxuU\t";

pub(super) fn style_of(quote: char) -> ScalarStyle {
    match quote {
        '"' => ScalarStyle::DoubleQuoted,
        _ => ScalarStyle::SingleQuoted,
    }
}

/// The inside of quotes with the escapes of quotes undone, also those of other languages; other escapes are left as they stand.
pub(super) fn unescaped(inner: &str, quote: char) -> Cow<'_, str> {
    let escapes: &[(&str, &str)] = match quote {
        '"' => &[("\\\"", "\""), ("\\'", "'")],
        _ => &[("''", "'"), ("\\'", "'")],
    };
    let mut text = Cow::Borrowed(inner);
    for (escape, meant) in escapes {
        if text.contains(escape) {
            text = Cow::Owned(text.replace(escape, meant));
        }
    }
    text
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
