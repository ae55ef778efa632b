//! What kind of link is being written at the cursor, told by the text of its line. It knows nothing of the corpus.

use crate::corpus::Parsed;
use crate::features::cursor_target::TITLE;
use crate::syntax::is_external;
use crate::text::{TextRange, TextSize, size};

/// A part of a link that is being written.
pub(in crate::features::completion) struct Slot<'a> {
    pub(in crate::features::completion) place: LinkPart<'a>,
    /// What is typed of it, up to the cursor.
    pub(in crate::features::completion) typed: &'a str,
    /// It, with what of it stands behind the cursor.
    pub(in crate::features::completion) range: TextRange,
    /// What the link lacks behind it.
    pub(in crate::features::completion) closing: &'static str,
}

pub(in crate::features::completion) enum LinkPart<'a> {
    /// `[[`, and `![[` for a page or image that is shown in place.
    Page { embedded: bool },
    /// `[[page#`; for an empty page this post.
    Heading { page: &'a str },
    /// `](` and `[label]: `
    Path(LinkPath<'a>),
    /// `](path#`
    Anchor { path: &'a str },
    /// `[text][`
    Label,
    /// `[^`
    Footnote,
}

/// The path of a link as far as it is written.
pub(in crate::features::completion) struct LinkPath<'a> {
    /// Up to the last slash, which is in it; the range is what follows.
    pub(in crate::features::completion) folder: &'a str,
    /// What stands between the brackets before it.
    pub(in crate::features::completion) text: &'a str,
    pub(in crate::features::completion) is_image: bool,
    /// After `<`.
    pub(in crate::features::completion) in_brackets: bool,
}

/// Longer lines are looked at from here on: a link is shorter, and a line may be a megabyte.
const MAX_LINK: usize = 1_000;

/// `None` where no link is being written, and in code and HTML.
pub(super) fn slot(post: &Parsed, cursor: TextSize) -> Option<Slot<'_>> {
    let line = Line::new(post, cursor)?;
    let slot = line
        .wiki()
        .or_else(|| line.inline())
        .or_else(|| line.definition())
        .or_else(|| line.footnote())
        .or_else(|| line.label())?;
    let body = &post.document.body;
    let at = |it: TextSize| {
        let block = |block: TextRange| block.contains_inclusive(it);
        body.is_opaque(it) || body.code_blocks.iter().any(|it| block(it.range))
    };
    (!at(slot.range.start()) && !at(cursor)).then_some(slot)
}

/// `[[` right behind the quote that opens a value of front matter: without quotes YAML reads a list in a list.
pub(super) fn slot_in_value(post: &Parsed, cursor: TextSize) -> Option<Slot<'_>> {
    let front_matter = post.document.front_matter.as_ref()?;
    let line = Line::from(post, front_matter.block.start(), cursor)?;
    let slot = line.wiki()?;
    let opening = line.before.rfind("[[")?;
    let is_value = line.before[..opening].ends_with(['"', '\'']);
    // Every post has one, and none is a link.
    let is_title = line.before.starts_with(TITLE);
    (is_value && !is_title).then_some(slot)
}

/// The cursor's line.
struct Line<'a> {
    before: &'a str,
    after: &'a str,
    cursor: TextSize,
    /// Whether `before` begins where the line does.
    is_whole: bool,
}

impl<'a> Line<'a> {
    fn new(post: &'a Parsed, cursor: TextSize) -> Option<Line<'a>> {
        Line::from(post, post.document.body.range.start(), cursor)
    }

    /// The part of it that stands behind `start`.
    fn from(post: &'a Parsed, start: TextSize, cursor: TextSize) -> Option<Line<'a>> {
        let source = post.text.as_str();
        let before = source.get(usize::from(start)..usize::from(cursor))?;
        let line = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let mut start = line.max(before.len().saturating_sub(MAX_LINK));
        while !before.is_char_boundary(start) {
            start += 1;
        }
        let after = source.get(usize::from(cursor)..)?;
        let end = after.find(['\n', '\r']).unwrap_or(after.len());
        Some(Line {
            before: &before[start..],
            after: &after[..end],
            cursor,
            is_whole: start == line,
        })
    }

    fn is_escaped(&self, at: usize) -> bool {
        let before = &self.before[..at];
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }

    /// From so many bytes before the cursor to so many behind it.
    fn range(&self, before: usize, after: usize) -> TextRange {
        TextRange::new(self.cursor - size(before), self.cursor + size(after))
    }

    fn wiki(&self) -> Option<Slot<'a>> {
        let start = self.before.rfind("[[")?;
        let inside = &self.before[start + "[[".len()..];
        if inside.contains(['[', ']', '|']) || self.is_escaped(start) {
            return None;
        }
        let embedded = self.before[..start].ends_with('!');
        // The rest of a link that is there already.
        let end = self.after.find(['[', ']', '|']).unwrap_or(self.after.len());
        let (rest, behind) = self.after.split_at(end);
        let is_link = behind.starts_with("]]") || behind.starts_with('|') && behind.contains("]]");
        let rest = if is_link { rest } else { "" };
        let closing = match &self.after.as_bytes()[rest.len()..] {
            [b']', b']', ..] => "",
            [b']', ..] => "]",
            [b'|', ..] if is_link => "",
            _ => "]]",
        };
        if let Some((page, anchor)) = inside.split_once('#') {
            return Some(Slot {
                place: LinkPart::Heading { page: page.trim() },
                typed: anchor,
                range: self.range(anchor.len(), rest.len()),
                closing,
            });
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let closing = if self.after[rest.len()..].starts_with('#') {
            ""
        } else {
            closing
        };
        Some(Slot {
            place: LinkPart::Page { embedded },
            typed: inside,
            range: self.range(inside.len(), rest.len()),
            closing,
        })
    }

    fn inline(&self) -> Option<Slot<'a>> {
        let start = self.before.rfind("](")?;
        let target = &self.before[start + "](".len()..];
        // A text that began on a line before is a text all the same.
        let Some(text) = opening(&self.before[..start]) else {
            return self.target(target, "", false, ")");
        };
        let is_image = self.before[..text].ends_with('!');
        match self.is_escaped(text) {
            true => None,
            false => self.target(target, &self.before[text + 1..start], is_image, ")"),
        }
    }

    fn definition(&self) -> Option<Slot<'a>> {
        let line = self.before.trim_start_matches(' ');
        let label = line.strip_prefix('[').filter(|_| self.is_whole)?;
        let (label, target) = label.split_once("]:")?;
        let is_footnote = label.starts_with('^');
        let is_label = !label.trim().is_empty() && !label.contains(['[', ']']);
        let indented = self.before.len() - line.len() > 3;
        let target = target.trim_start();
        (is_label && !is_footnote && !indented)
            .then(|| self.target(target, label, false, ""))
            .flatten()
    }

    /// A path or an anchor that is being written; not behind the target, where a title may stand.
    fn target(
        &self,
        target: &'a str,
        text: &'a str,
        is_image: bool,
        end: &'static str,
    ) -> Option<Slot<'a>> {
        let (target, in_brackets) = match target.strip_prefix('<') {
            Some(inside) => (inside, true),
            None => (target, false),
        };
        let is_over = match in_brackets {
            true => target.contains(['<', '>']),
            false => target.contains([' ', '\t', '<', '>']) || is_closed(target),
        };
        if is_over || is_external(target) || target.starts_with("//") {
            return None;
        }
        let ends = |it: char| match in_brackets {
            true => matches!(it, '>' | '<' | ')'),
            false => matches!(it, ')' | '(' | ' ' | '\t'),
        };
        let stop = self.after.find(ends).unwrap_or(self.after.len());
        // Without an end it is what the paragraph goes on with.
        let is_ended = self.after[stop..].starts_with([')', '>']) || end.is_empty();
        let rest = if is_ended { &self.after[..stop] } else { "" };
        let behind = &self.after[rest.len()..];
        let closing = match (in_brackets, end, behind.as_bytes()) {
            (true, _, [b'>', ..]) | (false, _, [b')', ..]) => "",
            (true, ")", [b')', ..]) | (true, "", _) => ">",
            (true, ..) => ">)",
            (false, "", _) => "",
            (false, ..) => ")",
        };
        if let Some((path, anchor)) = target.split_once('#') {
            let slot = Slot {
                place: LinkPart::Anchor { path },
                typed: anchor,
                range: self.range(anchor.len(), rest.len()),
                closing,
            };
            return Some(slot);
        }
        let (folder, typed) = target.split_at(target.rfind('/').map_or(0, |it| it + 1));
        let rest = rest.split(['#', '/']).next().unwrap_or_default();
        let goes_on = self.after[rest.len()..].starts_with(['#', '/']);
        Some(Slot {
            place: LinkPart::Path(LinkPath {
                folder,
                text,
                is_image,
                in_brackets,
            }),
            typed,
            range: self.range(typed.len(), rest.len()),
            closing: if goes_on { "" } else { closing },
        })
    }

    fn footnote(&self) -> Option<Slot<'a>> {
        let start = self.before.rfind("[^")?;
        let typed = &self.before[start + "[^".len()..];
        (!self.is_escaped(start))
            .then(|| self.named(typed, LinkPart::Footnote))
            .flatten()
    }

    fn label(&self) -> Option<Slot<'a>> {
        let start = self.before.rfind("][")?;
        let typed = &self.before[start + "][".len()..];
        let has_text = opening(&self.before[..start]).is_some_and(|it| !self.is_escaped(it));
        has_text
            .then(|| self.named(typed, LinkPart::Label))
            .flatten()
    }

    fn named(&self, typed: &'a str, place: LinkPart<'a>) -> Option<Slot<'a>> {
        if typed.contains(['[', ']']) {
            return None;
        }
        let closing = if self.after.starts_with(']') { "" } else { "]" };
        Some(Slot {
            place,
            typed,
            range: self.range(typed.len(), 0),
            closing,
        })
    }
}

/// Where the bracket stands that `]` behind this text closes: an image may stand in a link's text.
fn opening(before: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in before.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a parenthesis ends the target: one that none opened.
fn is_closed(target: &str) -> bool {
    let mut depth = 0;
    for c in target.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
    }
    false
}
