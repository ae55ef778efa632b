//! Completion of dates: today, in the form and the quotes that the field's dates have.

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::context::Context;
use super::write::{self, Typed};
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::schema::Field;
use crate::schema::shape::is_in_utc;

/// The days offered, by how many days they are from today.
const DAYS: [(i64, &str); 3] = [(0, "today"), (-1, "yesterday"), (1, "tomorrow")];

pub(super) fn complete(field: &Field, context: &Context) -> CompletionList {
    let form = field.style.date_format.as_deref().unwrap_or("%Y-%m-%d");
    let now = now(form);
    let items = DAYS.iter().filter_map(|(days, name)| {
        let day = now.checked_add(jiff::Span::new().days(*days)).ok()?;
        let value = jiff::fmt::strtime::format(form, &day).ok()?;
        let begins =
            value.starts_with(context.typed.as_str()) || name.starts_with(context.typed.as_str());
        begins.then_some(())?;
        let filter = if value.starts_with(context.typed.as_str()) {
            value.as_str()
        } else {
            name
        };
        Some(CompletionItem {
            label: value.as_str().into(),
            kind: CompletionKind::Date,
            detail: Some((*name).to_owned()),
            edit: write::edit(context, field, &value, Typed::Yes)?,
            filter: filter.into(),
            preselect: false,
            retrigger: false,
            stops: Vec::new(),
            term: None,
        })
    });
    CompletionList {
        items: items.collect(),
        incomplete: true,
    }
}

/// This moment by the clock that dates of this form tell: the author's own, unless the form says that it is UTC's.
pub(super) fn now(form: &str) -> Zoned {
    let now = Zoned::now();
    match is_in_utc(form) {
        true => now.with_time_zone(TimeZone::UTC),
        false => now,
    }
}
