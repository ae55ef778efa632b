//! The table of `rubric stats` within the width of a terminal: what was learned of a field goes on below its figures.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

/// The column of what was learned gets no narrower than this: rather it begins a line of its own.
const MIN_LEARNED: usize = 40;
const INDENT: usize = 4;

/// Rows of equally many cells, the last of which is prose with `; ` between its parts. Without a width a row is a line.
pub(super) fn write(
    out: &mut impl Write,
    rows: &[Vec<String>],
    width: Option<usize>,
) -> io::Result<()> {
    let n_figures = rows.first().map_or(0, |it| it.len().saturating_sub(1));
    let widest = |column: usize| rows.iter().map(|it| it[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_figures).map(widest).collect();
    let figures_width = widths.iter().map(|it| it + 2).sum::<usize>();
    let left = width.map_or(usize::MAX, |it| it.saturating_sub(figures_width));
    let is_narrow = left < MIN_LEARNED;
    for (index, row) in rows.iter().enumerate() {
        let figures = figures(row, &widths);
        let learned = &row[n_figures];
        let (mut lines, indent) = match is_narrow {
            // What stands below the figures has no heading.
            true if index == 0 => (Vec::new(), INDENT),
            true => (
                wrapped(learned, width.unwrap_or(usize::MAX).saturating_sub(INDENT)),
                INDENT,
            ),
            false => (wrapped(learned, left), figures_width),
        };
        let first = match is_narrow || lines.is_empty() {
            true => String::new(),
            false => lines.remove(0),
        };
        writeln!(out, "{}", (figures + &first).trim_end())?;
        for line in lines {
            writeln!(out, "{:indent$}{line}", "")?;
        }
    }
    Ok(())
}

/// The name and the kind to the left of their columns, numbers to the right.
fn figures(row: &[String], widths: &[usize]) -> String {
    let cells = row.iter().zip(widths).enumerate();
    let cells = cells.map(|(column, (cell, width))| {
        let blanks = " ".repeat(width - cell.width());
        match column {
            0 | 1 => format!("{cell}{blanks}  "),
            _ => format!("{blanks}{cell}  "),
        }
    });
    cells.collect()
}

/// The prose in lines of at most so many columns, broken at blanks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|it| !it.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: Option<usize>) -> Vec<String> {
        let rows = [
            ["field", "kind", "learned"],
            [
                "标签",
                "list",
                "required (3 of 3 posts); kebab-case (8868 of 8868); indent 0 (2 of 3)",
            ],
        ];
        let rows = rows.map(|it| it.map(str::to_owned).to_vec());
        let mut out = Vec::new();
        write(&mut out, &rows, width).expect("memory takes it");
        let text = String::from_utf8(out).expect("UTF-8");
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn prose_goes_on_in_its_column_or_below() {
        assert_eq!(shown(None).len(), 2);
        let lines = shown(Some(60));
        assert_eq!(
            lines[1..],
            [
                "标签   list  required (3 of 3 posts); kebab-case (8868 of",
                "             8868); indent 0 (2 of 3)",
            ]
        );
        let narrow = shown(Some(40));
        assert_eq!(narrow[1], "标签   list");
        assert_eq!(narrow[2], "    required (3 of 3 posts); kebab-case");
        assert!(narrow.iter().all(|it| it.width() <= 40), "{narrow:#?}");
    }
}
