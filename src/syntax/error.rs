//! What can be wrong with the text of a post: a kind for each mistake, with what its message and its fix need to know.
//! Whether a mistake is a finding, and how severe it is, it does not know.

mod json;
mod toml;

use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

use crate::text::chars::is_invisible;
use crate::text::{TextRange, range};

pub use json::JsonError;
pub use toml::TomlError;

/// What is wrong with the text itself, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub range: TextRange,
    pub kind: SyntaxErrorKind,
}

impl SyntaxError {
    pub(super) fn new(
        (start, end): (usize, usize),
        kind: impl Into<SyntaxErrorKind>,
    ) -> SyntaxError {
        SyntaxError {
            range: range(start, end),
            kind: kind.into(),
        }
    }
}

/// A mistake. Shown with `{}` it says what is wrong and what would be right, in the author's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A front matter that nothing closes; this line would.
    Unclosed(&'static str),
    Fence(FenceError),
    Key(KeyError),
    Line(LineError),
    Item(ItemError),
    Scalar(ScalarError),
    Flow(FlowError),
    Block(BlockError),
    Toml(TomlError),
    Json(JsonError),
}

/// Of the lines that open and close a front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FenceError {
    /// Entries from the first line on, and a fence below them.
    MissingOpening,
    LinesAbove,
    /// A line that was meant as a fence and is none: `----`, `---\`.
    BadOpening(SmolStr),
    BadClosing(SmolStr),
    /// A line that was meant as `+++` and is none.
    BadTomlFence(SmolStr),
    /// `+++` around entries of YAML.
    YamlInTomlFence,
    /// A blank beside `---` that YAML does not know.
    ForeignBlank(char),
}

/// Of the key of an entry, which those with a text hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyError {
    MissingColon(SmolStr),
    ForeignColon(SmolStr),
    EqualsSign(SmolStr),
    /// `key:value`
    MissingSpace(SmolStr),
    /// A character before the key that means nothing there, maybe an invisible one.
    CharacterBefore(char),
    DashBefore,
    /// A colon without a key.
    Missing,
    /// The key is indented, but the one above it has a value already.
    Indented,
    Misaligned,
}

/// Of a line as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineError {
    MergeConflict,
    TabIndent,
    /// A blank that YAML does not know indents the line.
    ForeignIndent(char),
    /// The line belongs to no key.
    NoKey,
    /// The line belongs to no key: the value above it is complete.
    BelowValue,
    /// The line is not indented like the ones above it.
    Misaligned,
    /// A value below its key, which this is, that is not indented.
    UnindentedValue(SmolStr),
    /// Text below `|` or `>` that is not indented.
    UnindentedText(char),
    /// Text below `|` or `>` that is indented less than its first line.
    MisalignedText,
    /// Text behind `|` or `>`.
    BehindHeader,
}

/// Of the items of a block list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemError {
    WithoutKey,
    BelowValue,
    Misplaced,
    Misaligned,
    MissingDash,
    MissingSpace,
    DoubledDash,
    ForeignBullet,
    /// A line between items that is none.
    NotAnItem,
    /// `tags: - a`
    BesideKey,
}

/// Of a scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScalarError {
    /// A plain value that begins with a character which means something to YAML.
    Indicator(char),
    /// A value that begins with a lone `&` or `*`.
    NoAnchorName,
    /// A plain value that contains `: `.
    ColonInside,
    ColonAtEnd,
    /// Curly quotes around a value that contains `: `.
    CurlyQuotes,
    /// A value that begins with an apostrophe.
    Apostrophe,
    Unreadable,
    UnclosedQuote,
    MismatchedQuote {
        open: char,
        close: char,
    },
    /// Quotes of this kind within themselves.
    InnerQuote(char),
    ExtraQuote,
    /// Punctuation behind the closing quote.
    PunctuationBehind(SmolStr),
    TextBehindQuote,
    /// `"a", "b"`
    Several,
    UnknownEscape(char),
    UnreadableQuotes,
}

/// Of lists and maps in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlowError {
    UnclosedList,
    /// Closed by a bracket of another kind.
    ClosedBy(char),
    BehindList(SmolStr),
    MissingComma,
    /// An item that begins with a character which means something to YAML.
    Indicator(char),
    /// A text that begins with `[`.
    NotAList,
    Unreadable,
    /// `[]` or another empty value, with items below it.
    EmptyAboveItems(SmolStr),
    UnclosedBracket(char),
    MismatchedBracket {
        open: char,
        close: char,
    },
    StrayBracket,
    MissingSeparator,
    OpenAtEnd,
}

/// Of all that stands between the fences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockError {
    ControlCharacter(char),
    /// A character that ends the line, or means nothing, for some tools only.
    Separator(char),
    UnknownAlias,
    AliasBomb,
    SecondDocument,
    TooManyBrackets,
    TooDeep,
    /// What the library says, where there is nothing better.
    Unreadable(String),
    /// What `serde_yaml` says of a text that our library reads.
    ReadByFew(String),
}

impl SyntaxErrorKind {
    /// Whether it is of an entry, rather than of a fence.
    pub fn is_of_entry(&self) -> bool {
        !matches!(
            self,
            SyntaxErrorKind::Unclosed(_) | SyntaxErrorKind::Fence(_)
        )
    }
}

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
                    "`{text}` is no fence of TOML: write `+++` and nothing else"
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

fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Each group as a kind.
macro_rules! groups {
    ($($group:ident($error:ident)),* $(,)?) => {$(
        impl From<$error> for SyntaxErrorKind {
            fn from(error: $error) -> SyntaxErrorKind {
                SyntaxErrorKind::$group(error)
            }
        }
    )*};
}

groups![
    Fence(FenceError),
    Key(KeyError),
    Line(LineError),
    Item(ItemError),
    Scalar(ScalarError),
    Flow(FlowError),
    Block(BlockError),
    Toml(TomlError),
    Json(JsonError),
];
