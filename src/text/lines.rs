//! Lines of a contiguous text: where they begin and end, and how they end. Line ends are LSP's: `\n`, `\r\n`, `\r`.

use memchr::{memchr, memchr2, memrchr2};

use super::{TextRange, TextSize, size};

/// How the first line ends, and so what a new one is to end with: `\r\n` or `\n`.
pub fn line_ending(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let first = memchr(b'\n', bytes);
    if first.is_some_and(|it| bytes[..it].ends_with(b"\r")) {
        "\r\n"
    } else {
        "\n"
    }
}

/// The start of the line that holds `offset`.
pub fn line_start(text: &str, offset: TextSize) -> TextSize {
    let before = &text.as_bytes()[..usize::from(offset)];
    size(memrchr2(b'\n', b'\r', before).map_or(0, |it| it + 1))
}

/// The end of the line that holds `offset`, before its line end.
pub fn line_end(text: &str, offset: TextSize) -> TextSize {
    let start = usize::from(offset);
    let rest = &text.as_bytes()[start..];
    size(start + memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()))
}

/// The start of the line after the one that holds `offset`; the end of the text if there is none.
pub fn next_line(text: &str, offset: TextSize) -> TextSize {
    let end = line_end(text, offset);
    let rest = &text[usize::from(end)..];
    let n_bytes = match rest.as_bytes() {
        [] => 0,
        [b'\r', b'\n', ..] => 2,
        _ => 1,
    };
    end + size(n_bytes)
}

/// The line that holds `offset`, without its line end.
pub fn line_range(text: &str, offset: TextSize) -> TextRange {
    TextRange::new(line_start(text, offset), line_end(text, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_lsp() {
        let text = "一\r\nb\rc\nd\u{2028}e";
        let line = |at: &str| {
            let at = size(text.find(at).expect("it is there"));
            (
                &text[line_range(text, at)],
                usize::from(next_line(text, at)),
            )
        };
        assert_eq!(line("一"), ("一", 5));
        assert_eq!(line("b"), ("b", 7));
        assert_eq!(line("c"), ("c", 9));
        assert_eq!(line("e"), ("d\u{2028}e", text.len()));
    }

    #[test]
    fn the_first_line_says_how_lines_end() {
        assert_eq!(line_ending("a\r\nb\n"), "\r\n");
        assert_eq!(line_ending("a\nb\r\n"), "\n");
        assert_eq!(line_ending("a"), "\n");
    }
}
