//! A post without front matter, in a folder where nearly all have it: the folder's usual fields, as far as they can be told.

use smol_str::SmolStr;

use super::insert::starting_value;
use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::corpus::edit::Plain;
use crate::features::cursor_target::TITLE;
use crate::features::diagnostics::Diagnostic;
use crate::features::prose;
use crate::schema::{Field, Kind};

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic) -> Option<Fix> {
    if ctx.front_matter().is_some() {
        return None;
    }
    let schema = ctx.schema();
    let mut is_whole = true;
    let fields: Vec<(SmolStr, Plain)> = schema
        .usual_fields()
        .map(|(name, field)| {
            let (value, known) = match told(ctx, name, field) {
                Some(value) => (value, true),
                None => starting_value(ctx, name, field),
            };
            is_whole &= known;
            (name.clone(), value)
        })
        .collect();
    if fields.is_empty() {
        return None;
    }
    let safety = match is_whole {
        true => Safety::Unsafe,
        false => Safety::ByCode,
    };
    let title = format!(
        "Insert the front matter of the other posts ({})",
        prose::counted(fields.len(), "field")
    );
    let fix = Fix::new(finding.code, title, safety, vec![Step::Head(fields)]);
    Some(Fix {
        preferred: true,
        ..fix
    })
}

/// What the post itself says of the field: its first heading, the day in its name.
fn told(ctx: &Context<'_>, name: &str, field: &Field) -> Option<Plain> {
    let stem = ctx.snap.path(ctx.file).as_str().rsplit('/').next()?;
    let stem = stem.rsplit_once('.').map_or(stem, |it| it.0);
    if name == TITLE {
        let mut headings = ctx.parsed.document.body.headings.iter();
        let first = headings.find(|it| it.level == 1);
        let title = first.map_or_else(
            || stem.replace(['-', '_'], " ").into(),
            |it| it.title.clone(),
        );
        return Some(Plain::string(title.trim()));
    }
    if field.kind == Kind::Date {
        let date = jiff::civil::Date::strptime("%Y-%m-%d", stem.get(..10)?).ok()?;
        let form = field.style.date_format.as_deref().unwrap_or("%Y-%m-%d");
        return Some(Plain::string(&date.strftime(form).to_string()));
    }
    None
}
