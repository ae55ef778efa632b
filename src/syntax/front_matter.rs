//! The front matter's fences and its entries. It does not know what fields mean, nor that there are other posts.
//!
//! TOML and JSON have readers of their own (`foreign` knows their fences). Of YAML three routes lead to the same entries. Nearly every front matter is plainly in a small subset of YAML, which `fast` reads
//! in one pass; what is not goes to the library whole; and only what the library refuses as a whole is fixed and split into
//! entries, each read on its own (`fences`, `recover`), so that a broken entry spoils only itself.

mod fast;
mod fences;
mod foreign;
mod lenient;
mod lines;
mod recover;

use crate::text::{TextRange, range};

use super::SyntaxError;
use super::tree::{Entry, FIELD_DEPTH, Format, FrontMatter, Node, NodeKind, ScalarStyle};
use super::yaml::{self, Anchors};
pub use fences::{is_of_another_format, of_another_format};
pub use lines::{bulleted, is_usual_key, joined};

use lenient::Verdict;
use lines::{Shape, line_at, lines};

/// The ways to read a front matter, the cheapest first. Which one was taken cannot be told from the result.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    Fast,
    Library,
    Recovery,
}

/// Parses the front matter alone. `source` may be cut off anywhere after the closing fence.
pub fn parse_head(source: &str) -> (Option<FrontMatter>, Vec<SyntaxError>) {
    parse_head_in(source, Vec::new())
}

/// The same with memory of entries that nobody needs any more, for who reads thousands of heads.
pub fn parse_head_in(
    source: &str,
    mut memory: Vec<Entry>,
) -> (Option<FrontMatter>, Vec<SyntaxError>) {
    memory.clear();
    let (front_matter, errors, _) = parse_by(source, Route::Fast, memory);
    (front_matter, errors)
}

/// The entries of a file that is one map of YAML, such as rubric.yaml: as for a front matter, a broken entry spoils only itself.
/// A `---` on the first line is no entry.
pub fn parse_map(source: &str) -> (Vec<Entry>, Vec<SyntaxError>) {
    let mut start = source.len() - source.trim_start_matches('\u{feff}').len();
    if let Some(first) = line_at(source, start)
        && first.text(source).trim_end() == "---"
    {
        start = first.next;
    }
    match read_whole(source, (start, source.len())) {
        Some(whole) => (whole.entries, whole.error.into_iter().collect()),
        None => {
            let recovered = recover::recover(source, (start, source.len()));
            (recovered.entries, recovered.errors)
        }
    }
}

/// [`parse_head`] without the routes before `first`, for comparing them; and the route that was taken.
#[doc(hidden)]
pub fn parse_head_by(source: &str, first: Route) -> (Option<FrontMatter>, Vec<SyntaxError>, Route) {
    parse_by(source, first, Vec::new())
}

fn parse_by(
    source: &str,
    first: Route,
    memory: Vec<Entry>,
) -> (Option<FrontMatter>, Vec<SyntaxError>, Route) {
    let start = source.len() - source.strip_prefix('\u{feff}').unwrap_or(source).len();
    if let Some(open) = line_at(source, start)
        && open.text(source).starts_with("---")
        && fast::is_fence(open.text(source).as_bytes())
    {
        let open_range = (open.start, open.end);
        if first == Route::Fast
            && let Some(block) = fast::parse(source, open.next, memory)
        {
            let range = (open.next, block.close.0);
            if block.entries.is_empty() && !is_empty(source, range) {
                return (None, Vec::new(), Route::Fast);
            }
            let places = Places {
                open: open_range,
                block: range,
                close: Some(block.close),
                end: block.end,
            };
            return (
                Some(assemble(Format::Yaml, places, block.entries)),
                Vec::new(),
                Route::Fast,
            );
        }
        if first != Route::Recovery
            && let Some(close) = fences::exact_close(source, open.next)
        {
            let range = (open.next, close.start);
            if let Some(whole) = read_whole(source, range) {
                let places = Places {
                    open: open_range,
                    block: range,
                    close: Some((close.start, close.end)),
                    end: close.next,
                };
                return (
                    Some(assemble(Format::Yaml, places, whole.entries)),
                    whole.error.into_iter().collect(),
                    Route::Library,
                );
            }
        }
    }
    let read = foreign::parse(source, start).or_else(|| fix(source, start));
    let (front_matter, errors) = read.unzip();
    (front_matter, errors.unwrap_or_default(), Route::Recovery)
}

/// Where the parts of a front matter are; offsets are bytes.
struct Places {
    open: (usize, usize),
    block: (usize, usize),
    close: Option<(usize, usize)>,
    /// Where the body begins.
    end: usize,
}

fn assemble(format: Format, places: Places, entries: Vec<Entry>) -> FrontMatter {
    FrontMatter {
        format,
        range: range(places.open.0, places.end),
        open: range(places.open.0, places.open.1),
        block: range(places.block.0, places.block.1),
        close: places.close.map(|(start, end)| range(start, end)),
        entries,
        conflicted: false,
    }
}

/// Whether a block without entries is an empty front matter: blank, or nothing but comments. A heading between two rules
/// looks like a comment, but has blank lines around it.
fn is_empty(source: &str, (start, end): (usize, usize)) -> bool {
    let mut shapes = lines(source, start, end).map(|it| it.shape(source));
    shapes.clone().all(|it| it == Shape::Blank) || shapes.all(|it| it == Shape::Comment)
}

/// What a block is that is YAML as a whole.
struct Whole {
    entries: Vec<Entry>,
    /// Of what many tools do not read, although it is YAML.
    error: Option<SyntaxError>,
}

/// So many bytes of what the library does not read, and has aliases, are given to the other one: in more they could stand for a
/// hundred times as many nodes, which nobody has counted.
const UNREAD_LIMIT: usize = 16 << 10;

/// The entries of a block that is YAML as a whole; `None` where it is not, or holds nothing of a front matter: then what
/// stands around it are thematic breaks.
fn read_whole(source: &str, (start, end): (usize, usize)) -> Option<Whole> {
    let root = yaml::read(source, start, end, &mut Anchors::default());
    if let Ok(None) = root {
        let (entries, error) = (Vec::new(), None);
        return is_empty(source, (start, end)).then_some(Whole { entries, error });
    }
    // No reader puts anything in the place of aliases before it is known how much that is.
    let block = &source[start..end];
    let is_unbounded = match &root {
        Ok(_) => false,
        Err(fault) => fault.kind.is_bomb() || block.len() > UNREAD_LIMIT && yaml::may_alias(block),
    };
    if is_unbounded {
        return None;
    }
    let verdict = lenient::judge(block);
    let found = match root {
        Ok(Some(Node {
            kind: NodeKind::Map { entries, flow },
            ..
        })) => as_entries(source, entries, flow),
        Err(_) if matches!(verdict, Verdict::Accepted(_)) => {
            recover::recover(source, (start, end)).entries
        }
        // A list or a scalar is no front matter, but half a key may be one.
        _ => return None,
    };
    Some(match verdict {
        Verdict::Accepted(mapping) => Whole {
            entries: lenient::reconcile(mapping, found, range(start, end)),
            error: None,
        },
        Verdict::Indifferent => Whole {
            entries: found,
            error: None,
        },
        Verdict::Refused {
            range: (from, to),
            kind,
        } => refused(found, SyntaxError::new((start + from, start + to), kind)),
    })
}

fn refused(mut entries: Vec<Entry>, error: SyntaxError) -> Whole {
    for entry in &mut entries {
        entry.broken |= entry.range.contains_inclusive(error.range.start());
        without_mark(&mut entry.key);
    }
    let error = Some(error);
    Whole { entries, error }
}

/// A byte order mark that came with copied text is no part of the key that the author means.
fn without_mark(key: &mut Node) {
    let mark = '\u{feff}';
    if let NodeKind::Scalar {
        text,
        style: ScalarStyle::Plain,
    } = &mut key.kind
        && let Some(rest) = text.strip_prefix(mark)
    {
        let start = key.range.start() + crate::text::TextSize::of(mark);
        key.range = TextRange::new(start, key.range.end());
        *text = rest.into();
    }
}

/// The entries of a map as the library reads them: in a block, those of its first levels end with their lines.
fn as_entries(source: &str, mut entries: Vec<Entry>, flow: bool) -> Vec<Entry> {
    if !flow {
        to_line_ends(source, &mut entries, FIELD_DEPTH);
    }
    entries
}

fn to_line_ends(source: &str, entries: &mut [Entry], depth: usize) {
    for entry in entries {
        let line = line_at(source, entry.range.end().into());
        let end = line.map_or(source.len(), |it| it.end);
        entry.range = range(entry.range.start().into(), end);
        let maps = match &mut entry.value.kind {
            NodeKind::List { items, flow: false } => &mut items[..],
            _ => std::slice::from_mut(&mut entry.value),
        };
        for map in maps.iter_mut().filter(|_| depth > 1) {
            if let NodeKind::Map {
                entries,
                flow: false,
            } = &mut map.kind
            {
                to_line_ends(source, entries, depth - 1);
            }
        }
    }
}

/// Errors told of one front matter. What has more is no front matter to fix by hand.
const ERRORS_LIMIT: usize = 100;

/// Finds the fences as they were meant, and in the block whatever entries there are.
fn fix(source: &str, start: usize) -> Option<(FrontMatter, Vec<SyntaxError>)> {
    let fences = fences::find(source, start)?;
    let mut errors = fences.errors;
    let (entries, conflicted) = match read_whole(source, fences.block) {
        Some(whole) => {
            errors.extend(whole.error);
            (whole.entries, false)
        }
        None => {
            let recovered = recover::recover(source, fences.block);
            if !recovered.is_front_matter() && errors.is_empty() {
                return None;
            }
            errors.extend(recovered.errors);
            (recovered.entries, recovered.conflicted)
        }
    };
    errors.sort_by_key(|it| it.range.start());
    errors.truncate(ERRORS_LIMIT);
    let places = Places {
        open: fences.open,
        block: fences.block,
        close: fences.close,
        end: fences.end,
    };
    let front_matter = FrontMatter {
        conflicted,
        ..assemble(Format::Yaml, places, entries)
    };
    Some((front_matter, errors))
}
