//! The rules, one a file: each a function of a [`Context`] that adds what it finds to [`Diagnostics`].
//! A rule knows the post before it and what the corpus taught; it does not know who asks.

mod alias;
mod bad_date;
mod broken_link;
pub(super) mod config;
mod date_mismatch;
mod duplicate_heading;
mod duplicate_item;
mod duplicate_key;
mod duplicate_source;
mod duplicate_title;
mod duplicates;
mod empty_field;
mod empty_item;
mod heading_skip;
mod heading_space;
mod invisible_character;
mod limits;
mod misplaced_term;
mod missing_anchor;
mod missing_field;
mod missing_front_matter;
mod multiple_h1;
mod naming_style;
mod quoted_quotes;
mod section_page;
mod similar_term;
mod slug_collision;
mod stray_whitespace;
mod syntax;
mod unclosed_fence;
mod unclosed_html;
mod undefined_reference;
mod unknown_field;
mod unknown_value;
mod unread_text;
mod variant;
mod wrong_type;

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::finding::Diagnostics;
use crate::corpus::{FileId, Parsed, Snapshot, Thesaurus};
use crate::schema::{self, Schema};
use crate::syntax::{Entry, Field, FrontMatter, Node, ScalarStyle};
use crate::text::{TextRange, TextSize, size};

/// What a rule may look at.
pub(super) struct Context<'a> {
    pub(super) snap: &'a Snapshot,
    pub(super) file: FileId,
    pub(super) parsed: &'a Parsed,
    /// Of the post's folder.
    pub(super) schema: &'a Schema,
    fields: Vec<Field<'a>>,
    /// By the field: five rules ask for each.
    variants: RefCell<FxHashMap<&'a str, Option<Rc<Thesaurus<'a>>>>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(snap: &'a Snapshot, file: FileId, parsed: &'a Parsed) -> Context<'a> {
        let schema = snap.schema(file);
        let front_matter = parsed.document.front_matter.as_ref();
        let fields = front_matter.map_or_else(Vec::new, |it| it.fields());
        let is_judged =
            |it: &Field<'_>| !it.broken && (!it.is_nested() || schema.field(it.name()).is_some());
        Context {
            snap,
            file,
            parsed,
            schema,
            fields: fields.into_iter().filter(is_judged).collect(),
            variants: RefCell::default(),
        }
    }

    /// The spellings of a field's terms, as this post has them.
    fn thesaurus(&self, field: &str) -> Option<Rc<Thesaurus<'a>>> {
        let field = self.schema.fields.get_key_value(field)?.0.as_str();
        let mut known = self.variants.borrow_mut();
        let variants = known.entry(field);
        let made = || self.snap.thesaurus_in(field, self.file).map(Rc::new);
        variants.or_insert_with(made).clone()
    }

    /// Whether a word, in lower case, stands in the post, be it in a link's text: then it is one, whatever it resembles. Where links
    /// lead to does not count, nor do the letters of other words.
    fn says(&self, word: &str) -> bool {
        let text = self.parsed.text.as_str().to_lowercase();
        let body = &self.parsed.document.body;
        let targets: Vec<TextRange> = body.links.iter().filter_map(|it| it.target_range).collect();
        let is_apart = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
        // Lower case may be longer: then a place near a link is none.
        let is_in_link = |at: usize| targets.iter().any(|it| it.contains(size(at)));
        text.match_indices(word).any(|(at, _)| {
            is_apart(text[..at].chars().next_back())
                && is_apart(text[at + word.len()..].chars().next())
                && !is_in_link(at)
        })
    }

    fn front_matter(&self) -> Option<&'a FrontMatter> {
        self.parsed.document.front_matter.as_ref()
    }

    /// The fields that can be judged: those that are not broken, and of maps those whose keys are known.
    fn entries(&self) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter()
    }

    /// The texts that stand in the front matter, as values or as items of lists, each with its entry.
    fn scalars(&self) -> impl Iterator<Item = (&Field<'a>, &'a Node)> {
        let written = self.entries().filter(|it| !it.is_merged());
        let nodes = written.flat_map(|field| {
            let value = std::slice::from_ref(&field.entry.value);
            let nodes = value.iter().chain(field.entry.value.items());
            nodes.map(move |it| (field, it))
        });
        nodes.filter(|(_, it)| it.style().is_some_and(|it| it != ScalarStyle::Alias))
    }

    fn slice(&self, range: TextRange) -> &'a str {
        &self.parsed.text.as_str()[usize::from(range.start())..usize::from(range.end())]
    }

    /// Whether all that is declared by `when` holds in this post. What is not there is false, or what it is by default.
    fn is_required_here(&self, field: &schema::Field) -> bool {
        field.limits.when.iter().all(|(name, wanted)| {
            let entry = self.fields.iter().find(|it| it.name() == name.as_str());
            let default = || self.schema.field(name).and_then(|it| it.default.as_deref());
            let value = entry.map_or_else(|| default().or(Some("false")), |it| it.value.text());
            value == Some(wanted.as_str())
        })
    }

    /// What is known of the entry's field.
    fn field(&self, field: &Field<'_>) -> Option<&'a schema::Field> {
        self.schema.field(field.name())
    }
}

/// The items of a list, or else the scalar itself, as far as they are written there.
fn terms(entry: &Entry) -> impl Iterator<Item = &Node> {
    let scalar = std::slice::from_ref(&entry.value);
    let nodes = entry.value.items().iter().chain(scalar);
    let is_written =
        |it: &&Node| !entry.is_merged() && it.style().is_some_and(|it| it != ScalarStyle::Alias);
    let is_term = |it: &&Node| {
        let text = it.text();
        text.is_some_and(|text| !has_lost_dash(text) && !is_joined(it, text))
    };
    nodes.filter(is_written).filter(is_term)
}

/// `-alpha -beta`, `alpha -beta`: items whose dashes lack the space behind them have become one text. To spell that otherwise would
/// make one term of several.
fn has_lost_dash(text: &str) -> bool {
    let is_dash = |it: &str| it.starts_with('-') && !it[1..].starts_with(' ');
    is_dash(text)
        || text
            .match_indices(" -")
            .any(|it| is_dash(&text[it.0 + 1..]))
}

/// `alpha` with a `- beta` below it. A plain text on one line is as long as what is written.
fn is_joined(node: &Node, text: &str) -> bool {
    let is_on_lines =
        node.style() == Some(ScalarStyle::Plain) && node.range.len() != TextSize::of(text);
    is_on_lines && text.contains(" - ")
}

/// Whether the field takes only some values, and this is none of them: that is for `unknown-value` to say.
fn is_closed_to(ctx: &Context<'_>, entry: &Field<'_>, text: &str) -> bool {
    let field = ctx.field(entry);
    field.is_some_and(|it| it.closed && !it.values.iter().any(|value| value == text))
}

type Rule = fn(&Context<'_>, &mut Diagnostics<'_>);

/// What is told of the front matter. A template's is not one yet.
const HEAD: &[Rule] = &[
    syntax::check,
    duplicate_key::check,
    missing_field::check,
    unknown_field::check,
    unknown_value::check,
    wrong_type::check,
    unread_text::check,
    bad_date::check,
    limits::check,
    duplicate_item::check,
    empty_item::check,
    empty_field::check,
    quoted_quotes::check,
    stray_whitespace::check,
    invisible_character::check,
    missing_front_matter::check,
    duplicate_title::check,
    duplicate_source::check,
    date_mismatch::check,
    variant::check,
    similar_term::check,
    alias::check,
    misplaced_term::check,
    naming_style::check,
    slug_collision::check,
];

const BODY: &[Rule] = &[
    duplicate_heading::check,
    heading_skip::check,
    multiple_h1::check,
    heading_space::check,
    unclosed_html::check,
    unclosed_fence::check,
    broken_link::check,
    missing_anchor::check,
    undefined_reference::check,
];

/// Every rule that applies to the file, in turn.
pub(super) fn run(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let head = match ctx.snap.is_template(ctx.file) {
        true => &[],
        false => HEAD,
    };
    for rule in head.iter().chain(BODY) {
        ctx.snap.unwind_if_cancelled();
        rule(ctx, acc);
    }
}
