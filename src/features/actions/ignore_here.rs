//! "Ignore here": a comment beside a finding that silences it, where the comment changes nothing else.

use super::{Action, ActionKind, Work};
use crate::corpus::edit::Plain;
use crate::corpus::{Parsed, SourceChange};
use crate::features::diagnostics::{Code, Diagnostic, diagnostics_of};
use crate::features::fixes::Context;
use crate::syntax;
use crate::text::lines::{line_range, line_start};
use crate::text::{Text, TextEdit, TextRange, TextSize, apply_edits, size};

/// For so many kinds of findings at a place; each is tried out, which takes as long as judging the post.
const MAX_OFFERED: usize = 3;
const MAX_LINES: usize = 20;

pub(super) fn add(ctx: &Context<'_>, range: TextRange, acc: &mut Vec<Action>) {
    if super::is_conflicted(ctx) || is_long(ctx, range) {
        return;
    }
    let findings = diagnostics_of(ctx.snap, ctx.file, ctx.parsed);
    let mut codes = vec![Code::UnusedIgnore];
    for finding in &findings {
        let is_touched = finding.range.intersect(range).is_some();
        if !is_touched || codes.contains(&finding.code) {
            continue;
        }
        if codes.len() > MAX_OFFERED {
            break;
        }
        codes.push(finding.code);
        let edit = edit(ctx, finding);
        acc.extend(
            edit.filter(|it| is_harmless(ctx, &findings, finding, it))
                .map(|it| action(ctx, finding, it)),
        );
    }
}

/// What is selected over many lines is to be fixed, not silenced.
fn is_long(ctx: &Context<'_>, range: TextRange) -> bool {
    let n_lines = ctx.source()[range].matches('\n').count();
    n_lines > MAX_LINES
}

fn action(ctx: &Context<'_>, finding: &Diagnostic, edit: TextEdit) -> Action {
    let whole = edit.new_text.contains("ignore-file");
    let place = if whole { "in this post" } else { "here" };
    Action {
        kind: ActionKind::QuickFix,
        title: format!("Ignore `{}` {place}", finding.code),
        preferred: false,
        fixes: Some(finding.clone()),
        work: Work::Done(SourceChange {
            edits: vec![(ctx.file, vec![edit])],
            ..SourceChange::default()
        }),
    }
}

fn edit(ctx: &Context<'_>, finding: &Diagnostic) -> Option<TextEdit> {
    let (source, eol, code) = (ctx.source(), ctx.eol(), finding.code);
    let at = finding.range.start();
    let front_matter = ctx.front_matter().filter(|it| it.range.contains(at));
    let Some(front_matter) = front_matter else {
        return Some(in_body(ctx, at, code));
    };
    if !front_matter.block.contains(at) {
        // It is about the front matter as a whole.
        let comment = format!("# rubric: ignore-file {code}{eol}");
        return Some(TextEdit::insert(front_matter.block.start(), comment));
    }
    let line = line_start(source, at);
    let text = &source[line_range(source, at)];
    let indent = &text[..text.len() - text.trim_start().len()];
    Some(TextEdit::insert(
        line,
        format!("{indent}# rubric: ignore {code}{eol}"),
    ))
}

/// At the end of the line, since a comment above would part a paragraph; but a heading and a fence take nothing behind them.
fn in_body(ctx: &Context<'_>, at: TextSize, code: Code) -> TextEdit {
    let (source, eol) = (ctx.source(), ctx.eol());
    let body_start = ctx.parsed.document.body.range.start();
    if code == Code::MissingFrontMatter {
        return TextEdit::insert(
            body_start,
            format!("<!-- rubric: ignore-file {code} -->{eol}"),
        );
    }
    let line = line_range(source, at);
    let text = &source[line];
    let is_own = ["#", "```", "~~~", "<"]
        .iter()
        .any(|it| text.starts_with(it));
    match is_own {
        true => TextEdit::insert(line.start(), format!("<!-- rubric: ignore {code} -->{eol}")),
        false => {
            let end = line.start() + size(text.trim_end().len());
            TextEdit::insert(end, format!(" <!-- rubric: ignore {code} -->"))
        }
    }
}

/// Whether the values stay what they are, the finding goes, and none comes.
fn is_harmless(
    ctx: &Context<'_>,
    findings: &[Diagnostic],
    finding: &Diagnostic,
    edit: &TextEdit,
) -> bool {
    let Some(edited) = apply_edits(ctx.source(), std::slice::from_ref(edit)) else {
        return false;
    };
    let document = syntax::parse(&edited);
    if !says_the_same(&document, &ctx.parsed.document) {
        return false;
    }
    let parsed = Parsed {
        text: Text::new(edited.as_str()),
        document,
        version: ctx.parsed.version,
        cursor: None,
    };
    let after = diagnostics_of(ctx.snap, ctx.file, &parsed);
    let count = |all: &[Diagnostic]| all.iter().filter(|it| it.code == finding.code).count();
    after.len() < findings.len() && count(&after) < count(findings)
}

/// Whether the front matters have the same keys with the same values.
fn says_the_same(a: &syntax::Document, b: &syntax::Document) -> bool {
    let entries = |it: &syntax::Document| -> Vec<(Plain, Plain)> {
        let front_matter = it.front_matter.iter();
        let entries = front_matter.flat_map(|it| &it.entries);
        let plain = entries.map(|it| (Plain::of(&it.key), Plain::of(&it.value)));
        plain.collect()
    };
    a.errors.len() == b.errors.len() && entries(a) == entries(b)
}
