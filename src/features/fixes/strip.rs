//! A text on several lines from which characters should go: only these, so that its lines stay as they are.

use crate::corpus::edit::Plain;
use crate::features::diagnostics::Code;
use crate::syntax::{Node, ScalarStyle};
use crate::text::chars::{Setting, strays};
use crate::text::{TextEdit, TextRange, TextSize, size};

use super::Context;
use super::plan::Step;

/// The step that makes `text` of the value of an entry. `None` where the value can as well be written anew.
pub(super) fn step(
    ctx: &Context<'_>,
    code: Code,
    entry: usize,
    value: &Node,
    text: &str,
) -> Option<Step> {
    let written = ctx.slice(value.range);
    if !written.contains(['\n', '\r']) {
        return None;
    }
    let edits = match code {
        Code::InvisibleCharacter => {
            let fields = ctx.front_matter()?.fields();
            invisible(written, ctx.schema().setting(fields.get(entry)?))
        }
        Code::StrayWhitespace => ends(written, value.style()?),
        _ => return None,
    };
    let start = value.range.start();
    let edits = edits.into_iter().map(|it| TextEdit {
        range: it.range + start,
        ..it
    });
    Some(Step::Replace {
        entry,
        edits: edits.collect(),
        meaning: Plain::string(text),
    })
}

fn invisible(written: &str, setting: Setting) -> Vec<TextEdit> {
    let strays = strays(written, setting).into_iter();
    let edit = strays.map(|it| {
        let range = TextRange::at(size(it.offset), TextSize::of(it.character));
        TextEdit::replace(range, if it.is_blank { " " } else { "" })
    });
    edit.collect()
}

/// What stands between the quotes and the text.
fn ends(written: &str, style: ScalarStyle) -> Vec<TextEdit> {
    let quote = match style {
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
        _ => 0,
    };
    let Some(inner) = written.get(quote..written.len().saturating_sub(quote)) else {
        return Vec::new();
    };
    let start = inner.len() - inner.trim_start().len();
    let end = inner.trim_end().len();
    let ranges = [(0, start), (end, inner.len())].into_iter();
    ranges
        .filter(|(start, end)| start < end)
        .map(|(start, end)| {
            TextEdit::delete(TextRange::new(size(quote + start), size(quote + end)))
        })
        .collect()
}
