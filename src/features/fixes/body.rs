//! The markup of the body: a space behind `##`, a level that is skipped, a fence or a tag that is missing.

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::corpus::edit::BodyFix;
use crate::features::diagnostics::{Code, Diagnostic};
use crate::syntax::opening_fence;
use crate::text::{TextEdit, TextRange, TextSize, size};

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic) -> Option<Fix> {
    let (title, fix) = match finding.code {
        Code::HeadingSpace => space(finding.range),
        Code::HeadingSkip => lift(ctx, finding.range)?,
        Code::UnclosedFence => close_fence(ctx, finding.range)?,
        _ => close_tag(ctx, finding.range)?,
    };
    let safety = match finding.code {
        // Where the code ends is a guess.
        Code::UnclosedFence => Safety::Manual,
        _ => Safety::Unsafe,
    };
    let fix = Fix::new(finding.code, title, safety, vec![Step::Body(fix)]);
    Some(Fix {
        preferred: true,
        ..fix
    })
}

fn space(markers: TextRange) -> (String, BodyFix) {
    let level = u8::try_from(u32::from(markers.len())).unwrap_or(u8::MAX);
    let fix = BodyFix {
        edits: vec![TextEdit::insert(markers.end(), " ")],
        levels: vec![(markers.start(), level)],
        n_closed: 0,
    };
    ("Insert a space behind the `#`s".into(), fix)
}

/// The heading goes to the level below the one before it, and with it those that follow on its level or deeper.
fn lift(ctx: &Context<'_>, markers: TextRange) -> Option<(String, BodyFix)> {
    let own = ctx.parsed.own_headings();
    let index = own
        .iter()
        .position(|it| it.range.start() == markers.start())?;
    let (above, heading) = (own[index.checked_sub(1)?], own[index]);
    let by = heading
        .level
        .checked_sub(above.level + 1)
        .filter(|it| *it > 0)?;
    let mut below = own[index..]
        .iter()
        .filter(|it| above.section.contains_range(it.range));
    let mut fix = BodyFix::default();
    for other in below.by_ref() {
        if other.level < heading.level {
            // It must not end up in a section that it is beside now.
            (other.level <= above.level + 1).then_some(())?;
            break;
        }
        let start = other.range.start();
        let surplus = TextRange::at(start, TextSize::from(u32::from(by)));
        fix.edits.push(TextEdit::delete(surplus));
        fix.levels.push((start, other.level - by));
    }
    let markers = "#".repeat(usize::from(above.level) + 1);
    let title = match fix.edits.len() {
        1 => format!("Write `{markers}`"),
        n => format!("Write `{markers}`, and lift {} more headings", n - 1),
    };
    Some((title, fix))
}

/// At the end of the post, or of the quote or the list that it is in: there it ends now.
fn close_fence(ctx: &Context<'_>, opening: TextRange) -> Option<(String, BodyFix)> {
    let blocks = &ctx.parsed.document.body.code_blocks;
    let block = blocks
        .iter()
        .find(|it| it.range.start() == opening.start())?;
    let line = ctx.slice(opening);
    let source = ctx.source();
    let end = usize::from(block.range.end());
    let at_line_start = source[..end].ends_with(['\n', '\r']);
    // In a quote or a list more would have to stand before it.
    let before = &source[..usize::from(opening.start())];
    if !(before.is_empty() || before.ends_with(['\n', '\r'])) {
        return None;
    }
    let eol = ctx.eol();
    let fence = opening_fence(line);
    let text = match at_line_start {
        true => format!("{fence}{eol}"),
        false => format!("{eol}{fence}"),
    };
    let fix = BodyFix {
        edits: vec![TextEdit::insert(block.range.end(), text)],
        n_closed: 1,
        ..BodyFix::default()
    };
    Some((format!("Close the code block with {fence}"), fix))
}

/// `<summary>text</p>`: what ends the line was meant to close it.
fn close_tag(ctx: &Context<'_>, tag: TextRange) -> Option<(String, BodyFix)> {
    let name = ctx.slice(tag).strip_prefix('<')?;
    let end = name.find(|it: char| !it.is_ascii_alphanumeric() && it != '-')?;
    let name = &name[..end];
    let rest = &ctx.source()[usize::from(tag.end())..];
    let line = rest.split(['\n', '\r']).next()?.trim_end();
    let start = line.rfind("</")?;
    let wrong = line[start..].strip_prefix("</")?.strip_suffix('>')?;
    let opened = line.contains(&format!("<{wrong}"));
    if name.is_empty() || opened || wrong.eq_ignore_ascii_case(name) {
        return None;
    }
    let at = tag.end() + size(start);
    let range = TextRange::at(at, size(line.len() - start));
    let fix = BodyFix {
        edits: vec![TextEdit::replace(range, format!("</{name}>"))],
        n_closed: 1,
        ..BodyFix::default()
    };
    Some((format!("Write `</{name}>` for `</{wrong}>`"), fix))
}
