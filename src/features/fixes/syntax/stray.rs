//! Lines that belong to no key: which key they were meant for only the author knows.

use crate::corpus::edit::Plain;
use crate::features::diagnostics::Diagnostic;
use crate::features::fixes::plan::Step;
use crate::features::fixes::{Context, Fix, Safety, name};
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{FrontMatter, NodeKind, ScalarStyle};
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn fixes(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    finding: &Diagnostic,
) -> Vec<Fix> {
    if !front_matter.block.contains_range(finding.range) || finding.range.is_empty() {
        return Vec::new();
    }
    let fill = as_value_above(ctx, front_matter, finding);
    fill.into_iter()
        .chain([comment_out(ctx, front_matter, finding)])
        .collect()
}

/// `speaker: ''` with a name below it.
fn as_value_above(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    finding: &Diagnostic,
) -> Option<Fix> {
    let fields = front_matter.fields();
    let mut entries = fields.iter();
    let index = entries.rposition(|it| it.range.end() <= finding.range.start())?;
    let entry = &fields[index];
    let is_empty = match &entry.value.kind {
        NodeKind::Scalar { text, style } => text.is_empty() && *style != ScalarStyle::Plain,
        _ => false,
    };
    let gap = ctx.slice(TextRange::new(entry.range.end(), finding.range.start()));
    if !is_empty || !gap.trim().is_empty() {
        return None;
    }
    let text = ctx.slice(finding.range);
    let style = entry.value.style()?;
    let edits = vec![
        TextEdit::replace(
            entry.value.range,
            write_scalar(text, ScalarContext::BlockValue, style),
        ),
        TextEdit::delete(TextRange::new(entry.range.end(), finding.range.end())),
    ];
    let step = Step::Replace {
        entry: index,
        edits,
        meaning: Plain::string(text),
    };
    let title = format!("Make `{text}` the value of `{}`", name(entry));
    Some(Fix::new(finding.code, title, Safety::Manual, vec![step]))
}

/// Nothing is lost, and all the rest is YAML again.
fn comment_out(ctx: &Context<'_>, front_matter: &FrontMatter, finding: &Diagnostic) -> Fix {
    let mut starts = front_matter.entries.iter().map(|it| it.range.start());
    let from = finding.range.start();
    let next = starts
        .find(|it| *it > from)
        .unwrap_or(front_matter.block.end());
    let mut start = from;
    let mut edits = Vec::new();
    for line in ctx.slice(TextRange::new(from, next)).split_inclusive('\n') {
        let text = line.trim_start();
        if !text.is_empty() && !text.starts_with('#') {
            let indent = TextSize::of(line) - TextSize::of(text);
            edits.push(TextEdit::insert(start + indent, "# "));
        }
        start += TextSize::of(line);
    }
    let title = "Turn this into a comment";
    Fix::new(finding.code, title, Safety::Manual, vec![Step::Fix(edits)])
}
