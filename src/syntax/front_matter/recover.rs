//! The entries of a block that is not YAML as a whole: it is split at its keys, and each part is read on its own. A part that
//! YAML accepts is what YAML says; of the others the best that can be told is kept, with an error at the text that is wrong.
//! Nothing in it is a guess at what the author might write next: a value is always text that stands there.

mod key;
mod list;
mod scalar;

use super::lines::{Line, Shape, lines};
use super::{Entry, as_entries};
use crate::syntax::yaml::{self, Anchors, Node, NodeKind, null, scalar as scalar_node, text_range};
use crate::syntax::{ScalarStyle, SyntaxError, SyntaxErrorKind};
use key::Key;

/// What was found in a broken block.
pub(super) struct Recovered {
    pub(super) entries: Vec<Entry>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) conflicted: bool,
    /// Lines that belong to no entry.
    n_strays: usize,
    begins_with_stray: bool,
}

impl Recovered {
    /// Whether this is a front matter with mistakes in it, rather than prose between two rules.
    pub(super) fn is_front_matter(&self) -> bool {
        match self.begins_with_stray && !self.conflicted {
            true => self.entries.len() >= 2 * self.n_strays,
            false => self.entries.len() >= self.n_strays && !self.entries.is_empty(),
        }
    }
}

/// One line of the block, cut to what it says.
#[derive(Clone, Copy)]
struct Row {
    line: Line,
    /// The first byte that is no space or tab.
    start: usize,
    /// Behind the last byte that is no space or tab.
    end: usize,
    /// Bytes before `start`.
    indent: usize,
    shape: Shape,
}

impl Row {
    fn new(source: &str, line: Line) -> Row {
        let text = line.text(source);
        let indent = line.indent(source);
        let shape = line.shape(source);
        Row {
            line,
            start: line.start + indent,
            end: line.start + text.trim_end_matches([' ', '\t']).len().max(indent),
            indent,
            shape,
        }
    }

    fn text<'a>(&self, source: &'a str) -> &'a str {
        &source[self.start..self.end]
    }

    /// Whether it says anything to YAML.
    fn is_content(&self) -> bool {
        !matches!(self.shape, Shape::Blank | Shape::Comment | Shape::Conflict)
    }
}

/// Reads what can be read of the block.
pub(super) fn recover(source: &str, (start, end): (usize, usize)) -> Recovered {
    let rows: Vec<Row> = lines(source, start, end)
        .map(|it| Row::new(source, it))
        .collect();
    let mut reader = Reader {
        source,
        anchors: Anchors::default(),
        errors: Vec::new(),
        n_strays: 0,
    };
    reader.conflicts(&rows);
    let conflicted = !reader.errors.is_empty();
    let first = rows.iter().find(|it| it.is_content());
    let begins_with_stray = first.is_some_and(|it| !reader.is_entry(it));
    let entries = reader.map(&rows, 0);
    if reader.errors.is_empty() {
        reader.whole_fault((start, end));
    }
    Recovered {
        entries,
        errors: reader.errors,
        conflicted,
        n_strays: reader.n_strays,
        begins_with_stray,
    }
}

struct Reader<'a> {
    source: &'a str,
    anchors: Anchors,
    errors: Vec<SyntaxError>,
    n_strays: usize,
}

impl<'a> Reader<'a> {
    fn error(&mut self, (start, end): (usize, usize), message: impl Into<String>) {
        self.errors.push(SyntaxError {
            range: text_range(start, end),
            kind: SyntaxErrorKind::Yaml,
            message: message.into(),
        });
    }

    /// One error for each conflict, at its first marker.
    fn conflicts(&mut self, rows: &[Row]) {
        let markers = || rows.iter().filter(|it| it.shape == Shape::Conflict);
        let opens = |it: &&Row| it.text(self.source).starts_with('<');
        let shown: Vec<Row> = match markers().any(|it| opens(&it)) {
            true => markers().filter(opens).copied().collect(),
            false => markers().take(1).copied().collect(),
        };
        for row in shown {
            let message =
                "a merge conflict is not resolved: keep one side and remove the marker lines";
            self.error((row.start, row.end), message);
        }
    }

    /// Whether the row begins an entry, complete or half-typed.
    fn is_entry(&self, row: &Row) -> bool {
        key::split(self.source, row).is_some()
    }

    /// The entries whose keys stand at `indent`, the rows all belonging to one map.
    fn map(&mut self, rows: &[Row], indent: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut rest = rows;
        while let Some(first) = rest.iter().position(Row::is_content) {
            rest = &rest[first..];
            let n_rows = 1 + rest[1..]
                .iter()
                .position(|it| self.begins_part(it, indent))
                .unwrap_or(rest.len() - 1);
            let n_rows = self.with_loose_ends(rest, n_rows);
            let (part, below) = rest.split_at(n_rows);
            self.part(part, &mut entries);
            rest = below;
        }
        entries
    }

    /// Whether a row below a key begins something new: it is not indented further, and is no list item.
    fn begins_part(&self, row: &Row, indent: usize) -> bool {
        row.is_content() && row.indent <= indent && list::bullet(self.source, row).is_none()
    }

    /// A quoted scalar or a flow list may go on at the start of a line: the number of rows with those that it takes, where
    /// that makes the part YAML. Entries are never taken, so that an open quote or bracket cannot swallow them.
    fn with_loose_ends(&mut self, rows: &[Row], n_rows: usize) -> usize {
        let head = rows[0].text(self.source);
        if !head.contains(['[', '{', '"', '\'']) || self.read(&rows[..n_rows]).is_some() {
            return n_rows;
        }
        let mut taken = n_rows;
        while taken < rows.len().min(n_rows + 100) {
            let row = &rows[taken];
            if row.is_content()
                && (row.shape == Shape::Key || list::bullet(self.source, row).is_some())
            {
                break;
            }
            taken += 1;
            if row.is_content() && self.read(&rows[..taken]).is_some() {
                return taken;
            }
        }
        n_rows
    }

    /// The rows as YAML by themselves: a map's entries.
    fn read(&mut self, rows: &[Row]) -> Option<Vec<Entry>> {
        let (first, last) = (rows.first()?, rows.last()?);
        let mut anchors = self.anchors.clone();
        let root =
            yaml::read(self.source, first.line.start, last.line.next, &mut anchors).ok()??;
        let NodeKind::Map { entries, flow } = root.kind else {
            return None;
        };
        self.anchors = anchors;
        Some(as_entries(self.source, entries, flow))
    }

    /// One key with all that belongs to it, or a line that belongs nowhere.
    fn part(&mut self, rows: &[Row], entries: &mut Vec<Entry>) {
        if let Some(read) = self.read(rows) {
            entries.extend(read);
            return;
        }
        let n_errors = self.errors.len();
        let Some(key) = key::split(self.source, &rows[0]) else {
            self.stray(&rows[0]);
            let below = &rows[1..];
            let indent = below
                .iter()
                .filter(|it| it.is_content())
                .map(|it| it.indent)
                .min();
            if let Some(indent) = indent.filter(|it| *it > rows[0].indent) {
                entries.extend(self.map(below, indent));
            }
            return;
        };
        let (value, below) = self.value_of(&key, rows);
        let start = usize::from(key.node.range.start());
        let last = usize::from(value.range.end()).max(key.node.range.end().into());
        let end = rows
            .iter()
            .map(|it| it.line.end)
            .find(|it| *it >= last)
            .unwrap_or(last);
        let at = entries.len();
        entries.push(Entry {
            range: text_range(start, end),
            key: key.node,
            value,
            broken: true,
        });
        self.below(below, entries);
        // The entries that were found below a complete value are sound or broken by themselves.
        entries[at].broken = self.errors.len() > n_errors;
    }

    /// A key's value, and the rows below it that are no part of it.
    fn value_of<'r>(&mut self, key: &Key, rows: &'r [Row]) -> (Node, &'r [Row]) {
        if let Some((range, message)) = &key.error {
            self.error(*range, message.clone());
        }
        let row = &rows[0];
        let place = key.value_place(self.source, row);
        let below = &rows[1..];
        let indent = row.indent;
        let first = below.iter().find(|it| it.is_content());
        let is_list = first.is_some_and(|it| list::bullet(self.source, it).is_some());
        let inline = scalar::trim(self.source, key.value_start, row.end);
        if inline.0 == inline.1 {
            return match first {
                None => (null(place, place), below),
                Some(_) if is_list => self.list(below, indent),
                Some(first)
                    if self.is_entry(first)
                        && key::split(self.source, first).is_some_and(|it| it.complete) =>
                {
                    (self.nested(below, first.indent), &[])
                }
                Some(_) => self.text_below(below),
            };
        }
        if self.source[inline.0..inline.1].starts_with("- ") {
            self.error(
                (inline.0, inline.0 + 1),
                "a list begins on the line below its key, or is written `[a, b]`",
            );
            return self.inline_list(row, inline.0, below);
        }
        if is_list && scalar::is_empty_value(&self.source[inline.0..inline.1]) {
            let text = &self.source[inline.0..inline.1];
            self.error(
                inline,
                format!("`{text}` and items below it: remove `{text}`, or the items"),
            );
            return self.list(below, indent);
        }
        self.inline_value(inline, rows)
    }

    fn nested(&mut self, rows: &[Row], indent: usize) -> Node {
        let entries = self.map(rows, indent);
        let start = entries
            .first()
            .map_or(rows[0].start, |it| it.key.range.start().into());
        let end = entries
            .iter()
            .map(|it| usize::from(it.value.range.end()))
            .max();
        let end = end.unwrap_or(start).max(start);
        Node {
            range: text_range(start, end),
            kind: NodeKind::Map {
                entries: entries.into_iter().map(|it| (it.key, it.value)).collect(),
                flow: false,
            },
        }
    }

    /// Text that begins on the line below its key.
    fn text_below<'r>(&mut self, rows: &'r [Row]) -> (Node, &'r [Row]) {
        let content: Vec<&Row> = rows.iter().filter(|it| it.is_content()).collect();
        let (first, last) = (content[0], content[content.len() - 1]);
        let text = content
            .iter()
            .map(|it| it.text(self.source))
            .collect::<Vec<_>>()
            .join(" ");
        self.error(
            (first.start, last.end),
            scalar::reason(self.source, (first.start, first.end)),
        );
        (
            scalar_node(first.start, last.end, text.into(), ScalarStyle::Plain),
            &[],
        )
    }

    /// What stands below a value that is complete: entries that are indented by mistake, and stray lines.
    fn below(&mut self, rows: &[Row], entries: &mut Vec<Entry>) {
        let Some(first) = rows.iter().find(|it| it.is_content()) else {
            return;
        };
        if key::split(self.source, first).is_some_and(|it| it.complete)
            && list::bullet(self.source, first).is_none()
        {
            let gap = (first.line.start, first.start);
            self.error(
                gap,
                "this key is indented, but the one above has a value already: remove the spaces",
            );
            let found = self.map(rows, first.indent);
            entries.extend(found);
            return;
        }
        let row = *first;
        match list::bullet(self.source, &row) {
            Some(_) => self.error(
                (row.start, row.end),
                "a list item below a key that has a value already",
            ),
            None => self.error(
                (row.start, row.end),
                "this line belongs to no key; the value above is complete",
            ),
        }
    }

    fn stray(&mut self, row: &Row) {
        self.n_strays += 1;
        let message = match list::bullet(self.source, row) {
            Some(_) => "a list item without a key above it",
            None => "this line belongs to no key: an entry is written `key: value`",
        };
        self.error((row.start, row.end), message);
    }

    /// What the library says of the block as a whole, where nothing was found wrong with its parts.
    fn whole_fault(&mut self, (start, end): (usize, usize)) {
        if let Err(fault) = yaml::read(self.source, start, end, &mut Anchors::default()) {
            let at = fault.at.clamp(start, end);
            let line = lines(self.source, start, end).find(|it| at <= it.end);
            let line_end = line.map_or(end, |it| it.end);
            self.error((at.min(line_end), line_end), scalar::library_reason(&fault));
        }
    }
}
