//! Reading one file: its head, or all of it, with buffers that are used again.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use memchr::memmem;
use text_size::TextSize;

use super::{DiskFile, DiskPost, MAX_BODY, MAX_HEAD, Problem, ProblemKind, Reading, Stamp, open};
use crate::corpus::path::RelPath;
use crate::corpus::summary::{Interner, Summary};
use crate::syntax;

/// Nearly every front matter ends in the first 8 KiB, and a disk gives 4 KiB no faster.
const FIRST_READ: usize = 8 << 10;

/// A buffer of more is given back after use: one post of 16 MiB should not cost every thread as much for ever.
const KEEP: usize = 1 << 20;

/// What one thread uses again from file to file.
#[derive(Debug, Default)]
pub(super) struct Reader {
    buffer: Vec<u8>,
    interner: Interner,
}

impl Reader {
    /// Reads no more than the front matter needs.
    pub(super) fn head(&mut self, root: &Path, path: &RelPath) -> DiskFile {
        let reading = Reading::begin();
        let read = open(&root.join(path.as_str())).and_then(|(file, stamp)| {
            read_head(&file, stamp, &mut self.buffer)?;
            Ok(stamp)
        });
        match read {
            Ok(stamp) => {
                let (text, invalid) = decode(&self.buffer);
                let (front_matter, errors) = syntax::parse_head(&text);
                let broken = !errors.is_empty();
                let interner = &mut self.interner;
                let summary =
                    Summary::of_head(&text, front_matter.as_ref(), broken, None, interner);
                found(path, reading, summary, stamp, invalid)
            }
            Err(error) => missing(path, reading, &error),
        }
    }

    /// Reads everything. `known` is what was read of the file before: what is equal is shared.
    pub(super) fn whole(
        &mut self,
        root: &Path,
        path: &RelPath,
        known: Option<&DiskPost>,
    ) -> DiskFile {
        let reading = Reading::begin();
        let read = open(&root.join(path.as_str())).and_then(|(file, stamp)| {
            self.buffer.clear();
            if stamp.len <= MAX_BODY {
                read_up_to(&file, MAX_BODY as usize + 1, &mut self.buffer)?;
            }
            Ok(stamp)
        });
        let stamp = match read {
            Ok(stamp) => stamp,
            Err(error) => return missing(path, reading, &error),
        };
        if stamp.len > MAX_BODY || self.buffer.len() as u64 > MAX_BODY {
            return self.too_large(root, path, stamp);
        }
        let (text, invalid) = decode(&self.buffer);
        let document = syntax::parse(&text);
        let mut summary = Summary::of(&text, &document, None, &mut self.interner);
        if let Some(known) = known {
            summary.share(&known.summary);
        }
        drop(text);
        if self.buffer.capacity() > KEEP {
            self.buffer = Vec::new();
        }
        found(path, reading, summary, stamp, invalid)
    }

    fn too_large(&mut self, root: &Path, path: &RelPath, stamp: Stamp) -> DiskFile {
        self.buffer = Vec::new();
        let mut file = self.head(root, path);
        if let Some(post) = &mut file.post {
            Arc::make_mut(&mut post.summary).complete = true;
        }
        let problem = Problem::from(ProblemKind::TooLarge { len: stamp.len });
        file.problems = file.problems.into_iter().chain([problem]).collect();
        file
    }
}

fn found(
    path: &RelPath,
    reading: Reading,
    summary: Summary,
    stamp: Stamp,
    invalid: Option<ProblemKind>,
) -> DiskFile {
    DiskFile {
        path: path.clone(),
        reading,
        post: Some(DiskPost {
            summary: Arc::new(summary),
            stamp,
        }),
        problems: invalid.map(Problem::from).into_iter().collect(),
    }
}

/// A file that vanished is no problem: somebody took it away.
fn missing(path: &RelPath, reading: Reading, error: &io::Error) -> DiskFile {
    let gone = error.kind() == io::ErrorKind::NotFound;
    let problem = (!gone).then(|| ProblemKind::Unreadable(error.to_string()).into());
    DiskFile {
        path: path.clone(),
        reading,
        post: None,
        problems: problem.into_iter().collect(),
    }
}

/// Leaves the front matter in the buffer, or the beginning of a file that has none.
pub(super) fn read_head(file: &File, stamp: Stamp, buffer: &mut Vec<u8>) -> io::Result<()> {
    buffer.clear();
    let mut size = FIRST_READ;
    loop {
        read_up_to(file, size, buffer)?;
        let whole = buffer.len() < size || buffer.len() as u64 >= stamp.len;
        match head_end(buffer) {
            HeadEnd::At(end) if end < buffer.len() || whole => buffer.truncate(end),
            HeadEnd::None | HeadEnd::At(_) if whole => {}
            HeadEnd::None | HeadEnd::At(_) if size < MAX_HEAD => {
                size = (size * 8).min(MAX_HEAD);
                continue;
            }
            HeadEnd::None | HeadEnd::At(_) | HeadEnd::NoHead => cut_character(buffer),
        }
        return Ok(());
    }
}

/// Reads on until the buffer has `size` bytes or the file ends.
pub(super) fn read_up_to(file: &File, size: usize, buffer: &mut Vec<u8>) -> io::Result<()> {
    let missing = size.saturating_sub(buffer.len()) as u64;
    file.take(missing).read_to_end(buffer).map(|_| ())
}

#[derive(Debug, PartialEq, Eq)]
enum HeadEnd {
    /// No fence opens one.
    NoHead,
    /// After the line of the closing fence.
    At(usize),
    /// Not within these bytes.
    None,
}

/// Where the front matter ends. This only says how much to read and to check; what it is, the parser decides.
fn head_end(bytes: &[u8]) -> HeadEnd {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if !text.starts_with(b"---") {
        return HeadEnd::NoHead;
    }
    let start = bytes.len() - text.len();
    let fences = [&b"\n---"[..], b"\n...", b"\r---", b"\r..."];
    let ends = fences.iter().filter_map(|fence| {
        let mut places = memmem::find_iter(text, fence).map(|it| it + 4);
        places.find_map(|it| Some(start + it + line_rest(&text[it..])?))
    });
    ends.min().map_or(HeadEnd::None, HeadEnd::At)
}

/// The length of a line's rest with its line end, if it is blank.
fn line_rest(rest: &[u8]) -> Option<usize> {
    let blank = rest
        .iter()
        .take_while(|it| matches!(it, b' ' | b'\t'))
        .count();
    match &rest[blank..] {
        [] => Some(blank),
        [b'\r', b'\n', ..] => Some(blank + 2),
        [b'\r' | b'\n', ..] => Some(blank + 1),
        _ => None,
    }
}

/// Takes away the beginning of a character whose rest was not read.
fn cut_character(buffer: &mut Vec<u8>) {
    if let Err(error) = std::str::from_utf8(buffer)
        && error.error_len().is_none()
    {
        buffer.truncate(error.valid_up_to());
    }
}

/// The text, and where it is not UTF-8: what is not, reads as U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<ProblemKind>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let valid = error.valid_up_to();
            let n_lines = memchr::memchr_iter(b'\n', &bytes[..valid]).count();
            let invalid = ProblemKind::InvalidUtf8 {
                offset: TextSize::try_from(valid).unwrap_or_default(),
                line_number: u32::try_from(n_lines + 1).unwrap_or(u32::MAX),
            };
            (String::from_utf8_lossy(bytes), Some(invalid))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_ends_after_its_closing_fence() {
        let end = |text: &str| head_end(text.as_bytes());
        assert_eq!(end("---\na: 1\n---\nbody"), HeadEnd::At(13));
        assert_eq!(
            end("---\r\na: 1\r\n---  \r\nbody\r\n---\r\n"),
            HeadEnd::At(18)
        );
        assert_eq!(end("\u{feff}---\na: 1\n...\n---\n"), HeadEnd::At(16));
        assert_eq!(end("---\na: 1\n----\n---x\n"), HeadEnd::None);
        assert_eq!(end("---\n---"), HeadEnd::At(7));
        assert_eq!(end("# 标题\n---\n"), HeadEnd::NoHead);
        assert_eq!(end(""), HeadEnd::NoHead);
    }

    #[test]
    fn a_cut_character_is_taken_away_and_a_wrong_one_stays() {
        let cut = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            cut_character(&mut bytes);
            bytes
        };
        assert_eq!(cut(&"中文".as_bytes()[..5]), "中".as_bytes());
        assert_eq!(cut("中文".as_bytes()), "中文".as_bytes());
        assert_eq!(cut(b"a\xffb"), b"a\xffb");
    }
}
