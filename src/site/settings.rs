//! What the settings of a generator say, as far as a line says it: `key: value`, `key = "value"`, `key: 'value',`.
//! Settings may be programs, and those are not run.

use smol_str::SmolStr;

/// A folder or an address in a value is no longer than that.
const MAX_VALUE: usize = 200;

/// The values that a key of this name has, whatever its case, in TOML, YAML, JSON and programs alike.
pub(super) fn values<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    let is_plain = |it: &&str| !it.contains(['(', '$', '{', '[', '\\', '*']);
    patterns(text, key).filter(is_plain)
}

/// The same with those that stand for several: `/blog/*`, `/c/(.*)`.
pub(super) fn patterns<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines().filter_map(move |it| value(it, key))
}

/// The parts of patterns such as `/news/:year/:month/:title/` that stand in every address, sorted.
pub(super) fn in_permalinks(text: &str) -> Vec<SmolStr> {
    let words = text.split([' ', '\t', '\n', '\r', '"', '\'', ',']);
    let patterns =
        words.filter(|it| it.contains("/:") && !it.contains("//") && it.len() <= MAX_VALUE);
    let parts = patterns.flat_map(|it| it.split('/'));
    let fixed = parts.filter(|it| !it.is_empty() && !it.contains([':', '{', '$', '*', '(']));
    let mut fixed: Vec<SmolStr> = fixed.map(SmolStr::new).collect();
    fixed.sort_unstable();
    fixed.dedup();
    fixed
}

fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let line = line.trim_start_matches([' ', '\t', '{', ',', '-', '"', '\'']);
    let name = line.get(..key.len())?;
    if !name.eq_ignore_ascii_case(key) {
        return None;
    }
    let rest = line[key.len()..]
        .trim_start_matches(['"', '\''])
        .trim_start();
    let rest = rest.strip_prefix([':', '='])?.trim_start();
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'' | '`') => rest[1..].split(quote).next()?,
        _ => rest.split(['#', ',', '}']).next()?.trim_end(),
    };
    (value.len() <= MAX_VALUE).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{in_permalinks, values};

    #[test]
    fn permalinks_have_fixed_parts() {
        let text = "permalink: \"/news/:year/:title/\"\n[permalinks]\n  posts = '/日志/:slug/'\nurl: https://a.org/:b\n";
        assert_eq!(in_permalinks(text), ["news", "日志"]);
    }

    #[test]
    fn values_are_read_in_all_forms() {
        let text = "contentDir = 'content/中文'\n  contentdir: \"a\" # x\n\t\"contentDir\": 'b',\ncontentDirs: c\ncontentDir: f(x)\n- contentDir = d\r\n";
        let found: Vec<&str> = values(text, "contentdir").collect();
        assert_eq!(found, ["content/中文", "a", "b", "d"]);
    }
}
