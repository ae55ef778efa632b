//! Attributes that site generators read behind a heading or on the line below it: `{#id}`, `{: #id .class}`, `{/* #id */}`. It does not
//! know which generator reads which.

use std::ops::Range;

/// The attributes at the end of a heading's text: their bytes, and those of the id among them, without its `#`. `None` for other
/// braces: a template's, an escaped one, code.
pub(super) fn at_end(text: &str) -> Option<(Range<usize>, Option<Range<usize>>)> {
    let inner = text.strip_suffix('}').filter(|it| !it.ends_with('}'))?;
    let open = inner.rfind('{')?;
    let before = &text[..open];
    if before.ends_with(['\\', '{', '$', '%']) || before.trim().is_empty() {
        return None;
    }
    let id = id_among(&text[open + 1..inner.len()])?;
    let id = id.map(|it| it.start + open + 1..it.end + open + 1);
    Some((open..text.len(), id))
}

/// The id on a line of kramdown's attributes, `{: #id}`.
pub(super) fn id_on_line(line: &str) -> Option<Range<usize>> {
    let text = line.trim();
    let inner = text.strip_prefix("{:")?.strip_suffix('}')?;
    let start = line.len() - line.trim_start().len() + "{:".len();
    id_among(inner)?.map(|it| it.start + start..it.end + start)
}

/// The id among attributes, where all of the text is some; `Some(None)` where none of them is an id.
fn id_among(text: &str) -> Option<Option<Range<usize>>> {
    let bare = text.strip_prefix("/*").and_then(|it| it.strip_suffix("*/"));
    let skipped = if bare.is_some() { "/*".len() } else { 0 };
    let bare = bare.unwrap_or(text);
    let (colon, bare) = match bare.strip_prefix(':') {
        Some(rest) => (1, rest),
        None => (0, bare),
    };
    let is_attribute = |it: &str| {
        let is_marked =
            it.len() > 1 && it.starts_with(['#', '.']) && !it[1..].contains(['{', '#', '.']);
        it == "-" || is_marked || it.split_once('=').is_some_and(|it| !it.0.is_empty())
    };
    let mut words = bare.split_whitespace().peekable();
    words.peek()?;
    if !words.clone().all(is_attribute) {
        return None;
    }
    let id = words.find_map(|it| it.strip_prefix('#'));
    let place = |id: &str| {
        // The only `#` that begins a word begins the id.
        let at = bare
            .match_indices('#')
            .find(|it| bare[it.0 + 1..].starts_with(id))?
            .0
            + 1;
        let start = skipped + colon + at;
        Some(start..start + id.len())
    };
    Some(id.and_then(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, attributes: Option<&str>, id: Option<&str>) {
        let found = at_end(text);
        assert_eq!(
            found.as_ref().map(|it| &text[it.0.clone()]),
            attributes,
            "{text}"
        );
        let found = found.and_then(|it| it.1).map(|it| &text[it]);
        assert_eq!(found, id, "{text}");
    }

    #[test]
    fn attributes_are_told_from_other_braces() {
        check("开始 {#start}", Some("{#start}"), Some("start"));
        check("Intro {: #in-tro}", Some("{: #in-tro}"), Some("in-tro"));
        check("Intro { #a .b key=v }", Some("{ #a .b key=v }"), Some("a"));
        check("Intro{#a}", Some("{#a}"), Some("a"));
        check("😀 {/* #题 */}", Some("{/* #题 */}"), Some("题"));
        check("Intro {.unnumbered}", Some("{.unnumbered}"), None);
        check("Intro {-}", Some("{-}"), None);
        for other in [
            "a {b}",
            "a {{ page.title }}",
            "a {% raw %}",
            "\\{#a}",
            "a \\{#a}",
            "{#a}",
            "a ${x}",
            "`{#a}`",
            "a {}",
            "a {#}",
            "set {1, 2}",
            "a {#a} b",
        ] {
            check(other, None, None);
        }
    }

    #[test]
    fn kramdown_writes_an_id_on_the_line_below() {
        let id = |line: &'static str| id_on_line(line).map(|it| &line[it]);
        assert_eq!(id("{: #a .b}"), Some("a"));
        assert_eq!(id("  {:#题}  "), Some("题"));
        assert_eq!(id("{: .no_toc}"), None);
        assert_eq!(id("{#a}"), None);
    }
}
