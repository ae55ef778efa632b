//! `rubric suggest`: what the empty fields of a post are likely to hold, each value with what speaks for it.

use std::io::Write;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::args::{SuggestArgs, SuggestFormat};
use super::check::why;
use super::meant::expect_field;
use super::output::escape_line;
use super::{CLEAN, corpus, roots};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot};
use crate::features::completion::{Likely, suggested_values};
use crate::syntax;
use crate::text::{Text, TextEdit, apply_edits};

pub(super) fn run(args: &SuggestArgs) -> Result<u8> {
    let full = args.file.canonicalize();
    let full = full.with_context(|| format!("cannot open {}", args.file.display()))?;
    let root = roots::around(&full, args.root.as_deref())?;
    let snap = corpus::load(&root).snapshot();
    let path = RelPath::new(&root.folder, &full);
    let Some(file) = path.and_then(|it| snap.file(&it)) else {
        bail!(
            "{} is no post of {}",
            args.file.display(),
            root.folder.display()
        );
    };
    let parsed = snap.parsed(file).map_err(|it| anyhow!("{}", why(it)))?;
    let likely = match &args.field {
        Some(field) => {
            expect_field(&snap, field)?;
            of_field(&snap, file, &parsed, field)
        }
        None => suggested_values(&snap, file, &parsed),
    };
    let mut out = anstream::stdout().lock();
    match args.format {
        SuggestFormat::Table => table(&likely, &mut out)?,
        SuggestFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &likely.iter().map(json).collect::<Value>())?;
            writeln!(out)?;
        }
    }
    Ok(CLEAN)
}

/// What it would be if the post said nothing in the field yet.
fn of_field(snap: &Snapshot, file: FileId, parsed: &Parsed, field: &str) -> Vec<Likely> {
    let entries = parsed
        .entries()
        .iter()
        .filter(|it| it.key.text() == Some(field));
    let emptied = entries.map(|it| TextEdit::delete(it.value.range));
    let text = apply_edits(parsed.text.as_str(), &emptied.collect::<Vec<_>>());
    let text = text.unwrap_or_else(|| parsed.text.as_str().to_owned());
    let emptied = Parsed {
        document: syntax::parse(&text),
        text: Text::new(text),
        version: None,
        cursor: None,
    };
    let mut likely = suggested_values(snap, file, &emptied);
    likely.retain(|it| it.field == field);
    likely
}

fn table(likely: &[Likely], out: &mut impl Write) -> std::io::Result<()> {
    if likely.is_empty() {
        anstream::eprintln!("nothing is likely enough to be suggested");
    }
    let values = likely
        .iter()
        .flat_map(|it| it.values.iter().map(move |value| (&it.field, value)));
    for (field, (text, reason)) in values {
        writeln!(
            out,
            "{}\t{}\t{}",
            escape_line(field),
            escape_line(text),
            escape_line(reason)
        )?;
    }
    Ok(())
}

fn json(likely: &Likely) -> Value {
    let values = likely.values.iter();
    let values: Value = values
        .map(|(text, reason)| json!({ "value": text, "reason": reason }))
        .collect();
    json!({ "field": likely.field, "list": likely.is_list, "values": values })
}
