//! The cursor's slot in half-typed YAML, row by row: `|` is the cursor, the word found is between `«»` in the answer.

use super::*;
use crate::syntax::Format;
use crate::syntax::FrontMatter;

/// The answer: slot, field, the block with the word marked, what is typed, and what the list has.
fn at(block: &str) -> Option<String> {
    let source = format!("---\n{}---\nBody.\n", block.replacen('|', "", 1));
    let cursor = 4 + block.find('|').expect("a cursor");
    let end = source.len() - "---\nBody.\n".len();
    let front_matter = FrontMatter {
        format: Format::Yaml,
        range: range(0, end + 4),
        open: range(0, 3),
        block: range(4, end),
        close: Some(range(end, end + 3)),
        entries: Vec::new(),
        conflicted: false,
    };
    let context = context(&source, &front_matter, size(cursor))?;
    let (start, end) = bounds(context.replace);
    let line_start = source[..start].rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let line_end = source[end..]
        .find(['\n', '\r'])
        .map_or(source.len(), |it| end + it);
    assert!(
        start <= cursor && cursor <= end,
        "{block}: the word holds the cursor"
    );
    Some(format!(
        "{:?} {} {}«{}»{} typed={}{} listed={}",
        context.slot,
        context.field,
        &source[line_start..start],
        &source[start..end],
        &source[end..line_end],
        context.typed,
        if context.lead.is_empty() {
            String::new()
        } else {
            format!(" lead={:?}", context.lead)
        },
        context.listed.join("/"),
    ))
}

#[test]
fn the_slot_and_the_word_are_told_from_half_typed_lines() {
    for (block, expected) in [
        ("tit|\n", "Key { colon: false } tit «tit» typed=tit listed="),
        ("|\n", "Key { colon: false }  «» typed= listed="),
        (
            "ti|tle: x\n",
            "Key { colon: true } title «title»: x typed=ti listed=",
        ),
        ("area: |\n", "Scalar area area: «» typed= listed="),
        ("area:|\n", "Scalar area area:«» typed= lead=\" \" listed="),
        (
            "area: te|ch # x\n",
            "Scalar area area: «tech» # x typed=te listed=",
        ),
        ("area: 'te|\n", "Scalar area area: '«te» typed=te listed="),
        (
            "area: \"te|\"\n",
            "Scalar area area: \"«te»\" typed=te listed=",
        ),
        (
            "area: 'It''s|'\n",
            "Scalar area area: '«It''s»' typed=It's listed=",
        ),
        (
            "tags:\n  - a\n  - b|\n  - c\n",
            "Block tags   - «b» typed=b listed=a/c",
        ),
        ("tags:\n- a\n- |\n", "Block tags - «» typed= listed=a"),
        (
            "tags:\n  - 'a: b'\n  -|\n",
            "Block tags   -«» typed= lead=\" \" listed=a: b",
        ),
        ("tags:\n  |\n", "Block tags   «» typed= lead=\"- \" listed="),
        (
            "people:\n  - 王|\r\n  - 李 # x\r\n",
            "Block people   - «王» typed=王 listed=李",
        ),
        (
            "people:\r\n  - Elon |\r\n",
            "Block people   - «Elon » typed=Elon  listed=",
        ),
        (
            "tags: [a, b|, c]\n",
            "Flow tags tags: [a, «b», c] typed=b listed=a/c",
        ),
        ("tags: [|]\n", "Flow tags tags: [«»] typed= listed="),
        ("tags: [a, |]\n", "Flow tags tags: [a, «»] typed= listed=a"),
        (
            "tags: ['a, b', 'c|]\n",
            "Flow tags tags: ['a, b', '«c»] typed=c listed=a, b",
        ),
        (
            "tags: ['a|, 'b']\n",
            "Flow tags tags: ['«a», 'b'] typed=a listed=b",
        ),
        (
            "tags: [a,\n  \"b|\",\n  c\n  ]\n",
            "Flow tags   \"«b»\", typed=b listed=a/c",
        ),
        (
            "tags:\n  [a, b|]\n",
            "Flow tags   [a, «b»] typed=b listed=a",
        ),
        (
            "tags: [a, b|\ntitle: x\n",
            "Flow tags tags: [a, «b» typed=b listed=a",
        ),
        (
            "media:\n  - The Daily: x|\n",
            "Block media   - «The Daily: x» typed=The Daily: x listed=",
        ),
    ] {
        assert_eq!(at(block).as_deref(), Some(expected), "{block:?}");
    }
}

#[test]
fn comments_prose_and_nested_maps_hold_no_slot() {
    for block in [
        "# ta|\n",
        "area: x # ta|\n",
        "summary: |-\n  - te‸xt\n",
        "summary: >\n  te‸xt\n",
        "extra:\n  key: v|\n",
        "tags: [a]|\n",
        "area: 'x'|\n",
        "tags: {a|\n",
        "tags:\n | - a\n",
    ] {
        let block = block.replace('‸', "\u{1}");
        let block = if block.contains('\u{1}') {
            block.replace('|', "\u{2}").replace('\u{1}', "|")
        } else {
            block
        };
        assert_eq!(at(&block.replace('\u{2}', ">")), None, "{block:?}");
    }
}

#[test]
fn a_comma_list_has_the_word_between_its_commas() {
    for (line, expected) in [
        ("tags: a, b|, c\n", "tags: a, «b», c typed=b listed=a/c"),
        ("tags: a,|\n", "tags: a,«» typed= listed=a"),
        ("tags: 'a, b|\n", "tags: 'a, «b» typed=b listed=a"),
        ("tags: \"|, c\"\n", "tags: \"«», c\" typed= listed=c"),
    ] {
        let source = format!("---\n{}---\n", line.replacen('|', "", 1));
        let end = source.len() - 4;
        let front_matter = FrontMatter {
            format: Format::Yaml,
            range: range(0, end + 4),
            open: range(0, 3),
            block: range(4, end),
            close: Some(range(end, end + 3)),
            entries: Vec::new(),
            conflicted: false,
        };
        let context = context(
            &source,
            &front_matter,
            size(4 + line.find('|').expect("a cursor")),
        )
        .expect("a slot")
        .comma_item(&source);
        let (start, end) = bounds(context.replace);
        let found = format!(
            "{}«{}»{} typed={} listed={}",
            &source[4..start],
            &source[start..end],
            source[end..].lines().next().unwrap_or(""),
            context.typed,
            context.listed.join("/")
        );
        assert_eq!(found, expected);
    }
}
