//! For people: each finding with its annotated source, aligned under Chinese too, and a summary by code.

mod next;
mod tally;

use std::io::{self, Write};

use super::{Finding, Look, Post, Report, place, severity_name};
use crate::cli::output::{escape_line, plural, unread_formats};
use crate::features::diagnostics::Severity;
use crate::text::{Text, TextRange, TextSize};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use tally::Tally;

/// A finding of more lines than this is shown at its first one.
const MAX_LINES: u32 = 8;
const DEFAULT_WIDTH: usize = 120;

pub(super) fn write(report: &Report, look: &Look, out: &mut impl Write) -> io::Result<()> {
    let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(it, _)| it.0.into());
    let renderer = Renderer::styled().term_width(width);
    let mut tally = Tally::of(report, look.extent);
    for (post, finding) in report.findings() {
        if let Some(n_more) = tally.show(post, finding) {
            let groups = groups(post, finding, n_more, width);
            writeln!(out, "{}\n", renderer.render(&groups))?;
        }
    }
    for (path, reason) in &report.unreadable {
        let (path, reason) = (escape_line(path), escape_line(reason));
        writeln!(out, "not read: {path}: {reason}")?;
    }
    tally.write_groups(out)?;
    if look.quiet {
        return Ok(());
    }
    summary(report, &tally, out)?;
    next::write(report, look, out)
}

fn groups<'a>(post: &'a Post, finding: &'a Finding, n_more: usize, width: usize) -> Vec<Group<'a>> {
    let it = &finding.diagnostic;
    let title = level(it.severity).primary_title(escape_line(&it.message));
    let title = match it.code.url() {
        Some(url) => title.id_url(url),
        None => title,
    };
    let mut group = title
        .id(it.code.name())
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
    let counts = report.counts();
    let width = counts.iter().map(|it| it.0.0.name().len()).max();
    let width = width.unwrap_or(0);
    for ((code, severity), n_found) in &counts {
        let n_shown = tally.n_shown(*code, *severity);
        let hidden = match n_shown < *n_found {
            true => format!("  ({n_shown} shown; --all shows all)"),
            false => String::new(),
        };
        let severity = severity_name(*severity);
        let row = format!("{n_found:7}  {:width$}  {severity:7}{hidden}", code.name());
        writeln!(out, "{}", row.trim_end())?;
    }
    let n_findings: usize = counts.iter().map(|it| it.1).sum();
    let seconds = report.elapsed.as_secs_f64();
    let known = report.n_known.map_or_else(String::new, |it| {
        format!("; {it} that the baseline knows are left out")
    });
    unread_formats(report.n_other_format, out)?;
    let posts = plural(report.n_posts, "post");
    let findings = match n_findings {
        0 => format!("No findings in {posts}"),
        n => format!("{} in {}", plural(n, "finding"), places(report)),
    };
    writeln!(out, "{findings} ({seconds:.2} s){known}")
}

/// `3 of 12 posts`, and the configuration, which is none of them.
fn places(report: &Report) -> String {
    let is_config = |it: &&Post| it.is_config;
    let n_configs = report.posts.iter().filter(is_config).count();
    let n_bad = report.posts.len() - n_configs;
    let posts = format!("{n_bad} of {}", plural(report.n_posts, "post"));
    match (n_bad, n_configs) {
        (_, 0) => posts,
        (0, _) => "rubric.yaml".to_owned(),
        _ => format!("{posts} and in rubric.yaml"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::diagnostics::{Code, Diagnostic};

    fn rendered(source: &str, wrong: &str, width: usize) -> String {
        let start = source.find(wrong).unwrap();
        let range = TextRange::at(TextSize::try_from(start).unwrap(), TextSize::of(wrong));
        let post = Post {
            path: "笔记/a.md".into(),
            at_home: "笔记/a.md".into(),
            text: Text::new(source),
            is_config: false,
            findings: Vec::new(),
        };
        let finding = Finding {
            diagnostic: Diagnostic::new(Code::UnknownValue, range, "《状态》\u{1b}[31m"),
            related: Vec::new(),
            fix: None,
            safety: None,
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
