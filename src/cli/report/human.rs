//! For people: each finding with its annotated source, aligned under Chinese too, and a summary by code.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use rustc_hash::FxHashMap;

use super::{Extent, Finding, Post, Report, place, severity_name};
use crate::cli::output::{escape_line, plural, unread_formats};
use crate::features::diagnostics::{Code, Severity};
use crate::text::{Text, TextRange, TextSize};

/// Of findings with one message, so many are shown.
const MAX_ALIKE: usize = 3;
/// Of one code, so many are shown.
const MAX_OF_CODE: usize = 10;
/// A finding of more lines than this is shown at its first one.
const MAX_LINES: u32 = 8;
const DEFAULT_WIDTH: usize = 120;

pub(super) fn write(report: &Report, extent: Extent, out: &mut impl Write) -> io::Result<()> {
    let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(it, _)| it.0.into());
    let renderer = Renderer::styled().term_width(width);
    let mut tally = Tally::of(report, extent);
    for (post, finding) in report.findings() {
        if let Some(n_more) = tally.show(finding) {
            let groups = groups(post, finding, n_more, width);
            writeln!(out, "{}\n", renderer.render(&groups))?;
        }
    }
    for (path, reason) in &report.unreadable {
        let (path, reason) = (escape_line(path), escape_line(reason));
        writeln!(out, "not read: {path}: {reason}")?;
    }
    summary(report, &tally, out)
}

/// How many findings there are of each kind, and how many of them were shown.
struct Tally<'a> {
    extent: Extent,
    alike: FxHashMap<(Code, &'a str), (usize, usize)>,
    /// By code and the severity that the findings themselves have.
    of_code: FxHashMap<(Code, Severity), (usize, usize)>,
}

impl<'a> Tally<'a> {
    fn of(report: &'a Report, extent: Extent) -> Tally<'a> {
        let mut tally = Tally {
            extent,
            alike: FxHashMap::default(),
            of_code: FxHashMap::default(),
        };
        for (_, Finding { diagnostic: it, .. }) in report.findings() {
            tally.alike.entry((it.code, &it.message)).or_default().0 += 1;
            tally.of_code.entry((it.code, it.severity)).or_default().0 += 1;
        }
        tally
    }

    /// `None` where the finding should not be shown; else how many like it will not be, to say so beside the last one.
    fn show(&mut self, finding: &'a Finding) -> Option<usize> {
        let it = &finding.diagnostic;
        let (n_alike, alike_shown) = self.alike.entry((it.code, &it.message)).or_default();
        let (_, code_shown) = self.of_code.entry((it.code, it.severity)).or_default();
        let capped = self.extent == Extent::Capped;
        if capped && (*alike_shown >= MAX_ALIKE || *code_shown >= MAX_OF_CODE) {
            return None;
        }
        *alike_shown += 1;
        *code_shown += 1;
        let last = capped && *alike_shown == MAX_ALIKE;
        Some(if last { *n_alike - MAX_ALIKE } else { 0 })
    }
}

fn groups<'a>(post: &'a Post, finding: &'a Finding, n_more: usize, width: usize) -> Vec<Group<'a>> {
    let it = &finding.diagnostic;
    let mut group = level(it.severity)
        .primary_title(escape_line(&it.message))
        .id(it.code.name())
        .id_url(it.code.url())
        .element(snippet(post, it.range, width));
    for related in &finding.related {
        group = group.element(Level::NOTE.message(format!(
            "{}: {}:{}:{}",
            escape_line(&related.label),
            escape_line(&related.path),
            related.start.line + 1,
            related.start.col + 1,
        )));
    }
    if n_more > 0 {
        group = group
            .element(Level::NOTE.message(format!("and {n_more} more like it; --all shows them")));
    }
    vec![group]
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Hint => Level::HELP.with_name("hint"),
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

/// The lines of the range alone: to hand over the whole post costs as much as the post is long, for each finding.
fn snippet(
    post: &Post,
    range: TextRange,
    width: usize,
) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = post.text.as_str();
    let (start, end) = place(&post.text, range);
    let is_narrow = |it: &str| columns(it) <= width;
    let all = lines(&post.text, range);
    let shown = match end.line - start.line < MAX_LINES && text[all].lines().all(is_narrow) {
        true => range,
        false => {
            let first = range.intersect(post.text.line_range(start.line));
            cut(text, first.unwrap_or(range), width * 2 / 3)
        }
    };
    let lines = lines(&post.text, shown);
    let before = visible(&text[TextRange::new(lines.start(), shown.start())]);
    let marked = visible(&text[shown]);
    let span = before.len()..before.len() + marked.len();
    let after = visible(&text[TextRange::new(shown.end(), lines.end())]);
    Snippet::source(before + &marked + &after)
        .path(escape_line(&post.path))
        .line_start(start.line as usize + 1)
        .annotation(AnnotationKind::Primary.span(span))
}

/// At most so many columns. What is not ASCII counts as wide: that errs on the side of a shorter line.
fn columns(text: &str) -> usize {
    text.chars()
        .map(|it| if it.is_ascii() { 1 } else { 2 })
        .sum()
}

/// The beginning of a range that is wider than it can be marked: around a mark that fits, the renderer cuts the line.
fn cut(text: &str, range: TextRange, width: usize) -> TextRange {
    let mut n_columns = 0;
    let marked = text[range].chars().take_while(|it| {
        n_columns += if it.is_ascii() { 1 } else { 2 };
        n_columns <= width
    });
    TextRange::at(range.start(), marked.map(TextSize::of).sum())
}

/// The renderer shows the control characters of ASCII, but hands on those that follow it, which terminals obey as well.
fn visible(text: &str) -> String {
    let is_harmful = |it: char| matches!(it, '\u{80}'..='\u{9f}');
    text.replace(is_harmful, "\u{fffd}")
}

/// The whole lines that the range touches, without the last line end.
fn lines(text: &Text, range: TextRange) -> TextRange {
    let (start, end) = place(text, range);
    let (first, last) = (text.line_range(start.line), text.line_range(end.line));
    // A range that ends with a line end ends in the next line, at its column 0: nothing there is meant.
    let end = if end.col == 0 && end.line > start.line {
        range.end() - TextSize::new(1)
    } else {
        last.end()
    };
    TextRange::new(first.start(), end.max(range.end()))
}

fn summary(report: &Report, tally: &Tally<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut rows: Vec<_> = tally.of_code.iter().collect();
    rows.sort_by_key(|((code, severity), (n, _))| {
        (std::cmp::Reverse(*severity), std::cmp::Reverse(*n), *code)
    });
    let width = rows
        .iter()
        .map(|((code, _), _)| code.name().len())
        .max()
        .unwrap_or(0);
    for ((code, severity), (n_found, n_shown)) in rows {
        let hidden = if n_shown < n_found {
            format!("  ({n_shown} shown)")
        } else {
            String::new()
        };
        let severity = severity_name(*severity);
        let row = format!("{n_found:7}  {:width$}  {severity:7}{hidden}", code.name());
        writeln!(out, "{}", row.trim_end())?;
    }
    let n_findings: usize = tally.of_code.values().map(|(n, _)| n).sum();
    let seconds = report.elapsed.as_secs_f64();
    let (n_bad, n_posts) = (report.posts.len(), report.n_posts);
    let known = report.n_known.map_or_else(String::new, |it| {
        format!("; {it} that the baseline knows are left out")
    });
    unread_formats(report.n_other_format, out)?;
    match n_findings {
        0 if n_posts == 0 => writeln!(out, "0 posts: there was nothing to check"),
        0 => writeln!(
            out,
            "No findings in {} ({seconds:.2} s){known}",
            plural(n_posts, "post")
        ),
        n => writeln!(
            out,
            "{} in {n_bad} of {} ({seconds:.2} s){known}",
            plural(n, "finding"),
            plural(n_posts, "post")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::diagnostics::Diagnostic;

    fn rendered(source: &str, wrong: &str, width: usize) -> String {
        let start = source.find(wrong).unwrap();
        let range = TextRange::at(TextSize::try_from(start).unwrap(), TextSize::of(wrong));
        let post = Post {
            path: "笔记/a.md".into(),
            at_home: "笔记/a.md".into(),
            text: Text::new(source),
            findings: Vec::new(),
        };
        let finding = Finding {
            diagnostic: Diagnostic::new(Code::UnknownValue, range, "《状态》\u{1b}[31m"),
            related: Vec::new(),
            mend: None,
        };
        Renderer::plain()
            .term_width(width)
            .render(&groups(&post, &finding, 0, width))
    }

    #[track_caller]
    fn check(source: &str, wrong: &str, expected: &str) {
        let out = rendered(source, wrong, 60);
        let lines: Vec<_> = out.lines().skip(3).collect();
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn the_mark_stands_under_wide_characters() {
        check(
            "---\nstatus: 常青 😀 evengreen\n---\n",
            "evengreen",
            "2 | status: 常青 😀 evengreen\n  |                 ^^^^^^^^^",
        );
        check(
            "---\nstatus: 常青e\u{301} 华尔街\n---\n",
            "华尔街",
            "2 | status: 常青e\u{301} 华尔街\n  |               ^^^^^^",
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let long = "连贯性".repeat(500);
        check(
            &format!("title: {long}evengreen{long}\r\n"),
            "evengreen",
            "1 | ... 连贯性连贯性连贯性evengreen连贯性连贯性连贯性连...\n  |                       ^^^^^^^^^",
        );
    }

    #[test]
    fn a_mark_that_is_wider_than_the_terminal_is_cut() {
        let long = "连贯性".repeat(60);
        let out = rendered(&format!("title: {long} 😀\n"), &long, 60);
        let widest = out.lines().map(columns).max().unwrap();
        assert!(widest <= 70, "{widest}: {out}");
        let marked = out.lines().last().unwrap();
        assert_eq!(marked.matches('^').count(), 40, "{out}");
    }

    #[test]
    fn a_strangers_escape_sequences_are_shown_not_obeyed() {
        let out = rendered("a: \u{1b}[31mevengreen\n", "evengreen", 80);
        assert!(!out.contains('\u{1b}'), "{out:?}");
        let out = rendered("a: \u{9b}31m《x》\u{85}evengreen\n", "evengreen", 80);
        assert!(!out.contains(['\u{9b}', '\u{85}']), "{out:?}");
    }
}
