//! rubric.yaml as a document: its JSON Schema, completion and hover in it, and one that says what the posts have taught.
//! What may stand in it is told by [`crate::schema::config::form`]; which codes there are, by [`super::diagnostics`].

mod completion;
mod existing_config;
mod hover;
mod json_schema;
mod learned;

use smol_str::SmolStr;

use crate::schema::config::form::{FILE, Form};

pub use completion::completion;
pub use existing_config::Old;
pub use hover::hover;
pub use json_schema::json_schema;
pub use learned::{Learned, learned};

/// What may stand under these keys; `None` where nothing may.
fn form_at(path: &[SmolStr]) -> Option<&'static Form> {
    const ALL: &Form = &Form::Map(FILE);
    path.iter().try_fold(ALL, |form, key| match form {
        Form::Map(keys) => keys.iter().find(|it| it.name == key).map(|it| &it.form),
        Form::Names(_, of_each) => Some(*of_each),
        _ => None,
    })
}
