//! `rubric find`: the posts for which some conditions hold, as paths or as a table.

use std::io::{self, Write};

use anyhow::{Result, bail};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::args::{FindArgs, FindFormat};
use super::corpus::{self, shown};
use super::expr::{self, Expr};
use super::output::escape_line;
use super::values::{FieldPath, json_of, json_of_all};
use super::{CLEAN, roots};
use crate::corpus::{FileId, Parsed, Snapshot};

/// In CSV, between the items of a list.
const BETWEEN: &str = "; ";

pub(super) fn run(args: &FindArgs) -> Result<u8> {
    if !args.fields.is_empty() && args.format == FindFormat::Paths {
        bail!("--fields are columns of `--format csv`, or keys of `--format json`");
    }
    let root = roots::one(args.root.as_deref())?;
    let snap = corpus::load_heads(&root).snapshot();
    let conditions = expr::parse_all(&snap, &args.conditions)?;
    let fields = args.fields.iter().map(|it| FieldPath::parse(&snap, it));
    let fields: Vec<FieldPath> = fields.collect();
    for field in &fields {
        field.expect_known(&snap)?;
    }
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match args.format {
        FindFormat::Paths => {
            for path in select(&snap, &conditions, |_| ())
                .into_iter()
                .map(|it| it.0)
            {
                writeln!(out, "{}", escape_line(&path))?;
            }
        }
        FindFormat::Json => {
            let rows = select(&snap, &conditions, |it| row(it, &fields)).into_iter();
            let rows: Value = rows
                .map(|(path, fields)| json!({ "path": path, "fields": fields }))
                .collect();
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        FindFormat::Csv => csv(&snap, &conditions, fields, &mut out)?,
    }
    out.flush()?;
    Ok(CLEAN)
}

/// The posts for which all conditions hold, sorted by path.
pub(super) fn matching(snap: &Snapshot, conditions: &[Expr]) -> Vec<FileId> {
    let found = each(snap, conditions, |file, _| file);
    found.into_iter().map(|it| it.1).collect()
}

/// The paths of these posts as one would type them, each with what `show` makes of it.
fn select<T: Send>(
    snap: &Snapshot,
    conditions: &[Expr],
    show: impl Fn(&Parsed) -> T + Sync,
) -> Vec<(String, T)> {
    let found = each(snap, conditions, |file, parsed| (file, show(parsed)));
    let found = found.into_iter().map(|it| it.1);
    found
        .map(|(file, it)| (shown(snap, snap.path(file)), it))
        .collect()
}

fn each<T: Send>(
    snap: &Snapshot,
    conditions: &[Expr],
    show: impl Fn(FileId, &Parsed) -> T + Sync,
) -> Vec<(String, T)> {
    let files: Vec<FileId> = snap
        .files()
        .map(|it| it.0)
        .filter(|it| !snap.is_template(*it))
        .collect();
    let one = |file: &FileId| {
        let parsed = snap.parsed_head(*file).ok()?;
        let path = snap.path(*file).as_str();
        let holds = conditions.iter().all(|it| it.holds(snap, *file, &parsed));
        holds.then(|| (path.to_owned(), show(*file, &parsed)))
    };
    let mut found: Vec<_> = files.par_iter().filter_map(one).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn row(parsed: &Parsed, fields: &[FieldPath]) -> Value {
    match fields {
        [] => Value::Object(json_of_all(parsed)),
        fields => {
            let values = fields
                .iter()
                .map(|it| (it.name().to_owned(), json_of(parsed, it)));
            Value::Object(values.collect())
        }
    }
}

fn csv(
    snap: &Snapshot,
    conditions: &[Expr],
    fields: Vec<FieldPath>,
    out: &mut impl Write,
) -> Result<()> {
    let fields = match fields.is_empty() {
        true => {
            let order = snap.root_schema().order.iter();
            let own = order.filter(|it| !it.contains("[]."));
            own.map(|it| FieldPath::parse(snap, it)).collect()
        }
        false => fields,
    };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(std::iter::once("path").chain(fields.iter().map(FieldPath::name)))?;
    let cells = |parsed: &Parsed| -> Vec<String> {
        fields.iter().map(|it| cell(&json_of(parsed, it))).collect()
    };
    for (path, cells) in select(snap, conditions, cells) {
        writer.write_record(std::iter::once(path).chain(cells))?;
    }
    writer.flush()?;
    Ok(())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(BETWEEN),
        value => value.to_string(),
    }
}
