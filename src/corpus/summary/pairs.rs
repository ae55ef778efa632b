//! Names that a body gives in two languages: `中文（English）`, `English（中文）`. Kept are only those of which one half is a value
//! of the post's own front matter: the others are of no use, and there are many.

use std::sync::LazyLock;

use memchr::{memchr_iter, memmem};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::Fields;
use crate::corpus::normalize::is_han;

/// A longer name is none. In bytes.
const MAX_NAME: usize = 64;

/// So many pairs are kept of one post.
const MAX_PAIRS: usize = 64;

/// What stands before the bracket, up to where a name can begin at the earliest; and what stands in it.
pub(super) fn pairs(body: &str, fields: &Fields) -> Box<[(SmolStr, SmolStr)]> {
    static WIDE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("（"));
    let bytes = body.as_bytes();
    let wide = WIDE.find_iter(bytes).map(|it| (it, "（".len(), '）'));
    let narrow = memchr_iter(b'(', bytes).map(|it| (it, 1, ')'));
    let mut known = None;
    let mut seen = FxHashSet::default();
    let mut found = Vec::new();
    for (at, width, close) in wide.chain(narrow) {
        let Some((outer, inner)) = pair(body, at, width, close) else {
            continue;
        };
        let known = known.get_or_insert_with(|| values(fields));
        let is_ours = known.contains(inner) || known.iter().any(|it| outer.ends_with(it));
        if is_ours && found.len() < MAX_PAIRS && seen.insert((outer, inner)) {
            found.push((outer.into(), inner.into()));
        }
    }
    found.into()
}

fn values(fields: &Fields) -> FxHashSet<&str> {
    let items = fields.iter().flat_map(|it| it.1.items());
    items
        .map(SmolStr::as_str)
        .filter(|it| it.chars().nth(1).is_some())
        .collect()
}

/// One side in Chinese characters and the other in Latin letters.
fn pair(body: &str, at: usize, width: usize, close: char) -> Option<(&str, &str)> {
    let inner = &body[at + width..];
    let end = inner.char_indices().take_while(|it| it.0 <= MAX_NAME);
    let is_latin_name = inner.starts_with(is_latin_start);
    let ends = |(at, it): &(usize, char)| {
        *it == close || *it == '，' || is_latin_name && is_before_gloss(&inner[*at..], *it)
    };
    let end = end.take_while(|it| it.1 != '\n').find(ends)?.0;
    let inner = inner[..end].trim();
    let outer = body[..at].trim_end_matches([' ', '*', '_', '”', '」']);
    let first = inner.chars().next()?;
    let last = outer.chars().next_back()?;
    let (outer, fits) = if is_latin_start(first) && is_in_han_name(last) {
        (tail(outer, is_in_han_name), is_latin(inner))
    } else if is_han(first) && (last.is_ascii_alphanumeric() || last == '.') {
        (
            tail(outer, is_in_latin_name),
            inner.chars().all(is_in_han_name),
        )
    } else {
        return None;
    };
    (fits && !outer.is_empty()).then_some((outer, inner))
}

/// Whether what begins with this sign explains a name in Latin letters: `Sanae Takaichi: 日本政治家`. In a Chinese name a colon
/// is a part of it, `思考：快与慢`: those are not cut.
fn is_before_gloss(rest: &str, sign: char) -> bool {
    matches!(sign, ':' | '：' | ',' | '、' | ';' | '；')
        && rest[sign.len_utf8()..]
            .trim_start_matches(' ')
            .starts_with(is_han)
}

/// The longest end of the text that may be a name.
fn tail(text: &str, is_in_name: fn(char) -> bool) -> &str {
    let parts = text.char_indices().rev();
    let parts = parts.take_while(|it| is_in_name(it.1) && text.len() - it.0 <= MAX_NAME);
    let start = parts.last().map_or(text.len(), |it| it.0);
    text[start..].trim_start()
}

fn is_in_han_name(it: char) -> bool {
    is_han(it) || matches!(it, '·' | '•' | '・' | '《' | '》' | '：')
}

fn is_latin_start(it: char) -> bool {
    it.is_alphanumeric() && !is_han(it)
}

fn is_in_latin_name(it: char) -> bool {
    is_latin_start(it) || matches!(it, ' ' | '.' | '-' | '\'' | '’' | '&')
}

fn is_latin(text: &str) -> bool {
    let name = |it: char| is_in_latin_name(it) || matches!(it, ',' | ':' | '!' | '?' | '+' | '#');
    text.chars().all(name) && text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::summary::{Value, ValueStyle};

    fn found(body: &str) -> Vec<String> {
        let items = ["丹尼尔·卡尼曼", "Donald Trump", "川", "思考，快与慢"].map(SmolStr::new);
        let people = (Value::List(items.into()), ValueStyle::default());
        let fields = Fields::new(["people".into()].into(), [people].into());
        let pairs = pairs(body, &fields);
        pairs.iter().map(|(a, b)| format!("{a}|{b}")).collect()
    }

    #[test]
    fn names_in_two_languages_are_found() {
        assert_eq!(
            found("作者丹尼尔·卡尼曼（Daniel Kahneman）😀"),
            ["作者丹尼尔·卡尼曼|Daniel Kahneman"]
        );
        assert_eq!(
            found("**丹尼尔·卡尼曼** (Daniel Kahneman, Ph.D.)"),
            ["丹尼尔·卡尼曼|Daniel Kahneman, Ph.D."]
        );
        assert_eq!(
            found("丹尼尔·卡尼曼（Daniel Kahneman，生于 1934）"),
            ["丹尼尔·卡尼曼|Daniel Kahneman"]
        );
        assert_eq!(
            found(
                "丹尼尔·卡尼曼（Daniel Kahneman：心理学家，著有《思考，快与慢》等书，2002 年获诺贝尔经济学奖）"
            ),
            ["丹尼尔·卡尼曼|Daniel Kahneman"]
        );
        assert_eq!(
            found("丹尼尔·卡尼曼 (Daniel Kahneman: Ph.D., 心理学家)"),
            ["丹尼尔·卡尼曼|Daniel Kahneman: Ph.D."]
        );
        assert_eq!(
            found("见 Donald Trump（特朗普）和 Donald Trump (川普)"),
            ["Donald Trump|特朗普", "Donald Trump|川普"]
        );
        assert_eq!(found("特朗普（Donald Trump）"), ["特朗普|Donald Trump"]);
    }

    #[test]
    fn other_brackets_are_not() {
        for body in [
            "",
            "（",
            "丹尼尔·卡尼曼（",
            "丹尼尔·卡尼曼（Daniel\nKahneman）",
            "丹尼尔·卡尼曼（心理学家）",
            "四川（Sichuan）",
            "[Donald Trump](a.md)",
            "别人（Somebody Else）",
            "丹尼尔·卡尼曼（😀）",
            "(Donald Trump)",
            "丹尼尔·卡尼曼（2011）",
        ] {
            assert_eq!(found(body), [""; 0], "{body}");
        }
    }
}
