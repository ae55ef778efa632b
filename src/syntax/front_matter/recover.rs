//! The entries of a block that is not YAML as a whole: it is split at its keys, and each part is read on its own. A part that
//! YAML accepts is what YAML says; of the others the best that can be told is kept, with an error at the text that is wrong.
//! Nothing in it is a guess at what the author might write next: a value is always text that stands there.

mod flow;
mod key;
mod list;
mod reason;
mod scalar;
mod value;

use super::as_entries;
use super::lines::{
    Line, Shape, begins_with_key, is_foreign_blank, is_known_key, is_long_text, is_nearly_key,
    is_usual_key, key_length, lines, word_length,
};
use rustc_hash::FxHashSet;

use crate::syntax::error::{
    ItemError, KeyError, LineError, ScalarError, SyntaxError, SyntaxErrorKind,
};
use crate::syntax::tree::{self, Entry, NodeKind};
use crate::syntax::yaml::{self, Anchors, Fault};
use crate::text::range;

/// What was found in a broken block.
pub(super) struct Recovered {
    pub(super) entries: Vec<Entry>,
    /// Not in order.
    pub(super) errors: Vec<SyntaxError>,
    pub(super) conflicted: bool,
    /// Lines that belong to no entry.
    n_strays: usize,
    begins_with_stray: bool,
}

impl Recovered {
    /// Whether this is a front matter with mistakes in it, rather than prose between two rules: prose, too, has colons.
    pub(super) fn is_front_matter(&self) -> bool {
        let is_one_word = |it: &&Entry| {
            it.key
                .text()
                .is_some_and(|it| !it.contains(char::is_whitespace))
        };
        let n_keys = self.entries.iter().filter(is_one_word).count();
        let is_known = |it: &Entry| it.key.text().is_some_and(is_known_key);
        let n_needed = match self.begins_with_stray {
            true => 2 * self.n_strays,
            false => self.n_strays,
        };
        (n_keys > 0 && n_keys >= n_needed) || self.entries.iter().any(is_known)
    }
}

/// One line of the block, cut to what it says.
#[derive(Clone, Copy)]
struct Row {
    line: Line,
    /// The first byte that is no space or tab, nor another blank before a dash.
    start: usize,
    /// Behind the last byte that is no space or tab.
    end: usize,
    /// Bytes before `start`.
    indent: usize,
    shape: Shape,
    /// Whether it begins with a usual key that no other line has, and lacks the colon.
    bare_key: bool,
}

impl Row {
    fn new(source: &str, line: Line) -> Row {
        let text = line.text(source);
        let foreign = foreign_indent(text);
        let indent = foreign.unwrap_or_else(|| line.indent(source));
        let shape = match foreign {
            Some(_) => Shape::Indented,
            None => line.shape(source),
        };
        Row {
            line,
            start: line.start + indent,
            end: line.start + text.trim_end_matches([' ', '\t']).len().max(indent),
            indent,
            shape,
            bare_key: false,
        }
    }

    fn text<'a>(&self, source: &'a str) -> &'a str {
        &source[self.start..self.end]
    }

    /// The blanks before the text.
    fn gap(&self) -> (usize, usize) {
        (self.line.start, self.start)
    }

    fn gap_text<'a>(&self, source: &'a str) -> &'a str {
        &source[self.line.start..self.start]
    }

    /// The row as if it began behind the bullet that ends at `bullet_end`.
    fn behind(&self, source: &str, bullet_end: usize) -> Row {
        let start = scalar::trim(source, bullet_end, self.end).0;
        Row {
            start,
            indent: start - self.line.start,
            shape: Shape::Indented,
            ..*self
        }
    }

    /// Whether it says anything to YAML.
    fn is_content(&self) -> bool {
        !matches!(self.shape, Shape::Blank | Shape::Comment | Shape::Conflict)
    }
}

/// The bytes of blanks before a dash, where some of them are none to YAML.
fn foreign_indent(line: &str) -> Option<usize> {
    let is_blank = |it: char| matches!(it, ' ' | '\t') || is_foreign_blank(it);
    let text = line.trim_start_matches(is_blank);
    let gap = &line[..line.len() - text.len()];
    (text.starts_with('-') && gap.contains(is_foreign_blank)).then_some(gap.len())
}

fn rows(source: &str, (start, end): (usize, usize)) -> Vec<Row> {
    let mut rows: Vec<Row> = lines(source, start, end)
        .map(|it| Row::new(source, it))
        .collect();
    let keys: FxHashSet<&str> = rows
        .iter()
        .filter_map(|it| key_length(it.text(source)).map(|length| &it.text(source)[..length]))
        .collect();
    for row in rows.iter_mut().filter(|it| it.shape == Shape::Other) {
        let text = row.text(source);
        let (word, rest) = text.split_at(word_length(text));
        row.bare_key = is_usual_key(word) && rest.starts_with(' ') && !keys.contains(word);
    }
    rows
}

/// Reads what can be read of the block.
pub(super) fn recover(source: &str, (start, end): (usize, usize)) -> Recovered {
    let rows = rows(source, (start, end));
    let mut reader = Reader {
        source,
        anchors: Anchors::default(),
        errors: Vec::new(),
        n_strays: 0,
        n_attempts: 0,
        depth: 0,
        has_bomb: false,
    };
    reader.conflicts(&rows);
    let conflicted = !reader.errors.is_empty();
    let content = || rows.iter().filter(|it| it.is_content());
    let begins_with_stray = content()
        .next()
        .is_some_and(|it| key::split(source, it).is_none());
    let indent = content().map(|it| it.indent).min().unwrap_or(0);
    let entries = reader.map(&rows, indent);
    if reader.errors.is_empty()
        && let Err(fault) = yaml::read(source, start, end, &mut Anchors::default())
    {
        reader.fault(&fault, &rows);
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
    /// How often a part was tried with more rows: bounded, so that a hostile post costs no minutes.
    n_attempts: usize,
    depth: usize,
    has_bomb: bool,
}

/// Maps within maps that are looked into; YAML itself refuses a few hundred.
const DEPTH_LIMIT: usize = 16;
const ATTEMPTS_LIMIT: usize = 200;

impl Reader<'_> {
    fn error(&mut self, range: (usize, usize), kind: impl Into<SyntaxErrorKind>) {
        self.errors.push(SyntaxError::new(range, kind));
    }

    /// What the library says, where there is nothing better: from where it stopped to the end of the line.
    fn fault(&mut self, fault: &Fault, rows: &[Row]) {
        let is_at = |it: &&Row| fault.at <= it.line.end && it.start < it.end;
        if let Some(row) = rows
            .iter()
            .find(is_at)
            .or(rows.iter().rfind(|it| it.is_content()))
        {
            let start = fault.at.clamp(row.start, row.end);
            let range = if start < row.end {
                (start, row.end)
            } else {
                (row.start, row.end)
            };
            self.error(range, reason::of_fault(fault));
        }
    }

    /// One error for each conflict, at its first marker.
    fn conflicts(&mut self, rows: &[Row]) {
        let markers: Vec<&Row> = rows
            .iter()
            .filter(|it| it.shape == Shape::Conflict)
            .collect();
        let opens = |it: &Row| it.text(self.source).starts_with('<');
        let n_opens = markers.iter().filter(|it| opens(it)).count();
        let shown = markers
            .iter()
            .filter(|it| n_opens == 0 || opens(it))
            .take(n_opens.max(1));
        let ranges: Vec<(usize, usize)> = shown.map(|it| (it.start, it.end)).collect();
        for range in ranges {
            self.error(range, LineError::MergeConflict);
        }
    }

    /// The entries whose keys stand at `indent`, the rows all belonging to one map.
    fn map(&mut self, rows: &[Row], indent: usize) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut rest = rows;
        self.depth += 1;
        while let Some(first) = rest.iter().position(Row::is_content) {
            rest = &rest[first..];
            if rest[0].indent != indent && !self.has_odd_blank(&rest[0]) {
                self.error(rest[0].gap(), KeyError::Misaligned);
            }
            let n_rows = self.n_rows(rest, indent);
            let (part, below) = rest.split_at(n_rows);
            self.part(part, &mut entries);
            rest = below;
        }
        self.depth -= 1;
        entries
    }

    /// How many rows belong to the key on the first one.
    fn n_rows(&mut self, rows: &[Row], indent: usize) -> usize {
        let is_item = |row: &Row| list::bullet(self.source, row).is_some();
        // What stands below a key is indented further, or a list item, or a stray line between items.
        let begins_part = |index: usize| {
            let row = &rows[index];
            if !row.is_content() || row.indent > indent || is_item(row) {
                return false;
            }
            let mut below = rows[index + 1..].iter().filter(|it| it.is_content());
            let is_between_items =
                below.next().is_some_and(is_item) && rows[..index].iter().any(is_item);
            let says_key = key::split(self.source, row).is_some()
                || row.text(self.source).contains([':', '：']);
            !is_between_items || says_key
        };
        let n_rows = (1..rows.len())
            .find(|it| begins_part(*it))
            .unwrap_or(rows.len());
        match self.n_unindented(rows, n_rows) {
            0 => match self.n_wrapped(rows, n_rows) {
                0 => self.with_loose_ends(rows, n_rows),
                more => n_rows + more,
            },
            more => n_rows + more,
        }
    }

    /// How many rows behind the first `n_rows` go on with a text that begins on the line of its key: a summary that was pasted with
    /// its line breaks.
    fn n_wrapped(&self, rows: &[Row], n_rows: usize) -> usize {
        let Some(head) = key::split(self.source, &rows[0]).filter(|it| it.complete) else {
            return 0;
        };
        let (start, end) = scalar::trim(self.source, head.value_start, rows[0].end);
        let is_text = head.node.text().is_some_and(is_long_text)
            && self.source[start..end]
                .starts_with(|it: char| it.is_alphanumeric() || !it.is_ascii());
        if !is_text || !rows[n_rows - 1].is_content() {
            return 0;
        }
        let is_key = |it: &Row| {
            let key = key::split(self.source, it);
            key.is_some_and(|it| !it.node.text().unwrap_or_default().contains(' '))
        };
        let is_prose = |it: &&Row| {
            it.shape == Shape::Other
                && !is_nearly_key(it.text(self.source))
                && !is_key(it)
                && list::bullet(self.source, it).is_none()
        };
        rows[n_rows..].iter().take_while(is_prose).count()
    }

    /// How many rows behind the first `n_rows` are the value of the key on the first one, and only lack their indentation.
    fn n_unindented(&self, rows: &[Row], n_rows: usize) -> usize {
        if rows[1..n_rows].iter().any(Row::is_content) {
            return 0;
        }
        let Some(head) = key::split(self.source, &rows[0]).filter(|it| it.complete) else {
            return 0;
        };
        let (start, end) = scalar::trim(self.source, head.value_start, rows[0].end);
        let is_key = |it: &Row| {
            it.is_content()
                && (it.shape == Shape::Key
                    || key::split(self.source, it).is_some_and(|it| it.complete))
        };
        let below = &rows[n_rows..];
        if scalar::is_block_header(&self.source[start..end]) {
            let text = below.iter().position(is_key).unwrap_or(below.len());
            let last = below[..text].iter().rposition(Row::is_content);
            return last.map_or(0, |it| it + 1);
        }
        let is_value =
            |it: &Row| it.shape == Shape::Other && value::is_meant_for(&head, it, self.source);
        let is_below = start == end && n_rows == 1;
        usize::from(is_below && below.first().is_some_and(is_value))
    }

    /// A quoted scalar or a flow list may go on at the start of a line: the number of rows with those that it takes, where
    /// that makes the part YAML. Entries are never taken, so that an open quote or bracket cannot swallow them.
    fn with_loose_ends(&mut self, rows: &[Row], n_rows: usize) -> usize {
        let head = rows[0].text(self.source);
        let Some(close) = scalar::closer(head) else {
            return n_rows;
        };
        if n_rows == rows.len() || self.read(&rows[..n_rows]).is_ok() {
            return n_rows;
        }
        for taken in n_rows + 1..=rows.len().min(n_rows + 100) {
            let row = &rows[taken - 1];
            if row.text(self.source).trim_end_matches(',') == close.encode_utf8(&mut [0; 4]) {
                return taken;
            }
            if row.is_content()
                && (row.shape == Shape::Key || list::bullet(self.source, row).is_some())
            {
                break;
            }
            if row.text(self.source).contains(close) && self.n_attempts < ATTEMPTS_LIMIT {
                self.n_attempts += 1;
                if self.read(&rows[..taken]).is_ok() {
                    return taken;
                }
            }
        }
        n_rows
    }

    /// The rows as YAML by themselves: a map's entries; else where the library stopped, if it did.
    fn read(&mut self, rows: &[Row]) -> Result<Vec<Entry>, Option<Fault>> {
        let (start, end) = (rows[0].line.start, rows[rows.len() - 1].line.next);
        let root = yaml::read(self.source, start, end, &mut self.anchors)?;
        let Some(NodeKind::Map { entries, flow }) = root.map(|it| it.kind) else {
            return Err(None);
        };
        Ok(as_entries(self.source, entries, flow))
    }

    /// One key with all that belongs to it, or a line that belongs nowhere.
    fn part(&mut self, rows: &[Row], entries: &mut Vec<Entry>) {
        let rows = without_conflict_below(rows);
        let fault = match self.read(rows) {
            Ok(read) => return entries.extend(read),
            Err(Some(fault)) if fault.kind.is_bomb() => return self.bomb(&fault, rows, entries),
            Err(fault) => fault,
        };
        if let Some(misplaced) = self.misplaced_key(rows) {
            self.part(&rows[..misplaced], entries);
            return self.below(&rows[misplaced..], entries);
        }
        let n_errors = self.errors.len();
        if let Some(tab) = rows
            .iter()
            .find(|it| it.is_content() && self.has_odd_blank(it))
        {
            self.error(tab.gap(), reason::of_indent(tab.gap_text(self.source)));
        }
        let Some(key) = key::split(self.source, &rows[0]) else {
            return self.stray(rows, entries);
        };
        let (value, below) = self.value_of(&key, rows);
        let last = value.range.end().max(key.node.range.end()).into();
        let end = rows.iter().map(|it| it.line.end).find(|it| *it >= last);
        let at = entries.len();
        entries.push(Entry {
            range: range(key.node.range.start().into(), end.unwrap_or(last)),
            key: key.node,
            value,
            broken: true,
        });
        self.below(below, entries);
        if self.errors.len() == n_errors && !rows.iter().any(|it| it.shape == Shape::Conflict) {
            match fault {
                Some(fault) => self.fault(&fault, rows),
                None => entries[at].broken = false,
            }
        }
    }

    /// An entry whose aliases stand for too much: it is YAML, so that nothing in it can be told to be wrong but that, and it is
    /// told once.
    fn bomb(&mut self, fault: &Fault, rows: &[Row], entries: &mut Vec<Entry>) {
        if let Some(key) = key::split(self.source, &rows[0]) {
            let content = rows.iter().rev().find(|it| it.is_content());
            let end = content.map_or(key.value_start, |it| it.line.end);
            entries.push(Entry {
                range: range(key.node.range.start().into(), end),
                key: key.node,
                value: tree::null(key.value_start, key.value_start),
                broken: true,
            });
        }
        if !self.has_bomb {
            self.has_bomb = true;
            self.fault(fault, rows);
        }
    }

    /// The first row that is an entry of its own, indented by mistake: a key below a list, or below a value on the line of its
    /// key, where no map can stand.
    fn misplaced_key(&self, rows: &[Row]) -> Option<usize> {
        let head = key::split(self.source, &rows[0])?;
        let (start, end) = scalar::trim(self.source, head.value_start, rows[0].end);
        let inline = &self.source[start..end];
        let text: String = rows[1..].iter().map(|it| it.text(self.source)).collect();
        // Keys within a text, within open quotes or brackets are none.
        if scalar::is_block_header(inline)
            || scalar::is_open(inline) && scalar::closer(inline).is_some_and(|it| text.contains(it))
        {
            return None;
        }
        let mut content = (1..rows.len())
            .filter(|it| rows[*it].is_content())
            .peekable();
        let first = &rows[*content.peek()?];
        if inline.is_empty() && list::bullet(self.source, first).is_none() {
            return None;
        }
        // The indentation of an item that is a map itself.
        let mut map_item = None;
        content.find(|index| {
            let row = &rows[*index];
            if let Some(bullet) = list::bullet(self.source, row) {
                map_item = list::is_entry(self.source, row, &bullet).then_some(row.indent);
                return false;
            }
            let is_key = begins_with_key(row.text(self.source)) && !self.is_prose(rows, *index);
            is_key && map_item.is_none_or(|it| row.indent <= it)
        })
    }

    fn has_odd_blank(&self, row: &Row) -> bool {
        let (start, end) = row.gap();
        self.source[start..end].contains(|it| it == '\t' || is_foreign_blank(it))
    }

    /// A line that is no entry; entries may stand indented below it.
    fn stray(&mut self, rows: &[Row], entries: &mut Vec<Entry>) {
        let row = &rows[0];
        self.n_strays += 1;
        let kind: SyntaxErrorKind = match list::bullet(self.source, row) {
            Some(_) => ItemError::WithoutKey.into(),
            None if row.text(self.source).starts_with(['"', '\'']) => {
                ScalarError::UnclosedQuote.into()
            }
            None => LineError::NoKey.into(),
        };
        self.error((row.start, row.end), kind);
        let below = &rows[1..];
        let mut indents = below
            .iter()
            .filter(|it| it.is_content())
            .map(|it| it.indent);
        if let Some(indent) = indents
            .next()
            .filter(|it| *it > row.indent && self.depth < DEPTH_LIMIT)
        {
            entries.extend(self.map(below, indent));
        }
    }

    /// What stands below a value that is complete: entries that are indented by mistake, and stray lines.
    fn below(&mut self, rows: &[Row], entries: &mut Vec<Entry>) {
        let Some(row) = rows.iter().find(|it| it.is_content()).copied() else {
            return;
        };
        if let Some(bullet) = list::bullet(self.source, &row) {
            if list::is_entry(self.source, &row, &bullet) && self.depth < DEPTH_LIMIT {
                return self.dashed_key(rows, &row, &bullet, entries);
            }
            return self.error((row.start, row.end), ItemError::BelowValue);
        }
        let is_key = key::split(self.source, &row).is_some_and(|it| it.complete);
        if !is_key || self.depth >= DEPTH_LIMIT {
            return self.error((row.start, row.end), LineError::BelowValue);
        }
        self.error(row.gap(), KeyError::Indented);
        let found = self.map(rows, row.indent);
        entries.extend(found);
    }
}

impl Reader<'_> {
    /// An entry with a dash before it, where no list is.
    fn dashed_key(
        &mut self,
        rows: &[Row],
        row: &Row,
        bullet: &list::Bullet,
        entries: &mut Vec<Entry>,
    ) {
        let head = row.behind(self.source, bullet.end);
        self.error((row.start, head.start), KeyError::DashBefore);
        let below = rows.iter().skip_while(|it| it.line != row.line).skip(1);
        let rows: Vec<Row> = std::iter::once(head).chain(below.copied()).collect();
        let first = entries.len();
        entries.extend(self.map(&rows, head.indent));
        for entry in &mut entries[first..] {
            entry.broken |= entry.key.range.start() == range(head.start, head.start).start();
        }
    }
}

/// The rows up to a conflict that nothing follows: what is next to a conflict is sound.
fn without_conflict_below(rows: &[Row]) -> &[Row] {
    match rows.iter().position(|it| it.shape == Shape::Conflict) {
        Some(first) if !rows[first..].iter().any(Row::is_content) => &rows[..first],
        _ => rows,
    }
}
