//! What is written to a terminal: a stranger's text made harmless, and a reader that went away told from a failure.

use std::io::{self, Write};

use crate::text::chars::turns_text;

/// The text with control characters shown instead of obeyed: an escape sequence in a post must not reach the terminal.
/// Bidirectional overrides count too, they make text read as what it is not.
pub(super) fn escape(text: &str) -> String {
    if !text.chars().any(is_harmful) {
        return text.to_owned();
    }
    text.chars()
        .flat_map(|it| {
            let (plain, escaped) = if is_harmful(it) {
                (None, Some(it.escape_unicode()))
            } else {
                (Some(it), None)
            };
            plain.into_iter().chain(escaped.into_iter().flatten())
        })
        .collect()
}

/// The same on one line: in a log of GitHub Actions a line that begins with `::` is obeyed, and in a table a line is a row.
pub(super) fn escape_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for it in escape(text).chars() {
        match it {
            '\n' => line.push_str("\\n"),
            '\t' => line.push_str("\\t"),
            it => line.push(it),
        }
    }
    line
}

fn is_harmful(it: char) -> bool {
    (it.is_control() && it != '\n' && it != '\t') || turns_text(it)
}

/// Whether the reader of our output stopped reading: `rubric check | head` is no failure.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|it| io_error_kind(it) == Some(io::ErrorKind::BrokenPipe))
}

/// The writers of JSON and CSV wrap what the system said in errors of their own, which do not name it as their source.
fn io_error_kind(error: &(dyn std::error::Error + 'static)) -> Option<io::ErrorKind> {
    if let Some(error) = error.downcast_ref::<serde_json::Error>() {
        return error.io_error_kind();
    }
    if let Some(error) = error.downcast_ref::<csv::Error>() {
        return match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        };
    }
    error.downcast_ref::<io::Error>().map(io::Error::kind)
}

/// `1 post`, `2 posts`.
pub(super) fn plural(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}

/// That nothing is said of front matter which is not read does not mean that it is right.
pub(super) fn unread_formats(n_posts: usize, out: &mut impl Write) -> io::Result<()> {
    let have = if n_posts == 1 { "has" } else { "have" };
    match n_posts {
        0 => Ok(()),
        n => writeln!(
            out,
            "{} {have} front matter in a format that Rubric does not read",
            plural(n, "post")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_line};

    #[test]
    fn control_characters_are_shown_and_the_rest_is_kept() {
        assert_eq!(escape("《书》 👩‍👩‍👧 e\u{301}\n"), "《书》 👩‍👩‍👧 e\u{301}\n");
        assert_eq!(
            escape("a\u{1b}[31m\u{9b}b\u{202e}"),
            "a\\u{1b}[31m\\u{9b}b\\u{202e}"
        );
        assert_eq!(
            escape_line("《书》\n::error::\t\r"),
            "《书》\\n::error::\\t\\u{d}"
        );
    }
}
