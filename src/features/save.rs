//! What a post gets when it is saved: the day, in the fields that rubric.yaml says are set then.

use crate::corpus::edit::{FrontMatterEdit, Refusal};
use crate::corpus::{FileId, Snapshot, Unavailable};
use crate::features::completion::today;
use crate::schema::config::Moment;
use crate::schema::{Quote, Schema};
use crate::syntax::{FrontMatter, ScalarStyle};
use crate::text::TextEdit;

/// The edits of an open post that has changed. A field that the post does not have is not inserted; one that says the day
/// already, that is broken or that stands elsewhere is left alone.
pub fn edits_on_save(snap: &Snapshot, file: FileId) -> Result<Vec<TextEdit>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(Vec::new());
    };
    let edits = dated(snap.schema(file), parsed.text.as_str(), front_matter);
    Ok(edits.unwrap_or_else(|refusal| {
        tracing::debug!("the day is not written: {refusal}");
        Vec::new()
    }))
}

fn dated(
    schema: &Schema,
    source: &str,
    front_matter: &FrontMatter,
) -> Result<Vec<TextEdit>, Refusal> {
    let mut edit = FrontMatterEdit::new(source, front_matter);
    for (index, entry) in front_matter.fields().iter().enumerate() {
        let declared = schema.field(entry.name());
        let Some(field) = declared.filter(|it| it.on == Some(Moment::Save)) else {
            continue;
        };
        let is_one_value = entry.value.is_null() || entry.value.text().is_some();
        if entry.broken || entry.is_merged() || !is_one_value {
            continue;
        }
        let today = today(field);
        let is_plain = matches!(entry.value.style(), None | Some(ScalarStyle::Plain));
        let is_quoted = !is_plain || entry.value.is_null() && field.style.quote != Quote::Plain;
        match entry.value.text() {
            Some(text) if text == today => {}
            _ if is_quoted => edit.set_scalar(index, &today)?,
            _ => edit.set_typed(index, &today)?,
        }
    }
    edit.finish()
}
