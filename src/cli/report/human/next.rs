//! What to do about the findings, and how far it goes: the last lines of a report.

use std::io::{self, Write};

use super::super::{Look, Report};
use crate::features::diagnostics::Code;
use crate::features::fixes::Safety;

/// Who has fewer findings than this has no use for a baseline, nor for a list of spellings.
const MANY: usize = 50;

pub(super) fn write(report: &Report, look: &Look, out: &mut impl Write) -> io::Result<()> {
    let count = |safety| {
        let all = report.findings();
        all.filter(|(_, it)| it.safety == Some(safety)).count()
    };
    fixable(count(Safety::Safe), count(Safety::Unsafe), out)?;
    let is_spelling = |code| matches!(code, Code::Variant | Code::Alias);
    let all = report.findings();
    let n_spellings = all
        .filter(|(_, it)| is_spelling(it.diagnostic.code))
        .count();
    if n_spellings >= MANY {
        let n_spellings = grouped(n_spellings);
        writeln!(
            out,
            "{n_spellings} are spellings: `rubric terms --variants` lists them for `rubric rename --map`"
        )?;
    }
    if report.findings().count() >= MANY && !look.has_baseline {
        writeln!(
            out,
            "--write-baseline FILE notes what is there, so that `--baseline FILE` fails only on what is new"
        )?;
    }
    Ok(())
}

fn fixable(n_safe: usize, n_unsafe: usize, out: &mut impl Write) -> io::Result<()> {
    let (safe, more) = (grouped(n_safe), grouped(n_unsafe));
    match (n_safe, n_unsafe) {
        (0, 0) => Ok(()),
        (_, 0) => writeln!(
            out,
            "{safe} can be fixed by `rubric fix` (--diff shows how)"
        ),
        (0, _) => writeln!(
            out,
            "{more} can be fixed by `rubric fix --unsafe` (--diff shows how)"
        ),
        _ => writeln!(
            out,
            "{safe} can be fixed by `rubric fix`, {more} more with `--unsafe` (--diff shows how)"
        ),
    }
}

/// `8,605`
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        let numbers = [0, 12, 999, 1000, 8605, 123_456, 1_234_567].map(grouped);
        assert_eq!(
            numbers,
            ["0", "12", "999", "1,000", "8,605", "123,456", "1,234,567"]
        );
    }
}
