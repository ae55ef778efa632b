//! Entries in another order: each moves whole, with the comments right above it. What stands apart from any, such as a blank line
//! or a comment above one, stays where it is.

use super::verify::{Intended, verify};
use super::{Plain, Refusal};
use crate::syntax::{Entry, Format, FrontMatter};
use crate::text::lines::{line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits, size};

/// The edit that brings the entries into the order of their `rank`; one without a rank stays behind the one that it follows.
/// Nothing where they are in order. Verified as any other edit.
pub fn sorted(
    source: &str,
    front_matter: &FrontMatter,
    rank: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<TextEdit>, Refusal> {
    let order = order(&front_matter.entries, rank);
    if order.is_sorted() {
        return Ok(Vec::new());
    }
    if front_matter.format != Format::Yaml || front_matter.conflicted {
        return Err(Refusal::new("its entries cannot be moved line by line"));
    }
    let chunks = chunks(source, front_matter)?;
    let (mut text, mut at) = (String::new(), chunks[0].start());
    for (slot, index) in chunks.iter().zip(&order) {
        text.push_str(&source[TextRange::new(at, slot.start())]);
        text.push_str(&source[chunks[*index]]);
        at = slot.end();
    }
    let edit = TextEdit::replace(TextRange::new(chunks[0].start(), at), text);
    let edits = vec![smallest(source, edit)];
    let intended = order.iter().map(|index| {
        let entry = &front_matter.entries[*index];
        Intended {
            key: Plain::of(&entry.key),
            value: Plain::of(&entry.value),
            touched: true,
        }
    });
    verify(source, front_matter, &edits, &intended.collect::<Vec<_>>())?;
    debug_assert!(apply_edits(source, &edits).is_some_and(|it| it.len() == source.len()));
    Ok(edits)
}

/// The indexes of the entries as they should stand.
fn order(entries: &[Entry], rank: impl Fn(&str) -> Option<usize>) -> Vec<usize> {
    let mut last = None;
    let mut ranked: Vec<(Option<usize>, usize)> = Vec::with_capacity(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        last = entry.key.text().and_then(&rank).or(last);
        ranked.push((last, index));
    }
    ranked.sort();
    ranked.into_iter().map(|it| it.1).collect()
}

/// The lines of each entry, with the comments that belong to it.
fn chunks(source: &str, front_matter: &FrontMatter) -> Result<Vec<TextRange>, Refusal> {
    let mut chunks: Vec<TextRange> = Vec::with_capacity(front_matter.entries.len());
    let mut end = front_matter.block.start();
    for entry in &front_matter.entries {
        if entry.broken || entry.is_merged() {
            return Err(Refusal::new("not all of its entries can be moved"));
        }
        let start = line_start(source, entry.range.start());
        if start < end || start != entry.range.start() {
            return Err(Refusal::new("two entries stand on one line"));
        }
        let own = end_of_inner_comments(source, TextRange::new(end, start));
        if let Some(last) = chunks.last_mut() {
            *last = TextRange::new(last.start(), own);
        }
        let start = start_of_comments(source, TextRange::new(own, start));
        end = next_line(source, entry.range.end());
        chunks.push(TextRange::new(start, end));
    }
    if !source[front_matter.block].ends_with('\n') {
        return Err(Refusal::new("its last line has no end"));
    }
    Ok(chunks)
}

/// Indented comments behind an entry are about its value.
fn end_of_inner_comments(source: &str, gap: TextRange) -> TextSize {
    let is_inner =
        |line: &&str| line.starts_with([' ', '\t']) && line.trim_start().starts_with('#');
    let lines = source[gap].split_inclusive('\n').take_while(is_inner);
    gap.start() + size(lines.map(str::len).sum())
}

/// Comments right above an entry go with it.
fn start_of_comments(source: &str, gap: TextRange) -> TextSize {
    let lines: Vec<&str> = source[gap].split_inclusive('\n').collect();
    let comments = lines.iter().rev().take_while(|it| it.starts_with('#'));
    gap.end() - size(comments.map(|it| it.len()).sum())
}

/// Without the lines at both ends that stay as they are.
fn smallest(source: &str, edit: TextEdit) -> TextEdit {
    let old = &source[edit.range];
    let lines = |text: &str| -> Vec<usize> { text.split_inclusive('\n').map(str::len).collect() };
    let same = |a: std::str::SplitInclusive<'_, char>, b: std::str::SplitInclusive<'_, char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let n_first = same(
        old.split_inclusive('\n'),
        edit.new_text.split_inclusive('\n'),
    );
    let first: usize = lines(old)[..n_first].iter().sum();
    let (rest, new_rest) = (&old[first..], &edit.new_text[first..]);
    let last = rest
        .split_inclusive('\n')
        .rev()
        .zip(new_rest.split_inclusive('\n').rev());
    let last: usize = last.take_while(|(a, b)| a == b).map(|it| it.0.len()).sum();
    let range = TextRange::new(
        edit.range.start() + size(first),
        edit.range.end() - size(last),
    );
    TextEdit::replace(range, &new_rest[..new_rest.len() - last])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_head;

    fn sort(source: &str) -> Result<String, String> {
        let front_matter = parse_head(source).0.unwrap();
        let order = ["title", "date", "标签", "people"];
        let rank = |name: &str| order.iter().position(|it| *it == name);
        let edits = sorted(source, &front_matter, rank).map_err(|it| it.to_string())?;
        Ok(apply_edits(source, &edits).unwrap())
    }

    #[test]
    fn entries_move_with_their_comments_and_gaps_stay() {
        assert_eq!(
            sort(
                "\u{feff}---\r\n# top\r\n\r\n# of the tags 😀\r\n标签:\r\n  - a # x\r\n  # inner\r\nextra: 1\r\n\r\ntitle: 题\r\ndate: 2026-01-02\r\n---\r\n正文\r\n"
            )
            .unwrap(),
            "\u{feff}---\r\n# top\r\n\r\ntitle: 题\r\ndate: 2026-01-02\r\n\r\n# of the tags 😀\r\n标签:\r\n  - a # x\r\n  # inner\r\nextra: 1\r\n---\r\n正文\r\n"
        );
        let text = "---\ndate: >\n  a\n\n  b\ntitle: |\n  x\n  # no comment\n---\n";
        assert_eq!(
            sort(text).unwrap(),
            "---\ntitle: |\n  x\n  # no comment\ndate: >\n  a\n\n  b\n---\n"
        );
        let sorted = "---\nx: 1\ntitle: a\ny: 2\npeople: b\n---\n";
        assert_eq!(sort(sorted).unwrap(), sorted);
    }

    #[test]
    fn what_would_read_otherwise_stays() {
        for text in [
            "---\ndate: &d 2026-01-02\ntitle: *d\n---\n",
            "---\n{date: 1, title: b}\n---\n",
            "---\ndate: 1\n<<<<<<< a\ntitle: 2\n=======\ntitle: 3\n>>>>>>> b\n---\n",
            "+++\ndate = 1\ntitle = 'a'\n+++\n",
        ] {
            assert!(sort(text).is_err(), "{text} {:?}", sort(text));
        }
    }
}
