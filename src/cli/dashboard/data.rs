//! What the page shows, as JSON: posts over time, fields, terms, spellings of one term, findings. It does not know how it is shown.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Map, Value, json};
use smol_str::SmolStr;

use super::super::rows;
use crate::corpus::{FileId, Snapshot};
use crate::features::diagnostics::{Code, Diagnostic, diagnostics};
use crate::features::stats::{FieldStats, stats};
use crate::features::terms::variants;
use crate::text::PositionEncoding;

/// Of terms in fewer posts no series is told: their first and last use say it all.
const MIN_SERIES: usize = 3;

/// So many places of a code are listed.
const MAX_PLACES: usize = 40;

pub(super) fn data(snap: &Snapshot, folder: &Path) -> Value {
    let stats = stats(snap);
    let months = Months::of(snap);
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "name": name.to_string_lossy(),
        "posts": stats.posts,
        "months": months.names(),
        "folders": months.folders(snap),
        "fields": stats.fields.iter().map(field).collect::<Vec<_>>(),
        "terms": terms(snap, &months),
        "spellings": spellings(snap),
        "findings": findings(snap),
    })
}

fn field(field: &FieldStats) -> Value {
    let vocabulary = field.vocabulary.as_ref();
    json!({
        "name": field.name,
        "kind": field.kind,
        "present": [field.present.agreeing, field.present.of],
        "filled": [field.filled.agreeing, field.filled.of],
        "terms": vocabulary.map(|it| it.terms),
        "uses": vocabulary.map(|it| it.uses),
        "once": vocabulary.map(|it| it.once),
    })
}

/// The months from the first post's to the last one's.
struct Months {
    first: i32,
    n: usize,
}

impl Months {
    fn of(snap: &Snapshot) -> Months {
        let months: Vec<i32> = snap.files().filter_map(|it| month_of(it.1.date?)).collect();
        let first = months.iter().min().copied().unwrap_or(0);
        let last = months.iter().max().copied().unwrap_or(first - 1);
        // A slip in the year of one post would make a thousand empty months.
        const MOST: i32 = 12 * 60;
        let first = first.max(last - MOST + 1);
        Months {
            first,
            n: usize::try_from(last - first + 1).unwrap_or(0),
        }
    }

    fn names(&self) -> Vec<String> {
        let months = (0..self.n).map(|it| self.first + it as i32);
        months
            .map(|it| format!("{:04}-{:02}", it.div_euclid(12), it.rem_euclid(12) + 1))
            .collect()
    }

    fn index(&self, snap: &Snapshot, file: FileId) -> Option<usize> {
        let month = month_of(snap.summary(file)?.date?)?;
        let index = usize::try_from(month - self.first).ok()?;
        (index < self.n).then_some(index)
    }

    /// For each folder at the top, how many posts each month has.
    fn folders(&self, snap: &Snapshot) -> Map<String, Value> {
        let mut folders: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (file, _) in snap.files() {
            let path = snap.path(file).as_str();
            let folder = path.split_once('/').map_or("", |it| it.0);
            let counts = folders.entry(folder).or_insert_with(|| vec![0; self.n]);
            if let Some(index) = self.index(snap, file) {
                counts[index] += 1;
            }
        }
        folders
            .into_iter()
            .map(|(folder, counts)| (folder.to_owned(), counts.into()))
            .collect()
    }
}

/// Months since the year 0.
fn month_of(days: i32) -> Option<i32> {
    let day = rows::day(Some(days))?;
    let (year, rest) = day.split_once('-')?;
    let month = rest.split('-').next()?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

/// By field, each term as `[text, posts, first month, last month, [[month, posts], ..]]`; months by their index.
fn terms(snap: &Snapshot, months: &Months) -> Map<String, Value> {
    let fields = snap.root_schema().order.iter();
    let of_field = |field: &SmolStr| {
        let vocabulary = snap.vocabulary(field)?;
        let mut terms: Vec<_> = vocabulary.terms().map(|it| it.1).collect();
        terms.sort_by(|a, b| (b.posts.len(), &a.text).cmp(&(a.posts.len(), &b.text)));
        let terms = terms.iter().map(|term| {
            let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
            for index in term.posts.iter().filter_map(|it| months.index(snap, *it)) {
                *counts.entry(index).or_default() += 1;
            }
            let first = counts.keys().next().copied();
            let last = counts.keys().next_back().copied();
            let mut row = vec![
                json!(term.text),
                json!(term.posts.len()),
                json!(first),
                json!(last),
            ];
            if term.posts.len() >= MIN_SERIES {
                row.push(counts.into_iter().map(|(at, n)| json!([at, n])).collect());
            }
            Value::from(row)
        });
        Some((field.to_string(), terms.collect()))
    };
    fields.filter_map(of_field).collect()
}

fn spellings(snap: &Snapshot) -> Vec<Value> {
    let clusters = variants(snap, None);
    let cluster = |it: &crate::features::terms::Spellings| json!({ "field": it.field, "usual": it.usual, "posts": it.n_posts, "others": it.others });
    clusters.iter().map(cluster).collect()
}

/// By code, those with the most findings first: how many there are, in which folders, and some of their places.
fn findings(snap: &Snapshot) -> Vec<Value> {
    let files: Vec<FileId> = snap.files().map(|it| it.0).collect();
    let of_file = |file: FileId| (file, diagnostics(snap, file).unwrap_or_default());
    let mut found: Vec<(FileId, Vec<Diagnostic>)> = files.into_par_iter().map(of_file).collect();
    found.sort_by_key(|it| snap.path(it.0));
    let mut by_code: BTreeMap<Code, Vec<(FileId, &Diagnostic)>> = BTreeMap::new();
    for (file, findings) in &found {
        for it in findings {
            by_code.entry(it.code).or_default().push((*file, it));
        }
    }
    let mut codes: Vec<_> = by_code.into_iter().collect();
    codes.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
    codes
        .into_iter()
        .map(|(code, findings)| {
            let mut folders: BTreeMap<&str, u32> = BTreeMap::new();
            for (file, _) in &findings {
                let path = snap.path(*file).as_str();
                let folder = path.rsplit_once('/').map_or("", |it| it.0);
                *folders.entry(folder).or_default() += 1;
            }
            let places = findings.iter().take(MAX_PLACES);
            json!({
                "code": code.name(),
                "summary": code.summary(),
                "severity": format!("{:?}", findings[0].1.severity).to_lowercase(),
                "n": findings.len(),
                "folders": folders,
                "places": places.map(|it| place(snap, it.0, it.1)).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// `[path, line, message]`; the line is 1-based.
fn place(snap: &Snapshot, file: FileId, finding: &Diagnostic) -> Value {
    let parsed = snap.parsed(file).ok();
    let line = parsed.map_or(1, |it| {
        it.text
            .line_col(finding.range.start(), PositionEncoding::Utf8)
            .line
            + 1
    });
    json!([snap.path(file).as_str(), line, finding.message])
}

/// What has changed since an earlier report: `[what, then, now]`.
pub(super) fn compared(before: &Value, now: &Value) -> Value {
    let posts = |it: &Value| it["posts"].as_u64().unwrap_or(0);
    let mut rows = vec![json!(["posts", posts(before), posts(now)])];
    let findings = |data: &Value| -> BTreeMap<String, u64> {
        let all = data["findings"].as_array().into_iter().flatten();
        let pair = |it: &Value| Some((it["code"].as_str()?.to_owned(), it["n"].as_u64()?));
        all.filter_map(pair).collect()
    };
    let fields = |data: &Value| -> BTreeMap<String, u64> {
        let all = data["fields"].as_array().into_iter().flatten();
        let pair = |it: &Value| {
            Some((
                format!("terms of {}", it["name"].as_str()?),
                it["terms"].as_u64()?,
            ))
        };
        all.filter_map(pair).collect()
    };
    for counts in [findings, fields] {
        let (then, now) = (counts(before), counts(now));
        let names: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
        for name in names {
            let of = |it: &BTreeMap<String, u64>| it.get(name).copied().unwrap_or(0);
            if of(&then) != of(&now) {
                rows.push(json!([name, of(&then), of(&now)]));
            }
        }
    }
    Value::from(rows)
}
