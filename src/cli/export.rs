//! `rubric export`: the whole corpus as a table, for DuckDB, pandas, Spark and spreadsheets.

use std::io::{self, Write};

use anyhow::Result;

use super::args::{ExportArgs, ExportFormat};
use super::check::why;
use super::corpus::{self, shown};
use super::output::escape_line;
use super::rows::{self, Row, Use};
use super::{CLEAN, FAILURE, roots};
use crate::corpus::Snapshot;

pub(super) fn run(args: &ExportArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let snap = corpus::load_heads(&root).snapshot();
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let left_out = match args.uses {
        true => {
            uses(&snap, args.format, &mut out)?;
            Vec::new()
        }
        false => posts(&snap, args.format, &mut out)?,
    };
    out.flush()?;
    for it in &left_out {
        anstream::eprintln!("rubric: left out {}", escape_line(it));
    }
    Ok(if left_out.is_empty() { CLEAN } else { FAILURE })
}

/// Returns what was left out, with the reasons.
fn posts(snap: &Snapshot, format: ExportFormat, out: &mut impl Write) -> Result<Vec<String>> {
    let fields = rows::columns(snap);
    match format {
        // All that the post has, be it in the schema or not.
        ExportFormat::Ndjson => {
            let row = |file, parsed: &_| Row::of(snap, file, parsed, &[]);
            write(snap, row, |row| line(out, &row))
        }
        ExportFormat::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            rows::header(&mut writer, &fields)?;
            let row = |file, parsed: &_| Row::of(snap, file, parsed, &fields);
            let left_out = write(snap, row, |row| {
                Ok(writer.write_record(row.record(&fields))?)
            })?;
            writer.flush()?;
            Ok(left_out)
        }
    }
}

fn uses(snap: &Snapshot, format: ExportFormat, out: &mut impl Write) -> Result<()> {
    let uses = rows::posts(snap).into_iter();
    let mut uses = uses.flat_map(|file| Use::all_of(snap, file));
    match format {
        ExportFormat::Ndjson => uses.try_for_each(|it| line(out, &it)),
        ExportFormat::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(Use::COLUMNS)?;
            uses.try_for_each(|it| writer.write_record(it.record()))?;
            Ok(writer.flush()?)
        }
    }
}

fn write<T: Send>(
    snap: &Snapshot,
    make: impl Fn(crate::corpus::FileId, &crate::corpus::Parsed) -> T + Sync,
    take: impl FnMut(T) -> Result<()>,
) -> Result<Vec<String>> {
    let unreadable = rows::each(snap, &rows::posts(snap), make, take)?;
    let told = unreadable.into_iter();
    let told = told.map(|(file, it)| format!("{}: {}", shown(snap, snap.path(file)), why(it)));
    Ok(told.collect())
}

fn line(out: &mut impl Write, row: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    Ok(writeln!(out)?)
}
