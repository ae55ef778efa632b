//! Reading the comments that silence findings.

use smol_str::SmolStr;

use crate::corpus::Parsed;
use crate::corpus::silence::MARK;
use crate::syntax::{FrontMatter, Node, NodeKind};
use crate::text::lines::{line_range, line_start};
use crate::text::{PositionEncoding, TextRange, TextSize, range, size};

/// One comment.
pub(super) struct Directive {
    /// The whole comment.
    pub(super) range: TextRange,
    /// Without any, all findings are meant.
    pub(super) codes: Vec<Named>,
    pub(super) reach: Reach,
}

/// A code as it is written, with its place.
pub(super) struct Named {
    pub(super) name: SmolStr,
    pub(super) range: TextRange,
}

/// What a comment silences.
pub(super) enum Reach {
    /// 0-based.
    Line(u32),
    File,
}

/// In which part of a post a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    FrontMatter,
    Body,
}

pub(super) fn directives(parsed: &Parsed) -> Vec<Directive> {
    let source = parsed.text.as_str();
    let marks = source.match_indices(MARK).map(|it| it.0);
    marks.filter_map(|at| directive(parsed, at)).collect()
}

/// The comment around the mark at this byte. `None` if the mark is a part of a value, of code, or of prose.
fn directive(parsed: &Parsed, at: usize) -> Option<Directive> {
    let source = parsed.text.as_str();
    let comment = match place(parsed, size(at))? {
        Place::FrontMatter => in_front_matter(parsed, at)?,
        Place::Body => in_body(parsed, at)?,
    };
    let rest = range(at + MARK.len(), comment.words_end);
    let (rest, is_file) = match source[rest].strip_prefix("-file") {
        Some(_) => (
            TextRange::new(rest.start() + size("-file".len()), rest.end()),
            true,
        ),
        None => (rest, false),
    };
    let names = &source[rest];
    // `rubric: ignored` is prose.
    if !names.is_empty() && !names.starts_with([' ', '\t', '\r']) {
        return None;
    }
    let reach = match is_file {
        true => Reach::File,
        false => Reach::Line(reached_line(parsed, comment.range)),
    };
    let (range, codes) = (comment.range, codes(names, rest.start()));
    Some(Directive {
        range,
        codes,
        reach,
    })
}

struct Comment {
    range: TextRange,
    /// Where what it says ends.
    words_end: usize,
}

fn place(parsed: &Parsed, at: TextSize) -> Option<Place> {
    let front_matter = parsed.document.front_matter.as_ref();
    match front_matter.filter(|it| it.range.contains(at)) {
        Some(it) => it.block.contains(at).then_some(Place::FrontMatter),
        None => Some(Place::Body),
    }
}

/// `#` and blanks before the mark, and no value around it.
fn in_front_matter(parsed: &Parsed, at: usize) -> Option<Comment> {
    let source = parsed.text.as_str();
    let line = line_range(source, size(at));
    let before = source[usize::from(line.start())..at].trim_end();
    let value = before.strip_suffix('#')?;
    let start = usize::from(line.start()) + value.len();
    let front_matter = parsed.document.front_matter.as_ref()?;
    let is_apart = value.is_empty() || value.ends_with([' ', '\t']);
    if !is_apart || is_in_value(front_matter, size(start)) {
        return None;
    }
    let end = usize::from(line.start()) + source[line].trim_end().len();
    Some(Comment {
        range: range(start, end.max(at + MARK.len())),
        words_end: end.max(at + MARK.len()),
    })
}

fn is_in_value(front_matter: &FrontMatter, at: TextSize) -> bool {
    let mut entries = front_matter.entries.iter();
    entries.any(|it| it.range.contains(at) && is_in_scalar(&it.value, at))
}

fn is_in_scalar(node: &Node, at: TextSize) -> bool {
    node.range.contains(at)
        && match &node.kind {
            NodeKind::Null => false,
            NodeKind::Scalar { .. } => true,
            NodeKind::List { items, .. } => items.iter().any(|it| is_in_scalar(it, at)),
            NodeKind::Map { entries, .. } => entries
                .iter()
                .any(|it| is_in_scalar(&it.key, at) || is_in_scalar(&it.value, at)),
        }
}

/// `<!--` and blanks before the mark, `-->` behind it, and no code around it.
fn in_body(parsed: &Parsed, at: usize) -> Option<Comment> {
    const OPEN: &str = "<!--";
    let source = parsed.text.as_str();
    let before = source[..at].trim_end();
    let start = before.ends_with(OPEN).then(|| before.len() - OPEN.len())?;
    let words_end = at + source[at..].find("-->")?;
    let body = &parsed.document.body;
    let is_code = |it: &TextRange| it.contains(size(start)) && source[*it].starts_with('`');
    if body
        .code_blocks
        .iter()
        .any(|it| it.range.contains(size(start)))
        || body.opaque.iter().any(is_code)
    {
        return None;
    }
    Some(Comment {
        range: range(start, words_end + "-->".len()),
        words_end,
    })
}

/// The line that a comment speaks of: its own where something else stands there, or else the next one with text.
fn reached_line(parsed: &Parsed, comment: TextRange) -> u32 {
    let source = parsed.text.as_str();
    let text = &parsed.text;
    let own = text.line_col(comment.start(), PositionEncoding::Utf8).line;
    let before = &source[TextRange::new(line_start(source, comment.start()), comment.start())];
    let line = line_range(source, comment.end());
    let behind = &source[TextRange::new(comment.end(), line.end().max(comment.end()))];
    // The markers of a list or of a quote are none of what is spoken of.
    let is_alone =
        before.chars().all(|it| it.is_whitespace() || it == '>') && behind.trim().is_empty();
    if !is_alone {
        return own;
    }
    let last = text.line_col(comment.end(), PositionEncoding::Utf8).line;
    let is_text = |line: &u32| {
        let line = source[text.line_range(*line)].trim();
        !line.is_empty() && !line.contains(MARK)
    };
    (last + 1..text.n_lines()).find(is_text).unwrap_or(last)
}

fn codes(names: &str, start: TextSize) -> Vec<Named> {
    let is_separator = |it: char| it == ',' || it.is_whitespace();
    let words = names.split(is_separator).filter(|it| !it.is_empty());
    let offset = |word: &str| word.as_ptr() as usize - names.as_ptr() as usize;
    let named = words.map(|word| Named {
        name: word.into(),
        range: TextRange::at(start + size(offset(word)), TextSize::of(word)),
    });
    named.collect()
}
