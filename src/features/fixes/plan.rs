//! The steps of fixes, and how several of them become one verified set of edits.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::{Context, dedupe_items};
use crate::corpus::Parsed;
use crate::corpus::edit::{
    BodyFix, FrontMatterEdit, Gap, Item, Plain, Refusal, verified_body, verified_fix, verified_head,
};
use crate::features::diagnostics::{Diagnostic, Severity, diagnostics_of};
use crate::syntax::{Document, parse_head};
use crate::text::{Text, TextEdit, apply_edits};

/// One thing to do to a front matter. Entries are named by their indexes in [`FrontMatter::fields`], items by theirs in the list.
///
/// [`FrontMatter::fields`]: crate::syntax::FrontMatter::fields
#[derive(Clone, Debug, PartialEq)]
pub(in crate::features) enum Step {
    /// A scalar, or an item, reads so; in the quotes that it has.
    Text {
        entry: usize,
        item: Option<usize>,
        text: SmolStr,
    },
    Key {
        entry: usize,
        text: SmolStr,
    },
    DropItem {
        entry: usize,
        item: usize,
    },
    AddItem {
        entry: usize,
        text: SmolStr,
    },
    DropEntry {
        entry: usize,
    },
    /// The value is this list.
    Items {
        entry: usize,
        items: Vec<Item>,
    },
    /// The value is written so, and means that.
    Value {
        entry: usize,
        yaml: String,
        meaning: Plain,
    },
    /// Other bytes within the entry, after which it means that.
    Replace {
        entry: usize,
        edits: Vec<TextEdit>,
        meaning: Plain,
    },
    Insert {
        gap: Gap,
        key: SmolStr,
        value: Plain,
    },
    /// Makes broken text YAML, without changing what it says.
    Fix(Vec<TextEdit>),
    /// A front matter of these fields, where there is none.
    Head(Vec<(SmolStr, Plain)>),
    Body(BodyFix),
}

/// What a step touches. Steps of one plan touch different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Item(usize, usize),
    Entry(usize),
    Top,
    Body,
}

impl Target {
    fn meets(self, other: Target) -> bool {
        match (self, other) {
            (Target::Entry(a), Target::Entry(b) | Target::Item(b, _))
            | (Target::Item(a, _), Target::Entry(b)) => a == b,
            (a, b) => a == b,
        }
    }
}

impl Step {
    fn target(&self) -> Target {
        match self {
            Step::Text { entry, item, .. } => match item {
                Some(item) => Target::Item(*entry, *item),
                None => Target::Entry(*entry),
            },
            Step::DropItem { entry, item } => Target::Item(*entry, *item),
            Step::AddItem { entry, .. } => Target::Item(*entry, usize::MAX),
            Step::Key { entry, .. }
            | Step::DropEntry { entry }
            | Step::Items { entry, .. }
            | Step::Value { entry, .. }
            | Step::Replace { entry, .. } => Target::Entry(*entry),
            Step::Insert { gap, .. } => gap.after.or(gap.within).map_or(Target::Top, Target::Entry),
            Step::Fix(_) | Step::Head(_) => Target::Top,
            Step::Body(_) => Target::Body,
        }
    }

    /// Steps of different manners are not verified together.
    fn manner(&self) -> Manner {
        match self {
            Step::Fix(_) => Manner::Fix,
            Step::Head(_) => Manner::Head,
            Step::Body(_) => Manner::Body,
            _ => Manner::Entries,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Entries,
    Fix,
    Head,
    Body,
}

/// Whether both can be done at once.
pub(super) fn are_apart(steps: &[&Step], more: &[Step]) -> bool {
    let apart = |a: &Step, b: &Step| match (a, b) {
        // Two fixes of one broken entry are one fix.
        (Step::Fix(a), Step::Fix(b)) => a == b || disjoint(a, b),
        (Step::Body(a), Step::Body(b)) => disjoint(&a.edits, &b.edits),
        (a, b) => a.manner() == b.manner() && !a.target().meets(b.target()),
    };
    steps.iter().all(|a| more.iter().all(|b| apart(a, b)))
}

fn disjoint(a: &[TextEdit], b: &[TextEdit]) -> bool {
    a.iter()
        .all(|a| b.iter().all(|b| a.range.intersect(b.range).is_none()))
}

/// The edits that do all the steps, which are apart from each other.
pub(in crate::features) fn edits(
    ctx: &Context<'_>,
    steps: &[&Step],
) -> Result<Vec<TextEdit>, Refusal> {
    let edits = verified(ctx, steps)?;
    // A fix of syntax says no more than before, but lets more of it be read; one of the body has no errors to make.
    let is_of_values = |it: &&Step| matches!(it.manner(), Manner::Entries | Manner::Head);
    if steps.iter().any(is_of_values) && !edits.is_empty() {
        refuse_new_error(ctx, &edits)?;
    }
    Ok(edits)
}

/// A fix must not trade a finding for an error that the parser knows nothing of, such as a key that stands twice.
fn refuse_new_error(ctx: &Context<'_>, edits: &[TextEdit]) -> Result<(), Refusal> {
    let edited =
        apply_edits(ctx.source(), edits).ok_or_else(|| Refusal::new("the edits overlap"))?;
    let mut before = errors_of_head(ctx, ctx.source());
    for error in errors_of_head(ctx, &edited) {
        match before.iter().position(|it| it.code == error.code) {
            Some(known) => drop(before.swap_remove(known)),
            None => {
                let why = format!("another finding would take its place: {}", error.message);
                return Err(Refusal::new(why));
            }
        }
    }
    Ok(())
}

/// The front matter alone is judged: that costs a tenth of the whole, and no rule of the body finds errors.
fn errors_of_head(ctx: &Context<'_>, source: &str) -> Vec<Diagnostic> {
    let (front_matter, errors) = parse_head(source);
    let end = front_matter.as_ref().map(|it| usize::from(it.range.end()));
    let parsed = Parsed {
        text: Text::new(&source[..end.unwrap_or(source.len())]),
        document: Document {
            front_matter,
            errors,
            ..Document::default()
        },
        version: None,
        cursor: None,
    };
    let mut findings = diagnostics_of(ctx.snap, ctx.file, &parsed);
    findings.retain(|it| it.severity == Severity::Error);
    findings
}

fn verified(ctx: &Context<'_>, steps: &[&Step]) -> Result<Vec<TextEdit>, Refusal> {
    if let [Step::Head(fields)] = steps {
        return verified_head(ctx.source(), fields);
    }
    let of_body = |it: &&Step| match it {
        Step::Body(fix) => Some(fix.clone()),
        _ => None,
    };
    if let Some(fixes) = steps.iter().map(of_body).collect::<Option<Vec<_>>>() {
        return verified_body(ctx.source(), &ctx.parsed.document, &fixes);
    }
    let Some(front_matter) = ctx.front_matter() else {
        return Err(Refusal::new("the post has no front matter"));
    };
    if steps.iter().any(|it| it.manner() == Manner::Fix) {
        let mut edits: Vec<TextEdit> = Vec::new();
        for edit in steps.iter().flat_map(|it| it.fix()) {
            if !edits.contains(edit) {
                edits.push(edit.clone());
            }
        }
        return verified_fix(ctx.source(), front_matter, edits);
    }
    let mut edit = FrontMatterEdit::new(ctx.source(), front_matter);
    let mut of_items: BTreeMap<usize, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        match step.target() {
            Target::Item(entry, _) => of_items.entry(entry).or_default().push(step),
            Target::Entry(_) | Target::Top | Target::Body => apply(&mut edit, step)?,
        }
    }
    let fields = front_matter.fields();
    for (entry, steps) in of_items {
        let field = &fields[entry];
        let items = items(field.value.items().len(), &steps);
        edit.set_items(entry, &dedupe_items::without(ctx, field, items))?;
    }
    edit.finish()
}

impl Step {
    fn fix(&self) -> &[TextEdit] {
        match self {
            Step::Fix(edits) => edits,
            _ => &[],
        }
    }
}

fn apply(edit: &mut FrontMatterEdit<'_>, step: &Step) -> Result<(), Refusal> {
    match step {
        Step::Text { entry, text, .. } => edit.set_scalar(*entry, text)?,
        Step::Key { entry, text } => edit.rename_key(*entry, text),
        Step::DropEntry { entry } => edit.remove_entry(*entry)?,
        Step::Items { entry, items } => edit.set_items(*entry, items)?,
        Step::Value {
            entry,
            yaml,
            meaning,
        } => edit.set_value(*entry, yaml, meaning.clone())?,
        Step::Replace {
            entry,
            edits,
            meaning,
        } => {
            for it in edits {
                edit.replace(*entry, it.range, &it.new_text, meaning.clone());
            }
        }
        Step::Insert { gap, key, value } => edit.insert_entry(*gap, key, value.clone())?,
        Step::Head(_) | Step::Body(_) => {
            return Err(Refusal::new("it cannot be done together with the others"));
        }
        Step::DropItem { .. } | Step::AddItem { .. } | Step::Fix(_) => {
            unreachable!("steps of items and fixes are gathered before")
        }
    }
    Ok(())
}

/// What the list holds after the steps, all of which are of this list.
fn items(n_old: usize, steps: &[&Step]) -> Vec<Item> {
    let mut items: Vec<Option<Item>> = (0..n_old).map(|it| Some(Item::Keep(it))).collect();
    let mut added = Vec::new();
    for step in steps {
        match step {
            Step::Text {
                item: Some(item),
                text,
                ..
            } => items[*item] = Some(Item::Rewrite(*item, text.clone())),
            Step::DropItem { item, .. } => items[*item] = None,
            Step::AddItem { text, .. } => added.push(Item::New(text.clone())),
            _ => unreachable!("only steps of items are gathered"),
        }
    }
    items.into_iter().flatten().chain(added).collect()
}
