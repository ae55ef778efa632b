//! `rubric terms --variants`: terms in several spellings, in the forms that `rename --map` reads.

use std::io::Write;

use anyhow::Result;
use serde_json::{Map, Value};

use crate::cli::args::TermsFormat;
use crate::cli::output::escape_line;
use crate::features::terms::Spellings;
use crate::syntax::ScalarStyle;
use crate::syntax::yaml::{ScalarContext, write_scalar};

pub(super) fn write(
    out: &mut impl Write,
    clusters: &[Spellings],
    format: TermsFormat,
) -> Result<()> {
    match format {
        TermsFormat::Table => yaml(out, clusters)?,
        TermsFormat::Json => json(out, clusters)?,
        TermsFormat::Csv => csv(out, clusters)?,
        TermsFormat::Facts => unreachable!("they are of posts, not of terms"),
    }
    Ok(())
}

/// With the number of posts behind each, so that it can be looked through.
fn yaml(out: &mut impl Write, clusters: &[Spellings]) -> Result<()> {
    for of_field in clusters.chunk_by(|a, b| a.field == b.field) {
        writeln!(out, "{}:", quoted(&of_field[0].field))?;
        for it in of_field {
            let posts = |n: usize| if n == 1 { "post" } else { "posts" };
            writeln!(
                out,
                "  # {}: {} {}",
                quoted(&it.usual),
                it.n_posts,
                posts(it.n_posts)
            )?;
            for (other, n_posts) in &it.others {
                let (other, usual) = (quoted(other), quoted(&it.usual));
                writeln!(out, "  {other}: {usual}  # {n_posts} {}", posts(*n_posts))?;
            }
        }
    }
    Ok(())
}

/// On one line, and harmless to a terminal; a control character is an escape of YAML then.
fn quoted(text: &str) -> String {
    escape_line(&write_scalar(text, ScalarContext::Key, ScalarStyle::Plain))
}

fn json(out: &mut impl Write, clusters: &[Spellings]) -> Result<()> {
    let mut fields = Map::new();
    for it in clusters {
        let of_field = fields
            .entry(it.field.as_str())
            .or_insert_with(|| Map::new().into());
        for (other, _) in &it.others {
            of_field[other.as_str()] = Value::from(it.usual.as_str());
        }
    }
    serde_json::to_writer_pretty(&mut *out, &fields)?;
    writeln!(out)?;
    Ok(())
}

fn csv(out: &mut impl Write, clusters: &[Spellings]) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["field", "old", "new"])?;
    for it in clusters {
        for (other, _) in &it.others {
            writer.write_record([&it.field, other, &it.usual])?;
        }
    }
    writer.flush()?;
    Ok(())
}
