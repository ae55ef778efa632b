//! Figures of the corpus: what was learned of each field, on what evidence, and how much of what is written is new.

use rustc_hash::FxHashSet;
use serde::Serialize;
use smol_str::SmolStr;

use crate::corpus::{FileId, Snapshot, Vocabulary};
use crate::schema::{Evidence, Field, Kind};

/// Of the latest posts, one in so many is asked how many of its terms no earlier post uses.
const LATEST: usize = 10;
/// So many values of a closed field are named.
const MAX_VALUES: usize = 12;

#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    pub posts: usize,
    pub with_front_matter: usize,
    /// Files that cannot be read as they are.
    pub problems: usize,
    /// In the order in which posts usually have them.
    pub fields: Vec<FieldStats>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FieldStats {
    pub name: SmolStr,
    pub kind: &'static str,
    /// Values of that kind, of all that are not empty.
    pub of_kind: Share,
    /// Posts that have the field, of all with front matter.
    pub present: Share,
    /// Posts where it is not empty, of those that have it.
    pub filled: Share,
    pub required: bool,
    pub vocabulary: Option<VocabularyStats>,
    /// The few values there are, if the set is closed, the most frequent first.
    pub closed: Option<ClosedStats>,
    /// How terms are written, and how many in Latin letters keep to it.
    pub naming: Option<(String, Share)>,
    pub date_format: Option<SmolStr>,
    pub list_indent: Option<u8>,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Share {
    pub agreeing: u32,
    pub of: u32,
    /// Said by rubric.yaml, not learned.
    pub declared: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct VocabularyStats {
    pub terms: usize,
    pub uses: usize,
    /// Terms that one post uses.
    pub once: usize,
    /// Uses in the latest tenth of the posts, and those of terms that no earlier post has.
    pub new: Share,
}

#[derive(Clone, Debug, Serialize)]
pub struct ClosedStats {
    pub values: Vec<SmolStr>,
    pub of_values: Share,
}

impl From<Evidence> for Share {
    fn from(it: Evidence) -> Share {
        Share {
            agreeing: it.agreeing,
            of: it.of,
            declared: it.declared,
        }
    }
}

pub fn stats(snap: &Snapshot) -> Stats {
    let schema = snap.root_schema();
    let latest = latest_posts(snap);
    let fields = schema.order.iter().filter_map(|name| {
        let field = schema.field(name)?;
        Some(field_stats(snap, name, field, &latest))
    });
    Stats {
        posts: snap.n_files(),
        with_front_matter: snap.files().filter(|(_, it)| it.has_front_matter).count(),
        problems: snap.problems().count(),
        fields: fields.collect(),
    }
}

/// The latest tenth of the posts that have a date.
fn latest_posts(snap: &Snapshot) -> FxHashSet<FileId> {
    let mut dated: Vec<_> = snap
        .files()
        .filter_map(|(file, it)| Some((it.date?, file)))
        .collect();
    dated.sort_unstable();
    let n_latest = dated.len() / LATEST;
    dated
        .iter()
        .rev()
        .take(n_latest)
        .map(|(_, it)| *it)
        .collect()
}

fn field_stats(
    snap: &Snapshot,
    name: &SmolStr,
    field: &Field,
    latest: &FxHashSet<FileId>,
) -> FieldStats {
    let closed = field.closed.then(|| ClosedStats {
        values: field.values.iter().take(MAX_VALUES).cloned().collect(),
        of_values: field.membership.into(),
    });
    FieldStats {
        name: name.clone(),
        kind: field.kind.name(),
        of_kind: field.evidence.into(),
        present: field.presence.into(),
        filled: field.filled.into(),
        required: field.required,
        vocabulary: snap.vocabulary(name).map(|it| vocabulary_stats(it, latest)),
        closed,
        naming: field
            .naming
            .map(|it| (format!("{it:?}"), field.named.into())),
        date_format: field
            .style
            .date_format
            .clone()
            .filter(|_| field.kind == Kind::Date),
        list_indent: (field.kind == Kind::List).then_some(field.style.indent),
    }
}

fn vocabulary_stats(vocabulary: &Vocabulary, latest: &FxHashSet<FileId>) -> VocabularyStats {
    let mut stats = VocabularyStats {
        terms: vocabulary.len(),
        uses: vocabulary.n_uses(),
        once: 0,
        new: Share {
            agreeing: 0,
            of: 0,
            declared: false,
        },
    };
    for (_, term) in vocabulary.terms() {
        let n_latest = term.posts.iter().filter(|it| latest.contains(*it)).count();
        stats.once += usize::from(term.posts.len() == 1);
        stats.new.of += n_latest as u32;
        if n_latest == term.posts.len() {
            stats.new.agreeing += n_latest as u32;
        }
    }
    stats
}
