//! What each kind of mistake is to its author: what is wrong, and what would be right.

use std::fmt::{self, Display, Formatter};

use super::{
    BlockError, FenceError, FlowError, ItemError, KeyError, LineError, ScalarError, SyntaxErrorKind,
};
use crate::text::chars::is_invisible;

impl Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            SyntaxErrorKind::Unclosed(fence) => write!(
                f,
                "the front matter is never closed: write `{fence}` on a line of its own below its last entry"
            ),
            SyntaxErrorKind::Fence(it) => it.fmt(f),
            SyntaxErrorKind::Key(it) => it.fmt(f),
            SyntaxErrorKind::Line(it) => it.fmt(f),
            SyntaxErrorKind::Item(it) => f.write_str(it.message()),
            SyntaxErrorKind::Scalar(it) => it.fmt(f),
            SyntaxErrorKind::Flow(it) => it.fmt(f),
            SyntaxErrorKind::Block(it) => it.fmt(f),
            SyntaxErrorKind::Toml(it) => it.fmt(f),
            SyntaxErrorKind::Json(it) => it.fmt(f),
        }
    }
}

impl Display for FenceError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FenceError::MissingOpening => f.write_str(
                "the front matter's first fence is missing: write `---` on a line of its own above",
            ),
            FenceError::LinesAbove => f.write_str(
                "the front matter must begin on the first line: remove the lines above `---`",
            ),
            FenceError::ProseAbove => f.write_str(
                "the front matter must begin on the first line: remove the text above `---`, or move it below",
            ),
            FenceError::BadOpening(text) => {
                write!(
                    f,
                    "`{text}` does not open a front matter: write `---` and nothing else"
                )
            }
            FenceError::BadClosing(text) => {
                write!(
                    f,
                    "`{text}` does not close the front matter: write `---` and nothing else"
                )
            }
            FenceError::BadTomlFence(text) => {
                write!(
                    f,
                    "`{text}` is not a TOML fence: write `+++` and nothing else"
                )
            }
            FenceError::YamlInTomlFence => {
                f.write_str("`+++` is the fence of TOML, and these entries are YAML: write `---`")
            }
            FenceError::ForeignBlank(it) => {
                write!(
                    f,
                    "a blank that YAML does not know, {}, beside `---`: remove it",
                    code_point(*it)
                )
            }
        }
    }
}

impl Display for KeyError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (wrong, key) = match self {
            KeyError::MissingColon(key) => ("a colon is missing behind the key", key),
            KeyError::ForeignColon(key) => ("the colon of another script", key),
            KeyError::EqualsSign(key) => ("a colon stands behind a key, not '='", key),
            KeyError::MissingSpace(key) => ("a space is missing behind the colon", key),
            KeyError::CharacterBefore(it) if is_invisible(*it) => {
                let code = code_point(*it);
                return write!(
                    f,
                    "an invisible character, {code}, before the key: remove it"
                );
            }
            KeyError::CharacterBefore(it) => {
                return write!(f, "a stray '{it}' before the key: remove it");
            }
            KeyError::DashBefore => {
                return f.write_str("a dash before this key, where no list is: remove it");
            }
            KeyError::Missing => return f.write_str("a key is missing before the colon"),
            KeyError::Indented => {
                return f.write_str(
                    "this key is indented, but the one above it has a value already: remove the spaces",
                );
            }
            KeyError::Misaligned => {
                return f.write_str("this key is not indented like the others");
            }
        };
        write!(f, "{wrong}: write `{key}: `")
    }
}

impl Display for LineError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LineError::MergeConflict => {
                "a merge conflict is not resolved: keep one side and remove the marker lines"
            }
            LineError::TabIndent => "a tab indents this line: write spaces",
            LineError::ForeignIndent(it) => {
                let code = code_point(*it);
                return write!(
                    f,
                    "a blank that YAML does not know, {code}, indents this line: write spaces"
                );
            }
            LineError::NoKey => "this line belongs to no key: an entry is written `key: value`",
            LineError::BelowValue => "this line belongs to no key: the value above it is complete",
            LineError::Misaligned => "this line is not indented like the ones above it",
            LineError::UnindentedValue(key) => {
                return write!(
                    f,
                    "a value below its key is indented: write it behind `{key}: `"
                );
            }
            LineError::UnindentedText(header) => {
                return write!(
                    f,
                    "the text below `{header}` is indented: write spaces before its lines"
                );
            }
            LineError::Wrapped => "the text above goes on here: write spaces before its lines",
            LineError::MisalignedText => "this line is indented less than the text's first line",
            LineError::BehindHeader => {
                "text behind `|` or `>`: it belongs on the lines below, indented"
            }
        })
    }
}

impl ItemError {
    fn message(self) -> &'static str {
        match self {
            ItemError::WithoutKey => "a list item without a key above it",
            ItemError::BelowValue => "a list item below a key that has a value already",
            ItemError::Misplaced => "a list item cannot stand here",
            ItemError::Misaligned => "this item is not indented like the others",
            ItemError::MissingDash => "a dash is missing before this item: write `- `",
            ItemError::MissingSpace => "a space is missing behind the dash: write `- `",
            ItemError::DoubledDash => "one dash begins an item: write `- `",
            ItemError::ForeignBullet => "items begin with a dash here: write `- `",
            ItemError::NotAnItem => "this line is no item of the list: an item is written `- item`",
            ItemError::BesideKey => {
                "a list begins on the line below its key, or is written `[a, b]`"
            }
        }
    }
}

impl Display for ScalarError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ScalarError::Indicator(first) => {
                return write!(f, "a value that begins with '{first}' needs quotes");
            }
            ScalarError::NoAnchorName => "a value that begins with '&' or '*' needs quotes",
            ScalarError::ColonInside => "a value that contains ': ' needs quotes",
            ScalarError::ColonAtEnd => "a value that ends with ':' needs quotes",
            ScalarError::LostLineBreak(key) => {
                return write!(f, "a line break is missing before `{key}:`");
            }
            ScalarError::CurlyQuotes => {
                "curly quotes are no quotes to YAML: a value that contains ': ' needs straight ones"
            }
            ScalarError::Apostrophe => {
                "a value that begins with an apostrophe needs double quotes"
            }
            ScalarError::Unreadable => "YAML cannot read this value: put it in quotes",
            ScalarError::UnclosedQuote => "the quote is never closed",
            ScalarError::MismatchedQuote { open, close } => {
                return write!(
                    f,
                    "the quote is opened by {open} and closed by {close}: write {open}"
                );
            }
            ScalarError::InnerQuote('"') => {
                "quotes within double quotes are written `\\\"`, or the value in single quotes"
            }
            ScalarError::InnerQuote(_) => {
                "an apostrophe within single quotes is written twice, or the value in double quotes"
            }
            ScalarError::ExtraQuote => "a quote too many",
            ScalarError::PunctuationBehind(rest) => {
                return write!(f, "`{rest}` behind the closing quote: remove it");
            }
            ScalarError::TextBehindQuote => {
                "text behind the closing quote: put the quotes around the whole value"
            }
            ScalarError::Several => {
                "several values make a list: write `[a, b]`, or one item a line"
            }
            ScalarError::UnknownEscape(it) => {
                return write!(
                    f,
                    "`\\{it}` means nothing in double quotes: write `\\\\{it}`, or the value in single quotes"
                );
            }
            ScalarError::UnreadableQuotes => "YAML cannot read what stands in these quotes",
        })
    }
}

impl Display for FlowError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FlowError::UnclosedList => "the list is never closed: `]` is missing",
            FlowError::ClosedBy(it) => return write!(f, "the list is closed by `{it}`: write `]`"),
            FlowError::BehindList(rest) => return write!(f, "`{rest}` behind the list: remove it"),
            FlowError::MissingComma => "a comma is missing before this item",
            FlowError::Indicator(first) => {
                return write!(f, "an item that begins with '{first}' needs quotes");
            }
            FlowError::NotAList => "a value that begins with '[' and is no list needs quotes",
            FlowError::Unreadable => "YAML cannot read this list: put its items in quotes",
            FlowError::EmptyAboveItems(it) => {
                return write!(f, "`{it}` and items below it: remove `{it}`, or the items");
            }
            FlowError::UnclosedBracket(open) => return write!(f, "`{open}` is never closed"),
            FlowError::MismatchedBracket { open, close } => {
                return write!(f, "`{open}` is closed by `{close}`");
            }
            FlowError::StrayBracket => "a bracket that closes nothing: put the value in quotes",
            FlowError::MissingSeparator => "a comma or the closing bracket is missing",
            FlowError::OpenAtEnd => "the bracket is never closed",
        })
    }
}

impl Display for BlockError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BlockError::ControlCharacter(it) => {
                let code = code_point(*it);
                return write!(f, "an invisible control character, {code}: remove it");
            }
            BlockError::Separator(it) => {
                let what = match it {
                    '\u{feff}' => "a byte order mark inside the text",
                    _ => "a separator that ends the line for many tools",
                };
                return write!(f, "an invisible {}, {what}: remove it", code_point(*it));
            }
            BlockError::UnknownAlias => {
                "no `&` above gives this name: a value that begins with '*' needs quotes"
            }
            BlockError::AliasBomb => "these aliases stand for too much, or for themselves",
            BlockError::SecondDocument => {
                "`---` begins another document here: remove it, or put it in quotes"
            }
            BlockError::TooManyBrackets => "too many brackets within each other",
            BlockError::TooDeep => "too many levels within each other",
            BlockError::Unreadable(reason) => return write!(f, "YAML cannot read this: {reason}"),
            BlockError::ReadByFew(reason) => {
                return write!(f, "many tools do not read this: {reason}");
            }
        })
    }
}

pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
