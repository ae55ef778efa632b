//! What is wrong, and what would be right, in the author's words.

use granit_parser::ErrorKind;

use crate::syntax::front_matter::lines::is_foreign_blank;
use crate::syntax::yaml::{Fault, FaultKind};

/// Characters that a plain value cannot begin with, whatever follows.
const INDICATORS: &str = "-?,]}{&*!|>%@`\"'";

/// Whether there is a reason that a plain value of this text is none.
pub(super) fn is_known(text: &str) -> bool {
    text.starts_with(|it| INDICATORS.contains(it))
        || text.contains(": ")
        || text.contains(":\t")
        || text.ends_with(':')
}

/// Why a plain value of this text is none.
pub(super) fn of_plain(text: &str) -> String {
    match text.chars().next() {
        Some(first) if INDICATORS.contains(first) => {
            format!("a value that begins with '{first}' needs quotes")
        }
        Some('“' | '‘' | '”' | '’') if is_known(text) => {
            "curly quotes are no quotes to YAML: a value that contains ': ' needs straight ones"
                .to_owned()
        }
        _ if text.contains(": ") || text.contains(":\t") => {
            "a value that contains ': ' needs quotes".to_owned()
        }
        _ if text.ends_with(':') => "a value that ends with ':' needs quotes".to_owned(),
        _ => "YAML cannot read this value: put it in quotes".to_owned(),
    }
}

/// Why blanks before a line do not indent it.
pub(super) fn of_indent(gap: &str) -> String {
    let foreign = gap.chars().find(|it| is_foreign_blank(*it));
    match foreign {
        Some(it) => {
            let code = u32::from(it);
            format!(
                "a blank that YAML does not know, U+{code:04X}, indents this line: write spaces"
            )
        }
        None => "a tab indents this line: write spaces".to_owned(),
    }
}

pub(super) fn of_unprintable(character: char) -> String {
    let code = u32::from(character);
    format!("an invisible control character, U+{code:04X}: remove it")
}

/// What the library stumbled over.
pub(super) fn of_fault(fault: &Fault) -> String {
    let words = match &fault.kind {
        FaultKind::UnknownAlias => {
            "no `&` above gives this name: a value that begins with '*' needs quotes"
        }
        FaultKind::AliasBomb => "these aliases stand for too much, or for themselves",
        FaultKind::SecondDocument => {
            "`---` begins another document here: remove it, or put it in quotes"
        }
        FaultKind::Unprintable(character) => return of_unprintable(*character),
        FaultKind::Library(kind) => return of_error(kind),
    };
    words.to_owned()
}

/// The library's reasons in the author's words; its own for what hardly ever happens.
fn of_error(kind: &ErrorKind) -> String {
    use ErrorKind as E;
    let words = match kind {
        E::UnclosedQuotedScalar => "the quote is never closed",
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            "text behind the closing quote: put the quotes around the whole value"
        }
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart => "a tab indents this line: write spaces",
        E::UnexpectedCharacter { character } => {
            return format!("a value that begins with '{character}' needs quotes");
        }
        E::MissingAnchorOrAliasName => "a value that begins with '&' or '*' needs quotes",
        E::InvalidBlockScalarHeader => {
            "text behind `|` or `>`: it belongs on the lines below, indented"
        }
        E::InvalidBlockScalarIndent => "this line is indented less than the text's first line",
        E::UnclosedFlowCollection { open } => return format!("`{open}` is never closed"),
        E::MismatchedFlowCollectionEnd { open, close } => {
            return format!("`{open}` is closed by `{close}`");
        }
        E::MisplacedFlowCollectionEnd => "a bracket that closes nothing: put the value in quotes",
        E::ExpectedFlowSequenceSeparator | E::ExpectedFlowMappingSeparator => {
            "a comma or the closing bracket is missing"
        }
        E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping => "the bracket is never closed",
        E::BlockSequenceEntryNotAllowed => "a list item cannot stand here",
        E::MappingValueNotAllowed | E::InvalidColonPlacement => {
            "a value that contains ': ' needs quotes"
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => {
            "this line belongs to no key: an entry is written `key: value`"
        }
        E::ExpectedBlockMappingKey | E::InvalidIndentation => {
            "this line is not indented like the ones above it"
        }
        E::ExpectedBlockSequenceEntry => {
            "this line is no item of the list: an item is written `- item`"
        }
        E::RecursionLimitExceeded => "too many levels within each other",
        other => return format!("YAML cannot read this: {other}"),
    };
    words.to_owned()
}
