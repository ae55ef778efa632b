//! Parts of a value that YAML takes for a comment, a tag or an anchor, so that no parser reads it. Real comments,
//! tags and anchors are left alone: where the text does not show which it is, it is one of these.

use super::{Kind, Schema};
use crate::syntax::{Entry, Field, Format, FrontMatter, Node, NodeKind, ScalarStyle};
use crate::text::{TextRange, size};

/// A value, or an item, of which YAML reads only a part, or nothing.
pub struct Unread {
    /// The index of the item; `None` where it is the value of the entry.
    pub item: Option<usize>,
    /// What is not read.
    pub lost: TextRange,
    /// The value as it was meant, on one line.
    pub meant: TextRange,
    pub sign: Sign,
}

/// What YAML takes the text for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Comment,
    Tag,
    Anchor,
}

/// The parts of an entry's value that are not read.
pub fn unread(
    source: &str,
    front_matter: &FrontMatter,
    schema: &Schema,
    entry: &Field<'_>,
) -> Vec<Unread> {
    if front_matter.format != Format::Yaml || entry.in_brackets || entry.broken || entry.is_merged()
    {
        return Vec::new();
    }
    let post = Post {
        source,
        front_matter,
    };
    let kind = kind(schema, entry);
    let items = match &entry.value.kind {
        NodeKind::List { items, flow: false } => &items[..],
        NodeKind::Null | NodeKind::Scalar { .. } => {
            let line = post.behind_colon(entry);
            let found = line.and_then(|it| post.part(&entry.value, it, kind, None));
            return found.into_iter().collect();
        }
        _ => return Vec::new(),
    };
    let items = items.iter().enumerate();
    let part =
        |(index, item): (usize, &Node)| post.part(item, post.behind_dash(item)?, kind, Some(index));
    items.filter_map(part).collect()
}

/// What the field is for; of one that is not known, what its name says.
fn kind(schema: &Schema, entry: &Field<'_>) -> Option<Kind> {
    let name = entry.name();
    let known = schema.field(name).map(|it| it.kind);
    known.or(match name {
        "title" | "subtitle" | "summary" | "description" | "excerpt" => Some(Kind::Text),
        "tags" | "categories" | "keywords" => Some(Kind::List),
        _ => None,
    })
}

struct Post<'a> {
    source: &'a str,
    front_matter: &'a FrontMatter,
}

impl<'a> Post<'a> {
    fn slice(&self, range: TextRange) -> &'a str {
        &self.source[std::ops::Range::<usize>::from(range)]
    }

    /// What stands on the line of the key, behind the colon.
    fn behind_colon(&self, entry: &Entry) -> Option<TextRange> {
        let line = self.to_line_end(entry.key.range.end().into());
        let blanks = self.slice(line).find(':')?;
        self.trimmed(usize::from(line.start()) + blanks + 1, line.end().into())
    }

    /// What stands on the line of an item, behind the dash.
    fn behind_dash(&self, item: &Node) -> Option<TextRange> {
        let before = &self.source[..usize::from(item.range.start())];
        let start = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let line = self.to_line_end(start);
        let text = self.slice(line);
        let blanks = text.len() - text.trim_start_matches(' ').len();
        text[blanks..].strip_prefix("- ")?;
        self.trimmed(start + blanks + 2, line.end().into())
    }

    fn to_line_end(&self, start: usize) -> TextRange {
        let rest = &self.source[start..];
        let end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
        TextRange::new(size(start), size(end))
    }

    fn trimmed(&self, start: usize, end: usize) -> Option<TextRange> {
        let text = self.source[start..end].trim_start();
        let start = end - text.len();
        let end = start + text.trim_end().len();
        (start < end).then(|| TextRange::new(size(start), size(end)))
    }

    /// What of `line`, where the value stands, YAML does not read as a part of it.
    fn part(
        &self,
        node: &Node,
        line: TextRange,
        kind: Option<Kind>,
        item: Option<usize>,
    ) -> Option<Unread> {
        let is_read = match &node.kind {
            NodeKind::Null => node.range.is_empty(),
            NodeKind::Scalar { style, .. } => {
                *style == ScalarStyle::Plain && line.contains_range(node.range)
            }
            _ => false,
        };
        if !is_read {
            return None;
        }
        let (lost, meant, sign) = self
            .property(node, line)
            .or_else(|| self.comment(node, line, kind?, item))?;
        Some(Unread {
            item,
            lost,
            meant,
            sign,
        })
    }

    /// A tag or an anchor that the value begins with.
    fn property(&self, node: &Node, line: TextRange) -> Option<(TextRange, TextRange, Sign)> {
        let text = self.slice(line);
        let word = &text[..text.find([' ', '\t']).unwrap_or(text.len())];
        let sign = match word.chars().next()? {
            '!' if !is_real_tag(word) => Sign::Tag,
            '&' if !self.has_alias(&word[1..]) => Sign::Anchor,
            _ => return None,
        };
        let lost = TextRange::at(line.start(), size(word.len()));
        let end = node.range.end().max(lost.end());
        Some((lost, TextRange::new(line.start(), end), sign))
    }

    fn has_alias(&self, name: &str) -> bool {
        let block = self.slice(self.front_matter.block);
        block
            .match_indices(name)
            .any(|(at, _)| block[..at].ends_with('*'))
    }

    /// What follows ` #` and was not meant as a comment.
    fn comment(
        &self,
        node: &Node,
        line: TextRange,
        kind: Kind,
        item: Option<usize>,
    ) -> Option<(TextRange, TextRange, Sign)> {
        let value = match node.range.is_empty() {
            true => "",
            false => self.slice(node.range),
        };
        let end = match value {
            "" => line.start(),
            _ => node.range.end(),
        };
        let rest = self.slice(TextRange::new(end, line.end()));
        let comment = rest.trim_start();
        // Two blanks set a comment apart.
        if !comment.starts_with('#') || rest.len() - comment.len() > 1 {
            return None;
        }
        let place = match (kind, item) {
            (Kind::Text, None) => Place::Text,
            (Kind::List, None) => Place::List,
            (Kind::List, Some(_)) => Place::Item,
            (Kind::Term, None) => Place::Term,
            _ => return None,
        };
        if !is_text(value, comment, place) || self.has_comments_like(comment) {
            return None;
        }
        let lost = TextRange::new(line.end() - size(comment.len()), line.end());
        Some((lost, line, Sign::Comment))
    }

    /// Whether something that can only be a comment is written in the same way: `#like this`, or `# like this`.
    fn has_comments_like(&self, comment: &str) -> bool {
        let is_apart = |it: &str| it.starts_with("# ");
        let like = |it: &str| it.starts_with('#') && is_apart(it) == is_apart(comment);
        let lines = self.slice(self.front_matter.block).lines();
        let mut whole = lines.map(str::trim_start);
        let is_behind_value = |entry: &Entry| {
            let end = entry.value.range.end();
            let behind = self.slice(self.to_line_end(end.into())).trim_start();
            is_complete(&entry.value) && like(behind)
        };
        whole.any(like) || self.front_matter.entries.iter().any(is_behind_value)
    }
}

/// Whether no text goes on behind the value: it stands in quotes or brackets, or is a number, a date, true or false.
fn is_complete(value: &Node) -> bool {
    match &value.kind {
        NodeKind::Scalar { text, style } => match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => true,
            ScalarStyle::Plain => {
                let is_digit = |it: char| it.is_ascii_digit() || matches!(it, '-' | '.' | ':');
                matches!(&**text, "true" | "false") || text.chars().all(is_digit)
            }
            _ => false,
        },
        NodeKind::List { flow, .. } => *flow,
        _ => false,
    }
}

/// Tags that programs define, rather than words that begin with an exclamation mark.
fn is_real_tag(word: &str) -> bool {
    const KNOWN: [&str; 9] = [
        "!ENV",
        "!env",
        "!env_var",
        "!include",
        "!secret",
        "!ref",
        "!reference",
        "!relative",
        "!vault",
    ];
    const OF_YAML: [&str; 14] = [
        "binary",
        "bool",
        "float",
        "int",
        "map",
        "merge",
        "null",
        "omap",
        "pairs",
        "seq",
        "set",
        "str",
        "timestamp",
        "yaml",
    ];
    let of_yaml = word.strip_prefix("!!");
    of_yaml.is_some_and(|it| OF_YAML.contains(&it))
        || word.contains(['/', ':', '<'])
        || KNOWN.contains(&word)
}

/// Where a text stands.
#[derive(Clone, Copy)]
enum Place {
    /// A title or a summary.
    Text,
    /// The value of a list that is written as a text.
    List,
    Item,
    Term,
}

/// Whether what stands behind `value` goes on with it, or begins it, rather than comments on it.
fn is_text(value: &str, comment: &str, place: Place) -> bool {
    let inside = &comment[1..];
    let Some(first) = inside.chars().next() else {
        return is_language(value);
    };
    let is_number = first.is_ascii_digit();
    let are_hashtags = || comment.split_whitespace().all(is_hashtag);
    match place {
        Place::Text if first == ' ' => is_language(value) || is_last_number(value, inside),
        Place::Item if first == ' ' => is_language(value),
        _ if !first.is_alphanumeric() || is_remark(inside) => false,
        Place::Text if value.is_empty() => is_number || !first.is_ascii() || are_hashtags(),
        Place::Text => true,
        Place::Item if value.is_empty() => are_hashtags(),
        Place::List => are_hashtags(),
        Place::Term if value.is_empty() => are_hashtags(),
        Place::Item | Place::Term => is_number,
    }
}

/// `C #`, `F #`
fn is_language(value: &str) -> bool {
    let last = value.rsplit(' ').next().unwrap_or_default();
    last.len() == 1 && last.bytes().all(|it| it.is_ascii_uppercase())
}

/// `Track # 5`
fn is_last_number(value: &str, inside: &str) -> bool {
    let digits = inside.trim_start();
    !value.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

/// `#alpha`, and not `#`.
fn is_hashtag(word: &str) -> bool {
    let name = word.strip_prefix('#').unwrap_or_default();
    name.starts_with(char::is_alphanumeric)
}

/// What people and templates note behind a value.
fn is_remark(inside: &str) -> bool {
    const REMARKS: [&str; 14] = [
        "todo", "fixme", "xxx", "note", "optional", "required", "default", "example", "e", "可选",
        "必填", "选填", "待定", "注意",
    ];
    let word = inside
        .split(|it: char| !it.is_alphanumeric())
        .next()
        .unwrap_or_default();
    REMARKS.contains(&&*word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_comments() {
        for (value, comment, place) in [
            ("Update", "#2 (new)", Place::Text),
            ("谈谈", "#创业 的故事", Place::Text),
            ("The C", "# language", Place::Text),
            ("Learn F", "#", Place::Text),
            ("Track", "# 5", Place::Text),
            ("", "#a #b", Place::List),
            ("", "#标签", Place::Item),
            ("Season", "#3", Place::Term),
        ] {
            assert!(is_text(value, comment, place), "{value} {comment}");
        }
        for (value, comment, place) in [
            ("A title", "# keep it short", Place::Text),
            ("A title", "#TODO", Place::Text),
            ("A title", "## x", Place::Text),
            ("", "# to be written", Place::Text),
            ("", "#optional", Place::Text),
            ("", "# a b", Place::List),
            ("", "#one of these", Place::List),
            ("alpha", "#first of all", Place::Item),
            ("post", "#the usual one", Place::Term),
        ] {
            assert!(!is_text(value, comment, place), "{value} {comment}");
        }
    }
}
