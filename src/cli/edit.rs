//! `rubric set`, `append` and `unset`: one change of front matter in every post for which some conditions hold, verified and minimal.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::apply::NotDone;
use super::args::{AppendArgs, FixFormat, SetArgs, UnsetArgs, WriteArgs};
use super::batch::{self, Rewritten, Summary, write_or_show};
use super::output::plural;
use super::values::FieldPath;
use super::{apply, corpus, diff, expr, find, roots};
use crate::corpus::edit::{FrontMatterEdit, Item, Plain, Refusal};
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::fixes::{place_of, starting_scalar};
use crate::schema::{Kind, Schema};
use crate::syntax::{Field, Node, NodeKind};
use crate::text::{TextEdit, apply_edits};

/// What is to become of each field: by its name, in the order of the alphabet.
type Changes = BTreeMap<String, Change>;

enum Change {
    Set(Vec<String>),
    Append(Vec<String>),
    Unset,
}

pub(super) fn set(args: &SetArgs) -> Result<u8> {
    let changes = assigned(&args.assignments, Change::Set)?;
    run(changes, &args.conditions, (&args.write, args.format))
}

pub(super) fn append(args: &AppendArgs) -> Result<u8> {
    let changes = assigned(&args.assignments, Change::Append)?;
    run(changes, &args.conditions, (&args.write, args.format))
}

pub(super) fn unset(args: &UnsetArgs) -> Result<u8> {
    let fields = args.fields.iter();
    let changes = fields.map(|it| (it.clone(), Change::Unset)).collect();
    run(changes, &args.conditions, (&args.write, args.format))
}

/// `field=value`; of a field that is named more than once, all values.
fn assigned(assignments: &[String], change: fn(Vec<String>) -> Change) -> Result<Changes> {
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for it in assignments {
        let Some((field, value)) = it.split_once('=') else {
            bail!("`{it}` is no `field=value`");
        };
        let field = field.trim();
        if field.is_empty() {
            bail!("`{it}` names no field");
        }
        values
            .entry(field.to_owned())
            .or_default()
            .push(value.to_owned());
    }
    Ok(values
        .into_iter()
        .map(|(field, values)| (field, change(values)))
        .collect())
}

fn run(
    changes: Changes,
    conditions: &[String],
    (args, format): (&WriteArgs, FixFormat),
) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    if args.writes() {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load_heads(&root);
    let snap = host.snapshot();
    let conditions = expr::parse_all(&snap, conditions)?;
    let changes = &with_paths(&snap, changes)?;
    let files = find::matching(&snap, &conditions);
    let n_matching = files.len();
    let (mut out, mut summary) = (diff::Output::new(), Summary::default());
    let work = |snap: &Snapshot, file| edit_post(snap, file, changes, args);
    summary.rewrite(&mut host, files, args, &mut out, work)?;
    summary.folders.sync()?;
    out.flush()?;
    match format {
        FixFormat::Human => report(&snap, &summary, n_matching, args),
        FixFormat::Json => summary.write_json(&snap, args)?,
    }
    Ok(summary.status(args))
}

fn report(snap: &Snapshot, summary: &Summary, n_matching: usize, args: &WriteArgs) {
    summary.tell_skipped(snap);
    let verb = if args.writes() {
        "changed"
    } else {
        "would change"
    };
    anstream::eprintln!(
        "{verb} {} of {}; skipped {}",
        summary.posts.len(),
        plural(n_matching, "post"),
        summary.skipped.len()
    );
}

/// The same of fields as the posts have them. One that is set may be new; the others are known.
fn with_paths(snap: &Snapshot, changes: Changes) -> Result<Changes> {
    let mut known = Changes::new();
    for (typed, change) in changes {
        let field = FieldPath::parse(snap, &typed);
        if !matches!(change, Change::Set(_)) {
            field.expect_known(snap)?;
        }
        if field.path().contains("[]") {
            bail!(
                "`{typed}` is a field of the maps in a list: which of them is meant, only an editor can tell"
            );
        }
        known.insert(field.path().to_owned(), change);
    }
    Ok(known)
}

fn edit_post(
    snap: &Snapshot,
    file: FileId,
    changes: &Changes,
    args: &WriteArgs,
) -> Result<Rewritten, NotDone> {
    let parsed = batch::parsed(snap, file)?;
    let edits = edits(snap.schema(file), &parsed, changes)
        .map_err(|it| NotDone::Refused(it.to_string()))?;
    if edits.is_empty() {
        return Ok(Rewritten::default());
    }
    let old = parsed.text.as_str();
    let new = apply_edits(old, &edits).expect("verified edits fit their source");
    write_or_show(snap, snap.path(file), (old, &new), args)
}

fn edits(schema: &Schema, parsed: &Parsed, changes: &Changes) -> Result<Vec<TextEdit>, Refusal> {
    let Some(front_matter) = &parsed.document.front_matter else {
        return Err(Refusal::new("it has no front matter"));
    };
    let fields = front_matter.fields();
    let mut edit = FrontMatterEdit::new(parsed.text.as_str(), front_matter);
    for (name, change) in changes {
        if let Change::Set(values) = change {
            values
                .iter()
                .try_for_each(|it| expect_kind(schema, name, it))?;
        }
        match (index(&fields, name)?, change) {
            (None, Change::Unset) => {}
            (None, Change::Set(values) | Change::Append(values)) => {
                let is_list = is_list(schema, name) || matches!(change, Change::Append(_));
                let value = match is_list {
                    true => Plain::List(values.iter().map(|it| Plain::string(it)).collect()),
                    false => scalar(schema, name, one(name, values)?),
                };
                edit.insert_entry(place_of(schema, front_matter, name), name, value)?;
            }
            (Some(at), Change::Unset) => edit.remove_entry(at)?,
            (Some(at), Change::Set(values)) => {
                let is_list =
                    is_list(schema, name) || matches!(fields[at].value.kind, NodeKind::List { .. });
                match is_list && !is_text(schema, name, &fields[at]) {
                    true => set_list(&mut edit, at, &fields[at].value, values)?,
                    false => set_scalar(&mut edit, schema, (at, &fields[at]), values)?,
                }
            }
            (Some(at), Change::Append(values)) => add(&mut edit, (at, &fields[at]), values)?,
        }
    }
    edit.finish()
}

/// A value that is none of the field's kind is not written: it would be a finding at once.
fn expect_kind(schema: &Schema, name: &str, text: &str) -> Result<(), Refusal> {
    let kind = schema.field(name).map(|it| it.kind);
    let typed = kind.filter(|it| it.is_typed() && !text.is_empty());
    match typed.filter(|it| it.meant(text) != Some(text)) {
        None => Ok(()),
        Some(kind) => {
            let phrase = kind.phrase();
            Err(Refusal::new(format!("`{name}` is {phrase}, not `{text}`")))
        }
    }
}

fn is_list(schema: &Schema, name: &str) -> bool {
    schema.field(name).is_some_and(|it| it.kind == Kind::List)
}

/// Whether it is a list that posts write as one text with commas.
fn is_text(schema: &Schema, name: &str, field: &Field<'_>) -> bool {
    let has_commas = schema.field(name).is_some_and(|it| it.style.commas);
    has_commas && !matches!(field.value.kind, NodeKind::List { .. })
}

fn one<'a>(name: &str, values: &'a [String]) -> Result<&'a str, Refusal> {
    match values {
        [value] => Ok(value),
        _ => Err(Refusal::new(format!(
            "`{name}` takes one value, not {}",
            values.len()
        ))),
    }
}

/// The field of that name. One that stands twice, or is broken, is for its author first.
fn index(fields: &[Field<'_>], name: &str) -> Result<Option<usize>, Refusal> {
    let named = fields.iter().enumerate().filter(|it| it.1.name() == name);
    let named: Vec<(usize, &Field<'_>)> = named.collect();
    match named[..] {
        [] => Ok(None),
        [(_, field)] if field.broken => Err(Refusal::new(format!("its `{name}` cannot be read"))),
        [(_, field)] if field.is_merged() => Err(Refusal::new(format!(
            "it has `{name}` from another map, by `<<`: change it there by hand"
        ))),
        [(index, _)] => Ok(Some(index)),
        _ => Err(Refusal::new(format!("`{name}` stands twice in it"))),
    }
}

fn scalar(schema: &Schema, name: &str, text: &str) -> Plain {
    match schema.field(name) {
        Some(field) => starting_scalar(field, text),
        None => Plain::Scalar {
            text: text.into(),
            typed: looks_typed(text),
        },
    }
}

/// Whether a text is more likely meant as a bool, a number or a day than as a string.
fn looks_typed(text: &str) -> bool {
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
    let is_day = || text.len() == "2026-01-02".len() && text.parse::<jiff::civil::Date>().is_ok();
    matches!(text, "true" | "false") || is_number() || is_day()
}

fn set_scalar(
    edit: &mut FrontMatterEdit<'_>,
    schema: &Schema,
    (at, field): (usize, &Field<'_>),
    values: &[String],
) -> Result<(), Refusal> {
    let name = field.name();
    let text = match is_text(schema, name, field) {
        true => values.join(", "),
        false => one(name, values)?.to_owned(),
    };
    let new = scalar(schema, name, &text);
    match &field.value.kind {
        NodeKind::Map { .. } => Err(Refusal::new(format!("its `{name}` is a map, not a value"))),
        NodeKind::Scalar { text: now, .. } if *now == text => Ok(()),
        _ if matches!(new, Plain::Scalar { typed: true, .. }) => edit.set_typed(at, &text),
        _ => edit.set_scalar(at, &text),
    }
}

fn set_list(
    edit: &mut FrontMatterEdit<'_>,
    at: usize,
    value: &Node,
    values: &[String],
) -> Result<(), Refusal> {
    let now = value.items();
    let texts: Vec<Option<&str>> = now.iter().map(Node::text).collect();
    if texts
        == values
            .iter()
            .map(|it| Some(it.as_str()))
            .collect::<Vec<_>>()
    {
        return Ok(());
    }
    let items = values.iter().map(|value| {
        let kept = texts.iter().position(|it| *it == Some(value));
        kept.map_or_else(|| Item::New(value.into()), Item::Keep)
    });
    edit.set_items(at, &items.collect::<Vec<_>>())
}

/// What the list has not yet comes to its end.
fn add(
    edit: &mut FrontMatterEdit<'_>,
    (at, entry): (usize, &Field<'_>),
    values: &[String],
) -> Result<(), Refusal> {
    let name = entry.name();
    let is_empty = match &entry.value.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::List { .. } => false,
        NodeKind::Map { .. } => {
            return Err(Refusal::new(format!("its `{name}` is a map, not a list")));
        }
    };
    if !is_empty && !matches!(entry.value.kind, NodeKind::List { .. }) {
        return Err(Refusal::new(format!(
            "its `{name}` is one value, not a list"
        )));
    }
    let now = entry.value.items();
    let mut items: Vec<Item> = (0..now.len()).map(Item::Keep).collect();
    for value in values {
        let is_there = now.iter().any(|it| it.text() == Some(value))
            || items.contains(&Item::New(value.into()));
        if !is_there {
            items.push(Item::New(value.into()));
        }
    }
    match items.len() == now.len() {
        true => Ok(()),
        false => edit.set_items(at, &items),
    }
}
