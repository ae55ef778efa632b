//! Offsets (bytes) to and from lines and columns: the only place that knows UTF-16 and UTF-32 units.
//! It does not know the protocol's types, nor what the lines mean.

use ropey::Rope;

use super::{Text, TextRange, TextSize, size};

/// In which units the columns of a [`LineCol`] are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    Utf8,
    #[default]
    Utf16,
    Utf32,
}

/// 0-based line, and 0-based column in the units of some [`PositionEncoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    pub line: u32,
    pub col: u32,
}

impl Text {
    /// Number of lines; a text that ends with a line end has an empty last line.
    pub fn n_lines(&self) -> u32 {
        narrow(self.rope().len_lines())
    }

    /// The position of a byte offset, clamped to the text and down to a character boundary. Between `\r` and `\n`
    /// there is no position: that is the end of the line, before `\r`.
    pub fn line_col(&self, offset: TextSize, encoding: PositionEncoding) -> LineCol {
        let offset = usize::from(offset);
        if offset <= HEAD && self.forms.rope.get().is_none() {
            return counted(self.as_str(), offset, encoding);
        }
        let rope = self.rope();
        let offset = offset.min(rope.len_bytes());
        let char_index = before_line_end(rope, rope.byte_to_char(offset));
        let line = rope.char_to_line(char_index);
        let line_start = rope.line_to_char(line);
        let n_units = units(rope, char_index, encoding) - units(rope, line_start, encoding);
        LineCol {
            line: narrow(line),
            col: narrow(n_units),
        }
    }

    /// The byte offset of a position. A column past the end of its line is the line's end (before its line end),
    /// a line past the last is the text's end, a column inside a character or a surrogate pair is the character's start.
    pub fn offset(&self, position: LineCol, encoding: PositionEncoding) -> TextSize {
        let rope = self.rope();
        let line = position.line as usize;
        if line >= rope.len_lines() {
            return size(rope.len_bytes());
        }
        let line_start = rope.line_to_char(line);
        let wanted = units(rope, line_start, encoding) + position.col as usize;
        let char_index = char_of_unit(rope, wanted, encoding).min(line_end(rope, line));
        size(rope.char_to_byte(char_index))
    }

    /// The bytes between two positions, in whichever order a client gives them.
    pub fn range(&self, start: LineCol, end: LineCol, encoding: PositionEncoding) -> TextRange {
        let (start, end) = (self.offset(start, encoding), self.offset(end, encoding));
        TextRange::new(start.min(end), start.max(end))
    }

    /// The bytes of a line (0-based) without its line end; the empty end of the text past the last.
    pub fn line_range(&self, line: u32) -> TextRange {
        let rope = self.rope();
        let line = line as usize;
        if line >= rope.len_lines() {
            return TextRange::empty(size(rope.len_bytes()));
        }
        let end = rope.char_to_byte(line_end(rope, line));
        TextRange::new(size(rope.line_to_byte(line)), size(end))
    }
}

/// Up to here counting from the start beats building a rope, and that is where a closed file's positions mostly are:
/// in its front matter. Over 1,958 posts (38 KB each) counting took 0.9 us a post, building the ropes 88 us.
const HEAD: usize = 4096;

fn counted(text: &str, offset: usize, encoding: PositionEncoding) -> LineCol {
    let bytes = text.as_bytes();
    let crlf_at = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n');
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end -= usize::from(end > 0 && crlf_at(end - 1));
    let (mut line, mut line_start) = (0, 0);
    for at in memchr::memchr2_iter(b'\n', b'\r', &bytes[..end]).filter(|at| !crlf_at(*at)) {
        (line, line_start) = (line + 1, at + 1);
    }
    let before = &text[line_start..end];
    let n_units = match encoding {
        PositionEncoding::Utf8 => before.len(),
        PositionEncoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        PositionEncoding::Utf32 => before.chars().count(),
    };
    LineCol {
        line,
        col: narrow(n_units),
    }
}

/// How many units stand before a character. The rope keeps these sums in its nodes, so that a line of 100,000
/// characters costs no more than a short one.
fn units(rope: &Rope, char_index: usize, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => rope.char_to_byte(char_index),
        PositionEncoding::Utf16 => rope.char_to_utf16_cu(char_index),
        PositionEncoding::Utf32 => char_index,
    }
}

/// The character that a unit belongs to; the text's end for units past it.
fn char_of_unit(rope: &Rope, unit: usize, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => rope.byte_to_char(unit.min(rope.len_bytes())),
        PositionEncoding::Utf16 => rope.utf16_cu_to_char(unit.min(rope.len_utf16_cu())),
        PositionEncoding::Utf32 => unit.min(rope.len_chars()),
    }
}

/// The index of the character after a line's last one, its line end not counted.
fn line_end(rope: &Rope, line: usize) -> usize {
    if line + 1 == rope.len_lines() {
        return rope.len_chars();
    }
    before_line_end(rope, rope.line_to_char(line + 1) - 1)
}

/// Steps back from between `\r` and `\n`.
fn before_line_end(rope: &Rope, char_index: usize) -> usize {
    let within = char_index > 0
        && rope.get_char(char_index) == Some('\n')
        && rope.char(char_index - 1) == '\r';
    char_index - usize::from(within)
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).expect("a document is far smaller than 4 GiB")
}
