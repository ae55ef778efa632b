//! `variant`: a term that is not spelled as usual.

use smol_str::SmolStr;

use super::Context;
use super::duplicate_item::duplicates;
use super::naming_style;
use crate::corpus::{Preferred, Reason, Thesaurus};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::syntax::{Field, Node};
use crate::text::chars::{Setting, stripped, tidied};
use crate::text::quotes::without_quotes;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let Some(variants) = ctx.thesaurus(entry.name()) else {
            continue;
        };
        acc.extend(in_entry(ctx, entry, &variants));
    }
}

fn in_entry(ctx: &Context<'_>, entry: &Field<'_>, variants: &Thesaurus<'_>) -> Vec<Diagnostic> {
    let found: Vec<(&Node, Found)> = super::terms(entry)
        .filter_map(|node| Some((node, preferred(ctx, entry, node, variants)?)))
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    // What goes need not be fixed.
    let going = duplicates(entry, Some(variants));
    let stays = |node: &Node| going.iter().all(|it| it.item.range != node.range);
    let staying = found.into_iter().filter(|(node, _)| stays(node));
    staying.map(|(node, found)| finding(node, found)).collect()
}

/// The usual form, and the name that is meant where the usual form is another name.
struct Found {
    usual: Preferred,
    meant: Option<SmolStr>,
}

fn preferred(
    ctx: &Context<'_>,
    entry: &Field<'_>,
    node: &Node,
    variants: &Thesaurus<'_>,
) -> Option<Found> {
    let text = node.text()?;
    let usual = variants.preferred_spelling(text)?;
    if super::is_closed_to(ctx, entry, text) || bare(text) == usual.text {
        return None;
    }
    // No post should have that either.
    if !usual.is_declared() && naming_style::is_against(ctx, entry, &usual.text) {
        return None;
    }
    let aliases = ctx.snap.aliases_of(entry.name());
    let canonical = |it: &str| aliases.as_ref().and_then(|all| all.canonical(it));
    if canonical(text).is_some_and(|it| it.declared) {
        return None;
    }
    // In two steps the author would have to read it twice, and fix it twice. What bodies taught is a guess, though: it is told of the
    // usual spelling, as a hint.
    let meant = canonical(&usual.text).filter(|it| it.declared);
    let meant = meant.map(|it| it.text.clone()).filter(|it| it != text);
    Some(Found { usual, meant })
}

/// Without what other rules strip: spaces, invisible characters and quotes that are part of the value.
fn bare(text: &str) -> String {
    let seen = tidied(&stripped(text, Setting::Name));
    without_quotes(&seen).map_or_else(|| seen.clone(), tidied)
}

fn finding(node: &Node, Found { usual, meant }: Found) -> Diagnostic {
    let text = node.text().unwrap_or_default();
    let better = usual.text;
    if let Some(meant) = meant {
        let message = format!(
            "`{text}` is another spelling of `{better}`, which is another name of `{meant}`: write that"
        );
        return Diagnostic::new(Code::Variant, node.range, message)
            .suggest(Suggestion::Text(meant));
    }
    let why = match usual.reason {
        Reason::Declared => "as rubric.yaml has it".to_owned(),
        Reason::Posts(1) => "as another post has it".to_owned(),
        Reason::Posts(n) => format!("as {n} posts have it"),
        Reason::PostsOfAllFields(n) => format!("as it stands {n} times in all fields"),
        Reason::Convention => "as the terms of the field are mostly written".to_owned(),
        Reason::OtherName(n) => format!("as {n} bodies give both names"),
        Reason::Clean => "without what nobody means".to_owned(),
    };
    let message = format!("`{text}` is another spelling of `{better}`: write it {why}");
    let finding = Diagnostic::new(Code::Variant, node.range, message);
    // A reader of the posts would not have told either.
    let severity = match usual.is_close {
        true => Severity::Hint,
        false => finding.severity,
    };
    Diagnostic {
        severity,
        ..finding
    }
    .suggest(Suggestion::Text(better))
}
