//! `rubric terms`: the vocabulary as a table, as JSON or as CSV.

mod variants;

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde_json::json;

use super::args::{TermsArgs, TermsFormat, TermsOrder};
use super::output::escape_line;
use super::roots::{self, Root};
use super::{CLEAN, corpus, meant, rows};
use crate::corpus::loader::{Facts, write_facts};
use crate::features::terms::{Order, TermStats, terms, variants};
use variants::write as write_variants;

pub(super) fn run(args: &TermsArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    if args.format == TermsFormat::Facts {
        return facts(args, &root);
    }
    let mut listing = corpus::list(&root);
    if let Some(shard) = args.shard {
        shard.cut(&mut listing);
    }
    let snap = corpus::heads(&root, listing).snapshot();
    let field = args.field.as_deref().map(|it| snap.path_of(it));
    if let Some(field) = &field {
        meant::expect_field(&snap, field)?;
    }
    if let Some(field) = &field
        && snap.vocabulary(field).is_none()
    {
        bail!(
            "the values of `{field}` are no terms; `rubric stats` lists the fields with their kinds"
        );
    }
    if args.variants {
        let clusters = variants(&snap, field.as_deref());
        let mut out = io::BufWriter::new(anstream::stdout().lock());
        write_variants(&mut out, &clusters, args.format)?;
        out.flush()?;
        return Ok(CLEAN);
    }
    let order = match args.sort {
        TermsOrder::Count => Order::Count,
        TermsOrder::Name => Order::Name,
        TermsOrder::Recent => Order::Recent,
    };
    let terms = terms(&snap, field.as_deref(), order);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match args.format {
        TermsFormat::Table => table(&mut out, &terms, field.is_none())?,
        TermsFormat::Json => json(&mut out, &terms)?,
        TermsFormat::Csv => csv(&mut out, &terms)?,
        TermsFormat::Facts => unreachable!("they are of posts, not of terms"),
    }
    out.flush()?;
    Ok(CLEAN)
}

/// All that findings in other posts rest on.
fn facts(args: &TermsArgs, root: &Root) -> Result<u8> {
    if args.field.is_some() || args.variants {
        bail!("`--format facts` is of all fields, and not of --variants");
    }
    let mut listing = corpus::list(root);
    if let Some(shard) = args.shard {
        shard.cut(&mut listing);
    }
    let (host, _) = corpus::load_all(root, listing, &Facts::default(), &|_| false);
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    write_facts(&host.snapshot(), &mut out)?;
    out.flush()?;
    Ok(CLEAN)
}

/// ISO 8601, or nothing.
fn day(days: Option<i32>) -> String {
    rows::day(days).unwrap_or_default()
}

fn table(out: &mut impl Write, terms: &[TermStats], with_field: bool) -> io::Result<()> {
    for it in terms {
        let field = if with_field {
            format!("{:16} ", escape_line(&it.field))
        } else {
            String::new()
        };
        writeln!(
            out,
            "{field}{:6}  {:10}  {:10}  {}",
            it.posts,
            day(it.first_use),
            day(it.last_use),
            escape_line(&it.term)
        )?;
    }
    Ok(())
}

fn json(out: &mut impl Write, terms: &[TermStats]) -> Result<()> {
    let items: Vec<_> = terms
        .iter()
        .map(|it| {
            json!({
                "field": it.field, "term": it.term, "posts": it.posts,
                "first_use": day(it.first_use), "last_use": day(it.last_use),
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &items)?;
    writeln!(out)?;
    Ok(())
}

fn csv(out: &mut impl Write, terms: &[TermStats]) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["field", "term", "posts", "first_use", "last_use"])?;
    for it in terms {
        let (posts, first, last) = (it.posts.to_string(), day(it.first_use), day(it.last_use));
        writer.write_record([it.field.as_str(), &it.term, &posts, &first, &last])?;
    }
    writer.flush()?;
    Ok(())
}
