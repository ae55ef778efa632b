//! The tags in a body's HTML: which of them nothing closes, which anchors they set, and where their attributes lead. No tree
//! is built, and no HTML is judged beyond that.

use std::cmp::Ordering;
use std::ops::Range;

use super::LinkKind;

/// Elements that must be closed, sorted. Not those whose end HTML lets one leave out (`p`, `li`, `td` ...), not void
/// ones, and nothing unknown: `<name>` in prose is a placeholder more often than a tag.
#[rustfmt::skip]
const CONTAINERS: &[&str] = &[
    "a", "abbr", "article", "aside", "audio", "b", "big", "blockquote", "button", "center", "cite", "code", "del",
    "details", "dfn", "div", "dl", "em", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "i", "iframe", "ins", "kbd", "label", "main", "mark", "nav", "object", "ol", "pre", "q", "s",
    "samp", "script", "section", "select", "small", "span", "strike", "strong", "style", "sub", "summary", "sup",
    "svg", "table", "textarea", "tt", "u", "ul", "var", "video",
];

/// Elements whose content is text, whatever it looks like.
const RAW: &[&str] = &["script", "style", "textarea"];

/// The tags seen so far, from block to block: `<details>` may open in one and close in another.
pub(super) struct Tags {
    /// Indexes into [`CONTAINERS`], and the tags' bytes.
    open: Vec<(usize, Range<usize>)>,
    /// How many of each container are open, so that a stray closing tag costs no search.
    n_open: [usize; CONTAINERS.len()],
    found: Found,
}

/// What tags tell, in the order of the source.
#[derive(Default)]
pub(super) struct Found {
    pub(super) unclosed: Vec<Range<usize>>,
    /// Values of `id` and `name` attributes.
    pub(super) anchors: Vec<Range<usize>>,
    /// Values of `href`, and of `src` and `poster`, which are pictures and the like.
    pub(super) links: Vec<(LinkKind, Range<usize>)>,
}

/// What the attributes of a tag tell.
struct TagEnd {
    /// After the `>`.
    end: usize,
    self_closing: bool,
}

impl Tags {
    pub(super) fn new() -> Tags {
        Tags {
            open: Vec::new(),
            n_open: [0; CONTAINERS.len()],
            found: Found::default(),
        }
    }

    /// Reads the tags in `text[range]`.
    pub(super) fn scan(&mut self, text: &str, range: Range<usize>) {
        let text = &text[..range.end];
        let mut at = range.start;
        while let Some(start) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
            let Some(end) = self.markup(text, at + start) else {
                return;
            };
            at = end;
        }
    }

    pub(super) fn finish(self) -> Found {
        let mut found = self.found;
        let open = self.open.into_iter().map(|(_, range)| range);
        found.unclosed.extend(open);
        found.unclosed.sort_by_key(|it| it.start);
        found
    }

    /// Reads what begins with the `<` at `start`. Returns where to go on; `None` where nothing more can be told.
    fn markup(&mut self, text: &str, start: usize) -> Option<usize> {
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            // `<!-->` is a whole comment.
            let Some(len) = rest["<!".len()..].find("-->") else {
                self.found.unclosed.push(start..start + "<!--".len());
                return None;
            };
            return Some(start + "<!".len() + len + "-->".len());
        }
        let closes = rest.starts_with("</");
        let name_start = start + if closes { 2 } else { 1 };
        let name = name_at(&text[name_start..]);
        if name.is_empty() {
            return Some(name_start);
        }
        let tag = self.attributes(text, name_start + name.len())?;
        let container = CONTAINERS.binary_search_by(|it| compare(it, name)).ok();
        match container {
            Some(container) if closes => self.close(container),
            Some(container) if !tag.self_closing => {
                self.open(container, start..tag.end);
                if RAW.contains(&CONTAINERS[container]) {
                    return end_of_raw(text, tag.end, name);
                }
            }
            _ => {}
        }
        Some(tag.end)
    }

    fn open(&mut self, container: usize, range: Range<usize>) {
        self.n_open[container] += 1;
        self.open.push((container, range));
    }

    /// Closes the innermost element of that name; those still open within it were never closed.
    fn close(&mut self, container: usize) {
        if self.n_open[container] == 0 {
            return;
        }
        while let Some((inner, range)) = self.open.pop() {
            self.n_open[inner] -= 1;
            if inner == container {
                return;
            }
            self.found.unclosed.push(range);
        }
    }

    /// Reads attributes up to the tag's `>`. `None` if it has none: then this is no tag.
    fn attributes(&mut self, text: &str, start: usize) -> Option<TagEnd> {
        let bytes = text.as_bytes();
        let skip = |from: usize, of: fn(&u8) -> bool| {
            from + bytes[from..].iter().take_while(|it| of(it)).count()
        };
        let mut at = start;
        loop {
            at = skip(at, u8::is_ascii_whitespace);
            match bytes.get(at)? {
                b'>' => {
                    let self_closing = bytes[at - 1] == b'/';
                    return Some(TagEnd {
                        end: at + 1,
                        self_closing,
                    });
                }
                b'/' | b'=' => at += 1,
                _ => {
                    let name_end = skip(at, in_attribute_name);
                    let name = &text[at..name_end];
                    at = skip(name_end, u8::is_ascii_whitespace);
                    if bytes.get(at) == Some(&b'=') {
                        let value = value_at(text, skip(at + 1, u8::is_ascii_whitespace))?;
                        at = value.end
                            + usize::from(matches!(bytes.get(value.end), Some(b'"' | b'\'')));
                        if !value.is_empty() {
                            self.attribute(name, value);
                        }
                    }
                }
            }
        }
    }
}

impl Tags {
    fn attribute(&mut self, name: &str, value: Range<usize>) {
        let is = |names: &[&str]| names.iter().any(|it| name.eq_ignore_ascii_case(it));
        if is(&["id", "name"]) {
            self.found.anchors.push(value);
        } else if is(&["href"]) {
            self.found.links.push((LinkKind::Inline, value));
        } else if is(&["src", "poster"]) {
            self.found.links.push((LinkKind::Image, value));
        }
    }
}

/// A title without the anchors around it: empty elements with an id before and behind it, and one that holds all of it.
pub(super) fn without_anchors(title: &str) -> &str {
    let mut inner = title;
    while let Some(rest) = behind_anchor(inner)
        .or_else(|| before_anchor(inner))
        .filter(|it| !it.trim().is_empty())
    {
        inner = rest.trim();
    }
    inner
}

/// What follows an empty element with an id, or is the content of one that ends with the text.
fn behind_anchor(text: &str) -> Option<&str> {
    let (name, rest) = anchor_at(text)?;
    if text[..text.len() - rest.len()].ends_with("/>") {
        return Some(rest);
    }
    let closing = format!("</{name}>");
    let content = || rest.strip_suffix(&*closing);
    rest.strip_prefix(&*closing)
        .or_else(|| content().filter(|it| !it.contains(&closing)))
}

/// What stands before an empty element with an id that ends the text.
fn before_anchor(text: &str) -> Option<&str> {
    let before = match text.strip_suffix("/>") {
        Some(before) => before,
        None => &text[..text.rfind("</")?],
    };
    let start = before.rfind('<')?;
    let is_empty = behind_anchor(&text[start..])?.is_empty();
    (is_empty && !text[..start].ends_with('\\')).then_some(&text[..start])
}

/// The name of the opening tag with an id that a text begins with, and what follows it.
fn anchor_at(text: &str) -> Option<(&str, &str)> {
    let name = name_at(text.strip_prefix('<')?);
    let (tag, rest) = text.split_at(text.find('>')? + 1);
    let has_id = ["id=", "name="]
        .iter()
        .any(|it| tag.to_ascii_lowercase().contains(it));
    (!name.is_empty() && has_id).then_some((name, rest))
}

fn name_at(rest: &str) -> &str {
    let is_name = |it: &u8| it.is_ascii_alphanumeric() || *it == b'-';
    let starts = rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let len = rest.bytes().take_while(|it| is_name(it)).count();
    if starts { &rest[..len] } else { "" }
}

fn in_attribute_name(byte: &u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'=')
}

/// The attribute's value at `start`, without its quotes.
fn value_at(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = &text.as_bytes()[start..];
    match rest.first()? {
        quote @ (b'"' | b'\'') => {
            let len = memchr::memchr(*quote, &rest[1..])?;
            Some(start + 1..start + 1 + len)
        }
        _ => {
            let in_value = |it: &&u8| !it.is_ascii_whitespace() && **it != b'>';
            Some(start..start + rest.iter().take_while(in_value).count())
        }
    }
}

/// Compares names as HTML does: ASCII letters without regard to case.
fn compare(container: &str, name: &str) -> Ordering {
    container
        .bytes()
        .cmp(name.bytes().map(|it| it.to_ascii_lowercase()))
}

/// Where the closing tag of an element begins whose content is no markup.
fn end_of_raw(text: &str, start: usize, name: &str) -> Option<usize> {
    let closes = |at: &usize| {
        let rest = &text.as_bytes()[*at..];
        let closing = rest.strip_prefix(b"</").and_then(|it| it.get(..name.len()));
        closing.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', &text.as_bytes()[start..])
        .map(|it| start + it)
        .find(closes)
}
