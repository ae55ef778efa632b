//! Hover in rubric.yaml: what a key means, what the posts say of a field, what a code finds.

use super::form_at;
use crate::corpus::{FileId, Snapshot};
use crate::features::cursor_target::TermName;
use crate::features::diagnostics::{Code, Severity};
use crate::features::hover::{self, Hover};
use crate::features::prose::{Prose, Span};
use crate::schema::config::form::{Form, Key, Names};
use crate::syntax::Format;
use crate::syntax::cursor::{Role, Slot, slot_at};
use crate::text::TextSize;

/// `None` where there is nothing to say.
pub fn hover(snap: &Snapshot, file: FileId, source: &str, offset: TextSize) -> Option<Hover> {
    let place = slot_at(source, Format::Yaml, offset).filter(|it| !it.range.is_empty())?;
    let form = form_at(&place.path)?;
    let content = match place.role {
        Role::Key { .. } => key(snap, file, form, &place),
        Role::Value => value(snap, form, &place),
    };
    Some(Hover {
        range: place.range,
        content: content?,
    })
}

fn key(snap: &Snapshot, file: FileId, form: &Form, place: &Slot) -> Option<Prose> {
    match form {
        Form::Map(keys) => keys.iter().find(|it| it.name == place.word).map(about),
        Form::Names(Names::Fields, _) => Some(hover::field_card(snap, file, &place.word)),
        Form::Names(Names::Codes, _) => place.word.parse().ok().map(code),
        _ => None,
    }
}

fn about(key: &Key) -> Prose {
    let mut prose = heading(key.name, None);
    prose.paragraph(marked(key.doc));
    if let Form::OneOf(words) = &key.form {
        for (word, doc) in words.list() {
            let spans = [Span::Code(word.to_owned()), Span::Text(": ".to_owned())];
            prose.item(spans.into_iter().chain(marked(doc)));
        }
    }
    prose
}

fn code(code: Code) -> Prose {
    let severity = match code.severity() {
        Severity::Hint => "hint",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut prose = heading(code.name(), Some(&format!("{severity} by default")));
    prose.paragraph(marked(code.summary()));
    let command = Span::Code(format!("rubric explain {code}"));
    prose.paragraph([command, Span::Text(" tells more".to_owned())]);
    prose
}

fn value(snap: &Snapshot, form: &Form, place: &Slot) -> Option<Prose> {
    match form {
        Form::OneOf(words) => {
            let words = words.list();
            let (word, doc) = words.iter().find(|it| it.0 == place.word)?;
            let mut prose = heading(word, None);
            prose.paragraph(marked(doc));
            Some(prose)
        }
        // What may be: how many posts have it tells whether it is right.
        Form::Scalars | Form::Scalar => {
            let field = place.path.iter().rev().nth(1)?;
            snap.vocabulary(field)?.get(&place.word)?;
            let name = TermName {
                field: field.clone(),
                text: place.word.clone(),
            };
            Some(hover::term_card(snap, &name))
        }
        _ => None,
    }
}

fn heading(name: &str, note: Option<&str>) -> Prose {
    let mut prose = Prose::default();
    let note = note.map(|it| Span::Text(format!(" · {it}")));
    prose.paragraph([Span::Strong(name.to_owned())].into_iter().chain(note));
    prose
}

/// Our own sentences, in which backticks mark what is code.
fn marked(text: &str) -> Vec<Span> {
    let spans = text.split('`').enumerate();
    let spans = spans.filter(|(_, it)| !it.is_empty());
    spans
        .map(|(index, it)| match index % 2 {
            0 => Span::Text(it.to_owned()),
            _ => Span::Code(it.to_owned()),
        })
        .collect()
}
