//! A field that should be there: inserted where the other posts have it.

use smol_str::SmolStr;

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::corpus::edit::{Gap, Plain};
use crate::features::diagnostics::Diagnostic;
use crate::schema::{self, Kind, Quote, Schema};
use crate::syntax::{Field, FrontMatter, parent_of};

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic, field: &SmolStr) -> Option<Fix> {
    let front_matter = ctx.front_matter()?;
    let schema = ctx.schema();
    let (value, is_whole) = starting_value(ctx, field, schema.field(field)?);
    let step = Step::Insert {
        gap: place_of(schema, front_matter, field),
        key: field.clone(),
        value,
    };
    let safety = match is_whole {
        true => Safety::Unsafe,
        // What it says is for the author to write.
        false => Safety::ByCode,
    };
    let fix = Fix::new(
        finding.code,
        format!("Insert `{field}`"),
        safety,
        vec![step],
    );
    Some(Fix {
        preferred: true,
        ..fix
    })
}

/// What the post probably has in the field, and whether that is all that there is to write: an empty value is, where empty ones
/// are normal. What nearly all the other posts have comes before the default, which is meant for new ones.
pub(in crate::features) fn starting_value(
    ctx: &Context<'_>,
    name: &str,
    field: &schema::Field,
) -> (Plain, bool) {
    if let Some(usual) = usual_value(ctx, name, field) {
        return (usual, true);
    }
    if let Some(default) = &field.default {
        return (starting_scalar(field, default), true);
    }
    let may_be_empty = !field.filled.is_strong();
    let value = match field.kind {
        Kind::List if field.style.commas => Plain::string(""),
        Kind::List => Plain::List(Vec::new()),
        kind if kind.is_typed() || kind == Kind::Nested => return (Plain::string(""), false),
        _ => Plain::string(""),
    };
    (value, may_be_empty)
}

/// The value that nearly all posts of the folder have: `draft: false`, `status: evergreen`.
fn usual_value(ctx: &Context<'_>, name: &str, field: &schema::Field) -> Option<Plain> {
    if !field.presence.is_strong() && !field.required {
        return None;
    }
    let common = ctx.snap.common_value(ctx.file, name)?;
    let is_usual = common.evidence.is_strong() && !common.text.trim().is_empty();
    is_usual.then(|| Plain::Scalar {
        text: common.text.clone(),
        typed: !common.quoted,
    })
}

/// The text as a value of the field.
pub fn starting_scalar(field: &schema::Field, text: &str) -> Plain {
    let typed = field.kind.is_typed()
        || field.default_is_typed && field.default.as_deref() == Some(text)
        || (field.kind == Kind::Date && field.style.quote == Quote::Plain);
    match field.kind {
        Kind::List if field.style.commas => Plain::string(text),
        Kind::List if matches!(text, "" | "[]") => Plain::List(Vec::new()),
        Kind::List => Plain::List(vec![Plain::string(text)]),
        _ => Plain::Scalar {
            text: text.into(),
            typed,
        },
    }
}

/// Where a field goes: behind the nearest one that the posts of the folder have before it, in the map that it belongs to.
pub fn place_of(schema: &Schema, front_matter: &FrontMatter, field: &str) -> Gap {
    let fields = front_matter.fields();
    let parent = schema.field(field).and_then(|it| it.parent.as_deref());
    let end = Gap::at_end(&fields, field, parent);
    let rank = |name: &str| schema.order.iter().position(|it| it == name);
    let Some(own) = rank(field) else {
        return end;
    };
    let is_sibling = |it: &Field<'_>| match end.within {
        Some(_) => it.is_nested() && parent_of(it.name()) == parent,
        None => !it.is_nested(),
    };
    let siblings = fields.iter().enumerate().filter(|it| is_sibling(it.1));
    let written = siblings.filter(|(_, it)| !it.is_merged());
    let before = written.filter_map(|(index, it)| Some((rank(it.name())?, index)));
    let nearest = before.filter(|it| it.0 < own).max();
    Gap {
        after: nearest.map(|it| it.1),
        ..end
    }
}
