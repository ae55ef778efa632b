//! MDX: imports and exports, JSX, `{expressions}` and comments: <https://mdxjs.com/docs/what-is-mdx/>. They are found, and not
//! understood.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use rustc_hash::FxHashSet;

use super::outside_fences;

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) blank: Vec<Range<usize>>,
    pub(super) tags: Vec<Range<usize>>,
}

/// An expression or a tag that goes on for longer was never meant as one.
const MAX_LEN: usize = 1 << 16;

/// Columns from which on CommonMark reads code.
const CODE_INDENT: usize = 4;

/// How deep braces may be.
const MAX_DEPTH: usize = 64;

pub(super) fn find(text: &str) -> Found {
    let mut found = Found::default();
    let (mut end, mut after_blank) = (0, true);
    for (start, line) in outside_fences(text) {
        let is_module = after_blank && ["import ", "export "].iter().any(|it| line.starts_with(it));
        after_blank = line.trim().is_empty();
        if start + line.len() <= end {
            continue;
        }
        if is_module && start >= end {
            end = start + module_len(&text[start..]);
            found.blank.push(start..end);
            after_blank = true;
            continue;
        }
        end = inline(text, (start, line), end, &mut found);
    }
    found
}

/// What is neither a blank nor a sign of Markdown's, in one byte.
const FILLER: u8 = 1;

/// MDX has no code by indentation: <https://mdxjs.com/docs/what-is-mdx/#markdown>. What stands indented, as it does in JSX, is text
/// or a fenced block. Texts get a filler where their indentation begins, and blocks, which to CommonMark are none, go.
pub(super) fn without_indented_code(text: Cow<'_, str>) -> Cow<'_, str> {
    let events = Parser::new(&text).into_offset_iter();
    let blocks: Vec<_> = events
        .filter(|it| matches!(it.0, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))))
        .map(|it| it.1)
        .collect();
    if blocks.is_empty() {
        return text;
    }
    let prose: FxHashSet<usize> = outside_fences(&text).map(|it| it.0).collect();
    let mut bytes = text.as_bytes().to_vec();
    for block in blocks {
        let first = text[..block.start].rfind('\n').map_or(0, |it| it + 1);
        let indent = (block.start - first).saturating_sub(CODE_INDENT);
        let mut at = first;
        for line in text[first..block.end].split_inclusive('\n') {
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            if !prose.contains(&at) {
                let content = line.trim_end().len();
                bytes[at..at + content].fill(b' ');
            } else if indent < blanks && !line.trim().is_empty() {
                bytes[at + indent] = FILLER;
            }
            at += line.len();
        }
    }
    String::from_utf8(bytes).map_or(text, Cow::Owned)
}

/// Tags and expressions that begin in a line. Returns where the last of them ends.
fn inline(text: &str, (start, line): (usize, &str), mut end: usize, found: &mut Found) -> usize {
    let is_heading = line.trim_start().starts_with('#');
    let mut at = end.saturating_sub(start);
    while let Some(open) = line
        .get(at..)
        .and_then(|it| it.find(['<', '{', '`', '\\']))
        .map(|it| at + it)
    {
        let rest = &text[start + open..];
        let len = match line.as_bytes()[open] {
            b'`' => code_len(rest).unwrap_or(1),
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            // The attributes of a heading, which is Docusaurus' syntax, are none.
            b'{' if is_heading && line[open..].trim_end().ends_with('}') => line.len() - open,
            b'{' => match braces_len(rest) {
                Some(len) => {
                    found.blank.push(start + open..start + open + len);
                    len
                }
                None => 1,
            },
            _ => match tag_len(rest) {
                Some(len) => {
                    found.tags.push(start + open..start + open + len);
                    len
                }
                None => 1,
            },
        };
        at = open + len;
        end = end.max(start + at);
    }
    end
}

/// Up to the blank line that ends it, outside braces.
fn module_len(text: &str) -> usize {
    let (mut len, mut depth) = (0, 0_usize);
    for line in text.split_inclusive('\n') {
        if depth == 0 && line.trim().is_empty() || len > MAX_LEN {
            break;
        }
        len += line.len();
        for byte in line.bytes() {
            match byte {
                b'{' | b'(' | b'[' => depth += 1,
                b'}' | b')' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }
    len
}

fn code_len(text: &str) -> Option<usize> {
    let n_ticks = text.len() - text.trim_start_matches('`').len();
    let ticks = &text[..n_ticks];
    let paragraph = text.split("\n\n").next().unwrap_or(text);
    let close = paragraph.get(n_ticks..)?.find(ticks)?;
    Some(n_ticks + close + n_ticks)
}

/// The length of `{…}`, strings in it considered.
fn braces_len(text: &str) -> Option<usize> {
    if text.starts_with("{/*") {
        return Some(text.find("*/}")? + "*/}".len()).filter(|it| *it <= MAX_LEN);
    }
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(MAX_LEN) {
        match (quote, byte) {
            (Some(it), _) if it == byte => quote = None,
            (Some(b'"' | b'\''), b'\n') => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'' | b'`') => quote = Some(byte),
            (None, b'{') if depth == MAX_DEPTH => return None,
            (None, b'{') => depth += 1,
            (None, b'}') if depth == 1 => return Some(at + 1),
            (None, b'}') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The length of `<Name a="b" c={d}>`, `</Name>`, `<>` or `</>`.
fn tag_len(text: &str) -> Option<usize> {
    let name = text[1..].trim_start_matches('/');
    let is_tag = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '>' || it == '_');
    let word = name
        .split(|it: char| !it.is_alphanumeric() && !"-_.".contains(it))
        .next();
    let is_address = word.is_some_and(|it| name[it.len()..].starts_with([':', '@']));
    if !is_tag || is_address {
        return None;
    }
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len().min(MAX_LEN) {
        match bytes[at] {
            b'>' => return Some(at + 1),
            b'<' => return None,
            b'{' => at += braces_len(&text[at..])?,
            quote @ (b'"' | b'\'') => at += text[at + 1..].find(quote as char)? + 2,
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::Dialect;
    use crate::syntax::markdown::mask::mask;

    fn seen(text: &str) -> String {
        let masked = mask(text, Dialect::Mdx).text.into_owned();
        assert_eq!(masked.len(), text.len());
        masked.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_markdown_is_seen() {
        assert_eq!(
            seen("import A from './a';\nexport const b = {\n\n  c: 1,\n};\n\n# 题"),
            "# 题"
        );
        assert_eq!(
            seen("<Tabs a={{ b: '}' }} c=\"<x>\">\n## 甲 😀\r\n</Tabs>\n<>乙</>"),
            "## 甲 😀 乙"
        );
        assert_eq!(seen("a {b[0][c]} d {/* [x](y.md) */} e"), "a d e");
        assert_eq!(seen("<Image\n  src={x}\n  alt='1 > 0'\n/>\n乙"), "乙");
    }

    #[test]
    fn and_markdown_stays() {
        for text in [
            "# A {#id}",
            "## A {/*id*/}",
            "`<b>` and `{c}`",
            "```jsx\n<A b={c}>\n```",
            "1 < 2 {open",
            "\\{a\\} \\<b>",
            "import duties are high",
        ] {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.starts_with("import") {
                assert_eq!(seen(text), words, "{text}");
            }
        }
    }
}
