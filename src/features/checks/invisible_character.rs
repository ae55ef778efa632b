//! `invisible-character`: what nobody sees, and what makes two terms of one. Joiners and selectors that make an emoji, or that
//! a script needs, are left alone.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::syntax::{Field, Node};
use crate::text::chars::{Setting, described, strays, stripped};
use crate::text::{TextRange, size};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        acc.extend(key(ctx, entry));
    }
    for (entry, node) in ctx.scalars() {
        acc.extend(judge(ctx, node, ctx.schema.setting(entry)));
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

/// The stray character where it stands; all of the value if there are several, or it is written as an escape.
fn place(written: &str, setting: Setting, whole: TextRange) -> TextRange {
    let [stray] = strays(written, setting)[..] else {
        return whole;
    };
    let len = stray.character.len_utf8();
    TextRange::at(whole.start() + size(stray.offset), size(len))
}
