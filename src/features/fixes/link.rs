//! Where a link leads: another path, anchor or label. Nothing else of the link changes.

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::corpus::edit::BodyFix;
use crate::features::diagnostics::{Code, Diagnostic, Suggestion};
use crate::features::links::write::{Escaping, escape};
use crate::syntax::LinkKind;
use crate::text::TextEdit;

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic) -> Option<Fix> {
    let Suggestion::Text(meant) = finding.suggestion.as_ref()? else {
        return None;
    };
    let links = &ctx.parsed.document.body.links;
    let is_wiki = links
        .iter()
        .any(|it| it.kind == LinkKind::Wiki && it.range.contains_range(finding.range));
    let new = match finding.code {
        Code::UndefinedReference => meant.to_string(),
        _ if is_wiki => meant.to_string(),
        _ => escape(meant, Escaping::Needed),
    };
    // What would be written must stand where the target does, and not for the whole link; round brackets for square ones may.
    let is_whole = ctx.slice(finding.range).contains(['[', ']']) && !new.starts_with('(');
    if is_whole || new.contains(['[', ']', '|', '\n']) {
        return None;
    }
    let fix = BodyFix {
        edits: vec![TextEdit::replace(finding.range, new)],
        ..BodyFix::default()
    };
    let title = format!("Write `{meant}`");
    Some(Fix::new(
        finding.code,
        title,
        Safety::Unsafe,
        vec![Step::Body(fix)],
    ))
}
