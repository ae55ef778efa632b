//! rubric.yaml: what the team has declared of its posts. Where it is silent, or broken, what was learned holds.
//! It does not know which posts there are.

pub mod form;
mod generator;
mod globs;
mod nearest;
mod parse;

use crate::text::TextRange;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::limits::Limits;
use super::{Code, Evidence, Field, Kind, Naming, Severity};

pub use generator::{GENERATORS, Generator};
pub use globs::ENDINGS;

/// What a rubric.yaml says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Globs relative to the root; without any, every post that is not ignored counts.
    pub content: Vec<SmolStr>,
    pub fields: Declarations,
    /// By folder, relative to the root; these override `fields`.
    pub collections: Vec<(SmolStr, Declarations)>,
    /// `rules` of the same folders; these override `rules` below.
    pub collection_rules: Vec<(SmolStr, Rules)>,
    pub vocabularies: FxHashMap<SmolStr, VocabularyDeclaration>,
    pub slug: Option<SlugStyle>,
    /// What makes the site; without it, it is recognised by its settings.
    pub site: Option<Generator>,
    /// In which order posts should have their fields: those that it names come first.
    pub order: Vec<SmolStr>,
    pub rules: Rules,
    pub errors: Vec<ConfigError>,
}

/// By the code's name; `None` is `off`.
pub type Rules = FxHashMap<Code, Option<Severity>>;

pub type Declarations = FxHashMap<SmolStr, FieldDeclaration>;

/// What is declared of one field. `None` is left to what was learned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldDeclaration {
    pub kind: Option<Kind>,
    pub required: Option<bool>,
    pub closed: Option<bool>,
    pub values: Option<Vec<SmolStr>>,
    pub vocabulary: Option<SmolStr>,
    pub naming: Option<Naming>,
    pub max: Option<u32>,
    pub default: Option<SmolStr>,
    /// Whether `default` is true or false, or a number, rather than a text that looks like one.
    pub default_is_typed: bool,
    pub unique: Option<bool>,
    /// When the field is written by itself.
    pub on: Option<Moment>,
    pub limits: Limits,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct VocabularyDeclaration {
    /// Each canonical form with its other names, in the order of the file.
    pub aliases: Vec<(SmolStr, Vec<SmolStr>)>,
    /// Terms that are taken for one another and are not: no two of a group are.
    pub distinct: Vec<Vec<SmolStr>>,
}

impl VocabularyDeclaration {
    /// Whether the two are declared to be different terms.
    pub fn are_distinct(&self, a: &str, b: &str) -> bool {
        let has = |group: &[SmolStr], text: &str| group.iter().any(|it| it == text);
        a != b && self.distinct.iter().any(|it| has(it, a) && has(it, b))
    }
}

/// When a date is set to the day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    Save,
}

/// How the site makes URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlugStyle {
    Pinyin,
    Ascii,
    Unicode,
}

/// What is wrong with rubric.yaml, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// Bytes of rubric.yaml.
    pub range: TextRange,
    pub message: String,
    /// The word that should stand there, where it is nearly told.
    pub meant: Option<&'static str>,
}

pub use super::kind::KINDS;
pub use nearest::nearest;

impl FieldDeclaration {
    /// Overrides what was learned of the field.
    pub fn apply(&self, field: &mut Field) {
        if let Some(kind) = self.kind {
            field.kind = kind;
            field.evidence = Evidence::declared();
        }
        if let Some(required) = self.required {
            field.required = required;
            field.presence.declared = true;
        }
        // Values that are listed are meant to be all there are.
        if let Some(closed) = self.closed.or(self.values.as_ref().map(|_| true)) {
            field.closed = closed;
            field.membership.declared = true;
        }
        if let Some(values) = &self.values {
            field.values.clone_from(values);
        }
        if let Some(vocabulary) = &self.vocabulary {
            field.vocabulary.clone_from(vocabulary);
        }
        if let Some(naming) = self.naming {
            field.naming = Some(naming);
            field.named.declared = true;
        }
        field.max = self.max.or(field.max);
        if self.default.is_some() {
            field.default.clone_from(&self.default);
            field.default_is_typed = self.default_is_typed;
        }
        field.unique = self.unique.unwrap_or(field.unique);
        field.on = self.on.or(field.on);
        self.apply_limits(&mut field.limits);
    }
}

impl FieldDeclaration {
    /// What is said here goes before what was said for all posts.
    fn apply_limits(&self, limits: &mut Limits) {
        let own = &self.limits;
        limits.pattern = own.pattern.clone().or_else(|| limits.pattern.take());
        limits.form = own.form.or(limits.form);
        limits.min = own.min.clone().or_else(|| limits.min.take());
        limits.max = own.max.clone().or_else(|| limits.max.take());
        limits.deprecated = own.deprecated.clone().or_else(|| limits.deprecated.take());
        if !own.when.is_empty() {
            limits.when.clone_from(&own.when);
        }
    }
}

impl Config {
    /// Reads a rubric.yaml. What is wrong in it is left out and told in `errors`, in the order of its places.
    pub fn parse(source: &str) -> Config {
        parse::parse(source)
    }
}
