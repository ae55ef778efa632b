//! Lines of a front matter and their shapes: what each looks like by itself, before anything is parsed.

use memchr::memchr2;

use crate::syntax::tree::{Entry, Node, ScalarStyle};
use crate::text::TextRange;
use crate::text::chars::{is_invisible, is_odd_space};

/// What people, and the editors and models that write for them, put before an item instead of a dash.
pub(super) const OTHER_BULLETS: [char; 8] = ['•', '·', '–', '—', '－', '−', '◦', '‣'];

/// One line; offsets are bytes of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    /// Without the line end.
    pub(super) end: usize,
    /// The start of the next line: `end` plus LF, CR LF or a lone CR.
    pub(super) next: usize,
}

/// What a line looks like by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Comment,
    /// `key:` at the start of the line, the key a single word.
    Key,
    /// `- ` at the start of the line.
    Item,
    /// Indented, whatever it is.
    Indented,
    /// A marker of an unresolved merge: `<<<<<<< `, `=======`, `>>>>>>> `, `||||||| `.
    Conflict,
    /// A single word at the start of the line: a key without its colon yet.
    Word,
    Other,
}

impl Line {
    pub(super) fn text<'a>(&self, source: &'a str) -> &'a str {
        &source[self.start..self.end]
    }

    /// Bytes of leading spaces and tabs.
    pub(super) fn indent(&self, source: &str) -> usize {
        let text = self.text(source);
        text.len() - text.trim_start_matches([' ', '\t']).len()
    }

    pub(super) fn shape(&self, source: &str) -> Shape {
        let text = self.text(source);
        let trimmed = text.trim_matches([' ', '\t']);
        match () {
            () if trimmed.is_empty() => Shape::Blank,
            () if trimmed.starts_with('#') => Shape::Comment,
            () if text.starts_with([' ', '\t']) => Shape::Indented,
            () if trimmed == "-" || trimmed.starts_with("- ") => Shape::Item,
            () if is_conflict_marker(text) => Shape::Conflict,
            () if key_length(text).is_some() => Shape::Key,
            () if is_word(trimmed) => Shape::Word,
            () => Shape::Other,
        }
    }
}

/// The line that begins at `start`; `None` at the end of the text.
pub(super) fn line_at(source: &str, start: usize) -> Option<Line> {
    let rest = source.as_bytes().get(start..).filter(|it| !it.is_empty())?;
    let Some(length) = memchr2(b'\n', b'\r', rest) else {
        return Some(Line {
            start,
            end: source.len(),
            next: source.len(),
        });
    };
    let end = start + length;
    let next = end + 1 + usize::from(rest[length..].starts_with(b"\r\n"));
    Some(Line { start, end, next })
}

/// The lines of `source[from..to]`; both are starts of lines or the end of the text.
pub(super) fn lines(source: &str, from: usize, to: usize) -> impl Iterator<Item = Line> + Clone {
    let source = &source[..to];
    std::iter::successors(line_at(source, from), move |it| line_at(source, it.next))
}

/// The length in bytes of a key of one word that `text` begins with, quotes included, where a colon and a space, or the
/// end of the line, follow it.
pub(super) fn key_length(text: &str) -> Option<usize> {
    let length = match text.chars().next()? {
        quote @ ('"' | '\'') => 2 + text[1..].find(quote)?,
        _ => word_length(text),
    };
    let after = text[length..].trim_start_matches(' ').strip_prefix(':')?;
    let separate = after.is_empty() || after.starts_with([' ', '\t']);
    (length > 0 && length <= 128 && separate).then_some(length)
}

/// Whether an indented line, which might go on with the text above it, begins with a key: a longer word, say of seven hanzi,
/// begins a sentence.
pub(super) fn begins_with_key(text: &str) -> bool {
    key_length(text).is_some_and(|length| {
        let key = &text[..length];
        let longest = if key.is_ascii() { 24 } else { 5 };
        key.chars().count() <= longest
    })
}

/// Whether sites have metadata of this name, whatever else they have: prose hardly ever has lines that begin so.
pub(super) fn is_known_key(key: &str) -> bool {
    matches!(
        key,
        "title"
            | "date"
            | "tags"
            | "layout"
            | "author"
            | "slug"
            | "category"
            | "categories"
            | "description"
            | "draft"
    )
}

/// Whether sites usually have metadata of this name: believed where nothing but the colon is missing, and no other entry has it.
pub fn is_usual_key(key: &str) -> bool {
    is_known_key(key)
        || matches!(
            key,
            "area"
                | "authors"
                | "channel"
                | "cover"
                | "created"
                | "excerpt"
                | "guest"
                | "image"
                | "keywords"
                | "lang"
                | "people"
                | "permalink"
                | "project"
                | "series"
                | "source"
                | "speaker"
                | "status"
                | "subtitle"
                | "summary"
                | "updated"
                | "url"
        )
}

/// Whether the field of this name is a text that is hardly ever left empty.
pub(super) fn holds_text(key: &str) -> bool {
    matches!(
        key,
        "title" | "subtitle" | "summary" | "description" | "excerpt"
    )
}

/// Whether the field of this name is a text of several sentences.
pub(super) fn is_long_text(key: &str) -> bool {
    holds_text(key) && !matches!(key, "title" | "subtitle")
}

/// Blanks that people see and YAML does not know, and what nobody sees at all.
pub(super) fn is_foreign_blank(character: char) -> bool {
    is_odd_space(character) || is_invisible(character)
}

/// Whether a key without the space behind its colon, or with a colon of another script, begins the line.
pub(super) fn is_nearly_key(text: &str) -> bool {
    let after = &text[word_length(text)..];
    after.len() < text.len()
        && (after.starts_with('：') || (after.starts_with(':') && !after.starts_with("://")))
}

/// The length in bytes of the word at the start of `text`: letters of any script, digits, `_`, `-`, `.`, `/`.
pub(super) fn word_length(text: &str) -> usize {
    if !text.starts_with(|it: char| it.is_alphanumeric() || it == '_') {
        return 0;
    }
    text.find(|it: char| !it.is_alphanumeric() && !matches!(it, '_' | '-' | '.' | '/'))
        .unwrap_or(text.len())
}

/// Whether git left this line where two versions of a text contradict each other.
pub(super) fn is_conflict_marker(line: &str) -> bool {
    let marker = line.as_bytes().first_chunk::<7>();
    let rest = line.get(7..).unwrap_or_default();
    match marker {
        Some(b"=======") => rest.trim_end().is_empty(),
        Some(b"<<<<<<<" | b">>>>>>>" | b"|||||||") => rest.is_empty() || rest.starts_with(' '),
        _ => false,
    }
}

/// Whether this is a key that lacks nothing but its colon.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 40
        && text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && text
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
}

/// The items of an entry's plain text whose every line begins with a bullet of another kind, or with a dash that is not one to
/// YAML, because no space is behind it: to YAML it is one text, to everybody else a list.
pub fn bulleted<'a>(source: &'a str, entry: &Entry) -> Option<Vec<&'a str>> {
    let value = &entry.value;
    if value.style() != Some(ScalarStyle::Plain) {
        return None;
    }
    let between = TextRange::new(entry.key.range.end(), value.range.start());
    // `level: -5` is no list.
    let is_below_key = source[between].contains(['\n', '\r']);
    let is_blank = |it: char| it.is_whitespace() || is_foreign_blank(it);
    let item = |line: &'a str| {
        let behind = match line.strip_prefix(OTHER_BULLETS) {
            Some(behind) => behind,
            None if is_below_key => behind_dash(line)?,
            None => return None,
        };
        Some(behind.trim_matches(is_blank)).filter(|it| !it.is_empty())
    };
    let lines = source[value.range]
        .lines()
        .map(|it| it.trim_matches(is_blank));
    lines.filter(|it| !it.is_empty()).map(item).collect()
}

/// The texts of an item, or of the value beside a key, that YAML makes of several: `- one` with a `- two` below it that is indented
/// further is one text to YAML.
pub fn joined<'a>(source: &'a str, node: &Node) -> Option<Vec<&'a str>> {
    let is_plain = node.style() == Some(ScalarStyle::Plain);
    let mut lines = source[node.range].lines().map(str::trim);
    let first = lines.next().filter(|it| is_plain && !it.is_empty())?;
    let others: Option<Vec<&str>> = lines
        .map(|it| it.strip_prefix("- ").map(str::trim))
        .collect();
    let texts: Vec<&str> = std::iter::once(first).chain(others?).collect();
    (texts.len() > 1 && texts.iter().all(|it| !it.is_empty())).then_some(texts)
}

/// What stands behind the one dash that the line begins with. Negative numbers have one, too.
fn behind_dash(line: &str) -> Option<&str> {
    let behind = line.strip_prefix('-').filter(|it| !it.starts_with('-'))?;
    behind.trim().parse::<f64>().is_err().then_some(behind)
}
