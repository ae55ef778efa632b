//! Frames on stdin and stdout: the base protocol of LSP, liberal in what it reads. It knows nothing of JSON or of methods.
//!
//! Both ends have a thread of their own. The writer's queue has no bound: a client that stops reading its answers while it
//! still sends requests must never stop us reading, or both sides wait for each other for ever.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc as channel;

use super::uri_aliases::Spellings;

/// No message is larger than this, in bytes: a length beyond it is a broken header.
const MAX_BODY: u64 = 256 << 20;
/// Longest header line that is looked at, in bytes; of what is longer only the end may be a header.
const MAX_HEADER: u64 = 8 << 10;
/// So many bytes of a piece of a line are looked at again with the next one: a header may stand across the two.
const MAX_OVERLAP: usize = 64;
/// Frames that wait between the reader and the loop. When it is full the client waits, not our memory.
const MAX_QUEUED_FRAMES: usize = 1024;

/// What came in on stdin.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A body as it stands, not known to be JSON.
    Body(Vec<u8>),
    /// Something that is no message, for this reason. Reading goes on behind it.
    Malformed(String),
}

/// Starts the thread that reads frames until the input ends; then the channel closes.
pub(super) fn spawn_reader(
    mut input: impl BufRead + Send + 'static,
) -> io::Result<channel::Receiver<Frame>> {
    let (sender, receiver) = channel::channel(MAX_QUEUED_FRAMES);
    let read = move || {
        loop {
            match read_frame(&mut input) {
                Ok(Some(frame)) => match sender.blocking_send(frame) {
                    Ok(()) => {}
                    Err(_) => return,
                },
                Ok(None) => return,
                Err(error) => return tracing::warn!("stdin cannot be read: {error}"),
            }
        }
    };
    thread::Builder::new().name("stdin".into()).spawn(read)?;
    Ok(receiver)
}

/// Reads one frame; `None` at the end of the input.
///
/// Names of headers are matched in any case, headers other than the length are skipped, lines may end in `\n` alone, and lines
/// that are no header at all (a stray `printf` of a wrapper script) are passed over. A length that was wrong leaves a piece of a
/// body before the next header, or takes the beginning of that header away: the next whole one goes on, wherever in a line it is.
fn read_frame(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        if !read_line(input, &mut line)? {
            return Ok(None);
        }
        if !line.ends_with(b"\n") {
            continue;
        }
        let line = line.trim_ascii();
        match (line.is_empty(), length) {
            (true, Some(length)) => return read_body(input, length),
            (true, None) => {}
            (false, _) => match content_length(line) {
                Some(Ok(n_bytes)) => length = Some(n_bytes),
                Some(Err(reason)) => return Ok(Some(Frame::Malformed(reason))),
                None => {}
            },
        }
    }
}

/// Reads a line, or the next piece of a long one behind the end of the piece before. `false` at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    let n_kept = match line.ends_with(b"\n") {
        true => 0,
        false => line.len().min(MAX_OVERLAP),
    };
    line.drain(..line.len() - n_kept);
    let n_read = input.take(MAX_HEADER).read_until(b'\n', line)?;
    Ok(n_read > 0)
}

/// The length in a header line, or at the end of garbage; `None` for other headers.
fn content_length(line: &[u8]) -> Option<Result<u64, String>> {
    const NAME: &str = "content-length";
    let line = String::from_utf8_lossy(line);
    let start = line.to_ascii_lowercase().rfind(NAME)?;
    let garbage = line[..start].trim_end();
    if garbage.ends_with(|it: char| it.is_alphanumeric() || it == '-') {
        return None;
    }
    let value = line[start + NAME.len()..].trim_start().strip_prefix(':')?;
    match value.trim().parse() {
        Ok(length) => {
            if !garbage.is_empty() {
                tracing::warn!("{} bytes before a header are no message", garbage.len());
            }
            Some(Ok(length))
        }
        Err(_) if garbage.is_empty() => Some(Err(format!(
            "Content-Length is not a number: {:?}",
            value.trim()
        ))),
        Err(_) => None,
    }
}

fn read_body(input: &mut impl BufRead, length: u64) -> io::Result<Option<Frame>> {
    if length > MAX_BODY {
        io::copy(&mut input.take(length), &mut io::sink())?;
        let reason = format!("a message of {length} bytes is too large");
        return Ok(Some(Frame::Malformed(reason)));
    }
    let mut body = Vec::new();
    let n_read = input.take(length).read_to_end(&mut body)? as u64;
    Ok((n_read == length).then_some(Frame::Body(body)))
}

/// The sending end of stdout. Cheap to clone; sending never blocks.
#[derive(Clone)]
pub(super) struct Output {
    spellings: Spellings,
    /// Bodies; `None` ends the writer.
    queue: Sender<Option<Vec<u8>>>,
}

/// Waits for the writer to be done.
pub(super) struct Drain {
    done: Receiver<()>,
}

/// Starts the thread that writes frames in the order in which they were sent.
pub(super) fn spawn_writer(
    output: impl Write + Send + 'static,
    spellings: Spellings,
) -> io::Result<(Output, Drain)> {
    let (queue, bodies) = mpsc::channel();
    let (done_sender, done) = mpsc::channel();
    let write = move || {
        if let Err(error) = write_frames(output, &bodies) {
            tracing::info!("stdout is closed: {error}");
        }
        drop(done_sender);
    };
    thread::Builder::new().name("stdout".into()).spawn(write)?;
    Ok((Output { spellings, queue }, Drain { done }))
}

/// Flushes whenever the queue is empty, so that a burst of answers is few writes and a single one is not held back.
fn write_frames(output: impl Write, bodies: &Receiver<Option<Vec<u8>>>) -> io::Result<()> {
    let mut output = io::BufWriter::with_capacity(64 << 10, output);
    while let Ok(Some(body)) = bodies.recv() {
        write_frame(&mut output, &body)?;
        loop {
            match bodies.try_recv() {
                Ok(Some(body)) => write_frame(&mut output, &body)?,
                Ok(None) => return output.flush(),
                Err(_) => break,
            }
        }
        output.flush()?;
    }
    Ok(())
}

fn write_frame(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}

impl Output {
    /// Queues one message. Once stdout is closed nothing is sent any more: the end of stdin follows and ends the server.
    pub(super) fn send(&self, message: &impl serde::Serialize) {
        match serde_json::to_vec(message) {
            Ok(body) => drop(self.queue.send(Some(self.spellings.restored(body)))),
            Err(error) => tracing::error!("a message cannot be written as JSON: {error}"),
        }
    }

    /// Ends the writer behind what is queued already.
    pub(super) fn close(&self) {
        drop(self.queue.send(None));
    }
}

impl Drain {
    /// Waits until all that was queued is written, at most so long: a client that does not read must not keep us alive.
    /// The [`Output`] has to be closed first.
    pub(super) fn wait(self, at_most: Duration) {
        if self.done.recv_timeout(at_most) == Err(RecvTimeoutError::Timeout) {
            tracing::info!("the client left answers unread");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(mut input: &[u8]) -> Vec<Frame> {
        std::iter::from_fn(|| read_frame(&mut input).expect("memory can be read")).collect()
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn headers_are_read_in_any_case_order_and_line_end() {
        let input = "content-length: 2\nCONTENT-TYPE: application/vscode-jsonrpc; charset=utf8\n\n{}\
                     X: y\r\nContent-Length:7\r\n\r\n\"中😀\"-";
        assert_eq!(frames(input.as_bytes())[0], body("{}"));
        assert_eq!(frames(b"\r\n\r\nContent-Length: 1\r\n\r\nx"), [body("x")]);
    }

    #[test]
    fn garbage_is_passed_over_and_a_broken_length_told() {
        let input = b"warning: locale\nContent-Length: 2\r\n\r\n[]Content-Length: ?\r\nContent-Length: 2\r\n\r\n{}";
        let frames = frames(input);
        assert_eq!(frames[0], body("[]"));
        assert!(matches!(&frames[1], Frame::Malformed(reason) if reason.contains('?')));
        assert_eq!(frames[2], body("{}"));
    }

    #[test]
    fn a_wrong_length_costs_the_frames_that_it_spoils() {
        let frame = |length: usize, body: &str| format!("Content-Length: {length}\r\n\r\n{body}");
        let (long, rest) = ("中".repeat(9000), frame(2, "{}") + &frame(2, "[]"));
        for (wrong, expected) in [
            (
                frame(4, "[12345]") + &rest,
                vec![body("[123"), body("{}"), body("[]")],
            ),
            (
                frame(9, "[123]") + &rest,
                vec![body("[123]Cont"), body("[]")],
            ),
            (
                frame(1, &format!("[{long}]")) + &rest,
                vec![body("["), body("{}"), body("[]")],
            ),
        ] {
            assert_eq!(frames(wrong.as_bytes()), expected);
        }
        // Wherever the pieces of the line are cut.
        for n_bytes in 8100..8200 {
            let wrong = frame(1, &"x".repeat(n_bytes)[..]) + "}" + &rest;
            assert_eq!(frames(wrong.as_bytes())[1..], [body("{}"), body("[]")]);
        }
    }

    #[test]
    fn a_length_beyond_the_bound_is_not_believed() {
        let frames = frames(b"Content-Length: 999999999999\r\n\r\n{}");
        assert!(matches!(&frames[..], [Frame::Malformed(_)]));
    }

    #[test]
    fn an_input_that_ends_within_a_body_is_the_end() {
        assert_eq!(frames(b"Content-Length: 9\r\n\r\n{}"), []);
    }
}
