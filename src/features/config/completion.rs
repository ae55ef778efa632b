//! Completion in rubric.yaml: its keys, the words that it knows, and names and values from the posts.

use smol_str::{SmolStr, ToSmolStr};

use super::form_at;
use super::learned::flow_line;
use crate::corpus::{Snapshot, fold_typed};
use crate::features::completion::{CompletionItem, CompletionKind, CompletionList};
use crate::features::diagnostics::Code;
use crate::features::prose;
use crate::features::stats::folders;
use crate::schema::Kind;
use crate::schema::config::form::{Form, Key, Names};
use crate::syntax::cursor::{Role, Slot, slot_at};
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Format, ScalarStyle};
use crate::text::{TextEdit, TextRange, TextSize};

/// One thing that could stand at the cursor.
struct Offer {
    label: SmolStr,
    detail: Option<String>,
    /// As YAML, where it is not the label.
    text: Option<String>,
}

/// `None` where nothing is known to go.
pub fn completion(
    snap: &Snapshot,
    source: &str,
    offset: TextSize,
    limit: usize,
) -> Option<CompletionList> {
    let place = slot_at(source, Format::Yaml, offset)?;
    let form = form_at(&place.path)?;
    let typed = TextRange::new(place.range.start(), offset.max(place.range.start()));
    let typed = source[typed].trim_start_matches(['"', '\'']);
    let mut offers = match place.role {
        Role::Key { .. } => keys(snap, form, &place),
        Role::Value => values(snap, form, &place),
    };
    offers.retain(|it| !place.siblings.contains(&it.label) && continues(&it.label, typed));
    let typed = fold_typed(typed);
    offers.sort_by_key(|it| !fold_typed(&it.label).starts_with(&*typed));
    let incomplete = offers.len() > limit;
    offers.truncate(limit);
    let items = offers.into_iter().map(|it| item(it, source, &place));
    Some(CompletionList {
        items: items.collect(),
        incomplete,
    })
}

/// Clients that rank by themselves find any letters in order; what holds them together is enough for us.
fn continues(label: &str, typed: &str) -> bool {
    fold_typed(label).contains(&*fold_typed(typed))
}

fn item(offer: Offer, source: &str, place: &Slot) -> CompletionItem {
    let context = match (place.role, place.in_flow) {
        (Role::Key { .. }, _) => ScalarContext::Key,
        (Role::Value, true) => ScalarContext::FlowItem,
        (Role::Value, false) => ScalarContext::BlockValue,
    };
    let quote = source[place.range]
        .chars()
        .next()
        .filter(|it| matches!(it, '"' | '\''));
    let style = match quote {
        Some('"') => ScalarStyle::DoubleQuoted,
        Some(_) => ScalarStyle::SingleQuoted,
        None => ScalarStyle::Plain,
    };
    let written = offer
        .text
        .unwrap_or_else(|| write_scalar(&offer.label, context, style));
    let after = match place.role {
        Role::Key { colon: false } => ": ",
        _ => "",
    };
    let quote = quote.map(|it| it.to_string()).unwrap_or_default();
    CompletionItem {
        kind: match place.role {
            Role::Key { .. } => CompletionKind::Field,
            Role::Value => CompletionKind::Term,
        },
        filter: format!("{quote}{}", offer.label).into(),
        label: offer.label,
        detail: offer.detail,
        edit: TextEdit::replace(place.range, format!("{written}{after}")),
        preselect: false,
        retrigger: !after.is_empty(),
        stops: Vec::new(),
        term: None,
    }
}

fn keys(snap: &Snapshot, form: &Form, place: &Slot) -> Vec<Offer> {
    match form {
        Form::Map(keys) => keys.iter().map(key).collect(),
        Form::Names(Names::Fields, _) => fields(snap),
        Form::Names(Names::Folders, _) => {
            let folders = folders(snap).into_iter();
            let posts = |it: u32| Some(prose::posts(it as usize));
            let offer = |(folder, schema): (SmolStr, &crate::schema::Schema)| Offer {
                label: folder,
                detail: posts(schema.front_matter.agreeing),
                text: None,
            };
            folders.map(offer).collect()
        }
        Form::Names(Names::Vocabularies, _) => vocabularies(snap),
        Form::Names(Names::Terms, _) => {
            let vocabulary = place.path.iter().rev().nth(1);
            vocabulary.map_or_else(Vec::new, |it| terms(snap, it))
        }
        Form::Names(Names::Codes, _) => {
            let codes = Code::ALL.iter();
            codes
                .map(|it| offer(it.name(), Some(it.summary())))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn key(key: &Key) -> Offer {
    offer(key.name, Some(key.doc))
}

fn offer(label: &str, detail: Option<&str>) -> Offer {
    Offer {
        label: label.into(),
        // Details are plain text.
        detail: detail.map(|it| it.replace('`', "")),
        text: None,
    }
}

fn values(snap: &Snapshot, form: &Form, place: &Slot) -> Vec<Offer> {
    let field = place.path.iter().rev().nth(1);
    match form {
        Form::Bool => ["true", "false"].map(|it| word(it, None)).into(),
        Form::OneOf(words) => {
            let words = words.list().into_iter();
            words.map(|(it, doc)| word(it, Some(doc))).collect()
        }
        Form::Vocabulary => vocabularies(snap),
        Form::Scalars if place.path.len() == 1 => globs(snap),
        Form::Scalars | Form::Scalar => field.map_or_else(Vec::new, |it| values_of(snap, it)),
        Form::OneOrMore => {
            let vocabulary = place.path.iter().rev().nth(2);
            vocabulary.map_or_else(Vec::new, |it| terms(snap, it))
        }
        Form::Map(_) if !place.in_flow => learned(snap, place).into_iter().collect(),
        Form::Bound | Form::Groups | Form::Map(_) | Form::Names(..) => Vec::new(),
    }
}

/// A word of ours, which needs no quotes where it goes: `true` is meant as what YAML makes of it.
fn word(word: &str, doc: Option<&str>) -> Offer {
    Offer {
        text: Some(word.to_owned()),
        ..offer(word, doc)
    }
}

/// What the posts have taught of the field, as its declaration.
fn learned(snap: &Snapshot, place: &Slot) -> Option<Offer> {
    let line = flow_line(snap, place.path.last()?)?;
    Some(Offer {
        label: line.to_smolstr(),
        detail: Some("as the posts have it".to_owned()),
        text: Some(line),
    })
}

fn fields(snap: &Snapshot) -> Vec<Offer> {
    let schema = snap.root_schema();
    let fields = schema.order.iter().filter_map(|name| {
        let field = schema.field(name)?;
        Some(Offer {
            label: name.clone(),
            detail: Some(prose::posts(field.presence.agreeing as usize)),
            text: None,
        })
    });
    fields.collect()
}

/// Those that are named so far, and the fields that have terms.
fn vocabularies(snap: &Snapshot) -> Vec<Offer> {
    let schema = snap.root_schema();
    let mut names: Vec<SmolStr> = Vec::new();
    for name in &schema.order {
        let vocabulary = schema.field(name).map(|it| it.vocabulary.clone());
        let known = vocabulary.filter(|it| snap.vocabulary(name).is_some() && !names.contains(it));
        names.extend(known.filter(|it| !it.is_empty()));
    }
    let names = names.into_iter();
    names
        .map(|it| offer(&it, Some("the terms of this field")))
        .collect()
}

/// The terms of a vocabulary, by its own name or that of a field, the most used first.
fn terms(snap: &Snapshot, vocabulary: &str) -> Vec<Offer> {
    let Some(vocabulary) = snap.values(vocabulary) else {
        return Vec::new();
    };
    let mut terms: Vec<_> = vocabulary.terms().map(|(_, it)| it).collect();
    terms.sort_by(|a, b| (b.posts.len(), &a.text).cmp(&(a.posts.len(), &b.text)));
    let offer = |it: &crate::corpus::Term| Offer {
        label: it.text.clone(),
        detail: Some(prose::posts(it.posts.len())),
        text: None,
    };
    terms.into_iter().map(offer).collect()
}

fn values_of(snap: &Snapshot, field: &str) -> Vec<Offer> {
    match snap.root_schema().field(field).map(|it| it.kind) {
        Some(Kind::Bool) => ["true", "false"].map(|it| word(it, None)).into(),
        Some(Kind::Term | Kind::List) => terms(snap, field),
        _ => Vec::new(),
    }
}

fn globs(snap: &Snapshot) -> Vec<Offer> {
    let folders = folders(snap).into_iter();
    folders
        .map(|(it, _)| offer(&format!("{it}/**/*.md"), None))
        .collect()
}
