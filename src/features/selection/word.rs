//! Words and paragraphs of plain text. It knows no markup.

use crate::text::{TextRange, TextSize};

/// The run of characters of one kind around an offset: letters and digits, or Chinese up to the next punctuation.
/// Empty where there is neither.
pub(super) fn word_at(source: &str, offset: TextSize) -> TextRange {
    let (before, after) = source.split_at(offset.into());
    let kind = after
        .chars()
        .next()
        .and_then(kind)
        .or_else(|| before.chars().next_back().and_then(kind));
    if kind.is_none() {
        return TextRange::empty(offset);
    }
    let same = |it: &char| self::kind(*it) == kind;
    let n_before: TextSize = before
        .chars()
        .rev()
        .take_while(same)
        .map(TextSize::of)
        .sum();
    let n_after: TextSize = after.chars().take_while(same).map(TextSize::of).sum();
    TextRange::new(offset - n_before, offset + n_after)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Letters,
    Ideographs,
}

fn kind(c: char) -> Option<Kind> {
    // Marks stand on letters, and hold a word together.
    let is_mark = ('\u{300}'..='\u{36f}').contains(&c);
    match c {
        '\u{2e80}'.. if c.is_alphanumeric() => Some(Kind::Ideographs),
        '_' => Some(Kind::Letters),
        _ if c.is_alphanumeric() || is_mark => Some(Kind::Letters),
        _ => None,
    }
}

/// The lines around an offset up to the next blank ones; empty on a blank line.
pub(super) fn paragraph_at(source: &str, within: TextRange, offset: TextSize) -> TextRange {
    let mut paragraph = TextRange::empty(offset);
    let mut start = within.start();
    let mut is_open = false;
    for line in source[within].split_inclusive(['\n', '\r']) {
        let end = start + TextSize::of(line.trim_end());
        let next = start + TextSize::of(line);
        // Between `\r` and `\n` there is an empty piece, which is no blank line.
        let is_piece = line == "\n" && source[..usize::from(start)].ends_with('\r');
        if !is_piece {
            let is_blank = line.trim().is_empty();
            if is_blank && start > offset || is_blank && is_open && paragraph.end() >= offset {
                break;
            }
            paragraph = match (is_blank, is_open) {
                (true, _) => TextRange::empty(offset),
                (false, true) => TextRange::new(paragraph.start(), end),
                (false, false) => TextRange::new(start, end),
            };
            is_open = !is_blank;
        }
        start = next;
    }
    if paragraph.contains_inclusive(offset) {
        paragraph
    } else {
        TextRange::empty(offset)
    }
}
