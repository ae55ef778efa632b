//! Anchors that a page has besides those of its Markdown headings: given by attributes, components and templates, or by what is
//! included from elsewhere. Only asked for an anchor that no heading has, of the text that should have it.

/// What lines begin with that put another text in their place: Hugo's shortcodes, PyMdown's snippets, mdBook, VitePress,
/// Microsoft's documentation, markdown-include.
const POSTS: [&str; 5] = [".mdx", ".md", ".markdown", ".qmd", ".Rmd"];

const INCLUDES: [&str; 11] = [
    "{{% include",
    "{{< include",
    "{{< readfile",
    "{{#include",
    "{{#rustdoc_include",
    "--8<--",
    "<!--@include",
    "<!-- @include",
    "[!INCLUDE",
    "!!!include",
    "{!",
];

/// The names of what a text includes, as they are written; `None` where it includes something that has no name.
pub fn included(text: &str) -> Option<Vec<String>> {
    let text = without_fences(text);
    let lines = text.lines().map(str::trim);
    lines
        .filter(|it| is_included(it, &text))
        .map(included_name)
        .collect()
}

/// A name with the ending of a post, be it in quotes, round brackets or none.
fn included_name(line: &str) -> Option<String> {
    let parts = line.split([
        ' ', '\t', '"', '\'', '`', '(', ')', '[', ']', '{', '}', '>', ',',
    ]);
    let names = parts.map(|it| it.trim_start_matches(['<', '!', '-', '@']));
    let mut names = names.filter_map(|it| {
        let end = POSTS
            .iter()
            .find_map(|ending| Some(it.find(ending)? + ending.len()))?;
        Some(it[..end].trim_start_matches("include:").to_owned())
    });
    names.find(|it| !it.is_empty())
}

/// Whether a text may have an anchor that none of its headings gives it, and nothing that it includes.
pub fn may_have(text: &str, anchor: &str) -> bool {
    let text = &without_fences(text);
    is_named(text, anchor)
        || is_of_line(text, anchor)
        || is_of_signs(text, anchor)
        || is_component(text)
}

/// Code shows what elsewhere would be done.
fn without_fences(text: &str) -> String {
    let mut without = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|it| trimmed.starts_with(it));
        match (fence, mark) {
            (None, None) => without.push_str(line),
            (None, Some(opening)) => fence = Some(opening),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
        }
    }
    // Of a fence that nothing closes the rest is not known.
    match fence {
        Some(_) => text.to_owned(),
        None => without,
    }
}

/// Whether the anchor stands in an attribute, a component, a comment or a template's tag: `{#id .class}`, `id="x"`,
/// `<Recipes titleId="x">`, `<!-- md:option x -->`.
fn is_named(text: &str, anchor: &str) -> bool {
    let name = anchor.trim_start_matches('+');
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let is_apart =
                |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric() && !"-_.".contains(it));
            let line = before.rfind('\n').map_or(0, |it| it + 1);
            let opens = before[line..].rfind(['{', '<']).is_some_and(|it| {
                let inner = &before[line + it + 1..];
                !inner.contains(['}', '>'])
            });
            // A tag may have an attribute a line.
            let is_value = before.ends_with(['"', '\'']) && after.starts_with(['"', '\'']);
            is_apart(before.chars().next_back())
                && is_apart(after.chars().next())
                && (opens || is_value)
        })
}

/// Whether a line would be the anchor as a heading, be it in a component, or as a term of a definition list:
/// <https://github.com/yuin/goldmark#definition-list>, of which Hugo makes anchors too.
fn is_of_line(text: &str, anchor: &str) -> bool {
    let wanted = letters(anchor);
    let numbered = anchor
        .trim_end_matches(|it: char| it.is_ascii_digit())
        .trim_end_matches(['-', '_']);
    let numbered = letters(numbered);
    if wanted.is_empty() {
        return false;
    }
    let is_wanted = |it: &str| {
        let it = letters(it);
        it == wanted || it == numbered
    };
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim().trim_start_matches('>').trim_start();
        let is_term = lines.peek().is_some_and(|it| {
            let it = it.trim_start();
            it.starts_with(": ") || it.starts_with(":\t")
        });
        if is_term && is_wanted(line) {
            return true;
        }
        // Tabs of PyMdown, and what a component is called.
        let tab = line.strip_prefix("=== ");
        let component = line
            .strip_prefix('<')
            .and_then(|it| it.split([' ', '>', '/']).next());
        if tab.into_iter().chain(component).any(is_wanted) {
            return true;
        }
        if !line.starts_with('#') && !line.starts_with("<h") {
            continue;
        }
        let line = without_attributes(line);
        if may_become(line, &wanted) || is_wanted(line) {
            return true;
        }
    }
    false
}

/// What an element or a template's value in a heading becomes is not known; what stands before it is.
fn may_become(line: &str, wanted: &str) -> bool {
    let values = ["{{", "<"].iter().filter_map(|it| line.find(it));
    let Some(at) = values.min() else {
        return false;
    };
    match letters(&line[..at]) {
        before if before.is_empty() => letters(line).contains(wanted),
        before => wanted.starts_with(&before),
    }
}

/// Without `{#id .class}` or `{: #id}` at its end.
fn without_attributes(line: &str) -> &str {
    let attributes = line
        .trim_end()
        .strip_suffix('}')
        .and_then(|it| it.rfind('{'));
    let is_id = |at: usize| {
        let inner = line[at + 1..].trim_start_matches([':', ' ']);
        inner.starts_with(['#', '.'])
    };
    attributes
        .filter(|it| is_id(*it))
        .map_or(line, |it| &line[..it])
}

fn is_included(line: &str, text: &str) -> bool {
    let names_markdown = || POSTS.iter().any(|it| line.contains(it));
    let is_tag = line.starts_with("{%")
        && ["include", "render", "import"]
            .iter()
            .any(|it| line.contains(it));
    // `{{% name %}}` alone on its line is rendered as Markdown: <https://gohugo.io/content-management/shortcodes/>.
    let is_shortcode = line.starts_with("{{%") && line.ends_with("%}}");
    is_shortcode && !is_pair(line, text)
        || (is_tag || line.starts_with("::: ") || line.starts_with("import ")) && names_markdown()
        || INCLUDES
            .iter()
            .any(|it| line.trim_start_matches("> ").starts_with(it))
}

/// Whether a shortcode only wraps what stands in the text: it is closed, or closes one.
fn is_pair(line: &str, text: &str) -> bool {
    let inner = line.trim_start_matches("{{%").trim_start();
    if inner.starts_with('/') {
        return true;
    }
    let name = inner.split([' ', '\t']).next().unwrap_or_default();
    ["{{% /", "{{%/"]
        .iter()
        .any(|it| text.contains(&format!("{it}{name}")))
}

/// Headings of signs alone get names that no rule tells: `section-1` for `$?`.
fn is_of_signs(text: &str, anchor: &str) -> bool {
    let base = anchor.trim_end_matches(|it: char| it.is_ascii_digit() || it == '-' || it == '_');
    let is_made = matches!(base, "" | "section" | "heading" | "id");
    let mut headings = text
        .lines()
        .filter_map(|it| it.trim_start().strip_prefix('#'));
    is_made && headings.any(|it| letters(it).is_empty())
}

/// A page without a heading that components or templates make: `<ApiIndex />`, `::: {#listing}`.
fn is_component(text: &str) -> bool {
    let n_headings = text.lines().filter(|it| it.starts_with("## ")).count();
    let is_tag = |it: &str| {
        let it = it.trim_start().strip_prefix('<').unwrap_or_default();
        it.starts_with(|it: char| it.is_ascii_uppercase()) || it.starts_with("script")
    };
    let is_tag = |it: &str| is_tag(it) || it.starts_with(":::");
    n_headings == 0 && text.lines().any(is_tag)
}

/// Letters and digits alone, in lower case.
pub fn letters(text: &str) -> String {
    let text = text.to_lowercase();
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{included, may_have};

    #[test]
    fn what_is_included_is_named() {
        for (text, name) in [
            ("{{% include \"_部分.md\" %}}\n", "_部分.md"),
            ("x\n\n{{< readfile file=\"a/b.md\" >}}\r\n", "a/b.md"),
            ("> [!INCLUDE [x](../a.md)]\n", "../a.md"),
            ("--8<-- \"a.md\"\n", "a.md"),
            ("<!--@include: ./parts/a.md-->\n", "./parts/a.md"),
            ("import A from './_a.mdx';\n", "./_a.mdx"),
        ] {
            assert_eq!(included(text), Some(vec![name.to_owned()]), "{text}");
        }
        for text in ["{{% notes %}}\n", "--8<-- \"a.txt\"\n"] {
            assert_eq!(included(text), None, "{text}");
        }
        for text in [
            "{{% alert %}}\nx\n{{% /alert %}}\n",
            "```\n--8<-- \"a.md\"\n```\n",
        ] {
            assert_eq!(included(text), Some(Vec::new()), "{text}");
        }
    }

    #[test]
    fn anchors_come_from_more_than_headings() {
        for (text, anchor) in [
            ("缓存\n: the folder\n", "缓存"),
            ("`date`\r\n: when\r\n", "date"),
            ("## A\n\nOptions\n: x\n", "options-1"),
            ("[](){ #+type:note .x }\n", "+type:note"),
            ("#### <!-- md:setting config.x -->\n", "config.x"),
            ("<Recipes\n  titleId=\"the-id\"\n>\n", "the-id"),
            ("## $?\n", "section-2"),
            ("<Tabs>\n    ## In a tab 😀\n</Tabs>\n", "in-a-tab-"),
            ("<ApiIndex />\n", "composition"),
            ("::: {#gallery}\n:::\n", "books"),
            ("## A\n\n<Challenges>\n", "challenges"),
            ("=== \"Anchor links, or 😀\"\n", "anchor-links-or-"),
        ] {
            assert!(may_have(text, anchor), "{text}");
        }
        for (text, anchor) in [
            ("## Dates\n\n[x](#date)\n", "date"),
            ("## A {{% x %}} b\n", "none"),
            ("## A {#custom}\n", "custo"),
            ("the-id in prose\n\n## B\n<Tabs>\n", "the-id"),
            ("{% include nav.html %}\n", "none"),
            ("```\n--8<-- \"a.md\"\n```\n", "none"),
        ] {
            assert!(!may_have(text, anchor), "{text}");
        }
    }
}
