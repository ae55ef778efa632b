//! The slot of a cursor in a map within the front matter, or in front matter of another format than YAML.

use smol_str::SmolStr;

use super::context::{Context, DASH, Slot};
use crate::schema::{Kind, Schema};
use crate::syntax::cursor::token::{self, Quoted, Within};
use crate::syntax::cursor::{self, Role, slot_at};
use crate::syntax::{Format, FrontMatter};
use crate::text::lines::line_ending;
use crate::text::{TextSize, range};

/// The context, if the cursor is where lines and indentation of top-level YAML do not tell it, and the schema knows the field, or
/// fields of the map.
pub(super) fn context(
    source: &str,
    front_matter: &FrontMatter,
    offset: TextSize,
    schema: &Schema,
) -> Option<Context> {
    let block = front_matter.block;
    if !block.contains_inclusive(offset) || front_matter.close.is_some() && offset == block.end() {
        return None;
    }
    let slot = slot_at(&source[block], front_matter.format, offset - block.start())?;
    let path: SmolStr = slot.path.join(".").into();
    let is_map = |path: &str| schema.fields_of(Some(path)).next().is_some();
    let is_list = |path: &str| schema.field(path).is_some_and(|it| it.kind == Kind::List);
    let is_nested = |path: &str| schema.field(path).is_some_and(|it| it.parent.is_some());
    let at = At {
        source,
        front_matter,
        offset,
        slot: &slot,
    };
    let is_yaml = front_matter.format == Format::Yaml;
    match slot.role {
        Role::Key { colon } if path.is_empty() && !is_yaml => Some(at.key(None, colon)),
        Role::Key { colon } if is_map(&path) => Some(at.key(Some(path), colon)),
        Role::Key { .. } if is_yaml && is_nested(&path) && is_list(&path) => {
            let lead = DASH;
            Some(Context {
                slot: Slot::Block,
                lead,
                ..at.value(path)
            })
        }
        Role::Key { .. } => None,
        Role::Value if slot.is_item && !slot.in_flow && is_map(&format!("{path}[]")) => {
            Some(at.key(Some(format!("{path}[]").into()), false))
        }
        Role::Value if !is_yaml || is_nested(&path) => Some(at.value(path)),
        Role::Value => None,
    }
}

struct At<'a> {
    source: &'a str,
    front_matter: &'a FrontMatter,
    offset: TextSize,
    slot: &'a cursor::Slot,
}

impl At<'_> {
    fn key(&self, parent: Option<SmolStr>, colon: bool) -> Context {
        Context {
            slot: Slot::Key { colon },
            field: self.slot.word.clone(),
            parent,
            ..self.value(SmolStr::default())
        }
    }

    /// The word at the cursor, as the value of a field.
    fn value(&self, field: SmolStr) -> Context {
        let slot = match (self.slot.in_flow, self.slot.is_item) {
            (true, _) => Slot::Flow,
            (false, true) => Slot::Block,
            (false, false) => Slot::Scalar,
        };
        let (start, end, quote) = self.word();
        let cursor = usize::from(self.offset);
        let behind = &self.source[..start];
        let lacks_space =
            quote.is_none() && behind.ends_with([':', '-', '=']) && !self.slot.in_flow;
        Context {
            slot,
            field,
            replace: range(start, end),
            cursor: self.offset,
            typed: Quoted::read(quote, &self.source[start..cursor.max(start)]).into(),
            quote,
            lead: if lacks_space { " " } else { "" },
            line_end: line_ending(self.source),
            listed: self.slot.siblings.clone(),
            indent: None,
            out_of_line: None,
            above_value: false,
            format: self.front_matter.format,
            parent: None,
            in_brackets: self.slot.in_flow,
            hash: false,
        }
    }

    /// Its first byte, its end and its quote, which is no part of it.
    fn word(&self) -> (usize, usize, Option<Quoted>) {
        let block = self.front_matter.block;
        let cursor = usize::from(self.offset);
        let start = usize::from(self.slot.range.start() + block.start());
        let within = match self.slot.in_flow || self.front_matter.format != Format::Yaml {
            true => Within::Flow,
            false => Within::Line,
        };
        let text = &self.source[..usize::from(block.end())];
        let token = match self.slot.range.is_empty() {
            true => None,
            false => token::at(text, start, start, cursor, within),
        };
        match token {
            Some(it) => (
                it.start,
                it.end.min(self.end(it.quote)).max(it.start),
                it.quote,
            ),
            None => (cursor, cursor, None),
        }
    }

    /// Where the word ends at the latest: before its colon, if it is a key.
    fn end(&self, quote: Option<Quoted>) -> usize {
        let end = usize::from(self.slot.range.end() + self.front_matter.block.start());
        let closed = quote.is_some_and(|it| it.closed);
        end - usize::from(closed)
    }
}
