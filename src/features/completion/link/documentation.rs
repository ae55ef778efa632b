//! The documentation of a post that can be linked to: its title, path and date, and how it begins.

use crate::corpus::{RelPath, Snapshot};
use crate::features::prose::escape;
use crate::features::related::title_of;

/// Fields that say what a post is about, the shortest first.
const SUMMARIES: [&str; 4] = ["description", "summary", "excerpt", "insight"];

/// So many characters of it are shown.
const MAX_SHOWN: usize = 300;

/// Markdown; `None` if the post is not there.
pub(in crate::features::completion) fn resolve(snap: &Snapshot, path: &str) -> Option<String> {
    let file = snap.file(&RelPath(path.into()))?;
    let summary = snap.summary(file)?;
    let mut out = format!("**{}**\n\n{}", escape(&title_of(snap, file)), escape(path));
    if let Some(date) = summary.text("date") {
        out.push_str(&format!(" · {}", escape(date)));
    }
    let parsed = snap.parsed(file).ok();
    let beginning = parsed.and_then(|it| {
        let entries = it.entries();
        let of_field = |field: &&str| {
            let entry = entries.iter().find(|it| it.key.text() == Some(field))?;
            let text = entry.value.text()?;
            (!text.trim().is_empty()).then(|| text.to_owned())
        };
        let body = || first_lines(&it.text.as_str()[it.document.body.range]);
        SUMMARIES.iter().find_map(of_field).or_else(body)
    });
    if let Some(text) = beginning {
        out.push_str(&format!("\n\n{}", escape(&shortened(&text))));
    }
    Some(out)
}

/// Of the first paragraph that is prose.
fn first_lines(body: &str) -> Option<String> {
    let is_prose = |it: &&str| !it.starts_with(['#', '|', '<', '`', '!', '-', '=', '{']);
    let mut lines = body
        .lines()
        .map(str::trim)
        .skip_while(|it| it.is_empty() || !is_prose(it));
    let lines: Vec<&str> = lines
        .by_ref()
        .take_while(|it| !it.is_empty())
        .take(8)
        .collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn shortened(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}
