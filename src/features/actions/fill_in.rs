//! Fills in what similar posts, and the post's own text, tell of its empty fields: of the one at the cursor, or of all.

use rustc_hash::FxHashSet;

use super::{Action, Place, of_post};
use crate::corpus::edit::{Item, Plain};
use crate::features::completion::{Likely, likely_values};
use crate::features::fixes::Context;
use crate::features::fixes::insert::place_of;
use crate::features::fixes::plan::Step;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let Some(front_matter) = ctx.front_matter() else {
        return;
    };
    let offset = at.range.start();
    let inside = front_matter.range.contains_inclusive(offset);
    if !inside || !ctx.parsed.document.errors.is_empty() {
        return;
    }
    let mut likely = likely_values(ctx.snap, ctx.file, ctx.parsed);
    likely.iter_mut().for_each(|it| one_form_each(ctx, it));
    let entries = front_matter.fields();
    let here = entries
        .iter()
        .rfind(|it| it.range.contains_inclusive(offset))
        .map(|it| it.name());
    if let Some(one) = likely.iter().find(|it| Some(&*it.field) == here) {
        let title = format!("Fill in `{}`: {}", one.field, told(one));
        acc.extend(of_post(ctx, title, &[step(ctx, one)]));
    }
    if likely.len() > 1 || likely.iter().any(|it| Some(&*it.field) != here) {
        let names: Vec<_> = likely.iter().map(|it| format!("`{}`", it.field)).collect();
        let title = format!("Fill in what is likely: {}", names.join(", "));
        let steps: Vec<Step> = likely.iter().map(|it| step(ctx, it)).collect();
        acc.extend(of_post(ctx, title, &steps));
    }
}

/// Names and spellings of one term are one, in the usual form.
fn one_form_each(ctx: &Context<'_>, likely: &mut Likely) {
    let field = &likely.field;
    let mut seen = FxHashSet::default();
    likely
        .values
        .retain(|it| seen.insert(ctx.snap.concept(field, &it.0)));
    for (text, _) in &mut likely.values {
        *text = ctx.snap.preferred_form(field, ctx.file, text);
    }
}

/// `AI (mentioned 3×), books (in 40 % of similar posts)`
fn told(likely: &Likely) -> String {
    let told = likely.values.iter();
    let told: Vec<_> = told.map(|(text, why)| format!("{text} ({why})")).collect();
    told.join(", ")
}

fn step(ctx: &Context<'_>, likely: &Likely) -> Step {
    let front_matter = ctx.front_matter().expect("the caller looked");
    let fields = front_matter.fields();
    let entry = fields.iter().position(|it| it.name() == likely.field);
    let texts = likely.values.iter().map(|it| it.0.clone());
    match (entry, likely.is_list) {
        (Some(entry), true) => Step::Items {
            entry,
            items: texts.map(Item::New).collect(),
        },
        (Some(entry), false) => Step::Text {
            entry,
            item: None,
            text: likely.values[0].0.clone(),
        },
        (None, _) => Step::Insert {
            gap: place_of(ctx.schema(), front_matter, &likely.field),
            key: likely.field.clone(),
            value: match likely.is_list {
                true => Plain::List(texts.map(|it| Plain::string(&it)).collect()),
                false => Plain::string(&likely.values[0].0),
            },
        },
    }
}
