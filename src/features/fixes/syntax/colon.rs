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
    match broken.text() {
        "：" => {
            let below = broken.ctx.source()[usize::from(range.end())..]
                .chars()
                .next();
            let separate = below.is_none_or(|it| matches!(it, ' ' | '\t' | '\n' | '\r'));
            let colon = if separate { ":" } else { ": " };
            let edit = TextEdit::replace(range, colon);
            Some(Remedy::new("Write a colon that YAML knows", vec![edit]))
        }
        ":" => {
            let edit = TextEdit::insert(range.end(), " ");
            Some(Remedy::new("Insert a space behind the colon", vec![edit]))
        }
        _ => None,
    }
}
