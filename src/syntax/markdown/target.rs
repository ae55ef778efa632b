//! Where the target of a link stands in the source: the parser tells its value, and of the place only the whole link.
//! It does not know what the target means.

use std::ops::Range;

use pulldown_cmark::CowStr;

/// The place of a value that the parser borrowed from `text`; `None` if it had to be rewritten (escapes, entities).
pub(super) fn place(text: &str, value: &CowStr<'_>) -> Option<Range<usize>> {
    let CowStr::Borrowed(value) = value else {
        return None;
    };
    // A literal of the parser's, an empty target for one, lies outside the text.
    let start = (value.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let range = start..start.checked_add(value.len())?;
    (range.end <= text.len()).then_some(range)
}

/// In a table's cell `[[page\|label]]` escapes what else would part cells: the backslash is no part of the page's name.
pub(super) fn before_label<'a>(value: &CowStr<'a>) -> CowStr<'a> {
    match value {
        CowStr::Borrowed(text) => CowStr::Borrowed(text.strip_suffix('\\').unwrap_or(text)),
        owned => owned.clone(),
    }
}

/// The place of the target in `](target "title")`, which begins somewhere in `range`, after blanks. A target on the
/// next line is not looked for: markers of a block quote may stand before it.
pub(super) fn after_text(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let rest = text[range.clone()].trim_start_matches(BLANKS);
    let rest = rest.strip_prefix("](")?.trim_start_matches(BLANKS);
    if rest.starts_with(['\n', '\r']) {
        return None;
    }
    let start = range.end - rest.len();
    match rest.strip_prefix('<') {
        Some(rest) => {
            let len = end_of(rest, |c, _| c == '>')?;
            Some(start + 1..start + 1 + len)
        }
        None => {
            let len = end_of(rest, |c, depth| {
                c.is_ascii_whitespace() || (c == ')' && depth == 0)
            })?;
            Some(start..start + len)
        }
    }
}

/// The end of `)` that closes a link whose target ends at `target_end`; a title is not looked for.
pub(super) fn closing(text: &str, target_end: usize) -> Option<usize> {
    let rest = text[target_end..]
        .strip_prefix('>')
        .unwrap_or(&text[target_end..]);
    let rest = rest.trim_start_matches(BLANKS).strip_prefix(')')?;
    Some(text.len() - rest.len())
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The parser's own limit. Without it, `[[a]](` over and over would be read to the line's end each time.
const MAX_DEPTH: usize = 32;

/// How many bytes stand before the first character, not escaped, that `ends` the target at this depth of parentheses.
fn end_of(rest: &str, ends: impl Fn(char, usize) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '\\' => escaped = true,
            _ if ends(c, depth) => return Some(at),
            '\n' | '\r' => return None,
            '(' if depth == MAX_DEPTH => return None,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
