//! The fence of a code block.

/// The opening fence without its info string.
pub fn opening_fence(line: &str) -> &str {
    let line = line.trim_start();
    let marker = line.chars().next().unwrap_or('`');
    let end = line.find(|it| it != marker);
    &line[..end.unwrap_or(line.len())]
}
