//! The card of a field: what was learned or declared of it, and on what evidence.

use crate::corpus::{FileId, Snapshot};
use crate::features::cursor_target::vocabulary_name;
use crate::features::prose::{self, Prose, Span};
use crate::schema::{Evidence, Field};

/// How many of a field's terms a card names.
const MAX_TERMS: usize = 8;

pub(super) fn card(snap: &Snapshot, file: FileId, name: &str) -> Prose {
    let mut prose = Prose::default();
    let Some(field) = snap
        .schema(file)
        .field(name)
        .or_else(|| snap.root_schema().field(name))
    else {
        prose.paragraph([
            Span::Strong(name.to_owned()),
            " · no other post has this field".into(),
        ]);
        return prose;
    };
    let kind = kind(field);
    prose.paragraph([
        Span::Strong(name.to_owned()),
        Span::Text(format!(" · {kind}")),
    ]);
    prose.paragraph([Span::Text(presence(field))]);
    let everywhere = snap.root_schema().field(name);
    if let Some(all) =
        everywhere.filter(|it| it.presence.of > field.presence.of && it.presence.agreeing > 0)
    {
        prose.paragraph([Span::Text(format!(
            "In all folders: {} of {}",
            all.presence.agreeing,
            prose::posts(all.presence.of as usize)
        ))]);
    }
    values(snap, name, field, &mut prose);
    form(field, &mut prose);
    prose
}

fn kind(field: &Field) -> String {
    let kind = field.kind.phrase();
    match source(field.evidence) {
        Some(source) => format!("{kind} ({source})"),
        None => kind.to_owned(),
    }
}

/// On what a judgement rests.
fn source(evidence: Evidence) -> Option<String> {
    match evidence {
        Evidence { declared: true, .. } => Some("declared in rubric.yaml".to_owned()),
        Evidence { of: 0, .. } => None,
        Evidence { agreeing, of, .. } => Some(format!("{agreeing} of {of} values")),
    }
}

fn presence(field: &Field) -> String {
    let Evidence {
        agreeing,
        of,
        declared,
    } = field.presence;
    let required = match (field.required, declared) {
        (true, true) => "Required by rubric.yaml",
        (true, false) => "Required: nearly all posts here have it",
        (false, _) => "Optional",
    };
    let filled = field.filled.agreeing;
    match of {
        0 => required.to_owned(),
        1 if agreeing == 1 => format!("{required} · the one post here has it"),
        _ => format!("{required} · {agreeing} of {of} posts here have it, {filled} with a value"),
    }
}

/// The closed set, or the most used of the vocabulary.
fn values(snap: &Snapshot, name: &str, field: &Field, prose: &mut Prose) {
    let Some(vocabulary) = snap.vocabulary(name) else {
        return;
    };
    let mut others: Vec<_> = snap
        .root_schema()
        .fields
        .keys()
        .map(|it| it.as_str())
        .collect();
    others.retain(|it| {
        *it != name
            && snap.vocabulary(it).is_some()
            && vocabulary_name(snap, it) == vocabulary_name(snap, name)
    });
    others.sort_unstable();
    if !others.is_empty() {
        prose.paragraph([Span::Text(format!(
            "Shares the vocabulary {} with {}",
            vocabulary_name(snap, name),
            others.join(", ")
        ))]);
    }
    if field.closed && !field.values.is_empty() {
        let by = source(field.membership)
            .map(|it| format!(" ({it})"))
            .unwrap_or_default();
        prose.paragraph([Span::Text(format!(
            "One of {}{by}",
            field.values.join(", ")
        ))]);
        return;
    }
    let mut terms: Vec<_> = vocabulary
        .terms()
        .map(|(_, it)| (it.posts.len(), it.text.as_str()))
        .collect();
    let n_once = terms.iter().filter(|(n, _)| *n == 1).count();
    terms.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let most: Vec<_> = terms
        .iter()
        .take(MAX_TERMS)
        .map(|(n, text)| format!("{text} {n}"))
        .collect();
    if !most.is_empty() {
        let n_terms = match terms.len() {
            1 => "1 term".to_owned(),
            n => format!("{n} terms"),
        };
        prose.paragraph([Span::Text(format!(
            "{n_terms}, {n_once} used once · most used: {}",
            most.join(", ")
        ))]);
    }
}

/// Dates' form, naming, limits.
fn form(field: &Field, prose: &mut Prose) {
    let mut notes = Vec::new();
    notes.extend(
        field
            .style
            .date_format
            .as_ref()
            .map(|it| format!("form {it}")),
    );
    notes.extend(field.naming.map(|it| it.name().to_owned()));
    notes.extend(
        field
            .max
            .map(|it| format!("at most {it} {}", if it == 1 { "item" } else { "items" })),
    );
    notes.extend(field.default.as_ref().map(|it| format!("default {it}")));
    notes.extend(field.unique.then(|| "unique".to_owned()));
    if !notes.is_empty() {
        prose.paragraph([Span::Text(notes.join(" · "))]);
    }
}
