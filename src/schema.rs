//! What a post's metadata should be: fields, kinds, vocabularies, severities. Learned or declared; it does not know which posts exist.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What is known of the fields of one folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    pub fields: FxHashMap<SmolStr, Field>,
    /// Fields in the order in which posts usually have them.
    pub order: Vec<SmolStr>,
    /// `rules:` of rubric.yaml for this folder, by the code's name; `None` is `off`.
    pub rules: FxHashMap<SmolStr, Option<Severity>>,
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
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }
}

/// One field: what its values should be, and why we think so.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub kind: Kind,
    /// A value outside the vocabulary is a finding.
    pub closed: bool,
    pub required: bool,
    /// The vocabulary that the field's values belong to; the field's own name unless shared.
    pub vocabulary: SmolStr,
    /// The usual form of dates, quoting and lists, for writing.
    pub style: FieldStyle,
    pub evidence: Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Prose: not completed, not compared.
    Text,
    Term,
    List,
    Date,
    Bool,
    Number,
    Url,
}

/// How values of the field are usually written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldStyle {
    pub quote: Quote,
    /// Indentation of block list items in spaces.
    pub indent: u8,
    /// `strftime` form of dates, e.g. `%Y-%m-%d`.
    pub date_format: Option<SmolStr>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
