//! A line a finding, as compilers write them: for grep, for the quickfix list of an editor, for `:make`.

use std::io::{self, Write};

use super::{Report, place};
use crate::cli::output::escape_line;

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for (post, finding) in report.findings() {
        let it = &finding.diagnostic;
        let (start, _) = place(&post.text, it.range);
        let (path, message) = (escape_line(&post.path), escape_line(&it.message));
        let (line, column) = (start.line + 1, start.col + 1);
        writeln!(out, "{path}:{line}:{column}: {} {message}", it.code)?;
    }
    Ok(())
}
