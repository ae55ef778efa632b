//! Attributes of a heading, as Pandoc, kramdown, MkDocs, Hugo and Docusaurus read them: `{#id .class key=value}`, `{: #id}`,
//! `{/*id*/}`. It tells where they stand and which id they give, and does not know what a site makes of them.

use std::ops::Range;

/// Attributes and the id among them, by their bytes in the text that was looked through.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    /// With the braces.
    pub(super) range: Range<usize>,
    pub(super) id: Option<Range<usize>>,
}

/// The attributes that end a title. Braces that are escaped, belong to a template, or are the whole title are no attributes.
pub(super) fn behind_title(title: &str) -> Option<Found> {
    let start = title.rfind('{').filter(|_| title.ends_with('}'))?;
    let before = &title[..start];
    if before.trim().is_empty() || before.ends_with(['\\', '{', '$']) {
        return None;
    }
    let inner = &title[start + 1..title.len() - 1];
    let id = match comment(inner) {
        Some(id) => Some(id),
        None => list(inner)?,
    };
    // `f{x="1"}` is prose; an id may follow a title without a blank, as it often does in Chinese.
    if id.is_none() && !before.ends_with(char::is_whitespace) {
        return None;
    }
    Some(found(title, start, id))
}

/// The id that kramdown takes from the line below a heading.
pub(super) fn below(line: &str) -> Option<Found> {
    let start = line.len() - line.trim_start().len();
    let inner = line.trim().strip_prefix('{')?.strip_suffix('}')?;
    let id = list(inner).filter(|_| inner.starts_with(':'))??;
    Some(found(line.trim_end(), start, Some(id)))
}

fn found(text: &str, start: usize, id: Option<&str>) -> Found {
    let place = |id: &str| {
        let at = id.as_ptr() as usize - text.as_ptr() as usize;
        at..at + id.len()
    };
    Found {
        range: start..text.len(),
        id: id.map(place),
    }
}

/// The id in a comment of MDX: `/*id*/` or `/* #id */`. Any other comment is a remark.
fn comment(inner: &str) -> Option<&str> {
    let text = inner.strip_prefix("/*")?.strip_suffix("*/")?;
    let id = text.trim().strip_prefix('#').unwrap_or(text);
    is_name(id).then_some(id)
}

/// The id in a list of attributes, if it gives one; `None` if this is no such list.
fn list(inner: &str) -> Option<Option<&str>> {
    let is_kramdown = inner.starts_with(':');
    let mut rest = inner.strip_prefix(':').unwrap_or(inner).trim_start();
    let (mut id, mut is_plain, mut has_word) = (None, !is_kramdown, false);
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_len(rest, is_kramdown));
        match kind(token)? {
            Token::Id(name) => id = id.or(Some(name)),
            Token::Plain => is_plain = false,
            Token::Value => {}
            Token::Word => has_word = true,
        }
        rest = after.trim_start();
    }
    // `{x}` and `{x=1}` alone are prose.
    let is_list = id.is_some() || !is_plain && (is_kramdown || !has_word);
    is_list.then_some(id)
}

enum Token<'a> {
    Id(&'a str),
    /// Nothing but an attribute looks like this: `.class`, `key="value"`, Pandoc's `-`.
    Plain,
    /// `key=value`
    Value,
    Word,
}

fn kind(token: &str) -> Option<Token<'_>> {
    let is_word = |it: &str| is_name(it) && !it.starts_with(|c: char| c.is_ascii_digit());
    if let Some(id) = token.strip_prefix('#') {
        return is_name(id).then_some(Token::Id(id));
    }
    if let Some(class) = token.strip_prefix('.') {
        return is_word(class).then_some(Token::Plain);
    }
    if let Some((key, value)) = token.split_once('=') {
        let is_quoted = value.len() > 1 && value.starts_with(['"', '\'']);
        let kind = if is_quoted {
            Token::Plain
        } else {
            Token::Value
        };
        return (is_word(key) && (is_quoted || is_name(value))).then_some(kind);
    }
    match token {
        "-" => Some(Token::Plain),
        _ => (is_word(token) && token.starts_with(char::is_alphabetic)).then_some(Token::Word),
    }
}

/// Up to a blank outside quotes; kramdown writes `#id.class` for `#id .class`.
fn token_len(rest: &str, is_kramdown: bool) -> usize {
    let is_name = is_kramdown && rest.starts_with(['#', '.']);
    let mut quote = None;
    let ends = |(at, c): &(usize, char)| match (quote, c) {
        (Some(it), _) => {
            quote = Some(it).filter(|it| it != c);
            false
        }
        (None, '"' | '\'') => {
            quote = Some(*c);
            false
        }
        (None, '#' | '.') => is_name && *at > 0,
        (None, _) => c.is_whitespace(),
    };
    rest.char_indices().find(ends).map_or(rest.len(), |it| it.0)
}

fn is_name(text: &str) -> bool {
    let is_sign = |c| r##"{}[]()<>"'`\=*|#"##.contains(c);
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || is_sign(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the title, and the id.
    fn split(title: &str) -> (&str, Option<&str>) {
        match behind_title(title) {
            Some(it) => (
                title[..it.range.start].trim_end(),
                it.id.map(|id| &title[id]),
            ),
            None => (title, None),
        }
    }

    #[test]
    fn attributes_are_told_from_prose() {
        for (title, name, id) in [
            ("Title {#id}", "Title", Some("id")),
            ("开始{#start}", "开始", Some("start")),
            ("T { #id }", "T", Some("id")),
            ("T {#id .cls key=v}", "T", Some("id")),
            ("T {.cls title=\"a #b\" #id}", "T", Some("id")),
            ("T {: #id}", "T", Some("id")),
            ("T {:.cls#id.other}", "T", Some("id")),
            ("T {#v1.2}", "T", Some("v1.2")),
            ("T {/*id*/}", "T", Some("id")),
            ("T {/* #中文 */}", "T", Some("中文")),
            ("T {-}", "T", None),
            ("T {.cls}", "T", None),
        ] {
            assert_eq!(split(title), (name, id), "{title}");
        }
        for title in [
            r"T \{#id}",
            r"T {#id\}",
            "T {{ #id }}",
            "T {{#id}}",
            "T {% raw %}",
            "T ${#id}",
            "{#if x}",
            "T {x}",
            "T {x=1}",
            "f{x=\"1\"}",
            "T {/* a remark */}",
            "T {#}",
            "T {#a#b}",
            "T {::comment}",
            "T {#id} more",
        ] {
            assert_eq!(split(title), (title, None));
        }
    }

    #[test]
    fn kramdown_reads_the_line_below() {
        let line = " {: .cls #id } ";
        let found = below(line).expect("it has an id");
        assert_eq!(
            (found.range, &line[found.id.expect("it has one")]),
            (1..14, "id")
        );
        assert_eq!(below("{: .cls}"), None);
        assert_eq!(below("{#id}"), None);
        assert_eq!(below("{: #id} more"), None);
    }
}
