//! Unified diffs of posts that a command would change: for programs byte for byte as `git diff` writes them, on a terminal in
//! colours and with what is harmful there made visible.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::ColorChoice;
use similar::TextDiff;

use super::output::escape;

/// Writes `old` to `new` as `git diff` would show it; `path` is relative to the root.
pub(super) fn write(out: &mut impl Write, path: &str, old: &str, new: &str) -> io::Result<()> {
    // To git and patch a line ends with a line feed and nothing else; a carriage return by itself is a character of it.
    let [old, new] = [old, new].map(|it| it.split_inclusive('\n').collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&old, &new);
    let mut unified = diff.unified_diff();
    unified.context_radius(3);
    let mut hunks = unified.iter_hunks().peekable();
    if hunks.peek().is_some() {
        write!(out, "--- {}\n+++ {}\n", name('a', path), name('b', path))?;
    }
    for hunk in hunks {
        writeln!(out, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let line = change.value();
            write!(out, "{}{line}", change.tag())?;
            if !line.ends_with('\n') {
                writeln!(out, "\n\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}

/// A name as git writes it: one with blanks ends with a tab, one with quotes or control characters stands in quotes.
fn name(side: char, path: &str) -> String {
    let name = format!("{side}/{path}");
    let needs_quotes = |it: char| it.is_control() || matches!(it, '"' | '\\');
    if name.contains(needs_quotes) {
        let escaped = name.chars().map(|it| match it {
            '"' | '\\' => format!("\\{it}"),
            it if it.is_control() => octal(it),
            it => it.to_string(),
        });
        return format!("\"{}\"", escaped.collect::<String>());
    }
    match name.contains(' ') {
        true => format!("{name}\t"),
        false => name,
    }
}

fn octal(character: char) -> String {
    let mut bytes = [0; 4];
    let bytes = character.encode_utf8(&mut bytes).bytes();
    bytes.map(|it| format!("\\{it:03o}")).collect()
}

/// Where diffs are shown: stdout.
pub(super) struct Output {
    out: BufWriter<io::Stdout>,
    is_terminal: bool,
    is_colored: bool,
}

impl Output {
    pub(super) fn new() -> Output {
        let stdout = io::stdout();
        Output {
            is_terminal: stdout.is_terminal(),
            is_colored: anstream::AutoStream::choice(&stdout) != ColorChoice::Never,
            out: BufWriter::new(stdout),
        }
    }

    pub(super) fn show(&mut self, diff: &[u8]) -> io::Result<()> {
        if !self.is_terminal && !self.is_colored {
            return self.out.write_all(diff);
        }
        let diff = String::from_utf8_lossy(diff);
        for (index, line) in diff.split_inclusive('\n').enumerate() {
            let shown = shown(line);
            match style(line, index < 2).filter(|_| self.is_colored) {
                Some(style) => {
                    let (text, end) = shown.split_at(shown.trim_end_matches('\n').len());
                    write!(self.out, "\u{1b}[{style}m{text}\u{1b}[0m{end}")?;
                }
                None => self.out.write_all(shown.as_bytes())?,
            }
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A line with its end, harmless. That it ends with CRLF is not worth a word.
fn shown(line: &str) -> Cow<'_, str> {
    let end = line.trim_end_matches(['\r', '\n']).len();
    let (text, end) = line.split_at(end);
    match escape(text) {
        escaped if escaped == text => Cow::Borrowed(line),
        escaped => Cow::Owned(escaped + end),
    }
}

/// The colours of git, as parameters of `SGR`: bold, cyan, green, red.
fn style(line: &str, is_name: bool) -> Option<&'static str> {
    match line.chars().next()? {
        _ if is_name => Some("1"),
        '@' => Some("36"),
        '+' => Some("32"),
        '-' => Some("31"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[track_caller]
    fn check(path: &str, old: &str, new: &str, expected: &str) {
        let mut out = Vec::new();
        write(&mut out, path, old, new).expect("memory takes it");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), expected);
    }

    #[test]
    fn a_carriage_return_by_itself_ends_no_line() {
        check(
            "a.md",
            "《一》\rb\nx\r\n",
            "《二》\rb\nx\r\n",
            "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n-《一》\rb\n+《二》\rb\n x\r\n",
        );
        let hint = "\\ No newline at end of file";
        let expected = format!("--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-a\r\n{hint}\n+b\r\n{hint}\n");
        check("a.md", "a\r", "b\r", &expected);
    }

    #[test]
    fn a_last_line_without_an_end_and_a_name_with_a_blank_are_marked() {
        check(
            "我 的.md",
            "a",
            "b",
            "--- a/我 的.md\t\n+++ b/我 的.md\t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
        );
        check(
            "a\"\u{1}.md",
            "a\n",
            "",
            "--- \"a/a\\\"\\001.md\"\n+++ \"b/a\\\"\\001.md\"\n@@ -1 +0,0 @@\n-a\n",
        );
    }
}
