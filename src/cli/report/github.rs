//! For GitHub Actions: a workflow command a finding, which becomes an annotation of the line in the pull request.

use std::io::{self, Write};

use super::{Finding, Post, Report, place};
use crate::cli::output;
use crate::features::diagnostics::Severity;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for (post, finding) in report.findings() {
        annotation(post, finding, out)?;
    }
    for (path, reason) in &report.unreadable {
        let (path, reason) = (property(path), data(reason));
        writeln!(
            out,
            "::warning file={path},title=Rubric (not read)::{reason}"
        )?;
    }
    Ok(())
}

fn annotation(post: &Post, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let it = &finding.diagnostic;
    let (start, end) = place(&post.text, it.range);
    let mut message = it.message.clone();
    for related in &finding.related {
        let (line, column) = (related.start.line + 1, related.start.col + 1);
        message.push_str(&format!(
            "\n{}: {}:{line}:{column}",
            related.label, related.path
        ));
    }
    writeln!(
        out,
        "::{} file={},line={},col={},endLine={},endColumn={},title=Rubric ({})::{}",
        command(it.severity),
        property(&post.path),
        start.line + 1,
        start.col + 1,
        end.line + 1,
        end.col + 1,
        it.code,
        data(&message),
    )
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    }
}

/// What stands behind the last `::`. A line end there would begin a command of the post's own choice.
fn data(text: &str) -> String {
    let escaped = text
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    // The log is shown in a terminal's way.
    output::escape(&escaped)
}

/// What stands between the commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_text_ends_neither_a_command_nor_a_property() {
        assert_eq!(
            data("100%\r\n::error::《书》 😀"),
            "100%25%0D%0A::error::《书》 😀"
        );
        assert_eq!(property("a,b:c%2C.md"), "a%2Cb%3Ac%252C.md");
        assert!(!data("\u{1b}[31m").contains('\u{1b}'));
    }
}
