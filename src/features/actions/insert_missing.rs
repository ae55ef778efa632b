//! The fields that most posts of the folder have and this one has not.

use super::{Action, Place, of_post};
use crate::features::fixes::Context;
use crate::features::fixes::insert::{place_of, starting_value};
use crate::features::fixes::plan::Step;
use crate::features::prose;
use crate::syntax::FrontMatter;

/// So many are named.
const MAX_NAMED: usize = 3;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    let inside = front_matter.range.contains_inclusive(at.range.start());
    if !inside || !ctx.parsed.document.errors.is_empty() {
        return;
    }
    let mut missing = missing(ctx, front_matter);
    if missing.is_empty() {
        return;
    }
    let inherited = ctx.snap.inherited(ctx.file);
    missing.retain(|it| !inherited.contains(*it));
    let steps: Vec<Step> = missing
        .iter()
        .filter_map(|name| {
            let field = ctx.schema().field(name)?;
            Some(Step::Insert {
                gap: place_of(ctx.schema(), front_matter, name),
                key: (*name).into(),
                value: starting_value(ctx, name, field).0,
            })
        })
        .collect();
    let named: Vec<_> = missing
        .iter()
        .take(MAX_NAMED)
        .map(|it| format!("`{it}`"))
        .collect();
    let more = missing.len().saturating_sub(MAX_NAMED);
    let title = match more {
        0 => format!("Insert {}", named.join(", ")),
        more => {
            let more = prose::counted(more, "more field");
            format!("Insert {} and {more}", named.join(", "))
        }
    };
    acc.extend(of_post(ctx, title, &steps));
}

/// In the usual order.
fn missing<'a>(ctx: &Context<'a>, front_matter: &FrontMatter) -> Vec<&'a str> {
    let names = ctx.schema().usual_fields().map(|it| it.0.as_str());
    names
        .filter(|it| front_matter.entry(it).is_none())
        .collect()
}
