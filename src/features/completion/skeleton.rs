//! A new post's front matter: the fields that posts of its folder usually have, in their usual order, offered where nothing
//! but a fence stands so far. What nearly all posts agree on is written, the rest is left to fill in, one place after the other.

use smol_str::format_smolstr;

use super::{CompletionItem, CompletionKind, date, write};
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::prose;
use crate::schema::{Field, Kind, Schema};
use crate::syntax::is_of_another_format;
use crate::syntax::yaml::{ScalarContext, write_scalar, write_untyped};
use crate::text::lines::line_ending;
use crate::text::{TextEdit, TextRange, TextSize, size};

const FENCE: &str = "---";

/// Of the posts that have the field, one in ten may say something else.
const AGREED: f64 = 0.9;

/// The item, if the cursor is at the beginning of a post that has no fields yet.
pub(super) fn complete(
    snap: &Snapshot,
    file: FileId,
    post: &Parsed,
    offset: TextSize,
) -> Option<CompletionItem> {
    let front_matter = post.document.front_matter.as_ref();
    if front_matter.is_some_and(|it| !it.entries.is_empty()) {
        return None;
    }
    let source = post.text.as_str();
    let below = &source[usize::from(offset)..];
    if is_of_another_format(source) || is_of_another_format(below) {
        return None;
    }
    let place = place(source, usize::from(offset))?;
    let closed = front_matter.is_some_and(|it| it.close.is_some());
    let schema = snap.schema(file);
    let mut written = Written {
        eol: place.eol,
        ..Written::default()
    };
    if place.opens {
        written.line(FENCE);
    }
    let mut n_fields = 0;
    for (name, field) in schema.usual_fields() {
        written.field(snap, schema, name, field);
        n_fields += 1;
    }
    (n_fields > 0).then_some(())?;
    if closed {
        written.text.truncate(written.text.len() - place.eol.len());
    } else {
        written.text.push_str(FENCE);
        if !place.ends_line {
            written.text.push_str(place.eol);
        }
    }
    let replaced = TextRange::new(place.start, offset);
    let typed = &source[replaced];
    Some(CompletionItem {
        label: format_smolstr!("new post: {}", prose::counted(n_fields, "field")),
        kind: CompletionKind::Field,
        detail: Some("as the folder's posts begin".to_owned()),
        filter: format_smolstr!("{typed}new post"),
        edit: TextEdit::replace(replaced, written.text),
        preselect: false,
        retrigger: false,
        stops: written.stops,
        term: None,
    })
}

/// Where the skeleton goes: from `start` to the cursor.
struct Place {
    start: TextSize,
    /// Whether the opening fence is to be written too.
    opens: bool,
    /// Whether the cursor's line has an end already.
    ends_line: bool,
    eol: &'static str,
}

fn place(source: &str, cursor: usize) -> Option<Place> {
    let bom = source.len() - source.trim_start_matches('\u{feff}').len();
    let before = source.get(bom..cursor)?;
    let after = &source[cursor..];
    let line_rest = after.split(['\n', '\r']).next().unwrap_or_default();
    line_rest.trim().is_empty().then_some(())?;
    let ends_line = line_rest.len() < after.len();
    let is_first_line = FENCE.starts_with(before);
    let below_fence = before
        .strip_prefix(FENCE)
        .filter(|it| it.trim().is_empty() && it.ends_with(['\n', '\r']));
    let start = match (is_first_line, below_fence) {
        (true, _) => bom,
        (false, Some(_)) => cursor,
        (false, None) => return None,
    };
    Some(Place {
        start: size(start),
        opens: is_first_line,
        ends_line,
        eol: line_ending(source),
    })
}

#[derive(Default)]
struct Written {
    text: String,
    eol: &'static str,
    stops: Vec<std::ops::Range<usize>>,
}

impl Written {
    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str(self.eol);
    }

    /// A place to fill in, with what may stand there.
    fn stop(&mut self, before: &str, proposed: &str, after: &str) {
        self.text.push_str(before);
        let start = self.text.len();
        self.text.push_str(proposed);
        self.stops.push(start..self.text.len());
        self.line(after);
    }

    fn field(&mut self, snap: &Snapshot, schema: &Schema, name: &str, field: &Field) {
        let agreed = agreed(snap, schema, name, field);
        let name = write::key(name);
        if let Some(value) = agreed {
            let typed = field.default_is_typed && field.default.as_deref() == Some(&value);
            let style = match field.kind {
                _ if typed => value,
                kind if kind.is_typed() => write_untyped(
                    &value,
                    ScalarContext::BlockValue,
                    write::quoted(field.style.quote),
                ),
                _ => write_scalar(
                    &value,
                    ScalarContext::BlockValue,
                    write::quoted(field.style.quote),
                ),
            };
            return self.line(&format!("{name}: {style}"));
        }
        let usually_empty = field.filled.of > 0 && field.filled.agreeing * 2 < field.filled.of;
        match field.kind {
            Kind::List if field.style.commas => self.stop(&format!("{name}: "), "", ""),
            Kind::List if usually_empty => self.line(&format!("{name}: []")),
            Kind::List => {
                let indent = " ".repeat(usize::from(field.style.indent));
                self.stop(&format!("{name}:{}{indent}- ", self.eol), "", "");
            }
            Kind::Date => {
                let today = today(field);
                let quote = write::quoted(field.style.quote);
                let written = write_untyped(&today, ScalarContext::BlockValue, quote);
                self.stop(&format!("{name}: "), &written, "");
            }
            kind if usually_empty && !kind.is_typed() && kind != Kind::Nested => {
                self.line(&format!("{name}: ''"));
            }
            kind => self.stop(&format!("{name}: "), kind.initial(), ""),
        }
    }
}

/// The value that is declared, or that nearly all posts have.
fn agreed(snap: &Snapshot, schema: &Schema, name: &str, field: &Field) -> Option<String> {
    if let Some(default) = &field.default {
        return (field.kind != Kind::List).then(|| default.to_string());
    }
    if !field.kind.is_typed() && field.kind != Kind::Term {
        return None;
    }
    // Counts of all posts: a habit of one folder alone is left to fill in.
    let all = snap
        .root_schema()
        .field(name)
        .or(schema.field(name))?
        .presence;
    let (_, most) = snap
        .values(name)?
        .terms()
        .max_by_key(|(_, it)| it.posts.len())?;
    let share = most.posts.len() as f64 / f64::from(all.agreeing.max(1));
    (share >= AGREED).then(|| most.text.to_string())
}

/// The day it is, in the form of the field's dates.
pub fn today(field: &Field) -> String {
    let form = field.style.date_format.as_deref().unwrap_or("%Y-%m-%d");
    let now = date::now(form);
    jiff::fmt::strtime::format(form, &now).unwrap_or_else(|_| now.date().to_string())
}
