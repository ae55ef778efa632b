//! The fast path: front matter that is plainly in the subset that nearly every front matter is written in.
//! What is not plainly in it is not read at all: [`parse`] then answers `None`, and the library decides what it means.
//!
//! The subset: keys of one word, each followed by nothing, a scalar on the same line (plain, single or double quoted), `[]`,
//! a flow list of scalars on the same line, or a block list of scalars whose items stand one below the other. Comments and
//! blank lines between them. A plain scalar may go on over the lines below, as YAML writers fold long ones.
//! One pass over the lines, none read twice.

use memchr::{memchr, memchr2};
use smol_str::SmolStr;

use crate::syntax::tree::{Entry, Node, NodeKind, ScalarStyle, null, scalar};
use crate::syntax::yaml::plain_node;
use crate::text::range;

/// What stands between the fences, and the closing fence.
pub(super) struct Block {
    pub(super) entries: Vec<Entry>,
    /// The closing fence's line without its line end.
    pub(super) close: (usize, usize),
    /// The start of the line after it.
    pub(super) end: usize,
}

/// Reads from `start`, the first byte after the opening fence's line, up to and including the closing fence. The entries are
/// put into `entries`, which is empty.
pub(super) fn parse(source: &str, start: usize, entries: Vec<Entry>) -> Option<Block> {
    let bytes = source.as_bytes();
    let mut state = State {
        source,
        entries,
        item_indent: None,
        plain_end: None,
        folded: String::new(),
    };
    let mut at = start;
    while at < bytes.len() {
        let line_feed = memchr(b'\n', &bytes[at..]).map(|it| at + it);
        let next = line_feed.map_or(bytes.len(), |it| it + 1);
        let end = match line_feed.unwrap_or(bytes.len()) {
            end if end > at && bytes[end - 1] == b'\r' => end - 1,
            end => end,
        };
        if is_fence(&bytes[at..end]) {
            state.finish_folding();
            return is_readable(&bytes[start..at]).then_some(Block {
                entries: state.entries,
                close: (at, end),
                end: next,
            });
        }
        state.line(at, end)?;
        at = next;
    }
    None
}

struct State<'a> {
    source: &'a str,
    entries: Vec<Entry>,
    /// The indentation of the items of the last entry's list, where it has one.
    item_indent: Option<usize>,
    /// Where the last line ended, if with a plain scalar: it may go on below.
    plain_end: Option<usize>,
    /// The text so far of a plain scalar that goes on over several lines, its last one included.
    folded: String,
}

impl State<'_> {
    /// Reads the line from `start` to `end`.
    fn line(&mut self, start: usize, end: usize) -> Option<()> {
        let bytes = self.source.as_bytes();
        let text = skip_spaces(bytes, start, end);
        let plain_end = self.plain_end.take();
        let is_item =
            text < end && bytes[text] == b'-' && (text + 1 == end || bytes[text + 1] == b' ');
        if text > start && text < end && !is_item && bytes[text] != b'#' {
            plain_end?;
            return self.continue_plain((start, text, end));
        }
        if !self.folded.is_empty() {
            self.finish_folding();
        }
        if text == end || bytes[text] == b'#' {
            return Some(());
        }
        let value = match is_item {
            true => self.push_item((start, text, end))?,
            false => {
                self.item_indent = None;
                self.entries.push(entry(self.source, start, end)?);
                &self.entries.last().expect("it was pushed").value
            }
        };
        if matches!(
            &value.kind,
            NodeKind::Scalar {
                style: ScalarStyle::Plain,
                ..
            }
        ) {
            // A comment ends a plain scalar for good.
            let value_end = usize::from(value.range.end());
            self.plain_end = (skip_spaces(bytes, value_end, end) == end).then_some(end);
        }
        Some(())
    }

    /// Adds the item of the line from `start` to `end`, whose dash stands at `dash`.
    fn push_item(&mut self, (start, dash, end): (usize, usize, usize)) -> Option<&Node> {
        let indent = dash - start;
        if *self.item_indent.get_or_insert(indent) != indent {
            return None;
        }
        let item = value(self.source, dash + 1, end)?;
        // A list within a list is left to the library.
        if matches!(item.kind, NodeKind::List { .. }) {
            return None;
        }
        let entry = self.entries.last_mut()?;
        if entry.value.is_null() && entry.value.range.is_empty() {
            entry.value.range = range(dash, dash);
            entry.value.kind = NodeKind::List {
                items: Vec::with_capacity(8),
                flow: false,
            };
        }
        let NodeKind::List { items, flow: false } = &mut entry.value.kind else {
            return None;
        };
        entry.value.range = entry.value.range.cover(item.range);
        entry.range = entry.range.cover(range(end, end));
        items.push(item);
        items.last()
    }

    /// The plain scalar of the line above goes on: the line break is a space.
    fn continue_plain(&mut self, (start, text, end): (usize, usize, usize)) -> Option<()> {
        if self.item_indent.is_some_and(|it| text - start <= it) {
            return None;
        }
        let bytes = self.source.as_bytes();
        let starts_otherwise = matches!(bytes[text], b'?' | b':' | b'-' | b'\t');
        let (from, to) = plain_range(bytes, text, end)?;
        // What follows a comment would be no part of the scalar: rare enough.
        if starts_otherwise || skip_spaces(bytes, to, end) < end {
            return None;
        }
        let entry = self.entries.last_mut()?;
        let node = last_scalar(&mut entry.value);
        if self.folded.is_empty() {
            self.folded.push_str(node.text()?);
        }
        self.folded.push(' ');
        self.folded.push_str(&self.source[from..to]);
        node.range = node.range.cover(range(from, to));
        entry.value.range = entry.value.range.cover(range(from, to));
        entry.range = entry.range.cover(range(end, end));
        self.plain_end = Some(end);
        Some(())
    }

    fn finish_folding(&mut self) {
        if let Some(entry) = self.entries.last_mut()
            && !self.folded.is_empty()
        {
            last_scalar(&mut entry.value).kind = NodeKind::Scalar {
                text: SmolStr::new(&self.folded),
                style: ScalarStyle::Plain,
            };
            self.folded.clear();
        }
    }
}

/// The last item of a list, or the value itself.
fn last_scalar(value: &mut Node) -> &mut Node {
    match value.items().is_empty() {
        true => value,
        false => match &mut value.kind {
            NodeKind::List { items, .. } => items.last_mut().expect("it has items"),
            _ => unreachable!("only a list has items"),
        },
    }
}

/// `key: value` from `start` to `end`, the end of the line.
fn entry(source: &str, start: usize, end: usize) -> Option<Entry> {
    let line = &source.as_bytes()[start..end];
    if !line[0].is_ascii_alphanumeric() && line[0] != b'_' && line[0] < 0x80 {
        return None;
    }
    let length = line.iter().position(|it| !is_key_byte(*it))?;
    // Longer ones YAML may refuse as keys; it decides.
    if line[length] != b':' || length > 128 {
        return None;
    }
    let colon = start + length;
    Some(Entry {
        key: scalar(
            start,
            colon,
            SmolStr::new(&source[start..colon]),
            ScalarStyle::Plain,
        ),
        value: value(source, colon + 1, end)?,
        range: range(start, end),
        broken: false,
    })
}

/// The value that follows a colon or a dash at `start`, up to the end of the line.
fn value(source: &str, start: usize, end: usize) -> Option<Node> {
    let bytes = source.as_bytes();
    if start == end {
        return Some(null(start, start));
    }
    if bytes[start] != b' ' {
        return None;
    }
    let text = skip_spaces(bytes, start, end);
    if text == end || bytes[text] == b'#' {
        return Some(null(start + 1, start + 1));
    }
    let (node, after) = match bytes[text] {
        b'\'' => single_quoted(source, text, end)?,
        b'"' => double_quoted(source, text, end)?,
        b'[' => flow_list(source, text, end)?,
        first if may_begin_plain(first) => return plain(source, text, end),
        b'-' if text + 1 < end && bytes[text + 1] != b' ' => return plain(source, text, end),
        _ => return None,
    };
    let rest = skip_spaces(bytes, after, end);
    (rest == end || (bytes[rest] == b'#' && rest > after)).then_some(node)
}

/// A plain scalar, up to the end of the line or a comment.
fn plain(source: &str, start: usize, end: usize) -> Option<Node> {
    let (start, stop) = plain_range(source.as_bytes(), start, end)?;
    Some(plain_node(source, start, stop))
}

/// The bytes of plain text that begins at `start`, without a comment and the spaces behind it. `None` where a colon says that
/// it is no plain text: as a value that is an error, as an item a map.
fn plain_range(bytes: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let mut stop = end;
    let mut at = start;
    while let Some(found) = memchr2(b':', b'#', &bytes[at..end]) {
        let found = at + found;
        if bytes[found] == b':' {
            if found + 1 == end || bytes[found + 1] == b' ' {
                return None;
            }
        } else if bytes[found - 1] == b' ' {
            stop = found;
            break;
        }
        at = found + 1;
    }
    while bytes[stop - 1] == b' ' {
        stop -= 1;
    }
    Some((start, stop))
}

/// A single quoted scalar on one line, and the offset behind it.
fn single_quoted(source: &str, start: usize, end: usize) -> Option<(Node, usize)> {
    let bytes = source.as_bytes();
    let mut at = start + 1;
    let mut escaped = false;
    let close = loop {
        let quote = at + memchr(b'\'', &bytes[at..end])?;
        if quote + 1 == end || bytes[quote + 1] != b'\'' {
            break quote;
        }
        escaped = true;
        at = quote + 2;
    };
    let inner = &source[start + 1..close];
    let text = match escaped {
        true => SmolStr::from(inner.replace("''", "'")),
        false => SmolStr::new(inner),
    };
    let node = scalar(start, close + 1, text, ScalarStyle::SingleQuoted);
    Some((node, close + 1))
}

/// A double quoted scalar on one line with the commonest escapes, and the offset behind it.
fn double_quoted(source: &str, start: usize, end: usize) -> Option<(Node, usize)> {
    let bytes = source.as_bytes();
    let mut unescaped = String::new();
    let mut from = start + 1;
    let close = loop {
        let found = from + memchr2(b'"', b'\\', &bytes[from..end])?;
        if bytes[found] == b'"' {
            break found;
        }
        unescaped.push_str(&source[from..found]);
        let (escape, after) = simple_escape(bytes, found, end)?;
        unescaped.push(escape);
        from = after;
        // The escaped character is written already: look for the next special one behind it.
    };
    let text = match unescaped.is_empty() {
        true => SmolStr::new(&source[start + 1..close]),
        false => SmolStr::from(unescaped + &source[from..close]),
    };
    let node = scalar(start, close + 1, text, ScalarStyle::DoubleQuoted);
    Some((node, close + 1))
}

/// What the escape at `at` stands for, and the offset behind it.
fn simple_escape(bytes: &[u8], at: usize, end: usize) -> Option<(char, usize)> {
    let escape = match bytes[at + 1..end].first()? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'n' => '\n',
        b't' => '\t',
        _ => return None,
    };
    Some((escape, at + 2))
}

/// `[]` or a flow list of scalars on one line, and the offset behind it.
fn flow_list(source: &str, start: usize, end: usize) -> Option<(Node, usize)> {
    let bytes = source.as_bytes();
    let mut items = Vec::new();
    let mut at = skip_spaces(bytes, start + 1, end);
    if at < end && bytes[at] != b']' {
        loop {
            let (item, after) = flow_item(source, at, end)?;
            items.push(item);
            at = skip_spaces(bytes, after, end);
            if at == end || bytes[at] != b',' {
                break;
            }
            at = skip_spaces(bytes, at + 1, end);
        }
    }
    if at == end || bytes[at] != b']' {
        return None;
    }
    let node = Node {
        range: range(start, at + 1),
        kind: NodeKind::List { items, flow: true },
    };
    Some((node, at + 1))
}

/// A scalar within `[]`; colons and the characters that mean something in a flow collection are left to the library.
fn flow_item(source: &str, start: usize, end: usize) -> Option<(Node, usize)> {
    let bytes = source.as_bytes();
    match *bytes[start..end].first()? {
        b'\'' => return single_quoted(source, start, end),
        b'"' => return double_quoted(source, start, end),
        first if !may_begin_plain(first) => return None,
        _ => {}
    }
    let length = bytes[start..end]
        .iter()
        .position(|it| matches!(it, b',' | b']' | b'[' | b'{' | b'}' | b':' | b'#'))?;
    let mut stop = start + length;
    if !matches!(bytes[stop], b',' | b']') {
        return None;
    }
    while bytes[stop - 1] == b' ' {
        stop -= 1;
    }
    Some((plain_node(source, start, stop), start + length))
}

/// Whether the line is `---` or `...`, spaces after it allowed.
pub(super) fn is_fence(line: &[u8]) -> bool {
    let Some((fence, rest)) = line.split_at_checked(3) else {
        return false;
    };
    (fence == b"---" || fence == b"...") && rest.iter().all(|it| matches!(it, b' ' | b'\t'))
}

fn skip_spaces(bytes: &[u8], mut at: usize, end: usize) -> usize {
    while at < end && bytes[at] == b' ' {
        at += 1;
    }
    at
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'-' | b'.' | b'/')
}

/// Whether a plain scalar may begin with this byte whatever follows; a hyphen may only before some characters.
fn may_begin_plain(byte: u8) -> bool {
    !matches!(
        byte,
        b'-' | b'?'
            | b':'
            | b','
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'&'
            | b'*'
            | b'!'
            | b'|'
            | b'>'
            | b'\''
            | b'"'
            | b'%'
            | b'@'
            | b'`'
    )
}

/// Whether there are only characters that YAML and all its libraries read alike: no tabs, no control characters, no line
/// breaks but LF and CR LF (NEL, U+2028 and U+2029 are breaks for some), no BOM inside.
fn is_readable(block: &[u8]) -> bool {
    let starts = (0..block.len()).step_by(CHUNK);
    starts.map(|it| &block[it..]).all(|rest| {
        let suspect = match rest.first_chunk() {
            Some(window) => has_suspect(window),
            None => {
                let mut window = [b' '; WINDOW];
                window[..rest.len()].copy_from_slice(rest);
                has_suspect(&window)
            }
        };
        !suspect || window_is_readable(rest)
    })
}

/// So many bytes are looked at together, each with the two that follow it.
const CHUNK: usize = 32;
const WINDOW: usize = CHUNK + 2;

/// Whether a suspect begins in the chunk. Without a branch, so that it is a few instructions for many bytes.
#[inline(never)]
fn has_suspect(window: &[u8; WINDOW]) -> bool {
    let seconds = window[1..].iter().zip(&window[2..]);
    let any = |any: u8, (first, (second, third)): (&u8, (&u8, &u8))| {
        any | u8::from(is_suspect(*first, *second, *third))
    };
    window.iter().zip(seconds).fold(0, any) != 0
}

/// Control characters, U+0080 to U+009F, U+2028, U+2029, U+FEFF, U+FFFE and U+FFFF, by their bytes in UTF-8.
fn is_suspect(first: u8, second: u8, third: u8) -> bool {
    let control = (first < 0x20) & (first != b'\n') | (first == 0x7F);
    let high_control = (first == 0xC2) & (second < 0xA0);
    let separator = (first == 0xE2) & (second == 0x80) & (third & 0xFE == 0xA8);
    let mark = (second == 0xBB) & (third == 0xBF) | (second == 0xBF) & (third & 0xFE == 0xBE);
    control | high_control | separator | (first == 0xEF) & mark
}

/// Whether the only suspects among the first bytes are the halves of CR LF.
fn window_is_readable(rest: &[u8]) -> bool {
    let byte = |at: usize| rest.get(at).copied().unwrap_or(b' ');
    (0..rest.len().min(CHUNK)).all(|at| match byte(at) {
        b'\r' => byte(at + 1) == b'\n',
        first => !is_suspect(first, byte(at + 1), byte(at + 2)),
    })
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn what_tools_read_differently_is_found_wherever_it_stands() {
        let suspects =
            "\u{0}\t\u{1b}\u{7f}\r\u{80}\u{85}\u{9f}\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}";
        let harmless = "\n ~\u{a0}é‧\u{202a}，！ﾟ\u{fffd}😀中";
        for before in 0..100 {
            for after in [0, 1, 2, 3, 40] {
                let block = |it: char| "a".repeat(before) + &it.to_string() + &"文".repeat(after);
                for it in suspects.chars() {
                    assert!(!is_readable(block(it).as_bytes()), "{before} {it:?}");
                }
                for it in harmless.chars() {
                    assert!(is_readable(block(it).as_bytes()), "{before} {it:?}");
                }
                let lines = "a".repeat(before) + "\r\n" + &"b".repeat(after);
                assert!(is_readable(lines.as_bytes()), "{before}");
            }
        }
    }
}
