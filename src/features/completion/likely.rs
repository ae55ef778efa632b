//! What a post's empty fields are likely to hold, told by the rest of the post, each value with its evidence.

use smol_str::SmolStr;

use super::context::{Context, Slot as Place};
use super::matching::Match;
use super::rank::Group;
use super::term::{self, Slot};
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::schema::{Field, Kind};
use crate::syntax::{Format, FrontMatter, Node, NodeKind};
use crate::text::{TextRange, TextSize};

/// So many items of a list are worth proposing.
const MAX_ITEMS: usize = 5;

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

/// Of all empty fields that posts of the folder usually have, in their usual order.
pub fn likely_values(snap: &Snapshot, file: FileId, post: &Parsed) -> Vec<Likely> {
    let Some(front_matter) = &post.document.front_matter else {
        return Vec::new();
    };
    let fields = snap.schema(file).usual_fields();
    let terms = fields.filter(|it| matches!(it.1.kind, Kind::Term | Kind::List));
    let empty = terms.filter(|it| is_empty(front_matter, it.0));
    empty
        .filter_map(|(name, it)| of_field(snap, file, post, (name, it)))
        .collect()
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
    let reasons = scored
        .iter()
        .filter_map(|it| Some((it.text.clone(), reason(&slot, &it.found)?)));
    let is_list = field.kind == Kind::List;
    let values: Vec<_> = match is_list {
        true => reasons.take(MAX_ITEMS).collect(),
        false if term::share_of_first(&scored) < MIN_SHARE => Vec::new(),
        false => {
            let first = &scored.first()?.text;
            reasons.take(1).filter(|it| it.0 == *first).collect()
        }
    };
    (!values.is_empty()).then(|| Likely {
        field: name.clone(),
        is_list,
        values,
    })
}

fn reason(slot: &Slot<'_>, found: &Match<'_>) -> Option<String> {
    if let Some(count) = slot.mentions(found.term).filter(|it| *it >= MIN_MENTIONS) {
        return Some(format!("mentioned {count}×"));
    }
    let votes = slot.votes(found.term);
    (votes >= MIN_VOTES).then(|| format!("in {:.0} % of similar posts", votes * 100.0))
}
