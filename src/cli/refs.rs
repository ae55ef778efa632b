//! `rubric refs`: what uses a term or leads to a file, with the places.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::CLEAN;
use super::args::{RefsArgs, RefsFormat};
use super::corpus::{self, shown};
use super::meant::{expect_field, nearest_term};
use super::output::{escape_line, plural};
use super::report::place;
use super::roots::{self, Root};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot};
use crate::features::cursor_target::uses_of;
use crate::features::links::{Destination, Resolver};
use crate::features::rename::posts_with_term;
use crate::schema::Kind;
use crate::text::TextRange;

/// One place that refers to what was asked about.
struct Reference {
    path: String,
    /// 1-based, in characters.
    line: u32,
    column: u32,
    /// The field that has the term, or the link as it is written.
    what: String,
}

pub(super) fn run(args: &RefsArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let file = match &args.field {
        Some(_) => None,
        None => file_of(&root, Path::new(&args.name)),
    };
    let references = match file {
        Some(file) => to_file(&corpus::load(&root).snapshot(), &file),
        None => {
            let snap = corpus::load_heads(&root).snapshot();
            to_term(&snap, &args.name, args.field.as_deref())?
        }
    };
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    write(&references, args.format, &mut out)?;
    out.flush()?;
    Ok(CLEAN)
}

/// A file of the root, if that is what was named.
fn file_of(root: &Root, name: &Path) -> Option<RelPath> {
    let full = name.canonicalize().ok()?;
    full.is_file()
        .then(|| RelPath::new(&root.folder, &full))
        .flatten()
}

fn to_term(snap: &Snapshot, term: &str, field: Option<&str>) -> Result<Vec<Reference>> {
    let field = field.map(|it| snap.path_of(it));
    if let Some(field) = &field {
        expect_field(snap, field)?;
    }
    let all = snap.root_schema().order.iter().map(|it| it.as_str());
    let fields: Vec<&str> = field
        .as_deref()
        .map_or_else(|| all.collect(), |it| vec![it]);
    let mut references = Vec::new();
    for name in &fields {
        let posts = posts_with_term(snap, name, term);
        let found: Vec<_> = posts
            .par_iter()
            .map(|it| uses(snap, *it, name, term))
            .collect();
        references.extend(found.into_iter().flatten());
    }
    if references.is_empty() {
        let meant = fields.iter().find_map(|it| nearest_term(snap, it, term));
        let meant = meant.map_or_else(String::new, |it| format!(": did you mean `{it}`?"));
        anstream::eprintln!("no post uses `{}`{meant}", escape_line(term));
    }
    sort(&mut references);
    Ok(references)
}

fn uses(snap: &Snapshot, file: FileId, field: &str, term: &str) -> Vec<Reference> {
    let Ok(parsed) = snap.parsed_head(file) else {
        return Vec::new();
    };
    let is_list = snap
        .schema(file)
        .field(field)
        .is_some_and(|it| it.kind == Kind::List);
    let fields = parsed.fields().into_iter().filter(|it| it.name() == field);
    let uses = fields.flat_map(|it| uses_of(parsed.text.as_str(), it.entry, is_list));
    let uses = uses.filter(|it| it.text == term);
    uses.map(|it| reference(snap, file, &parsed, it.range, field))
        .collect()
}

fn to_file(snap: &Snapshot, path: &RelPath) -> Vec<Reference> {
    let resolver = Resolver::new(snap);
    let wanted = snap.file(path);
    let leads = |from: FileId, target: &str, kind| match resolver.resolve(from, target, kind) {
        Some(Destination::Post(post, _)) => wanted == Some(post),
        Some(Destination::Asset(asset)) => asset == *path,
        Some(Destination::Here(_)) | None => false,
    };
    let files: Vec<_> = snap.files().collect();
    let in_post = |(file, summary): &(FileId, &crate::corpus::Summary)| {
        let is_touched = summary
            .links
            .iter()
            .any(|(kind, target)| leads(*file, target, *kind));
        let parsed = is_touched.then(|| snap.parsed(*file).ok()).flatten()?;
        let body = &parsed.document.body;
        let links = body
            .links
            .iter()
            .filter(|it| leads(*file, &it.target, it.kind));
        let links = links.map(|it| reference(snap, *file, &parsed, it.range, &it.target));
        let definitions = body.definitions.iter();
        let definitions =
            definitions.filter(|it| leads(*file, &it.target, crate::syntax::LinkKind::Inline));
        let definitions =
            definitions.map(|it| reference(snap, *file, &parsed, it.range, &it.target));
        Some(links.chain(definitions).collect::<Vec<_>>())
    };
    let found: Vec<_> = files.par_iter().filter_map(in_post).collect();
    let mut references: Vec<Reference> = found.into_iter().flatten().collect();
    if references.is_empty() {
        anstream::eprintln!("no post links to {}", escape_line(path.as_str()));
    }
    sort(&mut references);
    references
}

fn reference(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    range: TextRange,
    what: &str,
) -> Reference {
    let (start, _) = place(&parsed.text, range);
    Reference {
        path: shown(snap, snap.path(file)),
        line: start.line + 1,
        column: start.col + 1,
        what: what.to_owned(),
    }
}

fn sort(references: &mut [Reference]) {
    references.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
}

fn write(references: &[Reference], format: RefsFormat, out: &mut impl Write) -> Result<()> {
    match format {
        RefsFormat::Concise => {
            for it in references {
                let (path, what) = (escape_line(&it.path), escape_line(&it.what));
                writeln!(out, "{path}:{}:{}: {what}", it.line, it.column)?;
            }
            anstream::eprintln!("{}", plural(references.len(), "use"));
        }
        RefsFormat::Paths => {
            let mut paths: Vec<&str> = references.iter().map(|it| it.path.as_str()).collect();
            paths.dedup();
            for path in paths {
                writeln!(out, "{}", escape_line(path))?;
            }
        }
        RefsFormat::Json => {
            let items = references.iter();
            let items: Value = items
                .map(|it| json!({ "path": it.path, "line": it.line, "column": it.column, "text": it.what }))
                .collect();
            serde_json::to_writer_pretty(&mut *out, &items)?;
            writeln!(out)?;
        }
    }
    Ok(())
}
