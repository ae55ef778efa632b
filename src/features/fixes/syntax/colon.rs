//! The colon behind a key: missing, of another script, or without the space behind it.

use super::{Broken, Remedy};
use crate::text::TextEdit;

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let key = broken.entry.key.range;
    let range = broken.range;
    if range == key {
        let edit = TextEdit::insert(key.end(), ":");
        return Some(Remedy::new("Insert the colon behind the key", vec![edit]));
    }
    if range.start() != key.end() {
        return None;
    }
    let title = match broken.text().trim_start_matches(' ').chars().next()? {
        ':' => "Insert a space behind the colon",
        '：' | '=' => "Write a colon that YAML knows",
        _ => return None,
    };
    let below = broken.ctx.source()[usize::from(range.end())..]
        .chars()
        .next();
    let separate = below.is_none_or(|it| matches!(it, ' ' | '\t' | '\n' | '\r'));
    let colon = if separate { ":" } else { ": " };
    Some(Remedy::new(title, vec![TextEdit::replace(range, colon)]))
}
