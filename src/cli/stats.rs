//! `rubric stats`: the figures of the corpus, as a table or as JSON.

mod layout;

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use super::args::{StatsArgs, StatsFormat};
use super::output::{escape_line, plural, unread_formats};
use super::{CLEAN, corpus, roots, unread};
use crate::features::stats::{FieldStats, Share, Stats, stats};

const HEADER: [&str; 9] = [
    "field", "kind", "present", "filled", "terms", "uses", "once", "new", "learned",
];

/// How long each phase took.
struct Timing {
    heads: Duration,
    everything: Duration,
    figures: Duration,
}

pub(super) fn run(args: &StatsArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let start = Instant::now();
    let host = corpus::load_heads(&root);
    let heads = start.elapsed();
    drop(host);
    let start = Instant::now();
    let snap = corpus::load(&root).snapshot();
    let everything = start.elapsed();
    let start = Instant::now();
    let stats = stats(&snap);
    let timing = Timing {
        heads,
        everything,
        figures: start.elapsed(),
    };
    if stats.posts == 0 {
        let why = unread::no_posts(&root.folder, &snap.config().content);
        let folder = root.folder.display().to_string();
        anstream::eprintln!(
            "no posts in {}: {}",
            escape_line(&folder),
            escape_line(&why.to_string())
        );
    }
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    match args.format {
        StatsFormat::Table => table(&mut out, &stats, &timing, width(args))?,
        StatsFormat::Json => json(&mut out, &stats, &timing)?,
    }
    out.flush()?;
    Ok(CLEAN)
}

/// `None` is as wide as it takes.
fn width(args: &StatsArgs) -> Option<usize> {
    const ON_A_PIPE: usize = 100;
    let terminal = terminal_size::terminal_size().map(|(it, _)| usize::from(it.0));
    (!args.wide).then(|| terminal.unwrap_or(ON_A_PIPE))
}

fn json(out: &mut impl Write, stats: &Stats, timing: &Timing) -> Result<()> {
    let milliseconds = |it: Duration| (it.as_secs_f64() * 1e4).round() / 10.0;
    let mut value = serde_json::to_value(stats)?;
    value["milliseconds"] = json!({
        "heads": milliseconds(timing.heads),
        "everything": milliseconds(timing.everything),
        "figures": milliseconds(timing.figures),
    });
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)?;
    Ok(())
}

fn table(
    out: &mut impl Write,
    stats: &Stats,
    timing: &Timing,
    width: Option<usize>,
) -> io::Result<()> {
    writeln!(
        out,
        "{}, {} with front matter; {} with problems; site: {}",
        plural(stats.posts, "post"),
        stats.with_front_matter,
        plural(stats.problems, "file"),
        stats.site
    )?;
    unread_formats(stats.other_formats, out)?;
    writeln!(out)?;
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    rows.extend(stats.fields.iter().map(row));
    layout::write(out, &rows, width)?;
    let Timing {
        heads,
        everything,
        figures,
    } = timing;
    writeln!(
        out,
        "\nheads {heads:.1?}, everything {everything:.1?}, figures {figures:.1?}"
    )
}

fn row(field: &FieldStats) -> Vec<String> {
    let count = |it: Option<usize>| it.map_or_else(String::new, |it| it.to_string());
    let vocabulary = field.vocabulary.as_ref();
    vec![
        escape_line(&field.name),
        field.kind.to_owned(),
        percent(field.present),
        percent(field.filled),
        count(vocabulary.map(|it| it.terms)),
        count(vocabulary.map(|it| it.uses)),
        count(vocabulary.map(|it| it.once)),
        vocabulary.map_or_else(String::new, |it| percent(it.new)),
        learned(field),
    ]
}

fn percent(share: Share) -> String {
    match share {
        Share { of: 0, .. } => String::new(),
        Share { agreeing, of, .. } => {
            format!("{:.1}%", 100.0 * f64::from(agreeing) / f64::from(of))
        }
    }
}

/// What the field's values should be, each judgement with its evidence.
fn learned(field: &FieldStats) -> String {
    let mut parts = Vec::new();
    if !field.of_kind.declared && field.of_kind.agreeing < field.of_kind.of {
        parts.push(format!("{} of type {}", share(field.of_kind), field.kind));
    }
    if let Some((value, Share { agreeing, of, .. })) = &field.usual {
        parts.push(format!("{agreeing} of {of} say {}", escape_line(value)));
    }
    if let Some(closed) = &field.closed {
        let values: Vec<_> = closed.values.iter().map(|it| escape_line(it)).collect();
        parts.push(format!(
            "one of {} ({})",
            values.join(", "),
            share(closed.of_values)
        ));
    }
    if field.required {
        parts.push(format!("required ({})", share_of_posts(field.present)));
    }
    let folders = field.required_in.iter();
    parts.extend(folders.map(|(folder, posts)| {
        format!(
            "required in {} ({})",
            escape_line(folder),
            share_of_posts(*posts)
        )
    }));
    parts.extend(
        field
            .naming
            .map(|(naming, terms)| format!("{naming} ({})", share(terms))),
    );
    if let Some(form) = &field.date_format {
        parts.push(format!(
            "{} ({})",
            escape_line(form),
            share(field.of_date_format)
        ));
    }
    if field.unique {
        parts.push("unique (declared)".to_owned());
    } else if let Some(distinct) = field.distinct.filter(|it| is_telling(field, *it)) {
        parts.push(format!("{} different", share(distinct)));
    }
    if let Some(indent) = field.list_indent.filter(|_| field.of_list_indent.of > 0) {
        parts.push(format!("indent {indent} ({})", share(field.of_list_indent)));
    }
    if let Some((quote, values)) = field.quote {
        let quotes = if quote == "plain" { "no" } else { quote };
        parts.push(format!("{quotes} quotes ({})", share(values)));
    }
    parts.join("; ")
}

/// That most terms are different, says nothing; that most titles and sources are, says that they name their posts.
fn is_telling(field: &FieldStats, distinct: Share) -> bool {
    const MIN_VALUES: u32 = 30;
    let is_name = matches!(field.kind, "text" | "url");
    is_name && distinct.of >= MIN_VALUES && distinct.agreeing * 10 >= distinct.of * 9
}

/// `declared; 3 of 4 posts`
fn share_of_posts(posts: Share) -> String {
    match posts.of {
        0 => share(posts),
        1 => format!("{} post", share(posts)),
        _ => format!("{} posts", share(posts)),
    }
}

fn share(share: Share) -> String {
    match share {
        Share {
            declared: true,
            of: 0,
            ..
        } => "declared".to_owned(),
        Share {
            declared: true,
            agreeing,
            of,
        } => format!("declared; {agreeing} of {of}"),
        Share { agreeing, of, .. } => format!("{agreeing} of {of}"),
    }
}
