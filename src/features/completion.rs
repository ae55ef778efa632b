//! Completion of fields' names and values from the corpus; in the body of names and links.

mod accept_new;
mod body;
mod candidates;
mod canonicalizer;
mod context;
mod cooccurrence;
mod date;
mod deeper;
mod documentation;
mod evidence;
mod key;
mod likely;
mod link;
mod matching;
mod neighbors;
mod person;
mod rank;
mod skeleton;
mod slot;
mod specificity;
mod term;
pub mod weights;
mod write;

use std::ops::Range;

use smol_str::SmolStr;

use crate::corpus::{FilePosition, Parsed, Snapshot};
use crate::schema::{Field, Kind, Schema};
use crate::syntax::{Format, FrontMatter};
use crate::text::{TextEdit, TextSize};
use context::{Context, DASH, Slot};

pub use documentation::resolve;
pub use likely::{Likely, likely_values, suggested_values};
pub use link::prepare;
pub use skeleton::today;

/// One thing to insert. Items are in the order in which they should be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct CompletionItem {
    pub label: SmolStr,
    pub kind: CompletionKind,
    /// Shown beside the label, dimmed: `312 posts`.
    pub detail: Option<String>,
    /// Replaces exactly the word being typed.
    pub edit: TextEdit,
    /// What the client matches the typed text against: it begins with what is typed, and goes on as the typist might.
    pub filter: SmolStr,
    /// It is nearly sure what will be written.
    pub preselect: bool,
    /// Where a value goes next: the list should open again by itself.
    pub retrigger: bool,
    /// What is to be filled in next, one after the other: byte ranges in the edit's new text.
    pub stops: Vec<Range<usize>>,
    /// What [`resolve`] needs to find the term again: the field, and the term; for a post an empty field, and its path.
    pub term: Option<(SmolStr, SmolStr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    Field,
    Term,
    Date,
    Bool,
    Post,
    Heading,
    /// The name of a link's target, or of a footnote.
    Label,
    /// A file that is no post.
    File,
    Folder,
}

/// A list of items, and whether typing on can bring others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompletionList {
    pub items: Vec<CompletionItem>,
    pub incomplete: bool,
}

/// What the user wants of completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Items at most.
    pub limit: usize,
    /// Whether names are completed in the body too.
    pub body: bool,
}

/// What can be written at the position of a post; `None` where nothing can.
pub fn completion(
    snap: &Snapshot,
    position: FilePosition,
    options: Options,
) -> Option<CompletionList> {
    let post = snap.parsed(position.file).ok()?;
    let Some(skeleton) = skeleton::complete(snap, position.file, &post, position.offset) else {
        return at(snap, position, &post, options);
    };
    let mut list = at(snap, position, &post, options).unwrap_or_default();
    list.items.insert(0, skeleton);
    Some(list)
}

fn at(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
    options: Options,
) -> Option<CompletionList> {
    let body = post.document.body.range;
    if body.contains_inclusive(position.offset) && !in_block(post, position) {
        if let Some(links) = link::complete(snap, position, post, options.limit) {
            return Some(links);
        }
        return options
            .body
            .then(|| body::complete(snap, position, post))
            .flatten();
    }
    let values = in_front_matter(snap, position, post, options.limit);
    let Some(pages) = link::in_value(snap, position, post, options.limit) else {
        return values;
    };
    let mut list = values.unwrap_or_default();
    let known = |it: &CompletionItem| list.items.iter().any(|value| value.edit == it.edit);
    let unknown: Vec<_> = pages.items.into_iter().filter(|it| !known(it)).collect();
    list.items.extend(unknown);
    list.incomplete = true;
    Some(list)
}

fn in_block(post: &Parsed, position: FilePosition) -> bool {
    let front_matter = post.document.front_matter.as_ref();
    front_matter.is_some_and(|it| it.block.contains_inclusive(position.offset))
}

fn in_front_matter(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
    limit: usize,
) -> Option<CompletionList> {
    let source = post.text.as_str();
    let front_matter = post.document.front_matter.as_ref()?;
    let schema = snap.schema(position.file);
    let context = slot_context(source, front_matter, position.offset, schema)?;
    if let Slot::Key { colon } = context.slot {
        let mut list = key::complete(
            (schema, snap.root_schema()),
            source,
            front_matter,
            &context,
            colon,
        );
        let is_free = !context.above_value && context.typed.is_empty() && is_top_of_yaml(&context);
        if !colon && is_free && context.replace.is_empty() {
            let likely = likely_values(snap, position.file, post);
            let missing = likely
                .iter()
                .filter(|it| front_matter.entry(&it.field).is_none());
            list.items
                .splice(0..0, key::fill_in(schema, &context, missing));
        }
        return Some(list);
    }
    let field = schema.field(&context.field)?;
    let context = match field.kind {
        Kind::List if context.slot == Slot::Scalar => in_list(context, source, field),
        Kind::List => context,
        _ if context.lead == DASH && context.listed.is_empty() => context.below(),
        _ => context,
    };
    match field.kind {
        Kind::Term | Kind::List => {
            let slot = slot::Slot::new(snap, position.file, post, field, &context)?;
            Some(term::complete(&slot, limit))
        }
        Kind::Bool => Some(term::booleans(snap, field, &context)),
        Kind::Date => Some(date::complete(field, &context)),
        _ => None,
    }
}

/// A term that could be written, and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub text: SmolStr,
    pub n_posts: usize,
    pub pieces: weights::Pieces,
    /// What the way from what is typed to the term costs, in nats.
    pub cost: f32,
    /// How it goes on from what is typed, folded; `None` where it is only guessed by its letters.
    pub rest: Option<String>,
}

/// What speaks for each term that could be written at the position: what the weights are learned from.
pub fn evidence(
    snap: &Snapshot,
    position: FilePosition,
) -> Option<(weights::Group, Vec<Candidate>)> {
    let post = snap.parsed(position.file).ok()?;
    let schema = snap.schema(position.file);
    let context = slot_context(
        post.text.as_str(),
        post.document.front_matter.as_ref()?,
        position.offset,
        schema,
    )?;
    let field = schema.field(&context.field)?;
    let slot = slot::Slot::new(snap, position.file, &post, field, &context)?;
    Some((weights::Group::of(field), slot.candidates()))
}

/// The slot at the cursor, whatever the format and however deep; also where a `#` begins the word.
fn slot_context(
    source: &str,
    front_matter: &FrontMatter,
    offset: TextSize,
    schema: &Schema,
) -> Option<Context> {
    let Some(hash) = hash_before(source, offset) else {
        return plain_slot(source, front_matter, offset, schema);
    };
    // What begins a comment, or nothing at all, is read as the letter of a word.
    let mut text = source.to_owned();
    text.replace_range(hash..=hash, "x");
    let found = plain_slot(&text, front_matter, offset, schema);
    let is_of_terms = |it: &Context| {
        let kind = schema.field(&it.field).map(|it| it.kind);
        matches!(kind, Some(Kind::Term | Kind::List)) && !matches!(it.slot, Slot::Key { .. })
    };
    let found = found.filter(is_of_terms)?;
    let before = source.get(usize::from(found.replace.start())..hash)?;
    match before {
        "" => Some(Context {
            typed: found.typed.get(1..).unwrap_or_default().into(),
            hash: true,
            ..found
        }),
        // Of a list with commas, whose words are told apart later.
        _ => before.trim_end().ends_with(',').then_some(found),
    }
}

/// The `#` right before the word at the cursor, where that is no line of a comment; an offset in bytes.
fn hash_before(source: &str, offset: TextSize) -> Option<usize> {
    let before = &source[..usize::from(offset)];
    let line = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let begins = [' ', '\t', '[', ',', '"', '\''];
    let start = before[line..]
        .rfind(begins)
        .map_or(line, |it| line + it + 1);
    let is_comment = before[line..start].trim().is_empty();
    (before[start..].starts_with('#') && !is_comment).then_some(start)
}

fn plain_slot(
    source: &str,
    front_matter: &FrontMatter,
    offset: TextSize,
    schema: &Schema,
) -> Option<Context> {
    let deeper = deeper::context(source, front_matter, offset, schema);
    let is_yaml = front_matter.format == Format::Yaml;
    deeper.or_else(|| {
        is_yaml
            .then(|| context::context(source, front_matter, offset))
            .flatten()
    })
}

fn is_top_of_yaml(context: &Context) -> bool {
    context.parent.is_none() && context.format == Format::Yaml
}

/// A value beside the key of a list: one of several between commas where lists are written so, else the first item of a list.
fn in_list(context: Context, source: &str, field: &Field) -> Context {
    let has_comma = context.format == Format::Yaml && source[context.replace].contains(',');
    match has_comma || field.style.commas {
        true => context.comma_item(source),
        false => context,
    }
}
