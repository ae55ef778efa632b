//! Short texts that features write for people, as spans; and their two spellings, Markdown and plain text.
//! What stands in a span may be a stranger's words: nothing in it becomes markup, HTML, a link or a control character.

use std::fmt::Write as _;

use crate::corpus::FileId;
use crate::text::chars::is_direction_mark;

/// Paragraphs and lists, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
enum Block {
    Paragraph(Vec<Span>),
    Item(Vec<Span>),
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    Text(String),
    Strong(String),
    Code(String),
    /// A post, shown by this text, that a click opens.
    Post(FileId, String),
}

impl Prose {
    pub fn paragraph(&mut self, spans: impl IntoIterator<Item = Span>) {
        let spans: Vec<_> = spans.into_iter().collect();
        if !spans.is_empty() {
            self.blocks.push(Block::Paragraph(spans));
        }
    }

    /// An item of a list; items in a row are one list.
    pub fn item(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.blocks.push(Block::Item(spans.into_iter().collect()));
    }

    /// CommonMark. `link` gives a post's URI; without one its text stands alone.
    pub fn markdown(&self, link: impl Fn(FileId) -> Option<String>) -> String {
        self.write("- ", |span, out| match span {
            Span::Text(text) => out.push_str(&escape(text)),
            Span::Strong(text) => {
                let text = escape(text.trim());
                write!(out, "**{text}**").expect("a string takes all writes");
            }
            Span::Code(text) => out.push_str(&code(text)),
            Span::Post(file, text) => {
                let text = escape(text.trim());
                match link(*file) {
                    Some(uri) => write!(out, "[{text}](<{uri}>)"),
                    None => write!(out, "{text}"),
                }
                .expect("a string takes all writes");
            }
        })
    }

    pub fn plain(&self) -> String {
        self.write("- ", |span, out| {
            let (Span::Text(text) | Span::Strong(text) | Span::Code(text) | Span::Post(_, text)) =
                span;
            out.push_str(&printable(text));
        })
    }

    fn write(&self, dash: &str, mut span: impl FnMut(&Span, &mut String)) -> String {
        let mut out = String::new();
        let mut in_list = false;
        for block in &self.blocks {
            let (Block::Paragraph(spans) | Block::Item(spans)) = block;
            let is_item = matches!(block, Block::Item(_));
            if !out.is_empty() {
                out.push_str(if in_list && is_item { "\n" } else { "\n\n" });
            }
            if is_item {
                out.push_str(dash);
            }
            in_list = is_item;
            spans.iter().for_each(|it| span(it, &mut out));
        }
        out
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Span {
        Span::Text(text.to_owned())
    }
}

impl From<String> for Span {
    fn from(text: String) -> Span {
        Span::Text(text)
    }
}

/// Spans with a text between each two.
pub fn separated(spans: impl IntoIterator<Item = Span>, by: &str) -> Vec<Span> {
    let mut out = Vec::new();
    for span in spans {
        if !out.is_empty() {
            out.push(by.into());
        }
        out.push(span);
    }
    out
}

/// Text that Markdown renders as it stands. A colon, an at sign and a dot behind `www` are escaped too: without them
/// renderers make links of bare addresses. A digit's dot or a dash begins a list only at the start.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = "";
    let text = printable(text);
    for (at, c) in text.char_indices() {
        let opens = at == 0 && matches!(c, '-' | '+' | '=');
        let numbers = matches!(c, '.' | ')') && before.bytes().all(|it| it.is_ascii_digit());
        let address = c == '.' && before.to_ascii_lowercase().ends_with("www");
        if MARKS.contains(c) || opens || numbers || address {
            out.push('\\');
        }
        out.push(c);
        before = &text[..at + c.len_utf8()];
    }
    out
}

const MARKS: &str = "\\`*_{}[]()<>#&~|!:@$^";

/// A code span whose fence is longer than any run of backticks in it.
fn code(text: &str) -> String {
    let text = printable(text);
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let touches = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    match touches && !text.trim().is_empty() {
        true => format!("{fence} {text} {fence}"),
        false if text.is_empty() => "``  ``".to_owned(),
        false => format!("{fence}{text}{fence}"),
    }
}

/// One line without control characters, and without those that turn the order of the text around it.
pub fn printable(text: &str) -> String {
    let shown = |it: char| match it {
        it if is_direction_mark(it) || it == '\u{feff}' => None,
        '\u{2028}' | '\u{2029}' => Some(' '),
        it if it.is_control() => Some(' '),
        it => Some(it),
    };
    text.chars().filter_map(shown).collect()
}

/// A name as it stands: a code span where Markdown would need backslashes, which some editors show.
pub(super) fn verbatim(name: &str) -> Span {
    if escape(name) == printable(name) {
        Span::Text(name.to_owned())
    } else {
        Span::Code(name.to_owned())
    }
}

/// `1 post`, `312 posts`
pub fn posts(n_posts: usize) -> String {
    counted(n_posts, "post")
}

/// `1 field`, `12 fields`
pub(super) fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// So many terms of a field, by the field's name: `14 people`, `1 person`, `2 authors`. A name that is no English word in
/// small letters is left as it is.
pub(super) fn terms_of_field(n_terms: usize, field: &str) -> String {
    let noun = match n_terms {
        1 => singular(field),
        _ => plural(field),
    };
    format!("{n_terms} {}", printable(&noun))
}

/// Words with one form for both.
const UNCHANGED: [&str; 5] = ["series", "media", "news", "species", "data"];

fn is_word(name: &str) -> bool {
    name.len() > 2 && name.bytes().all(|it| it.is_ascii_lowercase())
}

fn singular(name: &str) -> String {
    if !is_word(name) || UNCHANGED.contains(&name) {
        return name.to_owned();
    }
    let stem = |ending: &str| name.strip_suffix(ending);
    match name {
        "people" => "person".to_owned(),
        _ if stem("ies").is_some() => format!("{}y", &name[..name.len() - 3]),
        _ if ["sses", "xes", "ches", "shes"]
            .iter()
            .any(|it| stem(it).is_some()) =>
        {
            name[..name.len() - 2].to_owned()
        }
        _ if stem("ss").is_some() || stem("us").is_some() || stem("is").is_some() => {
            name.to_owned()
        }
        _ => stem("s").unwrap_or(name).to_owned(),
    }
}

fn plural(name: &str) -> String {
    let is_plural = name == "people" || name.ends_with('s') || UNCHANGED.contains(&name);
    if !is_word(name) || is_plural {
        return name.to_owned();
    }
    let stem = name.strip_suffix('y');
    let stem = stem.filter(|it| !it.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        _ if name == "person" => "people".to_owned(),
        Some(stem) => format!("{stem}ies"),
        None if name.ends_with(['x', 'z']) || name.ends_with("ch") || name.ends_with("sh") => {
            format!("{name}es")
        }
        None => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_counted_by_the_name_of_their_field() {
        let counted = |field| [1, 2].map(|it| terms_of_field(it, field));
        for (field, one, two) in [
            ("tags", "1 tag", "2 tags"),
            ("people", "1 person", "2 people"),
            ("companies", "1 company", "2 companies"),
            ("category", "1 category", "2 categories"),
            ("author", "1 author", "2 authors"),
            ("series", "1 series", "2 series"),
            ("media", "1 media", "2 media"),
            ("boxes", "1 box", "2 boxes"),
            ("topics", "1 topic", "2 topics"),
            ("houses", "1 house", "2 houses"),
            ("class", "1 class", "2 class"),
            ("标签", "1 标签", "2 标签"),
            ("podcastGuests", "1 podcastGuests", "2 podcastGuests"),
            ("ai", "1 ai", "2 ai"),
        ] {
            assert_eq!(counted(field), [one, two]);
        }
    }
}
