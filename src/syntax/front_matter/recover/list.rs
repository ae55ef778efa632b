//! Block lists with mistakes in them: bullets of other kinds, missing spaces, items that do not stand below each other.

use super::{DEPTH_LIMIT, Reader, Row, scalar};
use crate::syntax::error::ItemError;
use crate::syntax::front_matter::lines::{OTHER_BULLETS, Shape, key_length, line_at};
use crate::syntax::tree::{self, Node, NodeKind};
use crate::syntax::yaml;
use crate::text::range;

/// How an item begins.
pub(super) struct Bullet {
    /// Behind the bullet.
    pub(super) end: usize,
    /// What is wrong with it.
    error: Option<ItemError>,
}

/// The bullet that the row begins with: `- `, or what was meant as one.
pub(super) fn bullet(source: &str, row: &Row) -> Option<Bullet> {
    if !row.is_content() {
        return None;
    }
    let text = row.text(source);
    let dashes = text.len() - text.trim_start_matches('-').len();
    let behind =
        |length: usize| text[length..].is_empty() || text[length..].starts_with([' ', '\t']);
    let (length, error) = match text.chars().next()? {
        '-' if dashes == 1 && behind(1) => (1, None),
        '-' if dashes == 2 && behind(2) => (2, Some(ItemError::DoubledDash)),
        '-' if dashes == 1 => (1, Some(ItemError::MissingSpace)),
        '*' | '+' if behind(1) => (1, Some(ItemError::ForeignBullet)),
        '0'..='9' if numbered(text).is_some_and(behind) => {
            let length = numbered(text)?;
            (length, Some(ItemError::ForeignBullet))
        }
        other if OTHER_BULLETS.contains(&other) => {
            (other.len_utf8(), Some(ItemError::ForeignBullet))
        }
        _ => return None,
    };
    Some(Bullet {
        end: row.start + length,
        error,
    })
}

/// The length of `1.` or `12)`.
fn numbered(text: &str) -> Option<usize> {
    let digits = text.len()
        - text
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .len();
    (matches!(digits, 1 | 2) && text[digits..].starts_with(['.', ')'])).then_some(digits + 1)
}

impl Reader<'_> {
    /// The list whose first item is the first row that says something, and the rows behind it.
    pub(super) fn list<'r>(&mut self, rows: &'r [Row], key_indent: usize) -> (Node, &'r [Row]) {
        let usual = usual_indent(self.source, rows);
        let mut items: Vec<Node> = Vec::new();
        let mut start = None;
        let mut wrong_bullet = false;
        let mut rest = rows;
        while let Some(first) = rest.iter().position(Row::is_content) {
            let row = &rest[first];
            rest = &rest[first..];
            let Some(bullet) = bullet(self.source, row) else {
                match lacks_dash(self.source, rest, usual) {
                    true => items.push(self.dashless(row)),
                    false => self.stray_in_list(row),
                }
                rest = &rest[1..];
                continue;
            };
            // Out of line with the other items stands an entry that was turned into an item by mistake.
            let out_of_line = row.indent != usual;
            if row.indent < key_indent
                || (out_of_line && !items.is_empty() && is_entry(self.source, row, &bullet))
            {
                break;
            }
            if out_of_line && !self.has_odd_blank(row) {
                let gap = if row.indent > 0 {
                    row.gap()
                } else {
                    (row.start, bullet.end)
                };
                self.error(gap, ItemError::Misaligned);
            }
            if let Some(error) = bullet.error.filter(|_| !wrong_bullet) {
                wrong_bullet = true;
                self.error((row.start, bullet.end), error);
            }
            start.get_or_insert(row.start);
            let (item, others) = rest.split_at(1 + n_below(self.source, rest));
            items.push(self.item(row, &bullet, &item[1..]));
            rest = others;
        }
        let start = start.unwrap_or(rows[0].start);
        let end = items.last().map_or(start, |it| it.range.end().into());
        let node = Node {
            range: range(start, end),
            kind: NodeKind::List { items, flow: false },
        };
        (node, rest)
    }

    fn dashless(&mut self, row: &Row) -> Node {
        self.error((row.start, row.end), ItemError::MissingDash);
        self.inline((row.start, row.end), row.line.end)
    }

    fn stray_in_list(&mut self, row: &Row) {
        self.error((row.start, row.end), ItemError::NotAnItem);
    }

    /// A list that begins on the line of its key.
    pub(super) fn inline_list<'r>(
        &mut self,
        row: &Row,
        at: usize,
        below: &'r [Row],
    ) -> (Node, &'r [Row]) {
        let mut head = *row;
        head.start = at;
        head.shape = Shape::Item;
        head.indent = below
            .iter()
            .find(|it| it.is_content())
            .map_or(row.indent, |it| it.indent);
        let mut rows = vec![head];
        rows.extend_from_slice(below);
        let indent = row.indent;
        let (node, _) = self.list(&rows, indent);
        (node, &[])
    }

    fn item(&mut self, row: &Row, bullet: &Bullet, below: &[Row]) -> Node {
        let last = below.iter().rev().find(|it| it.is_content()).unwrap_or(row);
        if bullet.error.is_none()
            && row.line.start + row.indent == row.start
            && let Some(item) = self.sound_item(row.line.start, last.line.next)
        {
            return item;
        }
        let inline = scalar::trim(self.source, bullet.end, row.end);
        if inline.0 == inline.1 {
            let space = self.source[bullet.end..row.line.end].starts_with(' ');
            let at = bullet.end + usize::from(space);
            return tree::null(at, at);
        }
        // A map whose first entry stands behind the dash.
        if self.depth < DEPTH_LIMIT
            && is_entry(self.source, row, bullet)
            && below.iter().any(Row::is_content)
        {
            let head = row.behind(self.source, bullet.end);
            let rows: Vec<Row> = std::iter::once(head).chain(below.iter().copied()).collect();
            return self.nested(&rows, head.indent);
        }
        let node = self.inline(
            inline,
            line_at(self.source, inline.0).map_or(inline.1, |it| it.end),
        );
        if let Some(stray) = below.iter().find(|it| it.is_content()) {
            self.stray_in_list(stray);
        }
        node
    }

    /// The only item of `source[start..end]`, where that is a list.
    fn sound_item(&mut self, start: usize, end: usize) -> Option<Node> {
        let root = yaml::read(self.source, start, end, &mut self.anchors).ok()??;
        let NodeKind::List {
            mut items,
            flow: false,
        } = root.kind
        else {
            return None;
        };
        (items.len() == 1).then(|| items.remove(0))
    }
}

/// The indentation of most items; of the first one where there is no majority.
fn usual_indent(source: &str, rows: &[Row]) -> usize {
    let indents: Vec<usize> = rows
        .iter()
        .filter(|it| bullet(source, it).is_some())
        .map(|it| it.indent)
        .collect();
    let first = indents.first().copied().unwrap_or(0);
    let count = |indent: usize| indents.iter().take(100).filter(|it| **it == indent).count();
    let usual = indents
        .iter()
        .take(100)
        .copied()
        .max_by_key(|it| (count(*it), *it == first));
    usual.unwrap_or(first)
}

/// Whether the first row is an item without its dash: it stands in line with the dashes, and another item follows. The last
/// line of a list is being typed more often than it is forgotten.
fn lacks_dash(source: &str, rows: &[Row], usual: usize) -> bool {
    let text = rows[0].text(source);
    let mut below = rows[1..].iter().filter(|it| it.is_content());
    let is_item = |it: &Row| it.indent == usual && bullet(source, it).is_some();
    usual > 0
        && rows[0].indent == usual
        && key_length(text).is_none()
        && below.next().is_some_and(is_item)
}

/// The number of rows below the first one that its item goes on over.
fn n_below(source: &str, rows: &[Row]) -> usize {
    let ends =
        |it: &Row| it.is_content() && (it.indent <= rows[0].indent || bullet(source, it).is_some());
    rows[1..].iter().position(ends).unwrap_or(rows.len() - 1)
}

/// Whether an item looks like a top-level entry with a dash before it.
pub(super) fn is_entry(source: &str, row: &Row, bullet: &Bullet) -> bool {
    key_length(source[bullet.end..row.end].trim_start()).is_some()
}
