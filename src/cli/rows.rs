//! The corpus as a table: a row a post, with all of its fields or some, or a row a use of a term. `find` writes a selection of the
//! former, `export` all of them.

use std::io::Write;

use anyhow::Result;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};

use super::corpus::shown;
use super::values::{FieldPath, json_of, json_of_all};
use crate::corpus::{FileId, Parsed, Snapshot, Unavailable};
use crate::schema::Kind;

/// In CSV, between the items of a list.
const BETWEEN: &str = "; ";

/// So many rows are made at once: the table of a large corpus is never in memory as a whole.
const BATCH: usize = 4_096;

/// A post.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// As one would type it.
    pub(super) path: String,
    /// By name; `null` for a field that was asked for and that the post lacks.
    pub(super) fields: Map<String, Value>,
}

impl Row {
    /// With these fields, or with all that the post has where none are named.
    pub(super) fn of(snap: &Snapshot, file: FileId, parsed: &Parsed, fields: &[FieldPath]) -> Row {
        let fields = match fields {
            [] => json_of_all(parsed),
            fields => {
                let named = fields.iter();
                named
                    .map(|it| (it.name().to_owned(), json_of(parsed, it)))
                    .collect()
            }
        };
        Row {
            path: shown(snap, snap.path(file)),
            fields,
        }
    }

    /// The post's record under the columns `path` and these fields.
    pub(super) fn record(self, fields: &[FieldPath]) -> impl Iterator<Item = String> {
        let Row { path, fields: own } = self;
        let cells = fields.iter();
        let cells = cells.map(move |it| own.get(it.name()).map_or_else(String::new, cell));
        std::iter::once(path).chain(cells)
    }
}

/// A use of a term: of a term that a post has twice in one field there is one.
#[derive(Debug, Serialize)]
pub(super) struct Use {
    pub(super) path: String,
    /// The post's, in ISO 8601.
    pub(super) date: Option<String>,
    pub(super) field: String,
    /// What fields that share their terms have in common; else the field.
    pub(super) vocabulary: String,
    pub(super) term: String,
}

impl Use {
    pub(super) const COLUMNS: [&'static str; 5] = ["path", "date", "field", "vocabulary", "term"];

    /// Those of one post in fields whose values are terms, as `rubric terms` counts them.
    pub(super) fn all_of(snap: &Snapshot, file: FileId) -> Vec<Use> {
        let path = shown(snap, snap.path(file));
        let date = day(snap.summary(file).and_then(|it| it.date));
        let mut uses: Vec<Use> = Vec::new();
        snap.each_term(file, |field, term| {
            let schema = snap.root_schema().field(field);
            let Some(schema) = schema.filter(|it| matches!(it.kind, Kind::Term | Kind::List))
            else {
                return;
            };
            if !uses.iter().any(|it| it.field == *field && it.term == *term) {
                uses.push(Use {
                    path: path.clone(),
                    date: date.clone(),
                    field: field.to_string(),
                    vocabulary: schema.vocabulary.to_string(),
                    term: term.to_string(),
                });
            }
        });
        uses
    }

    pub(super) fn record(self) -> [String; 5] {
        let date = self.date.unwrap_or_default();
        [self.path, date, self.field, self.vocabulary, self.term]
    }
}

/// All fields that posts have, in their usual order: the columns of a table that nobody has named any for.
pub(super) fn columns(snap: &Snapshot) -> Vec<FieldPath> {
    let order = snap.root_schema().order.iter();
    let own = order.filter(|it| !it.contains("[]."));
    own.map(|it| FieldPath::parse(snap, it)).collect()
}

/// All posts, sorted by path.
pub(super) fn posts(snap: &Snapshot) -> Vec<FileId> {
    let files = snap.files().map(|it| it.0);
    let mut files: Vec<FileId> = files.filter(|it| !snap.is_template(*it)).collect();
    files.sort_by(|a, b| snap.path(*a).as_str().cmp(snap.path(*b).as_str()));
    files
}

/// Hands over what `make` makes of each post, in their order. Returns the posts that cannot be read, each with the reason.
pub(super) fn each<T: Send>(
    snap: &Snapshot,
    files: &[FileId],
    make: impl Fn(FileId, &Parsed) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<Vec<(FileId, Unavailable)>> {
    let mut unreadable = Vec::new();
    for batch in files.chunks(BATCH) {
        let made: Vec<_> = batch
            .par_iter()
            .map(|file| snap.parsed_head(*file).map(|it| make(*file, &it)))
            .collect();
        for (file, made) in batch.iter().zip(made) {
            match made {
                Ok(made) => take(made)?,
                Err(reason) => unreadable.push((*file, reason)),
            }
        }
    }
    Ok(unreadable)
}

/// Writes a header and records.
pub(super) fn header<W: Write>(
    writer: &mut csv::Writer<W>,
    fields: &[FieldPath],
) -> csv::Result<()> {
    writer.write_record(std::iter::once("path").chain(fields.iter().map(FieldPath::name)))
}

/// ISO 8601 of days since 1970.
pub(super) fn day(days: Option<i32>) -> Option<String> {
    let start = Date::new(1970, 1, 1).ok()?;
    let date = start.checked_add(jiff::Span::new().days(days?)).ok()?;
    Some(date.to_string())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(BETWEEN),
        value => value.to_string(),
    }
}
