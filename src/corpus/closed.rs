//! Closed sets of values, declared or learned, and which of them a text is a slip of. It knows nothing of findings.

use smol_str::SmolStr;

use super::normalize::is_marred;
use super::normalize::{VocabularyKind, normalize};
use crate::schema;
use crate::text::typo::is_slip;

/// What may stand in the field for this text: itself, or the value that it is a slip of. `None` where neither may.
pub fn closed_value(field: &schema::Field, text: &SmolStr) -> Option<SmolStr> {
    let is_open = !field.closed || field.values.is_empty();
    if is_open || field.values.contains(text) {
        return Some(text.clone());
    }
    let may_be_new = !field.membership.declared;
    nearest_value(field, text)
        .or_else(|| may_be_new.then_some(text))
        .cloned()
}

pub fn nearest_value<'a>(field: &'a schema::Field, text: &str) -> Option<&'a SmolStr> {
    let lower = text.to_lowercase();
    let is_clean = |it: &&SmolStr| field.membership.declared || !is_marred(it);
    let mut values = field.values.iter().filter(is_clean);
    values.find(|it| is_slip(&lower, &it.to_lowercase()) || is_spelling(text, it))
}

/// `Ever-Green` for `evergreen`.
fn is_spelling(text: &str, value: &str) -> bool {
    let form = normalize(text, VocabularyKind::Other);
    !form.is_empty() && form == normalize(value, VocabularyKind::Other)
}
