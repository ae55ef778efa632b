//! Reading one file: its head, or all of it, with buffers that are used again.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, LazyLock};

use crate::text::TextSize;
use memchr::memmem;

use super::{DiskFile, DiskPost, MAX_BODY, MAX_HEAD, Problem, ProblemKind, Reading, Stamp, open};
use crate::corpus::Parsed;
use crate::corpus::path::RelPath;
use crate::corpus::silence::is_marked;
use crate::corpus::summary::{Interner, Summary};
use crate::syntax::{self, Body, Dialect, Document, Entry};
use crate::text::Text;

/// Nearly every front matter ends in the first 4 KiB, and to copy more of each file costs a tenth of the reading.
const FIRST_READ: usize = 4 << 10;

/// A buffer of more is given back after use: one post of 16 MiB should not cost every thread as much for ever.
const KEEP: usize = 1 << 20;

/// What one thread uses again from file to file.
#[derive(Debug, Default)]
pub(super) struct Reader {
    buffer: Buffer,
    interner: Interner,
    /// Memory for the next front matter.
    entries: Vec<Entry>,
}

impl Reader {
    /// Reads no more than the front matter needs.
    pub(super) fn head(&mut self, root: &Path, path: &RelPath) -> DiskFile {
        let reading = Reading::begin();
        let read = open(&root.join(path.as_str())).and_then(|(file, stamp)| {
            self.buffer.read_head(&file, stamp)?;
            Ok(stamp)
        });
        match read {
            Ok(stamp) => {
                let (text, invalid) = decode(self.buffer.bytes());
                let memory = std::mem::take(&mut self.entries);
                let (front_matter, errors) = syntax::parse_head_in(&text, memory);
                let broken = !errors.is_empty();
                let interner = &mut self.interner;
                let summary =
                    Summary::of_head(&text, front_matter.as_ref(), broken, None, interner);
                self.entries = front_matter.map_or_else(Vec::new, |it| it.entries);
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
        self.whole_and(root, path, known, |_, _| ()).0
    }

    /// The same, with what rules look at, where ranges in it are places in the file.
    pub(super) fn whole_to_judge(
        &mut self,
        root: &Path,
        path: &RelPath,
    ) -> (DiskFile, Option<Parsed>) {
        self.whole_and(root, path, None, to_judge)
    }

    fn whole_and<T>(
        &mut self,
        root: &Path,
        path: &RelPath,
        known: Option<&DiskPost>,
        keep: impl FnOnce(&str, Document) -> T,
    ) -> (DiskFile, Option<T>) {
        let reading = Reading::begin();
        let read = open(&root.join(path.as_str())).and_then(|(file, stamp)| {
            let complete = self.buffer.read_whole(&file, stamp)?;
            Ok((stamp, complete))
        });
        let stamp = match read {
            Ok((stamp, true)) => stamp,
            Ok((stamp, false)) => return (self.too_large(root, path, stamp), None),
            Err(error) => return (missing(path, reading, &error), None),
        };
        let (text, invalid) = decode(self.buffer.bytes());
        let document = syntax::parse_as(&text, Dialect::of(path.as_str()));
        let mut summary = Summary::of(&text, &document, None, &mut self.interner);
        if let Some(known) = known {
            summary.share(&known.summary);
        }
        let kept = invalid.is_none().then(|| keep(&text, document));
        drop(text);
        self.buffer.shrink();
        (found(path, reading, summary, stamp, invalid), kept)
    }

    fn too_large(&mut self, root: &Path, path: &RelPath, stamp: Stamp) -> DiskFile {
        let mut file = self.head(root, path);
        if let Some(post) = &mut file.post {
            Arc::make_mut(&mut post.summary).complete = true;
        }
        let problem = Problem::from(ProblemKind::TooLarge { len: stamp.len });
        file.problems = file.problems.into_iter().chain([problem]).collect();
        file
    }
}

/// Of a post in which all is well so far, the front matter is all that rules look at.
fn to_judge(text: &str, document: Document) -> Parsed {
    let body = &document.body;
    let head_is_all = document.front_matter.is_some()
        && document.errors.is_empty()
        && !body.is_odd()
        && !is_marked(text)
        && !body.has_local_links();
    let (text, document) = match head_is_all {
        true => {
            let head = &text[..usize::from(document.body.range.start())];
            let body = Body::default();
            (head, Document { body, ..document })
        }
        false => (text, document),
    };
    Parsed {
        text: Text::new(text),
        document,
        version: None,
        cursor: None,
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

/// The beginning of a file, in memory that is zeroed once and not for each file.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    memory: Vec<u8>,
    len: usize,
}

impl Buffer {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.memory[..self.len]
    }

    /// Reads a whole file; `false` if it is larger than a post may be, and then nothing is in the buffer.
    pub(super) fn read_whole(&mut self, file: &File, stamp: Stamp) -> io::Result<bool> {
        self.len = 0;
        if stamp.len <= MAX_BODY {
            // One byte more than there should be: a file that has grown meanwhile is read on.
            self.read_up_to(file, stamp.len as usize + 1)?;
            if self.len as u64 > stamp.len {
                self.read_up_to(file, MAX_BODY as usize + 1)?;
            }
        }
        let fits = stamp.len <= MAX_BODY && self.len as u64 <= MAX_BODY;
        if !fits {
            self.len = 0;
        }
        Ok(fits)
    }

    /// Leaves the front matter in the buffer, or the beginning of a file that has none.
    pub(super) fn read_head(&mut self, file: &File, stamp: Stamp) -> io::Result<()> {
        self.len = 0;
        let mut size = FIRST_READ;
        loop {
            self.read_up_to(file, size)?;
            let whole = self.len < size || self.len as u64 >= stamp.len;
            match head_end(self.bytes()) {
                HeadEnd::At(end) if end < self.len || whole => self.len = end,
                HeadEnd::None | HeadEnd::At(_) if whole => {}
                HeadEnd::None | HeadEnd::At(_) if size < MAX_HEAD => {
                    size = (size * 8).min(MAX_HEAD);
                    continue;
                }
                HeadEnd::None | HeadEnd::At(_) | HeadEnd::NoHead => {
                    self.len -= cut_character(self.bytes());
                }
            }
            return Ok(());
        }
    }

    /// Reads on until there are `size` bytes or the file ends.
    fn read_up_to(&mut self, mut file: &File, size: usize) -> io::Result<()> {
        if self.memory.len() < size {
            self.memory.resize(size, 0);
        }
        while self.len < size {
            match file.read(&mut self.memory[self.len..size]) {
                Ok(0) => break,
                Ok(n_read) => self.len += n_read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn shrink(&mut self) {
        if self.memory.len() > KEEP {
            *self = Buffer::default();
        }
    }
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
    if utf16(bytes).is_some() {
        return HeadEnd::None;
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let start = bytes.len() - text.len();
    let end = match text {
        [b'-', b'-', b'-', ..] => {
            let end = after_fence(&HYPHENS, text);
            let before = end.map_or(text, |it| &text[..it]);
            let end = after_fence(&DOTS, before).or(end);
            end.or_else(|| after_carriage_return(text))
        }
        _ => {
            let from_fence = text.trim_ascii_start();
            let blanks = text.len() - from_fence.len();
            match from_fence {
                [b'+', b'+', ..] => after_fence(&PLUSES, from_fence).map(|it| blanks + it),
                // Where an object ends takes a parser to tell.
                [b'{', ..] | [b';', b';', b';', ..] => None,
                _ => return HeadEnd::NoHead,
            }
        }
    };
    end.map_or(HeadEnd::None, |it| HeadEnd::At(start + it))
}

/// The end of the first line that is the fence and nothing else.
fn after_fence(fence: &memmem::Finder, text: &[u8]) -> Option<usize> {
    let mut fences = fence.find_iter(text).map(|it| it + fence.needle().len());
    fences.find_map(|it| Some(it + line_rest(&text[it..])?))
}

static HYPHENS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\n---"));
static PLUSES: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\n+++"));
static DOTS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("\n..."));

/// The end of a fence in a text whose lines end with CR alone.
fn after_carriage_return(text: &[u8]) -> Option<usize> {
    let line_starts = memchr::memchr_iter(b'\r', text).map(|it| it + 1);
    let mut ends = line_starts.filter_map(|it| {
        let fence = text[it..].get(..3)?;
        let rest = line_rest(&text[it + 3..]);
        matches!(fence, b"---" | b"...").then_some(it + 3 + rest?)
    });
    ends.next()
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

/// How many bytes at the end are the beginning of a character whose rest was not read.
fn cut_character(bytes: &[u8]) -> usize {
    match simdutf8::compat::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
        _ => 0,
    }
}

/// The text, and where it is not UTF-8: what is not, reads as U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<ProblemKind>) {
    if let Some(unit) = utf16(bytes) {
        let units = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]]));
        let text = char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER));
        return (Cow::Owned(text.collect()), Some(ProblemKind::Utf16));
    }
    // A third of the corpus is Chinese, and std's check of it takes a seventh of the whole loading; this one a fiftieth.
    match simdutf8::compat::from_utf8(bytes) {
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

/// How two bytes make a unit of UTF-16, if that is what the text is: by its byte order mark, or by the first characters of a
/// fence. Some programs write no mark, and as UTF-8 these would be valid, with zeros.
fn utf16(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    match bytes {
        // The mark of UTF-32.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] | [b'-', 0, b'-', 0, ..] => Some(u16::from_le_bytes),
        [0xfe, 0xff, ..] | [0, b'-', 0, b'-', ..] => Some(u16::from_be_bytes),
        _ => None,
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
        assert_eq!(end("---\ra: 1\r---\rbody"), HeadEnd::At(13));
        assert_eq!(end("+++\na = 1\n++++\n+++\nbody"), HeadEnd::At(19));
        assert_eq!(end("\r\n+++\r\na = 1\r\n+++\r\nbody"), HeadEnd::At(19));
        assert_eq!(end("{\n}\nbody"), HeadEnd::None);
        assert_eq!(end("# 标题\n---\n"), HeadEnd::NoHead);
        assert_eq!(end(""), HeadEnd::NoHead);
    }

    #[test]
    fn a_cut_character_is_taken_away_and_a_wrong_one_stays() {
        assert_eq!(cut_character(&"中文".as_bytes()[..5]), 2);
        assert_eq!(cut_character("中文".as_bytes()), 0);
        assert_eq!(cut_character(b"a\xffb"), 0);
    }
}
