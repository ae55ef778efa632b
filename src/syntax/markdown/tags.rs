//! Tags of templates that name a post: Jekyll's `{% link a.md %}` and `{% post_url 2024-01-31-a %}`, Hugo's `{{< ref "a.md" >}}`
//! and `relref`: <https://jekyllrb.com/docs/liquid/tags/#links>, <https://gohugo.io/shortcodes/ref/>.

use std::ops::Range;

/// The tags' opening, their names, and their closing.
const FORMS: [(&str, &[&str], &str); 3] = [
    ("{%", &["link", "post_url"], "%}"),
    ("{{<", &["ref", "relref"], ">}}"),
    ("{{%", &["ref", "relref"], "%}}"),
];

/// A tag, and the name in it.
#[derive(Debug, PartialEq)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    pub(super) target: Range<usize>,
}

pub(super) fn find(text: &str) -> Vec<Tag> {
    let openings = memchr::memmem::find_iter(text.as_bytes(), "{");
    openings.filter_map(|at| tag_at(text, at)).collect()
}

fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let rest = &text[at..];
    let (open, names, close) = FORMS.iter().rev().find(|it| rest.starts_with(it.0))?;
    let line = rest.lines().next().unwrap_or_default();
    let inner = &line[open.len()..open.len() + line[open.len()..].find(close)?];
    let words = inner.trim_start_matches(['-', ' ']);
    let name = names.iter().find(|it| {
        let rest = words.strip_prefix(**it);
        rest.is_some_and(|it| it.starts_with([' ', '\t']))
    })?;
    let value = words[name.len()..].trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'' | '`') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let is_name = !value.is_empty() && !value.contains(['{', '=', '"']);
    let start = value.as_ptr() as usize - text.as_ptr() as usize;
    is_name.then(|| Tag {
        range: at..at + open.len() + inner.len() + close.len(),
        target: start..start + value.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn tags_name_posts() {
        let text = "[a]({% link _d/甲.md %}#x) {%- post_url b -%} {{< ref \"c.md#h\" >}} {{% relref \"d\" %}}\r\n\
            {% link {{ x }} %} {% include e.md %} {{< ref path=\"f\" >}} {% linkx g %}";
        let found = find(text);
        let targets: Vec<&str> = found.iter().map(|it| &text[it.target.clone()]).collect();
        assert_eq!(targets, ["_d/甲.md", "b", "c.md#h", "d"]);
        assert_eq!(&text[found[1].range.clone()], "{%- post_url b -%}");
    }
}
