//! What a post's empty fields are likely to hold, told by the rest of the post, each value with its evidence.

use smol_str::SmolStr;

use super::candidates::TermCandidate;
use super::context::{Context, Slot as Place};
use super::matching::Match;
use super::slot::Slot;
use super::term;
use super::weights::Group;
use crate::corpus::{FileId, Parsed, Snapshot, VocabularyKind, holds_works};
use crate::schema::{Field, Kind};
use crate::syntax::{Format, FrontMatter, Node, NodeKind};
use crate::text::{TextRange, TextSize};

/// So many names are worth proposing: of those after them, few are what authors list.
const MAX_ITEMS: usize = 3;

/// Who asks for suggestions chooses among them.
const MAX_SUGGESTIONS: usize = 10;

/// One mention may be by the way.
const MIN_MENTIONS: u32 = 2;

/// Of the votes of similar posts; below, it is their own affair.
const MIN_VOTES: f32 = 0.25;

/// A field with one value gets the likeliest only if it is likelier than all others together.
const MIN_SHARE: f32 = 0.5;

/// An empty or missing field, and what it is likely to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    pub field: SmolStr,
    pub is_list: bool,
    /// The likeliest first: each with what speaks for it, as `mentioned 3×`. There is one at least.
    pub values: Vec<(SmolStr, String)>,
}

/// Of all empty fields that posts of the folder usually have, in their usual order: only what is likely enough to be filled in.
pub fn likely_values(snap: &Snapshot, file: FileId, post: &Parsed) -> Vec<Likely> {
    values(snap, file, post, Purpose::FillIn)
}

/// Of the same fields, and of those whose values are less certain, all that anything speaks for.
pub fn suggested_values(snap: &Snapshot, file: FileId, post: &Parsed) -> Vec<Likely> {
    values(snap, file, post, Purpose::Suggest)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    FillIn,
    Suggest,
}

fn values(snap: &Snapshot, file: FileId, post: &Parsed, purpose: Purpose) -> Vec<Likely> {
    let Some(front_matter) = &post.document.front_matter else {
        return Vec::new();
    };
    let fields = snap.schema(file).usual_fields();
    let told = fields.filter(|it| match purpose {
        Purpose::FillIn => can_be_told(it.1),
        Purpose::Suggest => matches!(it.1.kind, Kind::Term | Kind::List),
    });
    let empty = told.filter(|it| is_empty(front_matter, it.0));
    empty
        .filter_map(|(name, it)| of_field(snap, file, post, (name, it), purpose))
        .collect()
}

/// Who is mentioned twice is listed more often than not, people and companies alike; of the tags, products and works that are
/// mentioned, two to eleven in a hundred are.
fn can_be_told(field: &Field) -> bool {
    match field.kind {
        Kind::Term => true,
        Kind::List => match VocabularyKind::of(&field.vocabulary) {
            VocabularyKind::People => true,
            VocabularyKind::Organisations => !holds_works(&field.vocabulary),
            VocabularyKind::Tags | VocabularyKind::Other => false,
        },
        _ => false,
    }
}

fn is_empty(front_matter: &FrontMatter, field: &str) -> bool {
    front_matter
        .entry(field)
        .is_none_or(|it| !it.broken && !it.is_merged() && is_nothing(&it.value))
}

fn is_nothing(value: &Node) -> bool {
    match &value.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::List { items, .. } => items.iter().all(|it| matches!(it.kind, NodeKind::Null)),
        NodeKind::Map { .. } => false,
    }
}

fn of_field(
    snap: &Snapshot,
    file: FileId,
    post: &Parsed,
    (name, field): (&SmolStr, &Field),
    purpose: Purpose,
) -> Option<Likely> {
    let start = TextSize::default();
    let context = Context {
        slot: Place::Scalar,
        field: name.clone(),
        replace: TextRange::empty(start),
        cursor: start,
        typed: SmolStr::default(),
        quote: None,
        lead: "",
        line_end: "\n",
        listed: Vec::new(),
        indent: None,
        out_of_line: None,
        above_value: false,
        format: Format::Yaml,
        parent: None,
        in_brackets: false,
        hash: false,
    };
    let slot = Slot::new(snap, file, post, field, &context)?;
    let scored = term::ranked(&slot, Group::of(field));
    let is_list = field.kind == Kind::List;
    let values: Vec<_> = match is_list {
        _ if purpose == Purpose::Suggest => {
            supported(&slot, &scored).take(MAX_SUGGESTIONS).collect()
        }
        true => mentioned(&slot, &scored).take(MAX_ITEMS).collect(),
        false if term::share_of_first(&scored) < MIN_SHARE => Vec::new(),
        false => {
            let first = scored.first()?;
            vec![(first.text.clone(), reason(&slot, &first.found)?)]
        }
    };
    (!values.is_empty()).then(|| Likely {
        field: name.clone(),
        is_list,
        values,
    })
}

/// The values that the body mentions often enough, the likeliest first, each with how often.
fn mentioned<'a>(
    slot: &'a Slot<'_>,
    offers: &'a [TermCandidate<'_>],
) -> impl Iterator<Item = (SmolStr, String)> {
    let told = |it: &TermCandidate<'_>| Some((it.text.clone(), often(slot, &it.found)?));
    offers.iter().filter_map(told)
}

/// The values that anything speaks for, the likeliest first.
fn supported<'a>(
    slot: &'a Slot<'_>,
    offers: &'a [TermCandidate<'_>],
) -> impl Iterator<Item = (SmolStr, String)> {
    let told = |it: &TermCandidate<'_>| Some((it.text.clone(), reason(slot, &it.found)?));
    offers.iter().filter_map(told)
}

fn reason(slot: &Slot<'_>, found: &Match<'_>) -> Option<String> {
    let votes = slot.votes(found.term);
    let similar =
        (votes >= MIN_VOTES).then(|| format!("in {:.0} % of similar posts", votes * 100.0));
    often(slot, found).or(similar)
}

fn often(slot: &Slot<'_>, found: &Match<'_>) -> Option<String> {
    let count = slot.mentions(found.term)?;
    (count >= MIN_MENTIONS).then(|| format!("mentioned {count}×"))
}
