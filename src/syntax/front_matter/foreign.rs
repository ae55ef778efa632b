//! Front matter in TOML or JSON: its fences, and who reads what stands between them.
//!
//! `+++` around TOML and a bare `{` are Hugo's and Zola's; `---toml`, `---json` and `;;;` come from gray-matter, which Eleventy, Astro's
//! older versions and others are built on.

use super::lines::{Line, Shape, key_length, line_at, lines};
use super::{ERRORS_LIMIT, FrontMatter, Places, assemble};
use crate::syntax::error::{FenceError, SyntaxError, SyntaxErrorKind};
use crate::syntax::tree::Format;
use crate::syntax::{json, toml};
use crate::text::{range, size};

/// What opens front matter of another format than YAML on a line of its own.
struct Fence {
    format: Format,
    close: &'static str,
    /// Whether the line is not quite it.
    is_bad: bool,
}

/// The front matter that begins at `start`, which is behind a BOM, if it is TOML or JSON. Its generators skip blank lines above it.
pub(super) fn parse(source: &str, start: usize) -> Option<(FrontMatter, Vec<SyntaxError>)> {
    let open = lines(source, start, source.len()).find(|it| it.shape(source) != Shape::Blank)?;
    if open.text(source).starts_with('{') {
        return object(source, open.start);
    }
    let fence = fence(source, open)?;
    let mut errors = Vec::new();
    if fence.is_bad {
        errors.push(bad_fence(source, open));
    }
    let mut close = lines(source, open.next, source.len())
        .find(|it| it.text(source).trim_end_matches([' ', '\t']) == fence.close);
    if close.is_none() && fence.close == "+++" {
        close = lines(source, open.next, source.len()).find(|it| is_meant_as_toml(it.text(source)));
        errors.extend(close.map(|it| bad_fence(source, it)));
    }
    let end = close.map_or_else(
        || evident_end(source, open.next, fence.format),
        |it| it.start,
    );
    if fence.format == Format::Toml && is_yaml(source, open.next, end) {
        return None;
    }
    if close.is_none() {
        let error = SyntaxErrorKind::Unclosed(fence.close);
        errors.push(SyntaxError::new((open.start, open.end), error));
    }
    let block = range(open.next, end);
    let (entries, more) = match fence.format {
        Format::Json => json::parse(source, block),
        _ => toml::parse(source, block),
    };
    // A lone line of this kind opens nothing.
    if close.is_none() && entries.is_empty() {
        return None;
    }
    errors.extend(more);
    let close_range = close.map(|it| (it.start, it.end));
    let places = Places {
        open: (open.start, open.end),
        block: (open.next, end),
        close: close_range,
        end: close.map_or(end, |it| it.next),
    };
    Some((assemble(fence.format, places, entries), sorted(errors)))
}

/// Whether the entries that begin at `start`, below a fence of TOML, are YAML.
pub(super) fn is_yaml_below(source: &str, start: usize) -> bool {
    let end = evident_end(source, start, Format::Toml);
    let close = lines(source, start, source.len()).find(|it| it.text(source).trim_end() == "+++");
    is_yaml(source, start, close.map_or(end, |it| it.start))
}

/// Whether the line is nearly the fence of TOML, or that of YAML in its place.
fn is_meant_as_toml(line: &str) -> bool {
    matches!(line.trim_end(), "++" | "++++" | "---")
}

fn bad_fence(source: &str, line: Line) -> SyntaxError {
    let error = FenceError::BadTomlFence(line.text(source).trim().into());
    SyntaxError::new((line.start, line.end), error)
}

fn sorted(mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    errors.sort_by_key(|it| it.range.start());
    errors.truncate(ERRORS_LIMIT);
    errors
}

fn fence(source: &str, line: Line) -> Option<Fence> {
    let text = line.text(source).trim_end();
    let fence = |format, close| Fence {
        format,
        close,
        is_bad: false,
    };
    match text {
        "+++" => Some(fence(Format::Toml, "+++")),
        ";;;" => Some(fence(Format::Json, ";;;")),
        "++" | "++++" if begins_toml(source, line.next) => Some(Fence {
            is_bad: true,
            ..fence(Format::Toml, "+++")
        }),
        _ => match text.strip_prefix("---")?.trim_start() {
            "toml" => Some(fence(Format::Toml, "---")),
            "json" => Some(fence(Format::Json, "---")),
            _ => None,
        },
    }
}

/// Whether an entry of TOML stands on the line.
fn is_entry(line: &str) -> bool {
    let key = line.split('=').next().unwrap_or_default();
    let is_key =
        |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '"' | '\'' | ' ');
    key.len() < line.len() && !key.trim().is_empty() && key.chars().all(is_key)
}

fn begins_toml(source: &str, start: usize) -> bool {
    line_at(source, start).is_some_and(|it| is_entry(it.text(source)))
}

/// Whether what stands between fences of TOML is YAML: `title: x`, and nothing that TOML has.
fn is_yaml(source: &str, from: usize, to: usize) -> bool {
    let texts = || lines(source, from, to).map(|it| it.text(source));
    let n_yaml = texts().filter(|it| key_length(it).is_some()).count();
    let n_toml = texts()
        .filter(|it| is_entry(it) || it.starts_with('['))
        .count();
    n_yaml > n_toml
}

/// Where front matter that nothing closes ends: before the first blank line that no entry, table or comment follows.
fn evident_end(source: &str, from: usize, format: Format) -> usize {
    if format == Format::Json {
        let object = source[from..].find('{').map(|it| size(from + it));
        let end = object.and_then(|it| json::object_end(source, it));
        return end.map_or(source.len(), |it| {
            line_at(source, it.into()).map_or(source.len(), |it| it.next)
        });
    }
    let mut end = from;
    let mut is_after_blank = false;
    for line in lines(source, from, source.len()) {
        let text = line.text(source);
        let is_blank = line.shape(source) == Shape::Blank;
        let goes_on =
            is_entry(text) || text.starts_with('[') || line.shape(source) == Shape::Comment;
        if is_after_blank && !is_blank && !goes_on {
            return end;
        }
        if !is_blank {
            end = line.next;
        }
        is_after_blank = is_blank;
    }
    end
}

/// A bare object: `{` and its closing brace are the fences, and parts of it.
fn object(source: &str, start: usize) -> Option<(FrontMatter, Vec<SyntaxError>)> {
    let behind = source[start + 1..].trim_start();
    // Neither `{% include %}` nor `{{ template }}`.
    if !behind.starts_with(['"', '}', '\'']) {
        return None;
    }
    let mut errors = Vec::new();
    let end = match object_end(source, start) {
        Some(end) => end,
        None => {
            let kind = SyntaxErrorKind::Unclosed("}");
            errors.push(SyntaxError::new((start, start + 1), kind));
            unclosed_end(source, start)
        }
    };
    let is_closed = errors.is_empty();
    let (entries, more) = json::parse(source, range(start, end));
    if entries.is_empty() && !source[start + 1..].trim_start().starts_with('}') {
        return None;
    }
    errors.extend(
        more.into_iter()
            .filter(|it| is_closed || it.range.start() > size(start)),
    );
    let behind = line_at(source, end).filter(|it| it.text(source).trim().is_empty());
    let places = Places {
        open: (start, start),
        block: (start, end),
        close: is_closed.then_some((end, end)),
        end: behind.map_or(end, |it| it.next),
    };
    Some((assemble(Format::Json, places, entries), sorted(errors)))
}

/// Where the object ends. A brace with text behind it closes one only if none further down has a line of its own: quotes that are not
/// escaped bring braces out of their strings.
fn object_end(source: &str, start: usize) -> Option<usize> {
    let end = json::object_end(source, size(start)).map(usize::from);
    let from = end.unwrap_or(start);
    let is_end = |it: usize| line_at(source, it).is_none_or(|it| it.shape(source) == Shape::Blank);
    if end.is_some_and(is_end) {
        return end;
    }
    let mut below = lines(source, from, source.len());
    let brace = below.find(|it| it.text(source).trim_end() == "}");
    brace.map(|it| it.start + 1).or(end)
}

/// Where an object that nothing closes ends: before the first blank line.
fn unclosed_end(source: &str, start: usize) -> usize {
    let mut inside = lines(source, start, source.len());
    let blank = inside.find(|it| it.shape(source) == Shape::Blank);
    blank.map_or(source.len(), |it| it.start)
}
