//! Where in the front matter the cursor stands: which field, which slot of it, and which bytes are the word being typed.
//! Works on lines, not on parsed values, because what is being typed is broken YAML more often than not.
//! It knows nothing of the corpus.

use smol_str::SmolStr;

use crate::syntax::cursor::token::{self, Quoted, Token, Within};
use crate::syntax::{Format, FrontMatter};
use crate::text::lines::line_ending;
use crate::text::{TextRange, TextSize, range, size};

/// The slot under the cursor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Context {
    pub(super) slot: Slot,
    /// The key of the entry; what is typed of it in [`Slot::Key`].
    pub(super) field: SmolStr,
    /// The word being typed, without its quotes: it stands on one line and holds the cursor.
    pub(super) replace: TextRange,
    pub(super) cursor: TextSize,
    /// The word up to the cursor, escapes undone.
    pub(super) typed: SmolStr,
    /// The quote that is open before the word.
    pub(super) quote: Option<Quoted>,
    /// What the slot lacks before a value: the space after `key:` or `-`, or the dash itself.
    pub(super) lead: &'static str,
    /// How lines end in this front matter.
    pub(super) line_end: &'static str,
    /// The entry's other values, those after the cursor included.
    pub(super) listed: Vec<SmolStr>,
    /// How far the items are indented that stand below a value beside the key.
    pub(super) indent: Option<usize>,
    /// Of an item that is not in line with the others.
    pub(super) out_of_line: Option<OutOfLine>,
    /// Whether what stands below a key that is being typed is a list, or indented: its value.
    pub(super) above_value: bool,
    pub(super) format: Format,
    /// The path of the map that a key which is being typed belongs to; `None` for the front matter itself.
    pub(super) parent: Option<SmolStr>,
    /// Whether such a map stands in brackets.
    pub(super) in_brackets: bool,
    /// Whether a `#` stands before what is typed, as before tags elsewhere: it goes with the edit.
    pub(super) hash: bool,
}

/// An item on a line whose indentation is not that of its list: left so, it would take the next item in, or end the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutOfLine {
    /// Of the line.
    pub(super) start: TextSize,
    /// What stands before the word on it.
    pub(super) before: SmolStr,
    /// Spaces before the other items.
    pub(super) indent: usize,
}

/// What an item lacks on an indented line.
pub(super) const DASH: &str = "- ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A field's name; whether its colon is there already.
    Key { colon: bool },
    /// The value after `key:`.
    Scalar,
    /// An item after a dash, or on an indented line that lacks one.
    Block,
    /// An item between brackets.
    Flow,
    /// An item of a list that is one scalar: `a, b`.
    Comma,
}

/// `None` where nothing can be completed: outside the block, in a comment, in prose, in a nested map.
pub(super) fn context(
    source: &str,
    front_matter: &FrontMatter,
    offset: TextSize,
) -> Option<Context> {
    let block = Block::new(source, front_matter, offset)?;
    let line = block.line();
    let first = line.text.chars().next();
    let mut context = match first {
        Some(' ' | '\t' | '-') => inside_entry(&block, line),
        Some('#') => None,
        _ => match colon(line.text) {
            Some(at) if line.cursor > at => inline_value(&block, line, at),
            at => key(&block, line, at),
        },
    }?;
    context.line_end = line_ending(source);
    Some(context)
}

impl Context {
    /// The word with its quotes: what has to be written before them replaces them.
    pub(super) fn with_quotes(&self) -> TextRange {
        let closed = self.quote.is_some_and(|it| it.closed);
        let quote = TextSize::of('"');
        let end = self.replace.end();
        let end = if closed { end + quote } else { end };
        TextRange::new(self.replace.start() - quote, end)
    }

    /// The value of a field that takes one, on the line below its key.
    pub(super) fn below(self) -> Context {
        Context {
            slot: Slot::Scalar,
            lead: "",
            out_of_line: None,
            ..self
        }
    }

    /// The same cursor, seen as within a list written as one scalar: only what stands between commas is the word.
    pub(super) fn comma_item(&self, source: &str) -> Context {
        let (start, end) = bounds(self.replace);
        let cursor = usize::from(self.cursor);
        let from = source[start..cursor]
            .rfind(',')
            .map_or(start, |it| start + it + 1);
        let from = from + blanks(&source[from..cursor]);
        let to = source[cursor..end].find(',').map_or(end, |it| cursor + it);
        let to = cursor + source[cursor..to].trim_end().len();
        let around = |range: &str| {
            range
                .split(',')
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .map(SmolStr::new)
                .collect::<Vec<_>>()
        };
        let typed = &source[from..cursor];
        let hash = typed.starts_with('#');
        let mut listed = around(&source[start..from]);
        listed.extend(around(&source[to..end]));
        Context {
            slot: Slot::Comma,
            replace: range(from, to),
            typed: Quoted::read(self.quote, typed.strip_prefix('#').unwrap_or(typed)).into(),
            hash,
            listed,
            // The quote is closed after the last item only.
            quote: self.quote.map(|it| Quoted {
                closed: it.closed || to < end,
                ..it
            }),
            ..self.clone()
        }
    }
}

/// The lines between the fences, and the cursor among them. Offsets are bytes of the whole source.
struct Block<'a> {
    source: &'a str,
    start: usize,
    end: usize,
    cursor: usize,
}

/// One line without its line end.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    /// Bytes from the start of the source.
    start: usize,
    /// Bytes from the start of the line; past its end for lines before the cursor's.
    cursor: usize,
}

impl<'a> Block<'a> {
    fn new(source: &'a str, front_matter: &FrontMatter, offset: TextSize) -> Option<Block<'a>> {
        let (start, end) = bounds(front_matter.block);
        let cursor = usize::from(offset);
        let at_fence = cursor == end && front_matter.close.is_some();
        (start..=end).contains(&cursor).then_some(())?;
        (!at_fence && source.is_char_boundary(cursor)).then_some(Block {
            source,
            start,
            end,
            cursor,
        })
    }

    fn line(&self) -> Line<'a> {
        let start = self.source[self.start..self.cursor]
            .rfind(is_line_end)
            .map_or(self.start, |it| self.start + it + 1);
        let end = self.source[self.cursor..self.end]
            .find(is_line_end)
            .map_or(self.end, |it| self.cursor + it);
        Line {
            text: &self.source[start..end],
            start,
            cursor: self.cursor - start,
        }
    }

    /// Lines from `start` on, up to the end of the block.
    fn lines_from(&self, start: usize) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let mut at = start;
        self.source[start..self.end]
            .split_inclusive(is_line_end)
            .map(move |text| {
                let line = (at, text.trim_end_matches(is_line_end));
                at += text.len();
                line
            })
    }

    /// The entry that an indented or dashed line belongs to: its key's line.
    fn owner(&self, line: Line<'_>) -> Option<(usize, &'a str)> {
        let mut end = line.start;
        while end > self.start {
            let above = self.source[self.start..end].trim_end_matches(is_line_end);
            let start = above
                .rfind(is_line_end)
                .map_or(self.start, |it| self.start + it + 1);
            let text = &self.source[start..self.start + above.len()];
            if !text.is_empty() && !text.starts_with([' ', '\t', '-', '#', ']', '\r', '\n']) {
                return Some((start, text));
            }
            end = start;
        }
        None
    }

    /// The end of the entry whose key's line starts at `start`: before the next line that begins at the margin.
    fn entry_end(&self, start: usize) -> usize {
        self.lines_from(start)
            .skip(1)
            .find(|(_, text)| !text.is_empty() && !text.starts_with([' ', '\t', '-', '#', ']']))
            .map_or(self.end, |(at, _)| at)
    }
}

fn key(block: &Block<'_>, line: Line<'_>, colon: Option<usize>) -> Option<Context> {
    let end = colon.unwrap_or(line.text.len());
    let word = line.text[..end].trim_end();
    let end = word.len().max(line.cursor);
    if word.contains(char::is_whitespace) || line.cursor > line.text.len() {
        return None;
    }
    Some(Context {
        slot: Slot::Key {
            colon: colon.is_some(),
        },
        field: SmolStr::new(word),
        replace: range(line.start, line.start + end),
        cursor: size(line.start + line.cursor),
        typed: SmolStr::new(&line.text[..line.cursor]),
        quote: None,
        lead: "",
        line_end: "\n",
        listed: Vec::new(),
        indent: None,
        out_of_line: None,
        above_value: is_above_value(block, line),
        format: Format::Yaml,
        parent: None,
        in_brackets: false,
        hash: false,
    })
}

/// Whether the next line that says something is an item, or indented.
fn is_above_value(block: &Block<'_>, line: Line<'_>) -> bool {
    let mut below = block.lines_from(line.start).skip(1).map(|it| it.1);
    let next = below.find(|it| !it.trim().is_empty() && !it.trim_start().starts_with('#'));
    next.is_some_and(|it| it.starts_with([' ', '\t']) || behind_dash(it).is_some())
}

fn inline_value(block: &Block<'_>, line: Line<'_>, colon: usize) -> Option<Context> {
    let field = key_name(&line.text[..colon]);
    let value = colon + 1;
    let start = value + blanks(&line.text[value..]);
    if line.text[start..].starts_with('[') && line.cursor > start {
        return flow(block, field, line.start + start);
    }
    if line.text[start..].starts_with(['{', '|', '>']) {
        return None;
    }
    let lead = if line.cursor == value { " " } else { "" };
    let mut context = word(block, line, start, Slot::Scalar, field, lead)?;
    context.indent = items(block, line.start, line.start).next().map(|it| it.0);
    if context.indent.is_some() {
        context.listed = block_items(block, line.start, line.start);
    }
    Some(context)
}

fn inside_entry(block: &Block<'_>, line: Line<'_>) -> Option<Context> {
    let (owner_start, owner) = block.owner(line)?;
    let at = colon(owner)?;
    let field = key_name(&owner[..at]);
    let inline = owner[at + 1..].trim_start();
    let indent = blanks(line.text);
    if inline.starts_with('[') {
        return flow(block, field, owner_start + owner.len() - inline.len());
    }
    if !inline.is_empty() && !inline.starts_with('#') || line.cursor < indent {
        return None;
    }
    if let Some(open) = flow_below(block, owner_start, owner) {
        return flow(block, field, open);
    }
    let mut context = match line.text[indent..].strip_prefix('-') {
        Some(rest) if rest.is_empty() || rest.starts_with([' ', '\t']) => {
            let value = indent + 1;
            let lead = if line.cursor == value { " " } else { "" };
            (line.cursor >= value).then_some(())?;
            word(block, line, value + blanks(rest), Slot::Block, field, lead)?
        }
        _ if indent > 0 && colon(line.text).is_none() => {
            word(block, line, indent, Slot::Block, field, DASH)?
        }
        _ => return None,
    };
    context.listed = block_items(block, owner_start, line.start);
    let others = items(block, owner_start, line.start).next().map(|it| it.0);
    context.out_of_line = others.filter(|it| *it != indent).map(|indent| OutOfLine {
        start: size(line.start),
        before: block.source[line.start..usize::from(context.replace.start())].into(),
        indent,
    });
    Some(context)
}

/// The bracket of a flow list that begins on the line after its key.
fn flow_below(block: &Block<'_>, owner_start: usize, owner: &str) -> Option<usize> {
    let (start, text) = block
        .lines_from(owner_start + owner.len())
        .find(|(_, text)| !text.trim().is_empty())?;
    let indent = blanks(text);
    text[indent..]
        .starts_with('[')
        .then_some(start + indent)
        .filter(|it| *it < block.cursor)
}

/// The word of a scalar that begins at `start` (bytes of the line), or at the cursor if that stands before it.
fn word(
    block: &Block<'_>,
    line: Line<'_>,
    start: usize,
    slot: Slot,
    field: SmolStr,
    lead: &'static str,
) -> Option<Context> {
    let start = line.start + start;
    let end = line.start + line.text.len();
    let token = token::at(
        &block.source[..end],
        start.min(block.cursor),
        start,
        block.cursor,
        Within::Line,
    )?;
    Some(of_token(block, token, slot, field, lead))
}

fn of_token(
    block: &Block<'_>,
    token: Token,
    slot: Slot,
    field: SmolStr,
    lead: &'static str,
) -> Context {
    Context {
        slot,
        field,
        replace: range(token.start, token.end),
        cursor: size(block.cursor),
        typed: Quoted::read(token.quote, &block.source[token.start..block.cursor]).into(),
        quote: token.quote,
        lead,
        line_end: "\n",
        listed: Vec::new(),
        indent: None,
        out_of_line: None,
        above_value: false,
        format: Format::Yaml,
        parent: None,
        in_brackets: false,
        hash: false,
    }
}

/// An item of the list whose bracket stands at `open`.
fn flow(block: &Block<'_>, field: SmolStr, open: usize) -> Option<Context> {
    let end = block
        .entry_end(
            block.source[..open]
                .rfind(is_line_end)
                .map_or(block.start, |it| it + 1),
        )
        .max(block.cursor);
    let text = &block.source[..end];
    let mut listed = Vec::new();
    let mut found = None;
    let mut at = open + 1;
    loop {
        let start = token::after_comments(text, at, block.cursor)?;
        let here = found.is_none()
            && (at..=token::reach_of_flow_item(text, start)).contains(&block.cursor);
        let stop = if here {
            let token = token::at(
                text,
                start.min(block.cursor),
                start,
                block.cursor,
                Within::Flow,
            )?;
            let stop = token.stop(text);
            found = Some(token);
            stop
        } else {
            let stop = token::end_of_flow_item(text, start);
            listed.extend(token::value(&text[start..stop]));
            stop
        };
        let stop = token::after_comments(text, stop, block.cursor)?;
        match text[stop..].starts_with(',') {
            true => at = stop + 1,
            false => break,
        }
    }
    let mut context = of_token(block, found?, Slot::Flow, field, "");
    context.listed = listed;
    Some(context)
}

/// Values of a block list, that of the cursor's line excepted.
fn block_items(block: &Block<'_>, owner_start: usize, cursor_line: usize) -> Vec<SmolStr> {
    let items = items(block, owner_start, cursor_line);
    items.filter_map(|it| token::value(it.1)).collect()
}

/// The items of a block list, each with its indentation, that of the cursor's line excepted.
fn items<'a>(
    block: &Block<'a>,
    owner_start: usize,
    cursor_line: usize,
) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
    let end = block.entry_end(owner_start);
    let below = block.lines_from(owner_start).skip(1);
    let lines = below.take_while(move |(at, _)| *at < end);
    let others = lines.filter(move |(at, _)| *at != cursor_line);
    others.filter_map(|(_, text)| Some((blanks(text), behind_dash(text.trim_start())?)))
}

/// What stands behind the dash of an item.
fn behind_dash(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('-')?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then_some(rest)
}

/// Where the colon of `key:` stands: one that a blank or the line's end follows.
fn colon(line: &str) -> Option<usize> {
    line.match_indices(':')
        .map(|(at, _)| at)
        .find(|at| line[at + 1..].is_empty() || line[at + 1..].starts_with([' ', '\t']))
}

fn key_name(written: &str) -> SmolStr {
    SmolStr::new(written.trim().trim_matches(['"', '\'']))
}

/// Bytes of spaces and tabs at the start.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

fn is_line_end(c: char) -> bool {
    c == '\n' || c == '\r'
}

fn bounds(range: TextRange) -> (usize, usize) {
    (range.start().into(), range.end().into())
}

#[cfg(test)]
#[path = "context_tests.rs"]
mod tests;
