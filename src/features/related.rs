//! What posts have in common: the terms that go with a term, the posts that share terms with a post, the latest of some posts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cursor_target::{TITLE, vocabulary_name};
use crate::corpus::{FileId, Snapshot, Summary};
use crate::schema::Kind;

/// A term, by the name of its vocabulary and its text.
pub(super) type TermKey<'a> = (&'a str, &'a str);

/// Fields whose terms say what a post is about, each with its vocabulary's name: lists, and single values unless they are
/// a closed set, like a status.
pub(super) fn topical_fields(snap: &Snapshot) -> FxHashMap<&str, &str> {
    let fields = snap.root_schema().fields.iter();
    let topical =
        fields.filter(|(_, it)| it.kind == Kind::List || it.kind == Kind::Term && !it.closed);
    topical
        .map(|(name, _)| (name.as_str(), vocabulary_name(snap, name)))
        .collect()
}

/// The terms of one post in those fields, in the order of the source.
pub(super) fn terms_of<'a>(
    fields: &FxHashMap<&str, &'a str>,
    summary: &'a Summary,
) -> impl Iterator<Item = (&'a str, TermKey<'a>)> {
    let known = summary
        .fields
        .iter()
        .filter_map(|(field, value)| Some((field, *fields.get(field.as_str())?, value)));
    known.flat_map(|(field, vocabulary, value)| {
        value
            .items()
            .iter()
            .map(move |it| (field.as_str(), (vocabulary, it.as_str())))
    })
}

/// A term that goes with another, and the number of posts that have both.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Companion<'a> {
    pub(super) text: &'a str,
    pub(super) n_posts: usize,
}

/// The terms that stand in these posts more often than elsewhere, `of` left out. Weighed by how rare a term is: what every
/// second post has goes with everything, and says nothing. What only one of the posts has is chance. The same text in another
/// field is the term itself.
pub(super) fn companions<'a>(
    snap: &'a Snapshot,
    posts: &[FileId],
    of: TermKey<'_>,
    limit: usize,
) -> Vec<Companion<'a>> {
    let fields = topical_fields(snap);
    let mut counts: FxHashMap<TermKey<'_>, (&str, usize)> = FxHashMap::default();
    let mut last_post: FxHashMap<TermKey<'_>, usize> = FxHashMap::default();
    for (index, summary) in posts.iter().filter_map(|it| snap.summary(*it)).enumerate() {
        for (field, term) in terms_of(&fields, summary).filter(|(_, it)| it.1 != of.1) {
            // A post that has it twice counts once.
            if last_post.insert(term, index) != Some(index) {
                counts.entry(term).or_insert((field, 0)).1 += 1;
            }
        }
    }
    let n_files = snap.n_files().max(1) as f64;
    let frequent = counts.into_iter().filter(|(_, (_, count))| *count > 1);
    let mut ranked: Vec<_> = frequent
        .map(|((_, text), (field, n_posts))| {
            let n_uses = self::n_posts(snap, field, text).max(n_posts) as f64;
            let weight = n_posts as f64 * (n_files / n_uses).ln();
            (weight, text, n_posts)
        })
        .filter(|(weight, ..)| *weight > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut seen = FxHashSet::default();
    ranked.retain(|(_, text, _)| seen.insert(*text));
    let companion = |(_, text, n_posts)| Companion { text, n_posts };
    ranked.into_iter().take(limit).map(companion).collect()
}

/// How many posts use a term.
pub(super) fn n_posts(snap: &Snapshot, field: &str, text: &str) -> usize {
    let vocabulary = snap.vocabulary(field);
    vocabulary
        .and_then(|it| Some(it.term(it.get(text)?).posts.len()))
        .unwrap_or(0)
}

/// The latest posts by their dates, those without a date last.
pub(super) fn latest(snap: &Snapshot, posts: &[FileId], limit: usize) -> Vec<FileId> {
    let mut dated: Vec<_> = posts
        .iter()
        .map(|it| (snap.summary(*it).and_then(|it| it.date), *it))
        .collect();
    dated.sort_by(|a, b| b.cmp(a));
    dated.into_iter().take(limit).map(|(_, it)| it).collect()
}

/// How a post is called: its title, or else its file's name.
pub(super) fn title_of(snap: &Snapshot, file: FileId) -> String {
    let title = snap
        .summary(file)
        .and_then(|it| it.text(TITLE))
        .map(str::trim);
    let name = || {
        snap.path(file)
            .as_str()
            .rsplit('/')
            .next()
            .unwrap_or_default()
    };
    let title = title.filter(|it| !it.is_empty()).unwrap_or_else(name);
    match title.contains(char::is_control) {
        // A block of YAML; lists show a title on one line.
        true => title.split_whitespace().collect::<Vec<_>>().join(" "),
        false => title.to_owned(),
    }
}

/// `2026-02-17`
pub(super) fn iso_date(days: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    let date = epoch.checked_add(jiff::Span::new().days(days));
    date.map_or_else(|_| String::new(), |it| it.to_string())
}

/// What a post has in common with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Common<'a> {
    /// Other posts, those with the most terms in common first, then the latest.
    pub(super) posts: Vec<FileId>,
    /// How many of the post's terms each of them has.
    pub(super) shared: FxHashMap<FileId, u32>,
    /// Fields, in the order of the post, with the number of its terms that another post has too.
    pub(super) fields: Vec<(&'a str, usize)>,
}

/// Terms in more than one of so many posts say nothing of what a post is about, once there are some posts.
const UBIQUITOUS: usize = 10;
const FEW_POSTS: usize = 50;

pub(super) fn common(snap: &Snapshot, file: FileId) -> Common<'_> {
    let Some(summary) = snap.summary(file) else {
        return Common::default();
    };
    let n_files = snap.n_files();
    let fields = topical_fields(snap);
    let mut common = Common::default();
    let mut shared: FxHashMap<FileId, u32> = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for (field, (vocabulary, text)) in terms_of(&fields, summary) {
        let id = snap
            .vocabulary(field)
            .and_then(|it| Some((it, it.get(text)?)));
        let Some((terms, id)) = id.filter(|_| seen.insert((vocabulary, text))) else {
            continue;
        };
        let posts = &terms.term(id).posts;
        let others = posts.iter().filter(|it| **it != file);
        if others.clone().next().is_none()
            || n_files > FEW_POSTS && posts.len() * UBIQUITOUS > n_files
        {
            continue;
        }
        others.for_each(|it| *shared.entry(*it).or_default() += 1);
        match common.fields.iter_mut().find(|(it, _)| *it == field) {
            Some((_, n)) => *n += 1,
            None => common.fields.push((field, 1)),
        }
    }
    common.posts = shared.keys().copied().collect();
    let rank = |it: &FileId| (shared[it], snap.summary(*it).and_then(|it| it.date), *it);
    common
        .posts
        .sort_unstable_by_key(|it| std::cmp::Reverse(rank(it)));
    common.shared = shared;
    common
}
