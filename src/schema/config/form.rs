//! What may stand in a rubric.yaml, once: the parser takes its keys from here, and so do the JSON Schema, completion and hover.
//! Which codes there are, is not known here.

use super::parse::{LEVELS, MOMENTS, SLUGS};
use super::{GENERATORS, Moment};
use crate::schema::limits::FORMS;
use crate::schema::{KINDS, Naming, Severity};

/// A key whose name is fixed.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// A sentence or two for the author, in Markdown without links.
    pub doc: &'static str,
    pub form: Form,
}

/// What stands behind a key.
#[derive(Debug)]
pub enum Form {
    /// `true` or `false`.
    Bool,
    /// A number, or a day.
    Bound,
    /// One scalar of any type.
    Scalar,
    /// The name of a vocabulary.
    Vocabulary,
    /// A list of scalars.
    Scalars,
    /// A list of scalars, or one of them.
    OneOrMore,
    /// A list of lists of scalars.
    Groups,
    /// One of a few words.
    OneOf(Words),
    /// A map with these keys.
    Map(&'static [Key]),
    /// A map whose keys are names of the author's own.
    Names(Names, &'static Form),
}

/// The sets of words, each with what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    Kinds,
    Namings,
    Slugs,
    Generators,
    Levels,
    Moments,
    Forms,
}

/// What the keys of a map name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Fields,
    /// Relative to the root.
    Folders,
    Vocabularies,
    /// Other fields.
    Conditions,
    /// The usual form of a term.
    Terms,
    /// Kinds of findings.
    Codes,
}

/// The keys of the file itself.
pub const FILE: &[Key] = &[
    Key {
        name: "content",
        doc: "Globs of the posts, relative to this file. Without it, every file of Markdown, MDX, Quarto or R Markdown that is not ignored is a post.",
        form: Form::Scalars,
    },
    Key {
        name: "fields",
        doc: "What the fields of all posts should be. What is not said of a field is learned from the posts.",
        form: FIELDS,
    },
    Key {
        name: "collections",
        doc: "Folders that differ: what is said here overrides `fields`, field by field.",
        form: Form::Names(Names::Folders, &Form::Map(COLLECTION)),
    },
    Key {
        name: "vocabularies",
        doc: "Terms with other names, by vocabulary: a field's own name, or the one that its `vocabulary` says.",
        form: Form::Names(Names::Vocabularies, &Form::Map(VOCABULARY)),
    },
    Key {
        name: "slug",
        doc: "How the site makes URLs of titles and terms. Without it, no two are said to collide.",
        form: Form::OneOf(Words::Slugs),
    },
    Key {
        name: "site",
        doc: "What makes the site. Without it, the generator is recognised by its settings.",
        form: Form::OneOf(Words::Generators),
    },
    Key {
        name: "order",
        doc: "In which order posts should have their fields. Without it, the order that most have.",
        form: Form::Scalars,
    },
    Key {
        name: "rules",
        doc: "How much each kind of finding matters: `off`, `hint`, `info`, `warning` or `error`.",
        form: RULES,
    },
];

const FIELDS: Form = Form::Names(Names::Fields, &Form::Map(FIELD));
const RULES: Form = Form::Names(Names::Codes, &Form::OneOf(Words::Levels));

/// The keys of a folder.
pub const COLLECTION: &[Key] = &[
    Key {
        name: "fields",
        doc: "What the fields of this folder's posts should be, where that is something else than elsewhere.",
        form: FIELDS,
    },
    Key {
        name: "rules",
        doc: "How much each kind of finding matters in this folder, where that is something else than elsewhere.",
        form: RULES,
    },
];

/// The keys of a vocabulary.
pub const VOCABULARY: &[Key] = &[
    Key {
        name: "aliases",
        doc: "The usual form of a term, with its other names: `Donald Trump: [特朗普, 川普]`.",
        form: Form::Names(Names::Terms, &Form::OneOrMore),
    },
    Key {
        name: "distinct",
        doc: "Groups of terms that look like one and are not: `[[抖音, TikTok]]`.",
        form: Form::Groups,
    },
];

/// The keys of a field.
pub const FIELD: &[Key] = &[
    Key {
        name: "type",
        doc: "What the field's values are.",
        form: Form::OneOf(Words::Kinds),
    },
    Key {
        name: "required",
        doc: "Every post has the field, and says something in it.",
        form: Form::Bool,
    },
    Key {
        name: "closed",
        doc: "A value that no other post has is a finding.",
        form: Form::Bool,
    },
    Key {
        name: "values",
        doc: "All values that there may be: any other is a finding.",
        form: Form::Scalars,
    },
    Key {
        name: "vocabulary",
        doc: "The vocabulary that the field's terms belong to. Fields that name the same one share it.",
        form: Form::Vocabulary,
    },
    Key {
        name: "style",
        doc: "How the words of a term are joined. Terms in Chinese follow every style.",
        form: Form::OneOf(Words::Namings),
    },
    Key {
        name: "min",
        doc: "The least items of a list, characters of a text, number, or day.",
        form: Form::Bound,
    },
    Key {
        name: "max",
        doc: "The most items of a list, characters of a text, number, or day.",
        form: Form::Bound,
    },
    Key {
        name: "pattern",
        doc: "A regular expression that each value matches as a whole.",
        form: Form::Scalar,
    },
    Key {
        name: "format",
        doc: "The form that each value has.",
        form: Form::OneOf(Words::Forms),
    },
    Key {
        name: "when",
        doc: "The field is required only in posts whose other fields have these values: `{ draft: false }`.",
        form: Form::Names(Names::Conditions, &Form::Scalar),
    },
    Key {
        name: "deprecated",
        doc: "Posts should not have the field any more: `true`, or the name of the field that replaces it.",
        form: Form::Scalar,
    },
    Key {
        name: "default",
        doc: "What a new post has.",
        form: Form::Scalar,
    },
    Key {
        name: "unique",
        doc: "No two posts may have the same value.",
        form: Form::Bool,
    },
    Key {
        name: "on",
        doc: "When the date is set to the day it is, where a post has the field.",
        form: Form::OneOf(Words::Moments),
    },
];

/// The names of keys, for a parser that looks them up.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|it| it.name).collect()
}

impl Words {
    /// Each word with what it means.
    pub fn list(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Words::Kinds => KINDS.map(|(name, it)| (name, it.description())).to_vec(),
            Words::Forms => FORMS.map(|(name, it)| (name, it.description())).to_vec(),
            Words::Namings => Naming::ALL.map(|it| (it.name(), naming(it))).to_vec(),
            Words::Slugs => SLUGS.map(|(name, _)| (name, slug(name))).to_vec(),
            Words::Generators => GENERATORS
                .iter()
                .map(|(name, it)| (*name, it.doc()))
                .collect(),
            Words::Moments => MOMENTS.map(|(name, it)| (name, moment(it))).to_vec(),
            Words::Levels => LEVELS.map(|(name, it)| (name, level(it))).to_vec(),
        }
    }
}

fn naming(naming: Naming) -> &'static str {
    match naming {
        Naming::KebabCase => "`machine-learning`",
        Naming::SnakeCase => "`machine_learning`",
        Naming::LowerCase => "`machine learning`",
    }
}

fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::Save => "whenever an editor saves a post that has changed",
    }
}

fn slug(name: &str) -> &'static str {
    match name {
        "pinyin" => "Chinese as pinyin without tones: `人工智能` is `ren-gong-zhi-neng`",
        "ascii" => "what is not ASCII is left out",
        _ => "letters of every script are kept",
    }
}

fn level(level: Option<Severity>) -> &'static str {
    match level {
        None => "no finding",
        Some(Severity::Hint) => "barely shown",
        Some(Severity::Info) => "shown as information",
        Some(Severity::Warning) => "shown as a warning; `rubric check` fails",
        Some(Severity::Error) => "shown as an error; `rubric check` fails",
    }
}
