//! How a value is written into the slot: in its quotes, after what the slot lacks. It does not choose values.

use smol_str::{SmolStr, format_smolstr};

use super::context::{Context, DASH, Slot};
use crate::schema::{Field, Kind, Quote};
use crate::syntax::yaml::{ScalarContext, write_scalar, write_untyped};
use crate::syntax::{Format, ScalarStyle};
use crate::text::{TextEdit, TextRange};

/// Whether tools may see a number, a date or a boolean in the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// It is a string, whatever it looks like.
    No,
    /// It may be what it looks like: `true`, a date.
    Yes,
}

/// The edit that puts `value` in the place of the word. `None` if it cannot stand there.
pub(super) fn edit(
    context: &Context,
    field: &Field,
    value: &str,
    typed: Typed,
) -> Option<TextEdit> {
    if let Some(place) = &context.out_of_line {
        let written = match context.quote {
            Some(quote) => quote.write_whole(value)?,
            None => plain(context, field, value, typed)?,
        };
        let range = TextRange::new(place.start, context.with_quotes().end());
        let indent = " ".repeat(place.indent);
        return Some(TextEdit::replace(range, format!("{indent}{DASH}{written}")));
    }
    let lead = lead(context, field);
    if context.format == Format::Toml
        && context.quote.is_some_and(|it| !it.double)
        && value.contains('\'')
    {
        return None;
    }
    let (range, written) = match context.quote {
        Some(quote) if lead.is_empty() && !is_beside_key(context, field) => {
            (context.replace, quote.write(value)?)
        }
        Some(quote) => (context.with_quotes(), quote.write_whole(value)?),
        None => (context.replace, plain(context, field, value, typed)?),
    };
    let written = match is_beside_key(context, field) {
        true => format!("[{written}]"),
        false => written,
    };
    Some(TextEdit::replace(range, format!("{lead}{written}")))
}

/// Whether a list that has to stand in brackets lacks them.
fn is_beside_key(context: &Context, field: &Field) -> bool {
    context.format != Format::Yaml && field.kind == Kind::List && context.slot == Slot::Scalar
}

/// What clients match the text against from the start of the edit on: an edit that begins before the word begins with what stands
/// there.
pub(super) fn filter(context: &Context, edit: &TextEdit, filter: SmolStr) -> SmolStr {
    let filter = match context.hash {
        true => format_smolstr!("#{filter}"),
        false => filter,
    };
    if let Some(place) = &context.out_of_line {
        return format_smolstr!("{}{filter}", place.before);
    }
    match context.quote {
        Some(quote) if edit.range.start() < context.replace.start() => {
            format_smolstr!("{}{filter}", quote.mark())
        }
        _ => filter,
    }
}

fn plain(context: &Context, field: &Field, value: &str, typed: Typed) -> Option<String> {
    let preferred = match field.kind {
        // In quotes it would be a string.
        Kind::Bool => ScalarStyle::Plain,
        _ if context.format != Format::Yaml && field.style.quote == Quote::Plain => {
            ScalarStyle::DoubleQuoted
        }
        _ => quoted(field.style.quote),
    };
    let place = match context.slot {
        Slot::Flow => ScalarContext::FlowItem,
        Slot::Block => ScalarContext::BlockItem,
        Slot::Comma => return between_commas(value),
        _ => ScalarContext::BlockValue,
    };
    Some(match typed {
        Typed::No => context.format.write_scalar(value, place, preferred),
        Typed::Yes => context
            .format
            .write_untyped(value, place, quoted(field.style.quote)),
    })
}

/// As the field's values are usually written.
pub(super) fn quoted(quote: Quote) -> ScalarStyle {
    match quote {
        Quote::Plain => ScalarStyle::Plain,
        Quote::Single => ScalarStyle::SingleQuoted,
        Quote::Double => ScalarStyle::DoubleQuoted,
    }
}

/// Only the whole scalar could be quoted, and it is not the word being typed.
fn between_commas(value: &str) -> Option<String> {
    let as_is = write_untyped(value, ScalarContext::FlowItem, ScalarStyle::Plain) == value;
    (as_is && !value.contains(',')).then(|| value.to_owned())
}

/// What stands before the value: a list that begins beside its key goes to the next line, as items of the field do.
fn lead(context: &Context, field: &Field) -> String {
    let list =
        field.kind == Kind::List && context.slot == Slot::Scalar && context.format == Format::Yaml;
    let indent = context.indent.unwrap_or(field.style.indent.into());
    match list {
        true => format!("{}{}{DASH}", context.line_end, " ".repeat(indent)),
        false => context.lead.to_owned(),
    }
}

/// A field's name, in quotes where YAML would see something else in it.
pub(super) fn key(name: &str) -> String {
    write_scalar(name, ScalarContext::Key, ScalarStyle::Plain)
}

/// What to write after `key` so that the author can go on with the value. A list that stands below is the value.
pub(super) fn after_key(field: Option<&Field>, context: &Context) -> String {
    let kind = field.map(|it| it.kind);
    let has_commas = field.is_some_and(|it| it.style.commas);
    match (context.format, kind) {
        (Format::Yaml, Some(Kind::List)) if has_commas => return ": ".to_owned(),
        (Format::Yaml, Some(Kind::List)) if context.in_brackets => return ": []".to_owned(),
        (Format::Yaml, _) => {}
        (format, kind) => {
            let separator = if format == Format::Toml { " = " } else { ": " };
            let empty = match kind {
                Some(Kind::List) if !has_commas => "[]",
                Some(Kind::List) => "\"\"",
                Some(Kind::Nested) => "{}",
                Some(Kind::Date) if format != Format::Json => "",
                Some(kind) if !kind.is_typed() => "\"\"",
                _ => "",
            };
            return format!("{separator}{empty}");
        }
    }
    match field {
        Some(it) if it.kind == Kind::List && context.above_value => ":".to_owned(),
        Some(it) if it.kind == Kind::List => {
            let indent = " ".repeat(usize::from(it.style.indent));
            format!(":{}{indent}{DASH}", context.line_end)
        }
        _ => ": ".to_owned(),
    }
}

/// Where the value goes in what is written after a key: between the brackets or the quotes.
pub(super) fn place_for_value(after: &str) -> Option<usize> {
    let pairs = ["[]", "\"\"", "{}"];
    let is_pair = pairs.iter().any(|it| after.ends_with(it));
    is_pair.then(|| after.len() - 1)
}
