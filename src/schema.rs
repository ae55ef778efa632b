//! What a post's metadata should be: fields, kinds, vocabularies, severities. Learned or declared; it does not know which posts exist.

pub mod code;
pub mod config;
mod kind;
pub mod likely_fields;
pub mod limits;
pub mod names;
pub mod naming;
mod outline;
pub mod shape;
pub mod unread;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::syntax;
use crate::text::chars::Setting;

pub use code::Code;
pub use config::{Config, ConfigError, nearest};
pub use kind::{KINDS, Kind};
pub use naming::Naming;
pub use outline::Outline;

/// What is known of the fields of one folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    pub fields: FxHashMap<SmolStr, Field>,
    /// Fields in the order in which posts usually have them: first those that the folder's posts have, then the others.
    pub order: Vec<SmolStr>,
    /// Posts with a front matter among all.
    pub front_matter: Evidence,
    /// How the folder's posts use the levels of headings.
    pub outline: Outline,
    /// `rules:` of rubric.yaml for this folder, by the code; `None` is `off`.
    pub rules: config::Rules,
}

/// How much a finding matters. The order is that of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Hint,
    Info,
    Warning,
    Error,
}

impl Schema {
    /// What the text of a field's values is for.
    pub fn setting(&self, entry: &syntax::Field<'_>) -> Setting {
        let field = entry.key.text().and_then(|it| self.field(it));
        match field.is_some_and(|it| it.kind == Kind::Text) {
            true => Setting::Prose,
            false => Setting::Name,
        }
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// The fields that a new post of the folder has, in their usual order; those of maps in it left out.
    pub fn usual_fields(&self) -> impl Iterator<Item = (&SmolStr, &Field)> {
        self.fields_of(None).filter(|it| it.1.is_usual())
    }

    /// The fields of the front matter itself, or of the map at a path, in their usual order.
    pub fn fields_of<'a>(
        &'a self,
        parent: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a SmolStr, &'a Field)> {
        let fields = self.order.iter();
        let fields = fields.filter_map(|it| Some((it, self.field(it)?)));
        fields.filter(move |it| it.1.parent.as_deref() == parent)
    }
}

/// With fewer posts nothing is usual.
const MIN_POSTS: u32 = 5;

impl Field {
    /// Whether a new post of the folder has the field: it is required, or most posts have it.
    pub fn is_usual(&self) -> bool {
        let Evidence { agreeing, of, .. } = self.presence;
        self.required || of >= MIN_POSTS && agreeing * 2 > of
    }
}

/// One field: what its values should be, and why we think so.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    pub kind: Kind,
    /// A value outside `values` is a finding.
    pub closed: bool,
    /// Of a closed field: declared, or learned, the most frequent first.
    pub values: Vec<SmolStr>,
    pub required: bool,
    /// The path of the map that has it, if one has: `cover` of `cover.image`, `authors[]` of `authors[].name`. Then `required` and
    /// `presence` are of the posts that have such a map.
    pub parent: Option<SmolStr>,
    /// The vocabulary that the field's values belong to; the field's own name unless shared.
    pub vocabulary: SmolStr,
    /// The usual form of dates, quoting and lists, for writing.
    pub style: FieldStyle,
    /// The convention that its terms follow.
    pub naming: Option<Naming>,
    /// The longest list that is allowed.
    pub max: Option<u32>,
    /// What a new post has, as declared.
    pub default: Option<SmolStr>,
    /// Whether `default` is true or false, or a number, rather than a text that looks like one.
    pub default_is_typed: bool,
    /// No two posts may have the same value. Only declared.
    pub unique: bool,
    /// When a date is set to the day it is. Only declared.
    pub on: Option<config::Moment>,
    /// What is declared of its values beyond their kind.
    pub limits: limits::Limits,
    /// For `kind`: values of that kind, of those that are not empty.
    pub evidence: Evidence,
    /// For `required`: posts of the folder that have the field, empty or not, of all with front matter.
    pub presence: Evidence,
    /// Posts of the folder where the field is not empty, of those that have it.
    pub filled: Evidence,
    /// For `closed`: uses of `values`, of all uses.
    pub membership: Evidence,
    /// For `naming`: terms in Latin letters that follow it, by their uses.
    pub named: Evidence,
    /// For `style.quote`: values so quoted, of those whose quotes are the author's choice.
    pub quoted: Evidence,
    /// For `style.indent`: lists so indented, of those with an item a line.
    pub indented: Evidence,
    /// For `style.date_format`: dates of that form, of all dates.
    pub dated: Evidence,
    /// For `style.date_format`: dates whose day is written so, with whatever time, of all dates.
    pub days: Evidence,
    /// Of a list: empty ones that are written `[]`, of all empty ones of the site.
    pub bracketed: Evidence,
    /// For `unique`: different values, of all that are not empty. Only of a vocabulary of the field's own.
    pub distinct: Evidence,
}

/// How values of the field are usually written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldStyle {
    pub quote: Quote,
    /// Indentation of block list items in spaces.
    pub indent: u8,
    /// `strftime` form of dates, e.g. `%Y-%m-%d`.
    pub date_format: Option<SmolStr>,
    /// Whether its lists are texts with commas between the terms.
    pub commas: bool,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Quote {
    /// Quotes only where YAML needs them.
    #[default]
    Plain,
    Single,
    Double,
}

/// On how many posts a learned judgement rests; declared ones have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    pub agreeing: u32,
    pub of: u32,
    pub declared: bool,
}

impl Evidence {
    /// Enough posts, and nearly all of them: what was learned may be held against a post.
    pub fn is_strong(self) -> bool {
        const MIN_POSTS: u32 = 30;
        const MIN_PERCENT: u64 = 98;
        self.declared
            || self.of >= MIN_POSTS
                && u64::from(self.agreeing) * 100 >= u64::from(self.of) * MIN_PERCENT
    }

    pub fn declared() -> Evidence {
        Evidence {
            declared: true,
            ..Evidence::default()
        }
    }
}
