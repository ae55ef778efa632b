//! TOML and JSON that cannot be read: written as the format has it, with what the parser could tell already as its meaning.
//!
//! Of an entry the parser tells one mistake at a time, so that its fix goes on until none is left, or gives up.

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::error::{JsonError, TomlError};
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{
    Entry, Format, FrontMatter, Node, NodeKind, ScalarStyle, SyntaxError, SyntaxErrorKind,
    parse_head,
};
use crate::text::lines::{line_ending, line_start};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits, size};

/// Who makes more mistakes in one entry fixes it by hand.
const MAX_ROUNDS: usize = 8;

/// What fixes one mistake.
struct Remedy {
    title: &'static str,
    edit: TextEdit,
}

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let fix = ctx.front_matter().and_then(|front_matter| {
        let mut errors = ctx.parsed.document.errors.iter();
        let error = errors.find(|it| it.range == finding.range && it.kind.is_of_entry())?;
        let remedy = remedy(ctx.source(), front_matter, error)?;
        let edit = to_the_end(ctx.source(), front_matter, error, remedy.edit)?;
        let steps = vec![Step::Fix(vec![edit])];
        Some(Fix::new(finding.code, remedy.title, Safety::Unsafe, steps))
    });
    fix.into_iter().collect()
}

/// The edit, and those of the mistakes of the same entry that the parser tells afterwards, as one.
fn to_the_end(
    source: &str,
    front_matter: &FrontMatter,
    error: &SyntaxError,
    first: TextEdit,
) -> Option<TextEdit> {
    let entry = entry_at(&front_matter.entries, error.range.start());
    let n_before = parse_head(source).1.len();
    let mut text = apply_edits(source, &[first])?;
    for _ in 0..MAX_ROUNDS {
        let (after, errors) = parse_head(&text);
        if errors.len() < n_before {
            break;
        }
        let after = after?;
        let start = entry?.range.start();
        let entry = entry_at(&after.entries, start)?;
        let next = errors
            .iter()
            .find(|it| entry.range.contains_range(it.range))?;
        text = apply_edits(&text, &[remedy(&text, &after, next)?.edit])?;
    }
    Some(difference(source, &text))
}

/// The one edit that makes `new` of `old`, as short as it can be.
fn difference(old: &str, new: &str) -> TextEdit {
    let pairs = || old.chars().zip(new.chars());
    let prefix: usize = pairs()
        .take_while(|it| it.0 == it.1)
        .map(|it| it.0.len_utf8())
        .sum();
    let (a, b) = (&old[prefix..], &new[prefix..]);
    let pairs = a.chars().rev().zip(b.chars().rev());
    let suffix: usize = pairs
        .take_while(|it| it.0 == it.1)
        .map(|it| it.0.len_utf8())
        .sum();
    let range = TextRange::new(size(prefix), size(old.len() - suffix));
    TextEdit::replace(range, &new[prefix..new.len() - suffix])
}

fn remedy(source: &str, front_matter: &FrontMatter, error: &SyntaxError) -> Option<Remedy> {
    let place = Broken {
        source,
        front_matter,
        range: error.range,
    };
    match &error.kind {
        SyntaxErrorKind::Toml(it) => place.toml(it),
        SyntaxErrorKind::Json(it) => place.json(it),
        _ => None,
    }
}

/// A mistake and where it is.
struct Broken<'a> {
    source: &'a str,
    front_matter: &'a FrontMatter,
    range: TextRange,
}

impl Broken<'_> {
    fn toml(&self, error: &TomlError) -> Option<Remedy> {
        match error {
            TomlError::MissingEquals(_) => Some(self.equals(" =")),
            TomlError::ColonForEquals(_) => Some(self.colon_for_equals()),
            TomlError::ExtraEquals | TomlError::ExtraComma => Some(self.replaced("Remove it", "")),
            TomlError::KeyNeedsQuotes(_) | TomlError::KeyOfSeveralLines => self.written_key(),
            TomlError::UnclosedArray => self.closed("]"),
            TomlError::UnclosedInlineTable => self.closed("}"),
            TomlError::UnclosedHeader(brackets) => Some(self.closed_header(brackets)),
            TomlError::MissingComma => Some(self.comma()),
            TomlError::ClosedBy { right, .. } => Some(self.bracket(*right)),
            TomlError::UnclosedString(_) => self.written_scalar("Close the string"),
            TomlError::UnquotedText => self.written_scalar("Put the text in quotes"),
            TomlError::NumberTooLarge => self.written_scalar("Put the number in quotes"),
            TomlError::UnknownEscape(_) => self.written_scalar("Write the backslash twice"),
            _ => None,
        }
    }

    fn json(&self, error: &JsonError) -> Option<Remedy> {
        match error {
            JsonError::TrailingComma | JsonError::ExtraComma => {
                Some(self.replaced("Remove it", ""))
            }
            JsonError::MissingComma => Some(self.comma()),
            JsonError::MissingColon(_) => Some(self.equals(":")),
            JsonError::EqualsSign => Some(self.replaced("Write `:`", ":")),
            JsonError::UnclosedArray => self.closed("]"),
            JsonError::UnclosedObject => self.closed("}"),
            JsonError::ClosedBy { right, .. } => Some(self.bracket(*right)),
            JsonError::BareKey(_) => self.written_key(),
            JsonError::UnclosedString => self.written_scalar("Close the string"),
            JsonError::SingleQuotes => self.written_scalar("Write double quotes"),
            JsonError::UnquotedText | JsonError::BadNumber => {
                self.written_scalar("Put the text in quotes")
            }
            JsonError::UnknownEscape(_) => self.written_scalar("Write the backslash twice"),
            _ => None,
        }
    }

    fn replaced(&self, title: &'static str, text: impl Into<String>) -> Remedy {
        Remedy {
            title,
            edit: TextEdit::replace(self.range, text.into()),
        }
    }

    /// The sign behind the key, which the range is.
    fn equals(&self, sign: &'static str) -> Remedy {
        let behind = &self.source[usize::from(self.range.end())..];
        let space = match behind.starts_with([' ', '\n', '\r']) || behind.is_empty() {
            true => "",
            false => " ",
        };
        Remedy {
            title: "Write the sign between key and value",
            edit: TextEdit::insert(self.range.end(), format!("{sign}{space}")),
        }
    }

    fn colon_for_equals(&self) -> Remedy {
        let is_spaced = |it: Option<char>| it.is_some_and(char::is_whitespace);
        let before = self.source[..usize::from(self.range.start())]
            .chars()
            .next_back();
        let behind = self.source[usize::from(self.range.end())..].chars().next();
        let space = |it| if is_spaced(it) { "" } else { " " };
        self.replaced("Write `=`", format!("{}={}", space(before), space(behind)))
    }

    fn bracket(&self, right: char) -> Remedy {
        self.replaced("Write the bracket that closes it", right)
    }

    fn closed_header(&self, brackets: &str) -> Remedy {
        let header = self.source[self.range].trim_end_matches([']', ' ', '\t']);
        let end = self.range.start() + TextSize::of(header);
        Remedy {
            title: "Close the header",
            edit: TextEdit::replace(TextRange::new(end, self.range.end()), brackets),
        }
    }

    /// Behind what stands before the item.
    fn comma(&self) -> Remedy {
        let before = self.source[..usize::from(self.range.start())].trim_end();
        Remedy {
            title: "Write a comma",
            edit: TextEdit::insert(TextSize::of(before), ","),
        }
    }

    /// The bracket that closes what the range, a bracket, opens.
    fn closed(&self, bracket: &str) -> Option<Remedy> {
        let node =
            self.node(|it| it.range.start() == self.range.start() && it.style().is_none())?;
        let inside = &self.source[node.range];
        // Where the items have lines of their own, so has the bracket.
        let line = inside
            .lines()
            .skip(1)
            .last()
            .filter(|it| !it.trim().is_empty());
        let indent = line.map(|_| {
            let start = line_start(self.source, node.range.start());
            let line = &self.source[usize::from(start)..];
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            format!("{}{}", line_ending(self.source), &line[..blanks])
        });
        Some(Remedy {
            title: "Close the bracket",
            edit: TextEdit::insert(
                node.range.end(),
                format!("{}{bracket}", indent.unwrap_or_default()),
            ),
        })
    }

    fn written_key(&self) -> Option<Remedy> {
        let key = self.node(|it| it.range == self.range)?.text()?;
        let written = self.front_matter.format.write_key(key);
        Some(self.replaced("Put the key in quotes", written))
    }

    /// The string that the range is, or is in, as the format writes it.
    fn written_scalar(&self, title: &'static str) -> Option<Remedy> {
        let node = self.node(|it| it.range.contains_range(self.range) && it.style().is_some())?;
        let quotes = node.style().filter(|it| *it == ScalarStyle::SingleQuoted);
        let style = quotes.unwrap_or(ScalarStyle::DoubleQuoted);
        let format: Format = self.front_matter.format;
        let context = ScalarContext::FlowItem;
        let written = format.write_scalar(node.text()?, context, style);
        let edit = TextEdit::replace(node.range, written);
        Some(Remedy { title, edit })
    }

    /// The innermost node of which this is so.
    fn node(&self, is_it: impl Fn(&Node) -> bool + Copy) -> Option<&Node> {
        in_entries(&self.front_matter.entries, is_it)
    }
}

fn in_entries(entries: &[Entry], is_it: impl Fn(&Node) -> bool + Copy) -> Option<&Node> {
    let mut nodes = entries.iter().flat_map(|it| [&it.key, &it.value]);
    nodes.find_map(|it| in_node(it, is_it))
}

fn in_node(node: &Node, is_it: impl Fn(&Node) -> bool + Copy) -> Option<&Node> {
    let inside = match &node.kind {
        NodeKind::List { items, .. } => items.iter().find_map(|it| in_node(it, is_it)),
        NodeKind::Map { entries, .. } => in_entries(entries, is_it),
        NodeKind::Null | NodeKind::Scalar { .. } => None,
    };
    inside.or_else(|| is_it(node).then_some(node))
}

/// The entry that holds the offset.
fn entry_at(entries: &[Entry], offset: TextSize) -> Option<&Entry> {
    entries
        .iter()
        .find(|it| it.range.contains_inclusive(offset))
}
