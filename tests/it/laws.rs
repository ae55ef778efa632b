//! Laws over random texts: what must hold whatever somebody writes.

use std::ops::Range;
use std::time::{Duration, Instant};

use rubric::syntax::Body;
use rubric::syntax::Dialect;
use rubric::syntax::markdown::parse_body;
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
        // From now on positions come from the rope.
        text.n_lines();
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

/// Near the start of a text positions are counted without a rope; with or without, they are the same.
#[test]
fn a_position_does_not_depend_on_what_was_asked_before() {
    for seed in 0..120 {
        let source = Generator::new(seed).text(60);
        let (fresh, used) = (Text::new(source.as_str()), Text::new(source.as_str()));
        used.n_lines();
        for offset in 0..source.len() as u32 + 9 {
            for encoding in ENCODINGS {
                let position = used.line_col(offset.into(), encoding);
                assert_eq!(
                    fresh.line_col(offset.into(), encoding),
                    position,
                    "seed {seed}"
                );
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

/// Every range that a body holds.
fn ranges(body: &Body) -> Vec<TextRange> {
    let headings = body.headings.iter();
    let mut ranges = vec![body.range];
    ranges.extend(headings.flat_map(|it| [it.range, it.title_range, it.section]));
    let attributes = body.headings.iter().filter_map(|it| it.attributes.as_ref());
    ranges.extend(attributes.map(|it| it.range));
    ranges.extend(body.links.iter().map(|it| it.range));
    ranges.extend(body.links.iter().filter_map(|it| it.target_range));
    ranges.extend(body.definitions.iter().map(|it| it.range));
    ranges.extend(body.definitions.iter().filter_map(|it| it.target_range));
    ranges.extend(body.footnotes.iter().map(|it| it.range));
    ranges.extend(body.code_blocks.iter().map(|it| it.range));
    ranges.extend(body.html_anchors.iter().map(|it| it.range));
    ranges.extend(body.undefined_references.iter().map(|it| it.range));
    let plain = [&body.opaque, &body.unclosed_html, &body.unspaced_headings];
    ranges.extend(plain.into_iter().flatten());
    ranges
}

fn random_body(seed: u64) -> (String, Body) {
    let source = Generator::new(seed).markdown(60);
    let body = parse_body(
        &source,
        TextRange::up_to(TextSize::of(&*source)),
        Dialect::default(),
    );
    (source, body)
}

#[test]
fn every_range_of_a_body_is_within_it_and_on_character_boundaries() {
    for seed in 0..2000 {
        let (source, body) = random_body(seed);
        for range in ranges(&body) {
            let bytes = usize::from(range.start())..usize::from(range.end());
            assert!(source.get(bytes).is_some(), "seed {seed}: {range:?}");
        }
        for link in &body.links {
            let Some(target) = link.target_range else {
                continue;
            };
            assert!(link.range.contains_range(target), "seed {seed}: {link:?}");
            let written = &source[target];
            let rewritten = written.contains(['\\', '&']) || link.target.starts_with("mailto:");
            assert!(rewritten || written == link.target, "seed {seed}: {link:?}");
        }
    }
}

/// Facts do not depend on what stands before the body, but for where they are.
#[test]
fn a_body_after_a_front_matter_has_the_same_facts_further_on() {
    for seed in 0..1000 {
        let mut generator = Generator::new(seed);
        let source = generator.markdown(60);
        // At the start of a file a BOM is no text.
        let source = source.trim_start_matches('\u{feff}');
        let front_matter = format!("---\r\ntitle: {}\n---\n", generator.text(9));
        let by = TextSize::of(&*front_matter);
        let alone = parse_body(
            source,
            TextRange::up_to(TextSize::of(source)),
            Dialect::default(),
        );
        let post = front_matter + source;
        let body = parse_body(
            &post,
            TextRange::new(by, TextSize::of(&*post)),
            Dialect::default(),
        );
        let further: Vec<_> = ranges(&alone).iter().map(|it| *it + by).collect();
        assert_eq!(ranges(&body), further, "seed {seed}");
        let titles = |it: &Body| {
            it.headings
                .iter()
                .map(|it| it.title.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(titles(&body), titles(&alone), "seed {seed}");
    }
}

#[test]
fn headings_are_in_order_and_their_sections_are_nested() {
    let mut n_headings = 0;
    for seed in 0..2000 {
        let (source, body) = random_body(seed);
        n_headings += body.headings.len();
        for heading in &body.headings {
            let written = &source[heading.range];
            let n_markers = written.bytes().take_while(|it| *it == b'#').count();
            let atx = n_markers == usize::from(heading.level);
            assert!(heading.setext || atx, "seed {seed}: {heading:?}");
            assert!(!written.ends_with(['\n', '\r']), "seed {seed}: {heading:?}");
            assert!(
                heading.range.contains_range(heading.title_range),
                "seed {seed}: {heading:?}"
            );
            assert!(
                heading.section.contains_range(heading.range),
                "seed {seed}: {heading:?}"
            );
        }
        for pair in body.headings.windows(2) {
            assert!(
                pair[0].range.end() <= pair[1].range.start(),
                "seed {seed}: {pair:?}"
            );
            let (outer, inner) = (pair[0].section, pair[1].section);
            let nested = pair[0].level < pair[1].level;
            assert_eq!(outer.contains_range(inner), nested, "seed {seed}: {pair:?}");
            assert!(
                nested || outer.end() <= inner.start(),
                "seed {seed}: {pair:?}"
            );
        }
    }
    assert!(
        n_headings > 1500,
        "the generator makes headings: {n_headings}"
    );
}

#[test]
fn no_heading_is_in_code_or_html() {
    for seed in 0..2000 {
        let (_, body) = random_body(seed);
        for heading in &body.headings {
            let mut code = body.code_blocks.iter().map(|it| it.range);
            let meets =
                |it: TextRange| it.intersect(heading.range).is_some_and(|it| !it.is_empty());
            assert!(!code.any(meets), "seed {seed}: {heading:?}");
            let mut opaque = body.opaque.iter();
            let inside = opaque.any(|it| it.contains_range(heading.range));
            assert!(!inside, "seed {seed}: {heading:?}");
        }
    }
}

#[test]
fn facts_are_in_the_order_of_the_source() {
    let ordered = |it: &[TextRange]| it.is_sorted_by_key(|it| it.start());
    let disjoint = |it: &[TextRange]| it.windows(2).all(|it| it[0].end() <= it[1].start());
    for seed in 0..2000 {
        let (_, body) = random_body(seed);
        let links: Vec<_> = body.links.iter().map(|it| it.range).collect();
        let definitions: Vec<_> = body.definitions.iter().map(|it| it.range).collect();
        let undefined: Vec<_> = body
            .undefined_references
            .iter()
            .map(|it| it.range)
            .collect();
        let anchors: Vec<_> = body.html_anchors.iter().map(|it| it.range).collect();
        let code: Vec<_> = body.code_blocks.iter().map(|it| it.range).collect();
        assert!(ordered(&links), "seed {seed}");
        assert!(disjoint(&definitions), "seed {seed}");
        assert!(ordered(&undefined), "seed {seed}");
        assert!(disjoint(&anchors), "seed {seed}");
        assert!(disjoint(&code), "seed {seed}");
        assert!(disjoint(&body.opaque), "seed {seed}");
        assert!(ordered(&body.unclosed_html), "seed {seed}");
        assert!(disjoint(&body.unspaced_headings), "seed {seed}");
    }
}

/// What would take minutes if any of it were read again and again from each of its parts.
#[test]
fn a_hostile_text_is_read_once() {
    let hostile = [
        "[[a]](",
        "[[a]](<",
        "[^a",
        "[a][b]",
        "<div></span>",
        "<!--",
        "<a id=\"",
        "<style></",
        "#a\n",
        "[a](\\_",
    ];
    for piece in hostile {
        let source = piece.repeat(100_000 / piece.len());
        let start = Instant::now();
        parse_body(
            &source,
            TextRange::up_to(TextSize::of(&*source)),
            Dialect::default(),
        );
        assert!(start.elapsed() < Duration::from_secs(5), "{piece}");
    }
}
