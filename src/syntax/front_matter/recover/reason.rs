//! What kind of mistake a value, or the library's refusal, shows.

use granit_parser::ErrorKind;

use crate::syntax::error::{
    BlockError, FlowError, ItemError, LineError, ScalarError, SyntaxErrorKind,
};
use crate::syntax::front_matter::lines::{is_foreign_blank, is_usual_key, key_length};
use crate::syntax::yaml::{Fault, FaultKind};

/// Characters that a plain value cannot begin with, whatever follows.
const INDICATORS: &str = "-?,]}{&*!|>%@`\"'";

/// Why a plain value of this text is none, where the text shows it.
pub(super) fn evident(text: &str) -> Option<ScalarError> {
    let first = text.chars().next().unwrap_or(' ');
    let is_inside = text.contains(": ") || text.contains(":\t");
    match first {
        _ if INDICATORS.contains(first) => Some(ScalarError::Indicator(first)),
        '“' | '‘' | '”' | '’' if is_inside || text.ends_with(':') => {
            Some(ScalarError::CurlyQuotes)
        }
        _ if is_inside => Some(ScalarError::ColonInside),
        _ if text.ends_with(':') => Some(lost_key(text).unwrap_or(ScalarError::ColonAtEnd)),
        _ => None,
    }
}

/// Whether the text ends with a key that a text of another script runs into: `金正products_models:`. Nobody writes so.
fn lost_key(text: &str) -> Option<ScalarError> {
    let text = text.strip_suffix(':')?;
    let is_of_key = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    let before = text.trim_end_matches(is_of_key);
    let key = &text[before.len()..];
    let runs_into = before.ends_with(|it: char| !it.is_ascii() && it.is_alphanumeric());
    (runs_into && key.len() > 2).then(|| ScalarError::LostLineBreak(key.into()))
}

/// Whether what follows a closing quote or bracket without a space is an entry: `[a, b]people: [c]`.
pub(super) fn glued_key(behind: &str) -> Option<ScalarError> {
    let key = &behind[..key_length(behind)?];
    is_usual_key(key).then(|| ScalarError::LostLineBreak(key.into()))
}

/// Why a plain value of this text is none.
pub(super) fn of_plain(text: &str) -> ScalarError {
    evident(text).unwrap_or(ScalarError::Unreadable)
}

/// Why blanks before a line do not indent it.
pub(super) fn of_indent(gap: &str) -> LineError {
    let foreign = gap.chars().find(|it| is_foreign_blank(*it));
    foreign.map_or(LineError::TabIndent, LineError::ForeignIndent)
}

/// What the library stumbled over.
pub(super) fn of_fault(fault: &Fault) -> SyntaxErrorKind {
    match &fault.kind {
        FaultKind::UnknownAlias => BlockError::UnknownAlias.into(),
        FaultKind::AliasBomb => BlockError::AliasBomb.into(),
        FaultKind::SecondDocument => BlockError::SecondDocument.into(),
        FaultKind::Unprintable(it) => BlockError::ControlCharacter(*it).into(),
        FaultKind::Library(kind) => of_error(kind),
    }
}

/// The library's reason; in its own words what hardly ever happens.
fn of_error(kind: &ErrorKind) -> SyntaxErrorKind {
    use ErrorKind as E;
    match kind {
        E::UnclosedQuotedScalar => ScalarError::UnclosedQuote.into(),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            ScalarError::TextBehindQuote.into()
        }
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart => LineError::TabIndent.into(),
        E::UnexpectedCharacter { character } => ScalarError::Indicator(*character).into(),
        E::MissingAnchorOrAliasName => ScalarError::NoAnchorName.into(),
        E::InvalidBlockScalarHeader => LineError::BehindHeader.into(),
        E::InvalidBlockScalarIndent => LineError::MisalignedText.into(),
        E::UnclosedFlowCollection { open } => FlowError::UnclosedBracket(*open).into(),
        E::MismatchedFlowCollectionEnd { open, close } => {
            let (open, close) = (*open, *close);
            FlowError::MismatchedBracket { open, close }.into()
        }
        E::MisplacedFlowCollectionEnd => FlowError::StrayBracket.into(),
        E::ExpectedFlowSequenceSeparator | E::ExpectedFlowMappingSeparator => {
            FlowError::MissingSeparator.into()
        }
        E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping => FlowError::OpenAtEnd.into(),
        E::BlockSequenceEntryNotAllowed => ItemError::Misplaced.into(),
        E::MappingValueNotAllowed | E::InvalidColonPlacement => ScalarError::ColonInside.into(),
        E::SimpleKeyExpected | E::InvalidSimpleKey => LineError::NoKey.into(),
        E::ExpectedBlockMappingKey | E::InvalidIndentation => LineError::Misaligned.into(),
        E::ExpectedBlockSequenceEntry => ItemError::NotAnItem.into(),
        E::RecursionLimitExceeded => BlockError::TooDeep.into(),
        other => BlockError::Unreadable(other.to_string()).into(),
    }
}
