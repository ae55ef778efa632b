//! What can be wrong with the text of a post: a kind for each mistake, with what its message and its fix need to know.
//! Whether a mistake is a finding, and how severe it is, it does not know.

mod json;
mod message;
mod toml;

use smol_str::SmolStr;

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
    /// Lines of prose above the first fence: "Here is your post:".
    ProseAbove,
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
    /// Lines of a text that goes on below its key without indentation.
    Wrapped,
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
    /// An item with this key of the next entry behind it.
    LostLineBreak(SmolStr),
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
