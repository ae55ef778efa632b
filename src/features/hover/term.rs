//! The card of a term: its vocabulary and other names, how many posts, first and last use, companions, the latest posts.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::corpus::{FileId, Snapshot, Vocabulary};
use crate::features::cursor_target::{TermName, vocabulary_name};
use crate::features::prose::{self, Prose, Span, separated};
use crate::features::{references, related};

/// How many companions, other names and posts a card names.
const MAX_COMPANIONS: usize = 8;
const MAX_NAMES: usize = 8;
const MAX_POSTS: usize = 5;

pub(super) fn card(snap: &Snapshot, name: &TermName) -> Prose {
    let vocabulary = snap.vocabulary(&name.field);
    let id = vocabulary.and_then(|it| it.get(&name.text));
    let posts: &[FileId] = match (vocabulary, id) {
        (Some(vocabulary), Some(id)) => &vocabulary.term(id).posts,
        _ => &[],
    };
    let mut prose = Prose::default();
    prose.paragraph(heading(snap, name, posts));
    if let Some(vocabulary) = vocabulary {
        prose.paragraph(other_names(snap, name, vocabulary));
    }
    prose.paragraph(elsewhere(snap, name));
    let own = (vocabulary_name(snap, &name.field), name.text.as_str());
    let companions = related::companions(snap, posts, own, MAX_COMPANIONS);
    if !companions.is_empty() {
        let shown = companions.iter().map(|it| (it.text, it.n_posts));
        prose.paragraph(counted("Goes with ", shown));
    }
    list_latest(snap, posts, &mut prose);
    prose
}

/// `**Nvidia** · companies · 660 posts · 2019-03-02 to 2026-02-17`
fn heading(snap: &Snapshot, name: &TermName, posts: &[FileId]) -> Vec<Span> {
    let mut spans = vec![
        Span::Strong(name.text.to_string()),
        prose::verbatim(vocabulary_name(snap, &name.field)),
        Span::Text(match posts.len() {
            0 => "no other post has it yet".to_owned(),
            n => prose::posts(n),
        }),
    ];
    let dates = || posts.iter().filter_map(|it| snap.summary(*it)?.date);
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        let (first, last) = (related::iso_date(first), related::iso_date(last));
        let period = if first == last {
            last
        } else {
            format!("{first} to {last}")
        };
        spans.push(Span::Text(period));
    }
    separated(spans, " · ")
}

/// Its other spellings and other names, declared and learned, each with its number of posts.
fn other_names(snap: &Snapshot, name: &TermName, vocabulary: &Vocabulary) -> Vec<Span> {
    let mut names = references::labels(snap, name);
    // Names that rubric.yaml declares are other names, whether a post has them or not.
    if let Some(thesaurus) = snap.thesaurus(&name.field) {
        let canonical = thesaurus.canonical(&name.text).map(|it| &it.text);
        names.extend(
            canonical
                .into_iter()
                .chain(thesaurus.other_names(&name.text))
                .cloned(),
        );
    }
    let mut seen = FxHashSet::from_iter([name.text.clone()]);
    names.retain(|it| seen.insert(it.clone()));
    let n_more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    let counted = |it: &SmolStr| {
        let n_posts = vocabulary.get(it).map(|id| vocabulary.term(id).posts.len());
        match n_posts.filter(|n| *n > 0) {
            Some(n) => format!("{it} {n}"),
            None => it.to_string(),
        }
    };
    let shown: Vec<String> = names.iter().map(counted).collect();
    let more = match n_more {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    match shown.is_empty() {
        true => Vec::new(),
        false => vec![Span::Text(format!("Also {}{more}", shown.join(", ")))],
    }
}

/// Other vocabularies that have it too.
fn elsewhere(snap: &Snapshot, name: &TermName) -> Vec<Span> {
    let own = vocabulary_name(snap, &name.field);
    let mut fields: Vec<_> = related::topical_fields(snap)
        .into_iter()
        .filter(|(_, it)| *it != own)
        .collect();
    fields.sort();
    fields.dedup_by_key(|it| it.1);
    let count = |(field, vocabulary)| match related::n_posts(snap, field, &name.text) {
        0 => None,
        n => Some((vocabulary, n)),
    };
    let found: Vec<_> = fields.into_iter().filter_map(count).collect();
    if found.is_empty() {
        Vec::new()
    } else {
        counted("In other fields: ", found)
    }
}

/// `Goes with llm 12, agents 3`
fn counted<'a>(before: &str, names: impl IntoIterator<Item = (&'a str, usize)>) -> Vec<Span> {
    let mut spans = vec![Span::from(before)];
    for (index, (name, n)) in names.into_iter().enumerate() {
        if index > 0 {
            spans.push(", ".into());
        }
        spans.extend([prose::verbatim(name), Span::Text(format!(" {n}"))]);
    }
    spans
}

pub(super) fn list_latest(snap: &Snapshot, posts: &[FileId], prose: &mut Prose) {
    for post in related::latest(snap, posts, MAX_POSTS) {
        let date = snap.summary(post).and_then(|it| it.date);
        let date = date.map(|it| Span::Text(format!("{} ", related::iso_date(it))));
        let title = Span::Post(post, related::title_of(snap, post));
        prose.item(date.into_iter().chain([title]));
    }
}
