//! How a path is written as a link's target: relative to a folder, and escaped as far as Markdown needs it.
//! The way back is [`super::Resolver`].

use crate::schema::config::ENDINGS;

/// How much of a path is percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features) enum Escaping {
    /// Between `<` and `>`, where blanks and parentheses may stand.
    Angle,
    /// What would end the target or change it; Chinese stays.
    Needed,
    /// And all that is not ASCII, as browsers copy addresses.
    Ascii,
}

/// A path as the target of a link.
pub(in crate::features) fn escape(path: &str, escaping: Escaping) -> String {
    // `&copy;` would be read as one character.
    let entities = path.contains('&') && path.contains(';');
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        let ends = match c {
            '<' | '>' | '\\' | '%' | '#' | '?' | '`' | '|' => true,
            ' ' | '(' | ')' => escaping != Escaping::Angle,
            '&' => entities,
            c if c.is_ascii() => c.is_ascii_control(),
            _ => escaping == Escaping::Ascii,
        };
        match ends {
            true => c
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|it| out.push_str(&format!("%{it:02X}"))),
            false => out.push(c),
        }
    }
    out
}

/// The way from a folder to a path, both from the root: `../notes/a.md`. Never empty, and never one that looks like a URL.
pub(in crate::features) fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let folders = &to[..to.len() - 1];
    let both = from.iter().zip(folders);
    let n_common = both.take_while(|(a, b)| a == b).count();
    let way = "../".repeat(from.len() - n_common) + &to[n_common..].join("/");
    let first = way.split('/').next().unwrap_or_default();
    match first.contains(':') {
        true => format!("./{way}"),
        false => way,
    }
}

/// The path from the root of `path` as seen from `folder`; `None` if it leads out of the root.
pub(in crate::features) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path without the ending of a post. `v1.2 notes` has none.
pub(in crate::features) fn stem(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending)) => stem,
        _ => path,
    }
}

/// The last part of a path.
pub(in crate::features) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_relative() {
        for (folder, path, expected) in [
            ("", "a.md", "a.md"),
            ("", "b/a.md", "b/a.md"),
            ("b", "b/a.md", "a.md"),
            ("b/c", "b/a.md", "../a.md"),
            ("b/c", "b/c", "../c"),
            ("b", "c/a.md", "../c/a.md"),
            ("b", "b/10: x.md", "./10: x.md"),
        ] {
            assert_eq!(relative(folder, path), expected);
            assert_eq!(join(folder, expected).as_deref(), Some(path));
        }
    }

    #[test]
    fn only_what_markdown_needs_is_encoded() {
        let path = "笔 记/a (1)_b.md";
        assert_eq!(escape(path, Escaping::Needed), "笔%20记/a%20%281%29_b.md");
        assert_eq!(escape(path, Escaping::Angle), path);
        assert_eq!(escape("笔/a.md", Escaping::Ascii), "%E7%AC%94/a.md");
        assert_eq!(escape("50%#1?.md", Escaping::Angle), "50%25%231%3F.md");
        assert_eq!(escape("R&D.md", Escaping::Needed), "R&D.md");
        assert_eq!(escape("a&lt;.md", Escaping::Needed), "a%26lt;.md");
    }
}
