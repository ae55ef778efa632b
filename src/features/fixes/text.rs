//! A key, a value or an item that should read otherwise: slips, variants, aliases, stray characters, dates.

use smol_str::SmolStr;

use super::front_matter_node::{FrontMatterNode, node_at};
use super::plan::Step;
use super::{Context, Everywhere, Fix, Safety, name};
use super::{key, strip};
use crate::features::diagnostics::{Code, Diagnostic};
use crate::schema::Kind;
use crate::schema::names::is_literal;
use crate::syntax::Node;
use crate::text::quotes::without_quotes;

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic, text: &SmolStr) -> Option<Fix> {
    let front_matter = ctx.front_matter()?;
    let place = node_at(front_matter, finding.range)?;
    let entry = place.entry();
    let old = place.node(front_matter).text()?;
    let new = text.clone();
    let step = match place {
        FrontMatterNode::Key(entry) => return key::fix(ctx, finding, entry, text),
        FrontMatterNode::Value(entry) => {
            let value = place.node(front_matter);
            strip::step(ctx, finding.code, entry, value, &new).unwrap_or_else(|| Step::Text {
                entry,
                item: None,
                text: new.clone(),
            })
        }
        FrontMatterNode::Item(entry, item) => Step::Text {
            entry,
            item: Some(item),
            text: new.clone(),
        },
    };
    let fields = front_matter.fields();
    let field = name(&fields[entry]);
    let everywhere = is_of_terms(ctx, field).then(|| Everywhere {
        field: field.into(),
        old: old.into(),
        new: new.clone(),
    });
    let title = match place {
        FrontMatterNode::Item(_, item) => twin_title(fields[entry].value.items(), item, &new),
        _ => None,
    };
    let title = title.unwrap_or_else(|| self::title(finding.code, field, old, &new));
    let safety = safety(ctx, finding.code, field, old.trim(), &new);
    Some(Fix {
        everywhere,
        ..Fix::new(finding.code, title, safety, vec![step])
    })
}

fn is_of_terms(ctx: &Context<'_>, field: &str) -> bool {
    ctx.snap.vocabulary(field).is_some()
}

/// Of an item whose new text another one has: of both the first keeps its place.
fn twin_title(items: &[Node], item: usize, new: &str) -> Option<String> {
    let mut others = items.iter().enumerate().filter(|it| it.0 != item);
    let (other, _) = others.find(|it| it.1.text() == Some(new))?;
    Some(match other < item {
        true => format!(
            "Remove this `{}`: the list has `{new}`",
            items[item].text().unwrap_or_default()
        ),
        false => format!("Write `{new}`, and remove the later one"),
    })
}

/// In a title, of a longer value only the beginning stands.
const MAX_SHOWN: usize = 40;

fn title(code: Code, field: &str, old: &str, new: &str) -> String {
    let is_long = old.chars().count() + new.chars().count() > 2 * MAX_SHOWN;
    match code {
        _ if new.is_empty() => format!("Empty `{field}`"),
        Code::StrayWhitespace if is_long => format!("Strip the blanks in `{field}`"),
        Code::InvisibleCharacter if is_long => {
            format!("Remove the invisible characters from `{field}`")
        }
        Code::QuotedQuotes if is_long => format!("Strip the quotes that are part of `{field}`"),
        _ if is_long => {
            let beginning: String = new.chars().take(MAX_SHOWN).collect();
            format!("Write `{beginning}…` in `{field}`")
        }
        _ => format!("Write `{new}`"),
    }
}

/// What stands in quotes in a title or a summary may be a quotation, or code: only `\"…\"`, which a script has left, is not.
fn may_be_a_quotation(ctx: &Context<'_>, field: &str, old: &str) -> bool {
    is_prose(ctx, field) && !old.starts_with("\\\"")
}

fn is_prose(ctx: &Context<'_>, field: &str) -> bool {
    let field = ctx.schema().field(field);
    field.is_some_and(|it| it.kind == Kind::Text)
}

fn is_declared_set(ctx: &Context<'_>, field: &str) -> bool {
    let field = ctx.schema().field(field);
    field.is_some_and(|it| it.membership.declared)
}

/// What is declared, and what no reader sees, is nobody's judgement.
fn safety(ctx: &Context<'_>, code: Code, field: &str, old: &str, new: &str) -> Safety {
    let aliases = || {
        let vocabulary = &ctx.schema().field(field)?.vocabulary;
        ctx.snap.config().vocabularies.get(vocabulary)
    };
    match code.name() {
        "stray-whitespace" | "invisible-character" => Safety::Safe,
        // Another template, or another file, may be what is meant.
        "unknown-value" if is_literal(field) && !is_declared_set(ctx, field) => Safety::Manual,
        // The name may be the wrong one of the two.
        "date-mismatch" => Safety::Manual,
        "quoted-quotes" if may_be_a_quotation(ctx, field, old) => Safety::Unsafe,
        // So long a text is written over lines, which would become one.
        "quoted-quotes" if old.chars().count() > 2 * MAX_SHOWN => Safety::Unsafe,
        "quoted-quotes" if without_quotes(old).is_none_or(|it| it == new) => Safety::Safe,
        "alias" | "variant" | "quoted-quotes" => {
            let declared = aliases().is_some_and(|it| it.aliases.iter().any(|it| it.0 == new));
            if declared {
                Safety::Safe
            } else {
                Safety::Unsafe
            }
        }
        _ => Safety::Unsafe,
    }
}
