//! `rubric find`: the posts for which some conditions hold, as paths or as a table.

use std::io::{self, Write};

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::args::{FindArgs, FindFormat};
use super::corpus::{self, shown};
use super::expr::{self, Expr};
use super::output::escape_line;
use super::rows::{self, Row};
use super::values::FieldPath;
use super::{CLEAN, roots};
use crate::corpus::{FileId, Parsed, Snapshot};

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
            for file in matching(&snap, &conditions) {
                writeln!(out, "{}", escape_line(&shown(&snap, snap.path(file))))?;
            }
        }
        FindFormat::Json => {
            let rows = select(&snap, &conditions, &fields);
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

fn select(snap: &Snapshot, conditions: &[Expr], fields: &[FieldPath]) -> Vec<Row> {
    let row = |file, parsed: &_| Row::of(snap, file, parsed, fields);
    let found = each(snap, conditions, row);
    found.into_iter().map(|it| it.1).collect()
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

fn csv(
    snap: &Snapshot,
    conditions: &[Expr],
    fields: Vec<FieldPath>,
    out: &mut impl Write,
) -> Result<()> {
    let fields = match fields.is_empty() {
        true => rows::columns(snap),
        false => fields,
    };
    let mut writer = csv::Writer::from_writer(out);
    rows::header(&mut writer, &fields)?;
    for row in select(snap, conditions, &fields) {
        writer.write_record(row.record(&fields))?;
    }
    writer.flush()?;
    Ok(())
}
