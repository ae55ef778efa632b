//! Laws over random texts: what must hold whatever somebody writes.

use std::ops::Range;

use rubric::text::{LineCol, PositionEncoding, Text, TextRange, TextSize};

use crate::generator::Generator;

const ENCODINGS: [PositionEncoding; 3] = [
    PositionEncoding::Utf8,
    PositionEncoding::Utf16,
    PositionEncoding::Utf32,
];

/// The position of a byte offset by counting from the start: slow, and plainly right.
fn naive_line_col(text: &str, offset: usize, encoding: PositionEncoding) -> LineCol {
    let before = &text[..offset];
    let (mut line, mut line_start) = (0, 0);
    for (at, c) in before.char_indices() {
        let crlf = c == '\r' && text[at + 1..].starts_with('\n');
        if c == '\n' || (c == '\r' && !crlf) {
            (line, line_start) = (line + 1, at + 1);
        }
    }
    let width = |c: char| match encoding {
        PositionEncoding::Utf8 => c.len_utf8(),
        PositionEncoding::Utf16 => 1 + usize::from(c > '\u{ffff}'),
        PositionEncoding::Utf32 => 1,
    };
    let col: usize = before[line_start..].chars().map(width).sum();
    LineCol {
        line,
        col: col as u32,
    }
}

fn inside_crlf(text: &str, offset: usize) -> bool {
    text[..offset].ends_with('\r') && text[offset..].starts_with('\n')
}

fn boundary(generator: &mut Generator, text: &str) -> usize {
    let mut offset = generator.below(text.len() + 1);
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[test]
fn offset_to_position_to_offset_is_the_identity() {
    for seed in 0..120 {
        let source = Generator::new(seed).text(60);
        let text = Text::new(source.as_str());
        let offsets = (0..=source.len()).filter(|it| source.is_char_boundary(*it));
        for offset in offsets.filter(|it| !inside_crlf(&source, *it)) {
            for encoding in ENCODINGS {
                let position = text.line_col(TextSize::new(offset as u32), encoding);
                assert_eq!(
                    position,
                    naive_line_col(&source, offset, encoding),
                    "seed {seed}"
                );
                let back = text.offset(position, encoding);
                assert_eq!(usize::from(back), offset, "seed {seed}, {encoding:?}");
            }
        }
    }
}

#[test]
fn any_position_is_clamped_into_its_line() {
    for seed in 0..300 {
        let mut generator = Generator::new(seed);
        let source = generator.text(60);
        let text = Text::new(source.as_str());
        for _ in 0..50 {
            let line = generator.below(text.n_lines() as usize + 3) as u32;
            let col = [generator.below(200) as u32, u32::MAX][generator.below(2)];
            let range = text.line_range(line);
            assert!(!source[range].contains(['\r', '\n']), "seed {seed}");
            for encoding in ENCODINGS {
                let offset = text.offset(LineCol { line, col }, encoding);
                assert!(
                    range.contains_inclusive(offset),
                    "seed {seed}: {line}:{col}"
                );
                assert!(source.is_char_boundary(offset.into()), "seed {seed}");
                let back = text.line_col(offset, encoding);
                assert!(back <= LineCol { line, col }, "seed {seed}: {line}:{col}");
            }
        }
    }
}

#[test]
fn any_offset_has_a_position() {
    for seed in 0..100 {
        let source = Generator::new(seed).text(60);
        let text = Text::new(source.as_str());
        for offset in 0..source.len() as u32 + 9 {
            for encoding in ENCODINGS {
                let back = text.offset(text.line_col(offset.into(), encoding), encoding);
                assert!(back <= offset.into(), "seed {seed}");
            }
        }
    }
}

/// A random range of `source`, up to 40 bytes long, and a text to put there.
fn random_edit(generator: &mut Generator, source: &str) -> (Range<usize>, String) {
    let start = boundary(generator, source);
    let mut end = source.len().min(start + generator.below(40));
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    (start..end, generator.text(30))
}

/// Long enough for several chunks of a rope, so that `\r` and `\n` fall into different ones.
#[test]
fn incremental_edits_equal_full_replacement() {
    for seed in 0..60 {
        let mut generator = Generator::new(seed);
        let mut source = generator.text(1500);
        let mut text = Text::new(source.as_str());
        for _ in 0..40 {
            let (range, new_text) = random_edit(&mut generator, &source);
            source.replace_range(range.clone(), &new_text);
            let (start, end) = (range.start as u32, range.end as u32);
            text.replace(TextRange::new(start.into(), end.into()), &new_text);
        }
        assert_eq!(text.as_str(), source, "seed {seed}");
        let fresh = Text::new(source.as_str());
        assert_eq!(text.n_lines(), fresh.n_lines(), "seed {seed}");
        for line in 0..fresh.n_lines() {
            assert_eq!(text.line_range(line), fresh.line_range(line), "seed {seed}");
        }
    }
}

/// The client keeps lines and columns, the server bytes; after each edit both have the same text.
#[test]
fn edits_by_position_equal_edits_by_offset() {
    for seed in 0..90 {
        let mut generator = Generator::new(seed);
        let encoding = ENCODINGS[seed as usize % 3];
        let mut source = generator.text(400);
        let mut text = Text::new(source.as_str());
        for _ in 0..20 {
            let (range, new_text) = random_edit(&mut generator, &source);
            if inside_crlf(&source, range.start) || inside_crlf(&source, range.end) {
                continue;
            }
            let start = naive_line_col(&source, range.start, encoding);
            let end = naive_line_col(&source, range.end, encoding);
            text.replace(text.range(start, end, encoding), &new_text);
            source.replace_range(range, &new_text);
            assert_eq!(text.as_str(), source, "seed {seed}");
        }
    }
}
