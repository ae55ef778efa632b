//! Figures of the corpus: what was learned of each field, on what evidence, and how much of what is written is new.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use serde::Serialize;
use smol_str::SmolStr;

use crate::corpus::{FileId, Snapshot, Vocabulary};
use crate::schema::{Evidence, Field, Kind, Quote, Schema};

/// Of the latest posts, one in so many is asked how many of its terms no earlier post uses.
const LATEST: usize = 10;
/// So many values of a closed field are named.
const MAX_VALUES: usize = 12;

#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    pub posts: usize,
    pub with_front_matter: usize,
    /// Posts with front matter in a format that is not read.
    pub other_formats: usize,
    /// Files that cannot be read as they are.
    pub problems: usize,
    /// What makes the site, as rubric.yaml writes it; `none` where that is not known.
    pub site: &'static str,
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
    /// The value that most posts have, of a field of a few: terms, not prose.
    pub usual: Option<(SmolStr, Share)>,
    /// How terms are written (`kebab-case`), and how many in Latin letters keep to it.
    pub naming: Option<(&'static str, Share)>,
    pub date_format: Option<SmolStr>,
    /// Dates of that form.
    pub of_date_format: Share,
    pub list_indent: Option<u8>,
    /// Lists so indented, of those with an item a line.
    pub of_list_indent: Share,
    /// `plain`, `single` or `double`: the usual quotes where YAML leaves the choice.
    pub quote: Option<(&'static str, Share)>,
    /// Different values, of all; `None` where several fields share a vocabulary.
    pub distinct: Option<Share>,
    /// Declared: no two posts may have the same value.
    pub unique: bool,
    /// The folders that require the field, where not all do: nearly all of their posts have it.
    pub required_in: Vec<(SmolStr, Share)>,
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
    let folders = folders(snap);
    let fields = schema.order.iter().filter_map(|name| {
        let field = schema.field(name)?;
        let mut stats = field_stats(snap, name, field, &latest);
        if !field.required {
            stats.required_in = required_in(&folders, name);
        }
        Some(stats)
    });
    Stats {
        posts: snap.n_files(),
        with_front_matter: snap.files().filter(|(_, it)| it.has_front_matter()).count(),
        other_formats: snap.files().filter(|(_, it)| it.other_format).count(),
        problems: snap.problems().count(),
        site: snap.site().generator.name(),
        fields: fields.collect(),
    }
}

/// The top folders, in order, each with what is known of its fields.
pub(super) fn folders(snap: &Snapshot) -> Vec<(SmolStr, &Schema)> {
    let mut folders: BTreeMap<&str, &Schema> = BTreeMap::new();
    for (file, _) in snap.files() {
        let folder = snap.path(file).top_folder();
        folders.entry(folder).or_insert_with(|| snap.schema(file));
    }
    folders.remove("");
    let folders = folders.into_iter();
    folders.map(|(it, schema)| (it.into(), schema)).collect()
}

fn required_in(folders: &[(SmolStr, &Schema)], field: &str) -> Vec<(SmolStr, Share)> {
    let required = |(folder, schema): &(SmolStr, &Schema)| {
        let field = schema.field(field).filter(|it| it.required)?;
        Some((folder.clone(), field.presence.into()))
    };
    folders.iter().filter_map(required).collect()
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
        usual: usual(snap, name, field),
        naming: field.naming.map(|it| (it.name(), field.named.into())),
        date_format: field
            .style
            .date_format
            .clone()
            .filter(|_| field.kind == Kind::Date),
        of_date_format: field.dated.into(),
        list_indent: (field.kind == Kind::List).then_some(field.style.indent),
        of_list_indent: field.indented.into(),
        quote: quote(field),
        distinct: (field.distinct.of > 0).then(|| field.distinct.into()),
        unique: field.unique,
        required_in: Vec::new(),
    }
}

/// The most frequent value, where there are few enough for it to tell something.
fn usual(snap: &Snapshot, name: &str, field: &Field) -> Option<(SmolStr, Share)> {
    // Of a vocabulary that fields share, the uses are not the field's.
    let is_own = field.kind == Kind::Term && field.distinct.of > 0;
    let vocabulary = snap.vocabulary(name).filter(|_| is_own)?;
    let terms = vocabulary.terms().map(|(_, it)| it);
    let most = terms.max_by(|a, b| (a.posts.len(), &b.text).cmp(&(b.posts.len(), &a.text)))?;
    let share = Share {
        agreeing: most.posts.len() as u32,
        of: vocabulary.n_uses() as u32,
        declared: false,
    };
    (share.agreeing > 1).then(|| (most.text.clone(), share))
}

fn quote(field: &Field) -> Option<(&'static str, Share)> {
    let name = match field.style.quote {
        Quote::Plain => "plain",
        Quote::Single => "single",
        Quote::Double => "double",
    };
    (field.quoted.of > 0).then(|| (name, field.quoted.into()))
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
