//! Positions, lines and edits of a text, in each encoding.

use rubric::text::{LineCol, PositionEncoding, Text, TextEdit, TextRange, TextSize, apply_edits};

use crate::fixture::Fixture;

use PositionEncoding::{Utf8, Utf16, Utf32};

/// The cursor's position is `expected` as (line, column) in utf-8, utf-16 and utf-32, there and back.
#[track_caller]
fn check(marked: &str, expected: [(u32, u32); 3]) {
    let file = Fixture::single(marked);
    let offset = file.cursor.expect("the text has a cursor");
    let text = Text::new(file.text);
    for (encoding, (line, col)) in [Utf8, Utf16, Utf32].into_iter().zip(expected) {
        let position = LineCol { line, col };
        assert_eq!(text.line_col(offset, encoding), position, "{encoding:?}");
        assert_eq!(text.offset(position, encoding), offset, "{encoding:?}");
    }
}

#[test]
fn columns_are_counted_in_the_units_of_the_encoding() {
    check("$0", [(0, 0); 3]);
    check("plain$0", [(0, 5); 3]);
    check("标题$0: x", [(0, 6), (0, 2), (0, 2)]);
    check("😀$0", [(0, 4), (0, 2), (0, 1)]);
    check("👨‍👩‍👧 $0x", [(0, 19), (0, 9), (0, 6)]);
    check("e\u{301}𠮷$0", [(0, 7), (0, 4), (0, 3)]);
    check("\u{feff}---\r\n标$0", [(1, 3), (1, 1), (1, 1)]);
}

#[test]
fn only_the_three_line_ends_of_the_protocol_end_lines() {
    check("a\r\n$0b", [(1, 0); 3]);
    check("a\r$0b", [(1, 0); 3]);
    check("a\n\r$0", [(2, 0); 3]);
    check("a\r\n$0", [(1, 0); 3]);
    check("a\u{2028}b\u{85}c\u{b}\u{c}$0", [(0, 10), (0, 7), (0, 7)]);
    assert_eq!(Text::new("").n_lines(), 1);
    assert_eq!(Text::new("a\r\nb\rc\nd\u{2029}").n_lines(), 4);
    assert_eq!(Text::new("a\r\n").n_lines(), 2);
}

#[track_caller]
fn check_clamped(text: &str, position: (u32, u32), encoding: PositionEncoding, expected: u32) {
    let (line, col) = position;
    let offset = Text::new(text).offset(LineCol { line, col }, encoding);
    assert_eq!(u32::from(offset), expected);
}

#[test]
fn a_position_outside_the_text_is_clamped() {
    check_clamped("标题\r\n正文", (0, 99), Utf16, 6);
    check_clamped("标题\r正文", (0, u32::MAX), Utf32, 6);
    check_clamped("标题\n正文", (0, 7), Utf8, 6);
    check_clamped("标题\n正文", (1, u32::MAX), Utf16, 13);
    check_clamped("标题\n正文", (2, 0), Utf16, 13);
    check_clamped("标题\n", (u32::MAX, u32::MAX), Utf8, 7);
}

#[test]
fn a_position_inside_a_character_is_its_start() {
    check_clamped("a😀b", (0, 2), Utf16, 1);
    check_clamped("a😀b", (0, 4), Utf8, 1);
    check_clamped("标", (0, 2), Utf8, 0);
}

#[test]
fn an_offset_inside_a_character_or_a_line_end_is_stepped_back() {
    let text = Text::new("标\r\n题");
    let at = |offset: u32| text.line_col(offset.into(), Utf16);
    assert_eq!(at(2), LineCol { line: 0, col: 0 });
    assert_eq!(at(4), LineCol { line: 0, col: 1 });
    assert_eq!(at(5), LineCol { line: 1, col: 0 });
    assert_eq!(at(999), LineCol { line: 1, col: 1 });
}

#[test]
fn a_range_given_backwards_is_turned_round() {
    let text = Text::new("a\n中文\n");
    let (start, end) = (LineCol { line: 1, col: 0 }, LineCol { line: 1, col: 2 });
    let range = TextRange::new(2.into(), 8.into());
    assert_eq!(text.range(start, end, Utf16), range);
    assert_eq!(text.range(end, start, Utf16), range);
}

#[test]
fn a_line_is_without_its_line_end() {
    let text = Text::new("标题\r\n\rb\n");
    let lines: Vec<_> = (0..6)
        .map(|it| &text.as_str()[text.line_range(it)])
        .collect();
    assert_eq!(lines, ["标题", "", "b", "", "", ""]);
    assert_eq!(text.line_range(3), TextRange::empty(text.len()));
    assert_eq!(text.line_range(u32::MAX), TextRange::empty(text.len()));
}

/// Replaces the marked range and leaves the text as it was before for those who hold it.
#[track_caller]
fn check_replaced(marked: &str, new_text: &str, expected: &str) {
    let file = Fixture::single(marked);
    let mut text = Text::new(file.text.clone());
    let before = text.clone();
    text.replace(file.ranges[0], new_text);
    assert_eq!(text.as_str(), expected);
    assert_eq!(before.as_str(), file.text);
}

#[test]
fn an_edit_replaces_its_range() {
    check_replaced("«»", "标题", "标题");
    check_replaced("a «b» c\r\n", "😀", "a 😀 c\r\n");
    check_replaced("a«\r\n»b", "\n", "a\nb");
    check_replaced("a\r«\n»b", "", "a\rb");
    check_replaced("a\r«»b", "\n", "a\r\nb");
    check_replaced("«all»", "", "");
}

#[test]
fn an_edit_outside_the_text_or_inside_a_character_is_clamped() {
    let mut text = Text::new("a😀b");
    text.replace(TextRange::new(3.into(), 999.into()), "c");
    assert_eq!(text.as_str(), "ac");
    text.replace(TextRange::new(50.into(), 60.into()), "标");
    assert_eq!(text.as_str(), "ac标");
    text.replace(TextRange::new(3.into(), 4.into()), "|");
    assert_eq!(text.as_str(), "ac|标");
    assert_eq!(text.len(), TextSize::from(6));
    assert!(!text.is_empty());
}

fn edit(start: u32, end: u32, new_text: &str) -> TextEdit {
    TextEdit::replace(TextRange::new(start.into(), end.into()), new_text)
}

#[test]
fn edits_are_applied_at_once() {
    let edits = [
        TextEdit::insert(0.into(), "> "),
        edit(0, 3, "题"),
        TextEdit::delete(TextRange::new(3.into(), 5.into())),
        edit(5, 5, "!"),
    ];
    assert_eq!(apply_edits("标\r\nx", &edits).as_deref(), Some("> 题!x"));
    assert_eq!(apply_edits("标", &[]).as_deref(), Some("标"));
}

#[test]
fn edits_that_overlap_or_leave_the_text_are_refused() {
    assert_eq!(apply_edits("abcd", &[edit(0, 2, ""), edit(1, 3, "")]), None);
    assert_eq!(apply_edits("abcd", &[edit(2, 3, ""), edit(0, 1, "")]), None);
    assert_eq!(apply_edits("abcd", &[edit(3, 5, "")]), None);
    assert_eq!(apply_edits("标", &[edit(0, 1, "")]), None);
}
