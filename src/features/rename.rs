//! Renaming, merging and removing terms in the front matter of every post that holds them; moving files with their links.
//! Prose is never touched: a mention in a body is the author's sentence.

mod cursor;
mod declared;
mod doubtful;
mod files;
mod heading;
mod related_renames;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::corpus::edit::{FrontMatterEdit, Item, Refusal};
use crate::corpus::summary::LONG;
use crate::corpus::{FileId, Parsed, Problem, Snapshot, SourceChange, Unavailable, Value};
use crate::schema::Kind;
use crate::syntax::{Entry, FrontMatter, Node, NodeKind};
use crate::text::TextEdit;

pub use cursor::{
    NoRename, Others, Renamable, Renaming, check_new_names, checked_name, prepare_rename, rename,
};
pub use declared::follow_terms;
use doubtful::left_out;
pub use doubtful::{doubtful, unreached};
pub use files::{Move, Moving, move_files};
pub use related_renames::Along;

/// What is to become of terms: field -> term -> its new text, or nothing if it is to go.
/// All of them happen at once: `a` to `b` and `b` to `c` makes no `c` of an `a`.
#[derive(Clone, Debug, Default)]
pub struct TermMap {
    fields: FxHashMap<SmolStr, FxHashMap<SmolStr, Option<SmolStr>>>,
}

impl TermMap {
    /// `old` becomes `new` in `field`. The same text twice changes nothing.
    pub fn rename(&mut self, field: &str, old: &str, new: &str) {
        if old != new {
            self.fields
                .entry(field.into())
                .or_default()
                .insert(old.into(), Some(new.into()));
        }
    }

    /// `term` goes from `field`.
    pub fn remove(&mut self, field: &str, term: &str) {
        self.fields
            .entry(field.into())
            .or_default()
            .insert(term.into(), None);
    }

    /// The same with the paths that its fields stand for.
    pub fn with_paths(self, path_of: impl Fn(&str) -> SmolStr) -> TermMap {
        let fields = self.fields.into_iter();
        TermMap {
            fields: fields.map(|(field, it)| (path_of(&field), it)).collect(),
        }
    }

    /// What `term` of `field` is to become.
    pub fn new_name(&self, field: &str, term: &str) -> Option<&SmolStr> {
        self.fields.get(field)?.get(term)?.as_ref()
    }

    /// Every field and term that something is to become of.
    pub fn terms(&self) -> impl Iterator<Item = (&SmolStr, &SmolStr, Option<&SmolStr>)> {
        self.fields.iter().flat_map(|(field, terms)| {
            terms
                .iter()
                .map(move |(old, new)| (field, old, new.as_ref()))
        })
    }
}

/// The edits, and what they come to.
#[derive(Clone, Debug, Default)]
pub struct Rewrite {
    pub change: SourceChange,
    pub tally: Tally,
    /// Posts that hold a term but are not changed, each with the reason.
    pub refused: Vec<(FileId, Refusal)>,
    /// Posts that changed on disk since they were indexed: load them again and ask again.
    pub stale: Vec<FileId>,
}

/// The posts that hold one of the terms in the field that it is renamed in. Those with a value as long as one that is to be
/// renamed may be among them, whatever it is: of long values only the beginning is known.
pub fn posts_with(snap: &Snapshot, map: &TermMap) -> Vec<FileId> {
    let mut files = FxHashSet::default();
    for (field, old, _) in map.terms() {
        files.extend(posts_with_term(snap, field, old));
    }
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort();
    files
}

/// The same of one term, in no order.
pub fn posts_with_term(snap: &Snapshot, field: &str, term: &str) -> Vec<FileId> {
    let holds = |file: &FileId| holds(snap, *file, field, term);
    if term.len() > LONG {
        return snap.files().map(|it| it.0).filter(holds).collect();
    }
    let known = snap
        .values(field)
        .and_then(|it| Some(&it.term(it.get(term)?).posts));
    known.map_or_else(Vec::new, |it| it.iter().copied().filter(holds).collect())
}

/// A shared vocabulary knows the posts of all its fields; this asks one field.
pub(super) fn holds(snap: &Snapshot, file: FileId, field: &str, term: &str) -> bool {
    let has = |value: &Value| match value {
        Value::Scalar(text) => text == term || text.split(',').any(|it| it.trim() == term),
        Value::List(items) => items.iter().any(|it| it == term) || term.len() > LONG,
        Value::Long(beginning) => term.len() > LONG && term.starts_with(&**beginning),
        _ => false,
    };
    // A key that stands twice is a defect, but both its values are the author's.
    let summary = snap.summary(file);
    summary.is_some_and(|it| {
        it.fields
            .iter()
            .any(|(name, value)| name == field && has(value))
    })
}

/// Edits every post that holds one of the terms. Of closed ones no more is read than the front matter.
pub fn rewrite_terms(snap: &Snapshot, map: &TermMap) -> Rewrite {
    let in_post = |file: FileId| {
        (
            file,
            read_for_edit(snap, file).map(|it| rewrite_post(snap, file, &it, map)),
        )
    };
    let edited: Vec<_> = posts_with(snap, map).into_par_iter().map(in_post).collect();
    let mut rewrite = Rewrite::default();
    for (file, edits) in edited {
        match edits {
            Ok(Ok((edits, _))) if edits.is_empty() => {}
            Ok(Ok((edits, tally))) => {
                rewrite.change.edits.push((file, edits));
                rewrite.tally += tally;
            }
            Ok(Err(refusal)) => rewrite.refused.push((file, refusal)),
            Err(Unavailable::Stale) => rewrite.stale.push(file),
            Err(Unavailable::Unreadable(why)) => rewrite.refused.push((file, Refusal::new(why))),
        }
    }
    for (file, why) in left_out(snap, map) {
        match why {
            Unavailable::Stale => rewrite.stale.push(file),
            Unavailable::Unreadable(why) => rewrite.refused.push((file, Refusal::new(why))),
        }
    }
    rewrite
}

/// A post whose front matter is to be edited. Of a closed one no more is read than that, once it is known of the rest that an
/// editor can keep it: bytes that are no text would be lost when it is saved.
fn read_for_edit(snap: &Snapshot, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
    match not_utf8(snap, file) {
        Some(problem) => Err(Unavailable::Unreadable(problem.to_string())),
        _ if snap.complete() => snap.parsed_head(file),
        _ => snap.parsed(file),
    }
}

/// What is wrong with the bytes of a closed post.
fn not_utf8(snap: &Snapshot, file: FileId) -> Option<&Problem> {
    let mut problems = snap.problems_of(file).iter();
    let problem = problems.find(|it| it.kind.is_not_utf8());
    problem.filter(|_| snap.open(file).is_none())
}

/// The verified edits of one post; none if it holds none of the terms.
pub fn rewrite_post(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    map: &TermMap,
) -> Result<(Vec<TextEdit>, Tally), Refusal> {
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(Default::default());
    };
    let is_list = |field: &str| {
        snap.schema(file)
            .field(field)
            .is_some_and(|it| it.kind == Kind::List)
    };
    rewrite_front_matter(parsed.text.as_str(), front_matter, map, is_list)
}

/// The verified edits of one front matter. `is_list` tells of a field whether `a, b` in it are two terms.
pub fn rewrite_front_matter(
    source: &str,
    front_matter: &FrontMatter,
    map: &TermMap,
    is_list: impl Fn(&str) -> bool,
) -> Result<(Vec<TextEdit>, Tally), Refusal> {
    let mut edit = FrontMatterEdit::new(source, front_matter);
    let mut tally = Tally::default();
    for (index, entry) in front_matter.fields().iter().enumerate() {
        let field = entry.name();
        if let Some(terms) = map.fields.get(field).filter(|_| !entry.is_merged()) {
            rewrite_entry(&mut edit, index, entry, terms, is_list(field), &mut tally)?;
        }
    }
    Ok((edit.finish()?, tally))
}

/// What edits come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Values given another text or removed, merged ones included.
    pub n_values: usize,
    /// Values dropped because the list had the new one already.
    pub n_merges: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.n_values += other.n_values;
        self.n_merges += other.n_merges;
    }
}

type Terms = FxHashMap<SmolStr, Option<SmolStr>>;

fn rewrite_entry(
    edit: &mut FrontMatterEdit<'_>,
    index: usize,
    entry: &Entry,
    terms: &Terms,
    comma_list: bool,
    tally: &mut Tally,
) -> Result<(), Refusal> {
    match &entry.value.list().kind {
        NodeKind::Scalar { text, .. } => {
            let new = match terms.get(text) {
                Some(new) => {
                    tally.n_values += 1;
                    let new = new.clone().unwrap_or_default();
                    refuse_comma(&new, comma_list)?;
                    Some(new)
                }
                None if comma_list && text.contains(',') => {
                    let mut parts = text.split(',').filter_map(|it| terms.get(it.trim()));
                    parts.try_for_each(|it| refuse_comma(it.as_deref().unwrap_or(""), true))?;
                    rewrite_comma_list(text, terms, tally)
                }
                None => None,
            };
            new.map_or(Ok(()), |new| edit.set_scalar(index, &new))
        }
        NodeKind::List { items, .. } => match plan(items, terms, tally) {
            Some(plan) => edit.set_items(index, &plan),
            None => Ok(()),
        },
        NodeKind::Null | NodeKind::Map { .. } => Ok(()),
    }
}

/// Commas part the terms of such a scalar: a name with one would be two terms.
fn refuse_comma(new: &str, comma_list: bool) -> Result<(), Refusal> {
    match comma_list && new.contains(',') {
        true => Err(Refusal::new(format!(
            "`{new}` has a comma, and the list is written with commas alone: write it as a list of items first"
        ))),
        false => Ok(()),
    }
}

/// What a list is to hold; `None` if it stays as it is. Of items that become equal the first keeps its place.
fn plan(items: &[Node], terms: &Terms, tally: &mut Tally) -> Option<Vec<Item>> {
    let fate = |node: &Node| node.text().and_then(|text| terms.get(text));
    let targets: FxHashSet<&SmolStr> = items.iter().filter_map(fate).flatten().collect();
    if !items.iter().any(|it| fate(it).is_some()) {
        return None;
    }
    let mut seen = FxHashSet::default();
    let mut plan = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let planned = match fate(item) {
            Some(new) => {
                tally.n_values += 1;
                new.clone().map(|new| Item::Rewrite(index, new))
            }
            None => Some(Item::Keep(index)),
        };
        let text = match &planned {
            Some(Item::Rewrite(_, new)) => Some(new.as_str()),
            Some(_) => item.text(),
            None => continue,
        };
        let is_target = text.is_some_and(|it| targets.contains(&SmolStr::new(it)));
        if is_target && !seen.insert(text.map(SmolStr::new)) {
            tally.n_merges += 1;
            continue;
        }
        plan.extend(planned);
    }
    Some(plan)
}

/// The items of `a, b, c`, each with the spaces around it; `None` if none is to change.
fn rewrite_comma_list(text: &str, terms: &Terms, tally: &mut Tally) -> Option<SmolStr> {
    if !text.split(',').any(|it| terms.contains_key(it.trim())) {
        return None;
    }
    let targets: FxHashSet<&SmolStr> = text
        .split(',')
        .filter_map(|it| terms.get(it.trim()))
        .flatten()
        .collect();
    let mut seen = FxHashSet::default();
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(',') {
        let term = part.trim();
        let new = match terms.get(term) {
            Some(new) => {
                tally.n_values += 1;
                let Some(new) = new else { continue };
                new.clone()
            }
            None => term.into(),
        };
        if targets.contains(&new) && !seen.insert(new.clone()) {
            tally.n_merges += 1;
            continue;
        }
        parts.push(part.replace(term, &new));
    }
    if let Some(first) = parts.first_mut() {
        *first = first.trim_start().to_owned();
    }
    Some(parts.join(",").into())
}
