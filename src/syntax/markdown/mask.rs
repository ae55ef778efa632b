//! What stands in a body and is no Markdown: code in blocks of a template's tags, Obsidian's comments, and in MDX imports, tags and
//! expressions. It is blanked byte by byte before the parser sees it, so that every offset stays what it is.

mod mdx;

use std::borrow::Cow;
use std::ops::Range;

use super::Dialect;

/// Blocks of Liquid's, Nunjucks' and Hexo's tags whose content is not rendered as Markdown where it stands:
/// <https://shopify.github.io/liquid/tags/template/>, <https://jekyllrb.com/docs/liquid/tags/>,
/// <https://mozilla.github.io/nunjucks/templating.html#block-set>.
const BLOCKS: [&str; 9] = [
    "highlight",
    "comment",
    "set",
    "capture",
    "codeblock",
    "prism",
    "mermaid",
    "callout_code",
    "raw",
];

/// Words in the names of Hugo's shortcodes that show what is in them as it stands: `highlight`, `code-toggle`.
const SHOWING: [&str; 7] = [
    "highlight",
    "code",
    "mermaid",
    "katex",
    "math",
    "raw",
    "chart",
];

/// What the parser is to see, and the tags of MDX that were blanked, by their bytes.
pub(super) struct Masked<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) tags: Vec<Range<usize>>,
}

/// A body without what is no Markdown, of the same length.
pub(super) fn mask(text: &str, dialect: Dialect) -> Masked<'_> {
    let bytes = text.as_bytes();
    let mut blank: Vec<Range<usize>> = Vec::new();
    let mut tags = Vec::new();
    let has = |needle: &str| memchr::memmem::find(bytes, needle.as_bytes()).is_some();
    if has("{%") || has("{{<") || has("%%") {
        blank = blocks(text);
    }
    if dialect == Dialect::Mdx {
        let found = mdx::find(text);
        blank.extend(found.blank);
        tags = found.tags;
        blank.extend(tags.iter().cloned());
    }
    let mut text = blanked(text, &blank);
    if dialect == Dialect::Mdx {
        text = mdx::without_indented_code(text);
    }
    if has("]: {%") || has("]: {{") {
        text = with_whole_targets(text);
    }
    Masked { text, tags }
}

/// `[label]: {% post_url a %}` defines a label, whatever the tag becomes: to the parser its blanks would end the target.
fn with_whole_targets(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut bytes = text.as_bytes().to_vec();
    for (start, line) in outside_fences(&text) {
        let is_definition = line.trim_start().starts_with('[');
        let tag = line
            .find("]: {")
            .filter(|_| is_definition)
            .map(|it| it + "]: ".len());
        let end = ["%}", "}}"].iter().filter_map(|it| line.rfind(it)).max();
        let Some((tag, end)) = tag.zip(end).filter(|it| it.0 < it.1) else {
            continue;
        };
        let blanks = (start + tag..start + end).filter(|it| text.as_bytes()[*it] == b' ');
        blanks.for_each(|it| bytes[it] = b'_');
    }
    String::from_utf8(bytes).map_or(text, Cow::Owned)
}

fn blanked<'a>(text: &'a str, ranges: &[Range<usize>]) -> Cow<'a, str> {
    if ranges.is_empty() {
        return text.into();
    }
    let mut bytes = text.as_bytes().to_vec();
    for byte in ranges.iter().flat_map(|it| it.clone()) {
        if !matches!(bytes[byte], b'\n' | b'\r') {
            bytes[byte] = b' ';
        }
    }
    // The ends of all ranges are those of characters.
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

/// Lines of a text with where they begin, without those of fenced code; line ends included.
fn outside_fences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut at, mut fence) = (0, None::<&str>);
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start_matches([' ', '\t', '>']);
        let mark = fence_of(trimmed);
        match (fence, mark) {
            (None, Some(opening)) => {
                fence = Some(opening);
                None
            }
            (Some(open), Some(mark)) => {
                let closes = mark.starts_with(open) && trimmed[mark.len()..].trim().is_empty();
                fence = (!closes).then_some(open);
                None
            }
            (Some(_), None) => None,
            (None, None) => Some((start, line)),
        }
    })
}

fn fence_of(line: &str) -> Option<&str> {
    let sign = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let len = line.len() - line.trim_start_matches(sign).len();
    let is_inline = sign == '`' && line[len..].contains('`');
    (len >= 3 && !is_inline).then(|| &line[..len])
}

fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for (start, line) in outside_fences(text) {
        let mut at = 0;
        while let Some(open) = line[at..].find(['{', '%']).map(|it| at + it) {
            let here = start + open;
            at = open + 1;
            let in_code = line[..open].matches('`').count() % 2 == 1;
            if here < end || in_code {
                continue;
            }
            let rest = &text[here..];
            // `100%% and 50%%` is none.
            let is_apart = !text[..here].ends_with(char::is_alphanumeric);
            let block = tag_block(rest)
                .or_else(|| shortcode(rest))
                .or_else(|| comment(rest).filter(|_| is_apart));
            if let Some((inner, len)) = block {
                found.push(here + inner.start..here + inner.end);
                end = here + len;
            } else if rest.starts_with("%%") {
                at = open + 2;
            }
        }
    }
    found
}

/// The content of `{% name … %}` … `{% endname %}` with its tags, from the beginning of a text, and the length of it all.
fn tag_block(text: &str) -> Option<(Range<usize>, usize)> {
    let tag = text.strip_prefix("{%")?;
    let end = tag.find("%}")?;
    let words = tag[..end].trim_matches(['-', ' ']);
    let name = words.split_whitespace().next()?;
    // `{% set a = 1 %}` is no block.
    if !BLOCKS.contains(&name) || name == "set" && words.contains('=') {
        return None;
    }
    let start = "{%".len() + end + "%}".len();
    let (at, len) = closing(&text[start..], name)?;
    let whole = start + at + len;
    let inner = &text[start..start + at];
    // What Liquid is told to leave alone is Markdown still: a code block in it shows that, and so does a text in a line.
    let is_markdown = name == "raw"
        && (!inner.contains('\n') || inner.lines().any(|it| fence_of(it.trim_start()).is_some()));
    (!is_markdown).then_some((0..whole, whole))
}

fn closing(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut tags = text.match_indices("{%");
    tags.find_map(|(at, _)| {
        let tag = &text[at + "{%".len()..];
        let rest = tag
            .trim_start_matches(['-', ' '])
            .strip_prefix("end")?
            .strip_prefix(name)?;
        let rest = rest.trim_start_matches([' ', '-']).strip_prefix("%}")?;
        Some((at, text.len() - at - rest.len()))
    })
}

/// The content of a shortcode of Hugo's that shows it as code.
fn shortcode(text: &str) -> Option<(Range<usize>, usize)> {
    let tag = text.strip_prefix("{{<")?;
    let end = tag.find(">}}")?;
    let words = tag[..end].trim();
    let name = words.split_whitespace().next()?;
    if words.starts_with('/') || words.ends_with('/') || !SHOWING.iter().any(|it| name.contains(it))
    {
        return None;
    }
    let start = "{{<".len() + end + ">}}".len();
    let closing = ["{{< /", "{{</", "{{< / "].iter().filter_map(|it| {
        let closing = format!("{it}{name}");
        text[start..].find(&closing)
    });
    let inner = start..start + closing.min()?;
    // In a line of prose it is a word.
    text[inner.clone()]
        .contains('\n')
        .then(|| (inner.clone(), inner.end))
}

/// An Obsidian comment: <https://help.obsidian.md/syntax#Comments>. In one line, or from a line that it begins to one that it ends.
fn comment(text: &str) -> Option<(Range<usize>, usize)> {
    let rest = text.strip_prefix("%%")?;
    let len = rest.find("%%")?;
    let inner = &rest[..len];
    let is_block = rest.starts_with(['\n', '\r']) && inner.ends_with(['\n', '\r']);
    let is_comment = is_block || !inner.trim().is_empty() && !inner.contains(['\n', '%']);
    let whole = len + "%%%%".len();
    is_comment.then_some((0..whole, whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the text, the blanks of each gap as one.
    fn seen(text: &str) -> String {
        let masked = mask(text, Dialect::Markdown).text.into_owned();
        assert_eq!(masked.len(), text.len());
        masked.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn code_in_templates_is_not_seen() {
        assert_eq!(
            seen("甲\n{% highlight sh %}\r\n# 注 😀\r\n{% endhighlight %}\n乙"),
            "甲 乙"
        );
        assert_eq!(
            seen("{% set x %}{% raw %}\n# a\n{% endraw %}{% endset %}\nb"),
            "b"
        );
        assert_eq!(
            seen("{%- comment -%}\n[a](b.md)\n{%- endcomment -%}\nb"),
            "b"
        );
        assert_eq!(
            seen("{{< code-toggle file=x >}}\n[[a]]\n{{< /code-toggle >}}\nb"),
            "{{< code-toggle file=x >}} {{< /code-toggle >}} b"
        );
        assert_eq!(seen("a %%[[甲]]%% b\n%%\n[[乙]]\n%%\nc"), "a b c");
    }

    #[test]
    fn and_all_else_is() {
        for text in [
            "{% raw %}{{ x }}{% endraw %} # a",
            "{% raw %}\n```\n{{ x }}\n```\n# A\n{% endraw %}",
            "{% set x = 1 %}\n# A",
            "`{% comment %}`\n# A\n`{% endcomment %}`",
            "```\n{% comment %}\n```\n# A\n```\n{% endcomment %}\n```",
            "{% comment %}\n# A",
            "100%% and 50%%\n\n50%%",
            "{{< card >}}\n# A\n{{< /card >}}",
        ] {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(seen(text), words, "{text}");
        }
    }
}
