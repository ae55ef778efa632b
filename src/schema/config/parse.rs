//! rubric.yaml from its text: each key and value is looked at where it stands, so that an error has its exact range and the
//! rest of the file holds all the same.

use crate::text::TextRange;
use globset::GlobBuilder;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::{SmolStr, ToSmolStr};

use super::form::{self, COLLECTION, FIELD, FILE, Key, VOCABULARY};
use super::globs;
use super::nearest::nearest;
use super::{
    Config, ConfigError, Declarations, FieldDeclaration, GENERATORS, Moment, Rules, SlugStyle,
    VocabularyDeclaration,
};
use crate::schema::limits::{Bound, Deprecated, FORMS, Pattern};
use crate::schema::shape::Shape;
use crate::schema::{Code, KINDS, Naming, Severity};
use crate::syntax::{Node, NodeKind, ScalarStyle, parse_map};

pub(super) const SLUGS: [(&str, SlugStyle); 3] = [
    ("pinyin", SlugStyle::Pinyin),
    ("ascii", SlugStyle::Ascii),
    ("unicode", SlugStyle::Unicode),
];

pub(super) const MOMENTS: [(&str, Moment); 1] = [("save", Moment::Save)];

pub(super) const LEVELS: [(&str, Option<Severity>); 5] = [
    ("off", None),
    ("hint", Some(Severity::Hint)),
    ("info", Some(Severity::Info)),
    ("warning", Some(Severity::Warning)),
    ("error", Some(Severity::Error)),
];

type Errors = Vec<ConfigError>;

pub(super) fn parse(source: &str) -> Config {
    let (entries, syntax_errors) = parse_map(source);
    let mut config = Config::default();
    let mut errors: Errors = syntax_errors
        .into_iter()
        .map(|it| error(it.range, it.kind.to_string()))
        .collect();
    let whole = entries.iter().filter(|it| !it.broken);
    let pairs: Vec<(&Node, &Node)> = whole.map(|it| (&it.key, &it.value)).collect();
    for (key, node) in known(&pairs, FILE, "here", &mut errors) {
        match key {
            "content" => config.content = content(node, &mut errors),
            "fields" => config.fields = fields(node, &mut errors),
            "collections" => collections(node, &mut config, &mut errors),
            "vocabularies" => config.vocabularies = vocabularies(node, &mut errors),
            "slug" => config.slug = one_of(node, &SLUGS, "`slug`", &mut errors),
            "site" => config.site = one_of(node, GENERATORS, "`site`", &mut errors),
            "order" => config.order = order(node, &mut errors),
            _ => config.rules = rules(node, &mut errors),
        }
    }
    errors.sort_by_key(|it| (it.range.start(), it.range.end()));
    config.errors = errors;
    config
}

/// The entries of a map whose keys are known and stand there once; the others are told.
fn known<'a>(
    pairs: &[(&'a Node, &'a Node)],
    keys: &[Key],
    place: &str,
    errors: &mut Errors,
) -> Vec<(&'static str, &'a Node)> {
    let keys = form::names(keys);
    let mut found: Vec<(&'static str, &Node)> = Vec::new();
    for (key, node) in pairs {
        let name = key.text().unwrap_or_default();
        match keys.iter().find(|it| **it == name) {
            Some(known) if found.iter().any(|it| it.0 == *known) => {
                errors.push(error(
                    key.range,
                    format!("`{name}` stands {place} twice: keep one"),
                ));
            }
            Some(known) => found.push((known, node)),
            None => errors.push(ConfigError {
                meant: nearest(name, &keys),
                ..error(key.range, unknown(name, &keys, place))
            }),
        }
    }
    // Null is what a key with everything under it commented out has.
    found.retain(|it| !it.1.is_null());
    found
}

fn unknown(name: &str, keys: &[&str], place: &str) -> String {
    match nearest(name, keys) {
        Some(meant) => format!("there is no `{name}` {place}: did you mean `{meant}`?"),
        None => format!("there is no `{name}` {place}, only {}", words(keys)),
    }
}

fn order(node: &Node, errors: &mut Errors) -> Vec<SmolStr> {
    let what = "`order` is a list of fields, such as [title, date, tags]";
    let names = texts(node, what, errors);
    names.into_iter().map(|it| it.0).collect()
}

fn content(node: &Node, errors: &mut Errors) -> Vec<SmolStr> {
    let what = "`content` is a list of globs, such as [\"posts/**/*.md\"]";
    let mut globs = Vec::new();
    for (glob, range) in texts(node, what, errors) {
        match GlobBuilder::new(&glob).literal_separator(true).build() {
            Ok(_) => {
                let of_no_post = globs::of_no_post(&glob);
                errors.extend(of_no_post.map(|it| error(range, it)));
                globs.push(glob);
            }
            Err(reason) => errors.push(error(
                range,
                format!("`{glob}` is no glob: {}", reason.kind()),
            )),
        }
    }
    globs
}

fn fields(node: &Node, errors: &mut Errors) -> Declarations {
    let what = "`fields` holds one line for each field, such as `tags: { type: list }`";
    let pairs = map(node, what, errors);
    let named = names(&pairs, "`fields`", errors);
    named
        .map(|(name, node)| (name, field(node, errors)))
        .collect()
}

fn field(node: &Node, errors: &mut Errors) -> FieldDeclaration {
    let mut field = FieldDeclaration::default();
    if node.is_null() {
        return field;
    }
    let what = "a field is declared by `{ type: list, required: true }` and the like";
    let pairs = map(node, what, errors);
    for (key, node) in known(&pairs, FIELD, "in a field", errors) {
        match key {
            "type" => field.kind = one_of(node, &KINDS, "`type`", errors),
            "required" => field.required = bool(node, key, errors),
            "closed" => field.closed = bool(node, key, errors),
            "on" => field.on = one_of(node, &MOMENTS, "`on`", errors),
            "unique" => field.unique = bool(node, key, errors),
            "values" => {
                let what =
                    "`values` is a list of all values there may be, such as [inbox, archived]";
                field.values = Some(
                    texts(node, what, errors)
                        .into_iter()
                        .map(|it| it.0)
                        .collect(),
                );
            }
            "vocabulary" => field.vocabulary = text(node, "the name of a vocabulary", key, errors),
            "style" => field.naming = naming(node, errors),
            "min" => field.limits.min = bound(node, key, errors),
            "max" => {
                field.limits.max = bound(node, key, errors);
                field.max = count(field.limits.max.as_ref());
            }
            "pattern" => field.limits.pattern = pattern(node, errors),
            "format" => field.limits.form = one_of(node, &FORMS, "`format`", errors),
            "when" => {
                field.limits.when = when(node, errors);
                // A field that is required at some time is required.
                field.required = field.required.or(Some(true));
            }
            "deprecated" => field.limits.deprecated = deprecated(node, errors),
            _ => {
                field.default = text(node, "one value", key, errors);
                field.default_is_typed = is_typed(node);
            }
        }
    }
    let default = pairs.iter().find(|it| it.0.text() == Some("default"));
    errors.extend(default.and_then(|it| untyped_default(&field, it.1)));
    field
}

/// Whether YAML reads the scalar as true or false, or as a number.
fn is_typed(node: &Node) -> bool {
    let quoted = node.style() != Some(ScalarStyle::Plain);
    let shape = node.text().map(|it| Shape::of(it, quoted));
    matches!(shape, Some(Shape::Bool | Shape::Number))
}

/// A default that would be a wrong type in every new post.
fn untyped_default(field: &FieldDeclaration, node: &Node) -> Option<ConfigError> {
    let text = field.default.as_deref()?;
    let quoted = node.style() != Some(ScalarStyle::Plain);
    let kind = field.kind.filter(|it| it.is_typed())?;
    if !quoted && kind.admits(text, ScalarStyle::Plain) {
        return None;
    }
    let (name, phrase) = (kind.name(), kind.phrase());
    let message = format!("the `default` of a {name} is {phrase}, without quotes");
    Some(error(node.range, message))
}

fn naming(node: &Node, errors: &mut Errors) -> Option<Naming> {
    let namings = Naming::ALL.map(|it| (it.name(), it));
    one_of(node, &namings, "`style`", errors)
}

fn bound(node: &Node, key: &str, errors: &mut Errors) -> Option<Bound> {
    let is_plain = node.style() == Some(ScalarStyle::Plain);
    let bound = node.text().and_then(Bound::parse);
    let bound = bound.filter(|it| is_plain || matches!(it, Bound::Date(_)));
    if bound.is_none() {
        let message = format!(
            "`{key}` is a number, of items, characters or the value itself, or a date such as 2024-05-14"
        );
        errors.push(error(node.range, message));
    }
    bound
}

/// Of a list: so many items.
fn count(bound: Option<&Bound>) -> Option<u32> {
    match bound? {
        Bound::Number(it) if *it >= 0.0 && it.fract() == 0.0 => Some(*it as u32),
        _ => None,
    }
}

fn pattern(node: &Node, errors: &mut Errors) -> Option<Pattern> {
    let source = text(node, "a regular expression", "pattern", errors)?;
    match Pattern::new(&source) {
        Ok(pattern) => Some(pattern),
        Err(reason) => {
            let message = format!("`{source}` is not a regular expression: {reason}");
            errors.push(error(node.range, message));
            None
        }
    }
}

fn when(node: &Node, errors: &mut Errors) -> Vec<(SmolStr, SmolStr)> {
    let what = "`when` holds fields with the value that each must have, such as `{ draft: false }`";
    let pairs = map(node, what, errors);
    let mut conditions = Vec::new();
    for (name, node) in names(&pairs, "`when`", errors) {
        if let Some(value) = text(node, "one value", &name, errors) {
            conditions.push((name, value));
        }
    }
    conditions
}

/// `true`, or the name of the field to have instead.
fn deprecated(node: &Node, errors: &mut Errors) -> Option<Deprecated> {
    let what = "true, or the name of the field that replaces it";
    let text = text(node, what, "deprecated", errors)?;
    let is_plain = node.style() == Some(ScalarStyle::Plain);
    match text.as_str() {
        "false" if is_plain => None,
        "true" if is_plain => Some(Deprecated::default()),
        _ => Some(Deprecated {
            replacement: Some(text),
        }),
    }
}

fn collections(node: &Node, config: &mut Config, errors: &mut Errors) {
    let what =
        "`collections` holds folders, such as `books: { fields: { rating: { required: true } } }`";
    let pairs = map(node, what, errors);
    for (folder, node) in names(&pairs, "`collections`", errors) {
        let folder = folder
            .trim_start_matches("./")
            .trim_matches('/')
            .to_smolstr();
        let pairs = map(
            node,
            "a collection is declared by `{ fields: { … }, rules: { … } }`",
            errors,
        );
        let mut declarations = Declarations::default();
        for (key, node) in known(&pairs, COLLECTION, "in a collection", errors) {
            if key == "fields" {
                declarations = fields(node, errors);
            } else {
                let rules = rules(node, errors);
                config.collection_rules.push((folder.clone(), rules));
            }
        }
        config.collections.push((folder, declarations));
    }
}

fn vocabularies(node: &Node, errors: &mut Errors) -> FxHashMap<SmolStr, VocabularyDeclaration> {
    let what =
        "`vocabularies` holds names, such as `people: { aliases: { Donald Trump: [川普] } }`";
    let pairs = map(node, what, errors);
    let mut vocabularies = FxHashMap::default();
    for (name, node) in names(&pairs, "`vocabularies`", errors) {
        let pairs = map(
            node,
            "a vocabulary is declared by `{ aliases: { … } }`",
            errors,
        );
        let mut vocabulary = VocabularyDeclaration::default();
        for (key, node) in known(&pairs, VOCABULARY, "in a vocabulary", errors) {
            match key {
                "distinct" => vocabulary.distinct = distinct(node, errors),
                _ => vocabulary.aliases = aliases(node, errors),
            }
        }
        vocabularies.insert(name, vocabulary);
    }
    vocabularies
}

fn distinct(node: &Node, errors: &mut Errors) -> Vec<Vec<SmolStr>> {
    let what = "`distinct` holds groups of terms that are not the same, such as [[抖音, TikTok]]";
    // `[[a, b]]` is one group, not a link: the lists are taken as they stand.
    let NodeKind::List { items, .. } = &node.kind else {
        errors.push(error(node.range, what));
        return Vec::new();
    };
    let mut groups = Vec::new();
    for item in items {
        let group: Vec<SmolStr> = texts(item, what, errors)
            .into_iter()
            .map(|it| it.0)
            .collect();
        if group.len() > 1 {
            groups.push(group);
        } else if matches!(item.kind, NodeKind::List { .. }) {
            errors.push(error(item.range, what));
        }
    }
    groups
}

/// An alias that stands for two terms would stand for neither.
fn aliases(node: &Node, errors: &mut Errors) -> Vec<(SmolStr, Vec<SmolStr>)> {
    let what = "`aliases` holds the usual form and its other names, such as `Donald Trump: [特朗普, 川普]`";
    let pairs = map(node, what, errors);
    let named: Vec<(SmolStr, &Node)> = names(&pairs, "`aliases`", errors).collect();
    let canonical: FxHashSet<SmolStr> = named.iter().map(|it| it.0.clone()).collect();
    let mut taken: FxHashMap<SmolStr, SmolStr> = FxHashMap::default();
    let mut aliases = Vec::new();
    for (name, node) in named {
        let what = "the other names of a term are a list, such as [特朗普, 川普]";
        let mut own = Vec::new();
        for (alias, range) in one_or_more(node, what, errors) {
            if alias == name {
                errors.push(error(
                    range,
                    format!("`{alias}` is the usual form itself: take it out"),
                ));
            } else if canonical.contains(&alias) {
                errors.push(error(
                    range,
                    format!("`{alias}` is a usual form too: merge the two lines"),
                ));
            } else if let Some(other) = taken.insert(alias.clone(), name.clone()) {
                let message =
                    format!("`{alias}` stands for `{other}` already: keep it in one place");
                errors.push(error(range, message));
                taken.insert(alias, other);
            } else {
                own.push(alias);
            }
        }
        aliases.push((name, own));
    }
    aliases
}

fn rules(node: &Node, errors: &mut Errors) -> Rules {
    let what = "`rules` holds codes, such as `heading-skip: off`";
    let pairs = map(node, what, errors);
    let mut rules = Rules::default();
    for (key, _) in &pairs {
        let name = key.text().unwrap_or_default();
        if let (Err(message), false) = (name.parse::<Code>(), name.is_empty()) {
            errors.push(ConfigError {
                meant: Code::nearest_to(name).map(Code::name),
                ..error(key.range, message)
            });
        }
    }
    for (name, node) in names(&pairs, "`rules`", errors) {
        // A tool that reads YAML 1.1, and writes what it has read, makes `false` of `off`.
        let is_off = node.style() == Some(ScalarStyle::Plain) && node.text() == Some("false");
        let level = if is_off {
            Some(None)
        } else {
            one_of(node, &LEVELS, &format!("`{name}`"), errors)
        };
        // A rule that there is not would be switched off in vain.
        if let (Ok(code), Some(level)) = (name.parse::<Code>(), level) {
            rules.insert(code, level);
        }
    }
    rules
}

/// The entries of a map; an error where there is something else. Null is an empty map.
fn map<'a>(node: &'a Node, what: &str, errors: &mut Errors) -> Vec<(&'a Node, &'a Node)> {
    if !node.is_null() && !matches!(node.kind, NodeKind::Map { .. }) {
        errors.push(error(node.range, what));
    }
    node.map_entries()
        .iter()
        .map(|it| (&it.key, &it.value))
        .collect()
}

/// The entries of a map whose keys are the author's own; of a name that stands there twice, the first.
fn names<'a>(
    pairs: &[(&'a Node, &'a Node)],
    place: &str,
    errors: &mut Errors,
) -> std::vec::IntoIter<(SmolStr, &'a Node)> {
    let mut seen = FxHashSet::default();
    let mut named = Vec::new();
    for (key, node) in pairs {
        let name = key.text().unwrap_or_default();
        if name.is_empty() {
            errors.push(error(key.range, format!("a name is missing in {place}")));
        } else if seen.insert(name) {
            named.push((SmolStr::from(name), *node));
        } else {
            errors.push(error(
                key.range,
                format!("`{name}` stands in {place} twice: keep one"),
            ));
        }
    }
    named.into_iter()
}

/// The scalars of a list, with their places.
fn texts(node: &Node, what: &str, errors: &mut Errors) -> Vec<(SmolStr, TextRange)> {
    if !matches!(node.kind, NodeKind::List { .. }) {
        errors.push(error(node.range, what));
    }
    let mut texts = Vec::new();
    for item in node.items() {
        match item.text().filter(|it| !it.is_empty()) {
            Some(text) => texts.push((text.into(), item.range)),
            None => errors.push(error(item.range, what)),
        }
    }
    texts
}

/// As [`texts`]; one scalar is a list of one.
fn one_or_more(node: &Node, what: &str, errors: &mut Errors) -> Vec<(SmolStr, TextRange)> {
    match node.text() {
        Some(text) => vec![(text.into(), node.range)],
        None => texts(node, what, errors),
    }
}

fn text(node: &Node, what: &str, key: &str, errors: &mut Errors) -> Option<SmolStr> {
    let text = node.text();
    if text.is_none() {
        errors.push(error(node.range, format!("`{key}` is {what}")));
    }
    text.map(SmolStr::from)
}

fn bool(node: &Node, key: &str, errors: &mut Errors) -> Option<bool> {
    let plain = node
        .text()
        .filter(|_| node.style() == Some(ScalarStyle::Plain));
    let value = plain.and_then(|it| it.to_lowercase().parse().ok());
    if value.is_none() {
        errors.push(error(
            node.range,
            format!("`{key}` is true or false, without quotes"),
        ));
    }
    value
}

fn one_of<T: Copy>(
    node: &Node,
    values: &[(&'static str, T)],
    subject: &str,
    errors: &mut Errors,
) -> Option<T> {
    let text = node.text().unwrap_or_default();
    if let Some((_, value)) = values.iter().find(|it| it.0 == text) {
        return Some(*value);
    }
    let names: Vec<&str> = values.iter().map(|it| it.0).collect();
    let meant = nearest(text, &names);
    let asked = meant.map_or(String::new(), |it| format!(": did you mean `{it}`?"));
    let message = format!("{subject} is {}{asked}", words(&names));
    errors.push(ConfigError {
        meant,
        ..error(node.range, message)
    });
    None
}

/// `a`, `b` or `c`
fn words(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

fn error(range: TextRange, message: impl Into<String>) -> ConfigError {
    ConfigError {
        range,
        message: message.into(),
        meant: None,
    }
}
