//! Selections that grow: word, value, item, field, front matter; word, heading, section, document.

mod word;

use crate::corpus::{FileId, Parsed, Snapshot, Unavailable};
use crate::features::cursor_target;
use crate::syntax::{Entry, FrontMatter, Node};
use crate::text::{TextRange, TextSize};

/// The stretches around an offset, the innermost first; each holds the one before it and more.
pub fn selection_ranges(
    snap: &Snapshot,
    file: FileId,
    offset: TextSize,
) -> Result<Vec<TextRange>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let source = parsed.text.as_str();
    let mut ranges = vec![
        word::word_at(source, offset),
        TextRange::up_to(TextSize::of(source)),
    ];
    match &parsed.document.front_matter {
        Some(it) if offset < it.range.end() => in_front_matter(source, it, offset, &mut ranges),
        _ => {
            let named = cursor_target::target_at(snap, file, &parsed, offset);
            ranges.extend(named.map(|it| it.range));
            in_body(&parsed, offset, &mut ranges);
        }
    }
    Ok(nested(ranges, offset))
}

/// What does not hold the offset, or overlaps with what is inside it, is left out.
fn nested(mut ranges: Vec<TextRange>, offset: TextSize) -> Vec<TextRange> {
    ranges.retain(|it| it.contains_inclusive(offset) && !it.is_empty());
    ranges.sort_by_key(|it| it.len());
    let mut chain: Vec<TextRange> = Vec::new();
    for range in ranges {
        if chain
            .last()
            .is_none_or(|it| *it != range && range.contains_range(*it))
        {
            chain.push(range);
        }
    }
    chain
}

fn in_front_matter(
    source: &str,
    front_matter: &FrontMatter,
    offset: TextSize,
    ranges: &mut Vec<TextRange>,
) {
    ranges.extend([front_matter.range, front_matter.block]);
    // Without the line end of the closing fence: what an author sees as the front matter.
    ranges.extend(
        front_matter
            .close
            .map(|it| TextRange::new(front_matter.open.start(), it.end())),
    );
    let entry = front_matter
        .entries
        .iter()
        .find(|it| it.range.contains_inclusive(offset));
    if let Some(entry) = entry.filter(|it| !it.is_merged()) {
        ranges.push(entry.range);
        in_value(source, entry, offset, ranges);
    }
}

fn in_value(source: &str, entry: &Entry, offset: TextSize, ranges: &mut Vec<TextRange>) {
    ranges.push(entry.key.range);
    let uses = cursor_target::uses_of(source, entry, true);
    ranges.extend(uses.iter().flat_map(|it| [it.range, it.node]));
    let mut node = Some(&entry.value);
    while let Some(it) = node.filter(|it| it.range.contains_inclusive(offset)) {
        ranges.push(it.range);
        let nested = it.map_entries().iter().flat_map(|it| [&it.key, &it.value]);
        node = it
            .items()
            .iter()
            .chain(nested)
            .find(|it| it.range.contains_inclusive(offset));
        ranges.extend(node.map(|it| item_range(source, it)));
    }
}

/// An item of a block list with its dash.
fn item_range(source: &str, item: &Node) -> TextRange {
    let before = source[..usize::from(item.range.start())].trim_end_matches([' ', '\t']);
    match before.strip_suffix('-') {
        Some(before) => TextRange::new(TextSize::of(before), item.range.end()),
        None => item.range,
    }
}

fn in_body(parsed: &Parsed, offset: TextSize, ranges: &mut Vec<TextRange>) {
    let (source, body) = (parsed.text.as_str(), &parsed.document.body);
    let without_end =
        |it: TextRange| TextRange::at(it.start(), TextSize::of(source[it].trim_end()));
    ranges.push(body.range);
    ranges.push(word::paragraph_at(source, body.range, offset));
    for it in &body.headings {
        ranges.extend([it.title_range, it.range, without_end(it.section)]);
    }
    ranges.extend(
        body.links
            .iter()
            .flat_map(|it| [Some(it.range), it.target_range])
            .flatten(),
    );
    ranges.extend(body.opaque.iter().copied());
    ranges.extend(body.code_blocks.iter().map(|it| it.range));
}
