//! `unknown-value`: a value outside the field's closed set. What the posts taught of a set is held only against slips:
//! a new value is no finding by itself.

use super::Context;
use super::section_page::is_section_page;
use crate::corpus::nearest_value;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::{self, Kind};
use crate::syntax::Node;

/// So many values are named in the message.
const SHOWN: usize = 8;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let field = ctx
            .field(entry)
            .filter(|it| it.closed && (!it.values.is_empty() || it.membership.of > 1));
        let Some(field) = field else {
            continue;
        };
        if !matches!(field.kind, Kind::Term | Kind::List) {
            continue;
        }
        let name = entry.name();
        let learned = !field.membership.declared;
        let scalar = std::slice::from_ref(&entry.value);
        for node in entry.value.items().iter().chain(scalar) {
            let finding = judge(name, field, node);
            acc.extend(finding.filter(|_| !learned || !is_section_page(ctx)));
        }
    }
}

fn judge(name: &str, field: &schema::Field, node: &Node) -> Option<Diagnostic> {
    let text = node.text().filter(|it| !it.trim().is_empty())?;
    if field.values.iter().any(|it| it == text) {
        return None;
    }
    let near = nearest_value(field, text);
    let message = match near {
        Some(near) => format!("`{text}` is not a value of `{name}`: did you mean `{near}`?"),
        None if field.membership.declared && field.values.is_empty() => {
            format!("`{text}` is not a value of `{name}`: no other post has it")
        }
        None if field.membership.declared => {
            format!("`{text}` is not a value of `{name}`: {}", values(field))
        }
        None => return None,
    };
    let diagnostic = Diagnostic::new(Code::UnknownValue, node.range, message);
    Some(match near {
        Some(near) => diagnostic.suggest(Suggestion::Text(near.clone())),
        None => diagnostic,
    })
}

/// `it is one of inbox, evergreen, archived`
fn values(field: &schema::Field) -> String {
    let shown = field.values.iter().take(SHOWN).map(|it| it.as_str());
    let shown = shown.collect::<Vec<_>>().join(", ");
    let more = if field.values.len() > SHOWN {
        ", …"
    } else {
        ""
    };
    format!("it is one of {shown}{more}")
}
