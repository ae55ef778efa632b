//! `invisible-character`: what nobody sees, and what makes two terms of one. Joiners and selectors that make an emoji, or that
//! a script needs, are left alone.

use super::Context;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::{Kind, Schema};
use crate::syntax::{Field, Node};
use crate::text::chars::{Setting, Stray, is_direction_mark, strays, stripped};
use crate::text::{TextRange, size};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        acc.extend(key(ctx, entry));
    }
    for (entry, node) in ctx.scalars() {
        acc.extend(judge(ctx, node, setting(ctx.schema, entry)));
    }
}

/// A name that another entry has already is not for a machine to give.
fn key(ctx: &Context<'_>, entry: &Field<'_>) -> Option<Diagnostic> {
    let finding = judge(ctx, &entry.key, Setting::Name)?;
    let Some(Suggestion::Text(name)) = &finding.suggestion else {
        return Some(finding);
    };
    let taken = ctx.entries().any(|it| it.name() == name);
    Some(match taken {
        true => Diagnostic {
            suggestion: None,
            ..finding
        },
        false => finding,
    })
}

pub(in crate::features) fn setting(schema: &Schema, entry: &Field<'_>) -> Setting {
    let field = entry.key.text().and_then(|it| schema.field(it));
    match field.is_some_and(|it| it.kind == Kind::Text) {
        true => Setting::Prose,
        false => Setting::Name,
    }
}

fn judge(ctx: &Context<'_>, node: &Node, setting: Setting) -> Option<Diagnostic> {
    let text = node.text()?;
    let strays = strays(text, setting);
    let remedy = match strays.first()?.is_blank {
        true => "write a space for",
        false => "strip",
    };
    let them = if strays.len() == 1 { "it" } else { "them" };
    let message = format!("{}: {remedy} {them}", described(&strays)?);
    let range = place(ctx.slice(node.range), setting, node.range);
    let finding = Diagnostic::new(Code::InvisibleCharacter, range, message);
    Some(finding.suggest(Suggestion::Text(stripped(text, setting).into())))
}

/// What they are, for a person.
pub(in crate::features) fn described(strays: &[Stray]) -> Option<String> {
    let name = name(strays.first()?.character);
    Some(match strays.len() {
        1 => format!("an invisible character ({name})"),
        n => format!("{n} invisible characters (the first is {name})"),
    })
}

/// The stray character where it stands; all of the value if there are several, or it is written as an escape.
fn place(written: &str, setting: Setting, whole: TextRange) -> TextRange {
    let [stray] = strays(written, setting)[..] else {
        return whole;
    };
    let len = stray.character.len_utf8();
    TextRange::at(whole.start() + size(stray.offset), size(len))
}

fn name(character: char) -> String {
    let name = match character {
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{feff}' => "byte order mark",
        '\u{fe0e}' | '\u{fe0f}' => "variation selector",
        it if is_direction_mark(it) => "direction mark",
        _ => return format!("U+{:04X}", u32::from(character)),
    };
    format!("{name}, U+{:04X}", u32::from(character))
}
