//! `[a, b` without its end.

use super::{Broken, Remedy};
use crate::syntax::NodeKind;
use crate::text::TextEdit;

pub(super) fn remedy(broken: &Broken<'_>) -> Option<Remedy> {
    let value = &broken.entry.value;
    let is_flow = matches!(value.kind, NodeKind::List { flow: true, .. });
    if !is_flow || broken.text() != "[" {
        return None;
    }
    let edit = TextEdit::insert(value.range.end(), "]");
    Some(Remedy::new("Close the list", vec![edit]))
}
