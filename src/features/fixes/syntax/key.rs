//! A key without a colon that YAML knows, and what stands before a key and should not.

use super::{Broken, Remedy};
use crate::features::fixes::{Context, Safety};
use crate::syntax::error::KeyError;
use crate::syntax::{FrontMatter, is_usual_key};
use crate::text::{TextEdit, TextRange, TextSize};

pub(super) fn remedy(broken: &Broken<'_>, error: &KeyError) -> Option<Remedy> {
    match error {
        KeyError::MissingColon(key) => {
            let end = broken.range.start() + TextSize::of(&**key);
            let edit = TextEdit::insert(end, ":");
            let remedy = Remedy::one("Insert the colon behind the key", edit);
            // A word by itself that no other post has as a key may be an item, or go on with the text above.
            let behind = &broken.ctx.source()[usize::from(end)..];
            let is_alone = behind.lines().next().is_none_or(|it| it.trim().is_empty());
            let field = broken.ctx.schema().field(key);
            let is_known = field.is_some_and(|it| it.evidence.declared || it.presence.agreeing > 1);
            let is_key = !is_alone || is_known || is_usual_key(key);
            Some(match is_key {
                true => remedy,
                false => Remedy {
                    safety: Safety::Manual,
                    ..remedy
                },
            })
        }
        KeyError::MissingSpace(_) => Some(colon(broken, "Insert a space behind the colon")),
        KeyError::ForeignColon(_) | KeyError::EqualsSign(_) => {
            Some(colon(broken, "Write a colon that YAML knows"))
        }
        KeyError::CharacterBefore(_) | KeyError::DashBefore => Some(Remedy::one(
            "Remove what stands before the key",
            TextEdit::delete(broken.range),
        )),
        KeyError::Missing | KeyError::Indented | KeyError::Misaligned => None,
    }
}

/// What was meant as a colon, with a space where text follows.
fn colon(broken: &Broken<'_>, title: &'static str) -> Remedy {
    let behind = &broken.ctx.source()[usize::from(broken.range.end())..];
    let is_apart = behind.is_empty() || behind.starts_with([' ', '\t', '\n', '\r']);
    let colon = if is_apart { ":" } else { ": " };
    Remedy::one(title, TextEdit::replace(broken.range, colon))
}

/// The fix of what stands before a key of the front matter itself.
pub(super) fn before(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    range: TextRange,
    error: &KeyError,
) -> Option<Remedy> {
    match error {
        KeyError::CharacterBefore(_) | KeyError::DashBefore => Some(Remedy::one(
            "Remove what stands before the key",
            TextEdit::delete(range),
        )),
        KeyError::Indented | KeyError::Misaligned if !range.is_empty() => {
            let edits = dedented(ctx, front_matter, range);
            Some(Remedy::new("Remove the spaces before the key", edits))
        }
        _ => None,
    }
}

/// The lines from the key on that are indented as it is, without that.
fn dedented(ctx: &Context<'_>, front_matter: &FrontMatter, gap: TextRange) -> Vec<TextEdit> {
    let below = TextRange::new(gap.start(), front_matter.block.end());
    let gap = ctx.slice(gap);
    let mut start = below.start();
    let mut edits = Vec::new();
    for line in ctx.slice(below).split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if !is_blank && !line.starts_with(gap) {
            break;
        }
        if !is_blank {
            edits.push(TextEdit::delete(TextRange::at(start, TextSize::of(gap))));
        }
        start += TextSize::of(line);
    }
    edits
}
