//! A rubric.yaml that says what the posts have taught, each line with its evidence. It declares only what nearly all posts
//! keep already: a file that nobody has edited must not bring a flood of findings.

use smol_str::SmolStr;

use super::existing_config::{self, Old};
use crate::corpus::Snapshot;
use crate::features::stats::folders;
use crate::schema::config::FieldDeclaration;
use crate::schema::likely_fields::{KNOWN, are_alike};
use crate::schema::{Config, Evidence, Field, Kind, Quote, Schema};
use crate::syntax::ScalarStyle;
use crate::syntax::yaml::{ScalarContext, write_scalar};

/// A line of values that would be longer, in characters, becomes a list with an item a line.
const MAX_WIDTH: usize = 100;
/// A field that fewer posts have may be a slip.
const MIN_POSTS: u32 = 3;

type Folders<'a> = [(SmolStr, &'a Schema)];

/// A file that is written, and the keys of an older one that were kept in it.
#[derive(Clone, Debug)]
pub struct Learned {
    pub text: String,
    pub kept: Vec<&'static str>,
}

/// The text of the file: what the posts have taught, and what the `old` file says that they cannot teach.
pub fn learned(snap: &Snapshot, old: Option<&Old>) -> Learned {
    let schema = snap.root_schema();
    let folders = folders(snap);
    let mut out = head(schema.front_matter.agreeing);
    let content = old.map_or(&[][..], |it| &it.config.content);
    if !content.is_empty() {
        let globs: Vec<String> = content.iter().map(|it| scalar(it)).collect();
        out.push_str(&format!("\ncontent: [{}]\n", globs.join(", ")));
    }
    let by_hand = |name: &SmolStr| {
        let declaration = old.and_then(|it| it.config.fields.get(name));
        declaration.map_or_else(Vec::new, |it| existing_config::pairs(name, it))
    };
    let (common, rare): (Vec<&SmolStr>, Vec<&SmolStr>) = schema
        .order
        .iter()
        .partition(|it| is_common(schema, it) || !by_hand(it).is_empty());
    out.push_str("\nfields:\n");
    for name in common {
        let field = schema.field(name).expect("the order names known fields");
        let mut declared = match may_be_a_slip(schema, name) {
            true => Declared::default(),
            false => declared(snap, name, field, &folders),
        };
        declared.extend(by_hand(name));
        out.push_str(&field_lines(snap, name, field, &declared));
    }
    out.push_str(&rare_fields(&rare));
    out.push_str(&old.map_or_else(String::new, |it| fields_without_posts(schema, it)));
    let learned = collections(snap, &folders);
    let sections = old.map_or_else(Vec::new, |it| it.sections(differs(it, &learned)));
    let kept: Vec<&'static str> = sections.iter().map(|it| it.0).collect();
    if !kept.contains(&"collections") {
        out.push_str(&learned);
    }
    match sections.is_empty() {
        true => out.push_str(TAIL),
        false => out.push_str("\n# What the posts cannot teach, as it was.\n"),
    }
    for (_, section) in sections {
        out.push_str(&format!("\n{section}"));
    }
    Learned { text: out, kept }
}

/// Fields that an author has declared before any post has them, in the order of their names.
fn fields_without_posts(schema: &Schema, old: &Old) -> String {
    let declared = old.config.fields.iter();
    let mut declared: Vec<_> = declared
        .filter(|(name, _)| schema.field(name).is_none())
        .collect();
    declared.sort_by_key(|it| it.0);
    let line = |(name, declaration): (&SmolStr, &FieldDeclaration)| {
        let key = write_scalar(name, ScalarContext::Key, ScalarStyle::Plain);
        let mut all = Declared::default();
        all.extend(existing_config::all_pairs(name, declaration));
        format!("  # no post has it yet\n  {key}: {}\n", all.flow())
    };
    declared.into_iter().map(line).collect()
}

/// Whether the old file's collections are an author's, rather than what was learned once and is still so.
fn differs(old: &Old, learned: &str) -> bool {
    let learned = Config::parse(learned);
    old.config.collections != learned.collections
        || old.config.collection_rules != learned.collection_rules
}

/// What the posts have taught of one field, as its declaration: `{ type: list, style: kebab-case }`.
pub(super) fn flow_line(snap: &Snapshot, name: &str) -> Option<String> {
    let field = snap.root_schema().field(name)?;
    let declared = declared(snap, name, field, &folders(snap));
    (!declared.pairs.is_empty()).then(|| declared.flow())
}

fn head(n_posts: u32) -> String {
    format!(
        "\
# What {} say of their fields, as `rubric init` found it.
# Event or delete what you like: what is not said here is learned from the posts, and keeps up with them.
# `rubric check` tells which posts differ, `rubric stats` shows the figures behind each line.
",
        posts(n_posts)
    )
}

const TAIL: &str = "
# What the posts cannot teach:
#
# vocabularies:                  # other names of a term
#   people: { aliases: { Donald Trump: [特朗普, 川普] } }
# slug: pinyin                   # how the site makes URLs: pinyin, ascii or unicode
# rules: { missing-field: off }  # off, hint, info, warning or error; `rubric explain` lists the codes
";

fn is_common(schema: &Schema, name: &str) -> bool {
    let field = schema.field(name);
    field.is_some_and(|it| it.presence.agreeing >= MIN_POSTS)
}

/// What is said of a field, as keys and values of its line.
#[derive(Default)]
struct Declared {
    pairs: Vec<(&'static str, String)>,
    values: Vec<SmolStr>,
}

/// A declaration would make a name of one that is a slip, or another's name a slip of it.
fn may_be_a_slip(schema: &Schema, name: &str) -> bool {
    let n_posts = |it: &str| schema.field(it).map_or(0, |it| it.presence.agreeing);
    let own = n_posts(name);
    let mut others = schema.order.iter().filter(|it| *it != name);
    others.any(|it| (own < KNOWN || n_posts(it) > own) && are_alike(name, it))
}

/// What can be declared and leaves every finding as it is.
fn declared(snap: &Snapshot, name: &str, field: &Field, folders: &Folders<'_>) -> Declared {
    let mut declared = Declared::default();
    let in_folders = folders.iter().filter_map(|(_, it)| it.field(name));
    if is_type(field) && in_folders.clone().all(|it| is_type_kept(it, field)) {
        declared.push("type", field.kind.name());
    }
    let is_kept =
        |it: &(SmolStr, &Schema)| is_kept(it.1, name) && has_front_matter(snap, &it.0, it.1);
    if is_required(field) && folders.iter().all(is_kept) {
        declared.push("required", "true");
    }
    let naming = field.naming.filter(|_| is_all(field.named));
    // Where all values are listed, how others would be written is no question.
    if let Some(naming) = naming.filter(|_| !is_closed(field)) {
        declared.push("style", naming.name());
    }
    if snap.is_learned_unique(name, field) {
        declared.push("unique", "true");
    }
    if is_closed(field) {
        declared.values.clone_from(&field.values);
    }
    declared
}

impl Declared {
    /// What an author has said wins.
    fn extend(&mut self, pairs: Vec<(&'static str, String)>) {
        for (key, value) in pairs {
            if key == "values" {
                self.values.clear();
            }
            self.pairs.retain(|it| it.0 != key);
            self.pairs.push((key, value));
        }
    }

    fn push(&mut self, key: &'static str, value: &str) {
        self.pairs.push((key, value.to_owned()));
    }

    fn flow(&self) -> String {
        let pairs = self.pairs.iter().map(|(key, it)| format!("{key}: {it}"));
        let mut pairs: Vec<String> = pairs.collect();
        if !self.values.is_empty() {
            let values: Vec<String> = self.values.iter().map(|it| scalar(it)).collect();
            pairs.push(format!("values: [{}]", values.join(", ")));
        }
        format!("{{ {} }}", pairs.join(", "))
    }
}

fn is_all(it: Evidence) -> bool {
    it.of > 0 && it.agreeing == it.of
}

/// Whether to declare the type finds what was found without: of few posts, that is where all keep to it.
fn is_type(field: &Field) -> bool {
    let Field {
        evidence,
        bracketed,
        days,
        ..
    } = field;
    let is_told = evidence.is_strong() || is_all(*evidence);
    is_told
        && match field.kind {
            Kind::Nested => false,
            Kind::List => bracketed.is_strong() || bracketed.agreeing == bracketed.of,
            Kind::Date => is_all(*days) || days.agreeing * 2 <= days.of,
            _ => true,
        }
}

/// The same of the posts of a folder, which may have a type of their own.
fn is_type_kept(own: &Field, of_root: &Field) -> bool {
    let is_inherited = own.evidence == of_root.evidence;
    match own.kind == of_root.kind {
        true => is_inherited || is_type(own),
        false => is_own_type(own),
    }
}

fn is_own_type(field: &Field) -> bool {
    field.evidence.is_strong() && is_type(field)
}

/// All posts have it and say something in it. Where one lacks it, to declare it would tell even the pages of sections so.
fn is_required(field: &Field) -> bool {
    let of_all = |it: Evidence| it.is_strong() && is_all(it);
    of_all(field.presence) && of_all(field.filled)
}

/// Whether the folder's posts keep to it, so that to require it of all is right there too.
fn is_kept(schema: &Schema, name: &str) -> bool {
    let field = schema.field(name);
    let has_posts = schema.front_matter.agreeing > 0;
    !has_posts || field.is_some_and(|it| is_all(it.presence) && is_all(it.filled))
}

/// Where most posts of a folder have a front matter, one without lacks what is required.
fn has_front_matter(snap: &Snapshot, folder: &str, schema: &Schema) -> bool {
    let Evidence { agreeing, of, .. } = schema.front_matter;
    if agreeing == of || agreeing * 2 <= of {
        return true;
    }
    let without = snap.files().filter(|it| !it.1.has_front_matter());
    let mut paths = without.map(|it| snap.path(it.0));
    !paths.any(|it| it.top_folder() == folder && !it.is_about_repository())
}

/// What is not in the set would be a finding.
fn is_closed(field: &Field) -> bool {
    field.closed && is_all(field.membership)
}

fn field_lines(snap: &Snapshot, name: &str, field: &Field, declared: &Declared) -> String {
    let mut out = String::new();
    for line in comments(snap, name, field) {
        out.push_str(&format!("  # {}\n", one_line(&line)));
    }
    let key = write_scalar(name, ScalarContext::Key, ScalarStyle::Plain);
    if declared.pairs.is_empty() && declared.values.is_empty() {
        out.push_str(&format!("  # {}: {{}}\n", one_line(&key)));
        return out;
    }
    let flow = format!("  {key}: {}\n", declared.flow());
    if flow.chars().count() <= MAX_WIDTH {
        return out + &flow;
    }
    out.push_str(&format!("  {key}:\n"));
    for (key, value) in &declared.pairs {
        out.push_str(&format!("    {key}: {value}\n"));
    }
    out.push_str("    values:\n");
    for value in &declared.values {
        out.push_str(&value_line(snap, name, value));
    }
    out
}

fn value_line(snap: &Snapshot, field: &str, value: &str) -> String {
    let vocabulary = snap.values(field);
    let term = vocabulary.and_then(|it| Some(it.term(it.get(value)?)));
    let n_posts = term.map_or(0, |it| it.posts.len());
    let value = write_scalar(value, ScalarContext::BlockItem, ScalarStyle::Plain);
    format!("      - {value:24} # {n_posts}\n")
}

/// The evidence, a few facts a line.
fn comments(snap: &Snapshot, name: &str, field: &Field) -> Vec<String> {
    let Field {
        presence, filled, ..
    } = field;
    let mut all = vec![format!("{} have it", share(*presence, "posts"))];
    if filled.agreeing == 0 {
        all.push("always empty".to_owned());
    } else if filled.agreeing < filled.of {
        all.push(format!("{} not empty", thousands(filled.agreeing)));
    }
    if field.filled.agreeing > 0 && field.evidence.agreeing < field.evidence.of {
        let kind = field.kind.name();
        all.push(format!(
            "{} are of type {kind}",
            share(field.evidence, "values")
        ));
    }
    let mut values = Vec::new();
    values.extend(vocabulary(snap, name, field));
    if let Some(naming) = field.naming.filter(|_| !field.closed) {
        values.push(format!(
            "{} are {}",
            share(field.named, "in Latin letters"),
            naming.name()
        ));
    }
    if field.kind == Kind::Url && field.distinct.of > 0 {
        values.push(format!("{} different", share(field.distinct, "values")));
    }
    values.extend(form(field));
    let lines = [all.join(", "), values.join("; ")];
    lines.into_iter().filter(|it| !it.is_empty()).collect()
}

/// `9,555 of 9,566 say evergreen`, or how many terms there are.
fn vocabulary(snap: &Snapshot, name: &str, field: &Field) -> Option<String> {
    let vocabulary = snap.vocabulary(name)?;
    if field.closed {
        let usual = field.values.first()?;
        let n_posts = vocabulary.term(vocabulary.get(usual)?).posts.len();
        let of = Evidence {
            agreeing: n_posts as u32,
            of: vocabulary.n_uses() as u32,
            declared: false,
        };
        let said = format!("{} say {usual}", share(of, ""));
        if is_closed(field) {
            return Some(format!("{said}; all values are listed"));
        }
        let values: Vec<String> = field.values.iter().map(|it| scalar(it)).collect();
        let listed = share(field.membership, "values");
        return Some(format!("{said}; {listed} are one of {}", values.join(", ")));
    }
    let n_once = vocabulary
        .terms()
        .filter(|(_, it)| it.posts.len() == 1)
        .count();
    (!vocabulary.is_empty()).then(|| {
        let once = thousands(n_once as u32);
        match vocabulary.len() as u32 {
            1 => format!("1 term, {once} of them used once"),
            terms => format!("{} terms, {once} of them used once", thousands(terms)),
        }
    })
}

/// How values are usually written.
fn form(field: &Field) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(form) = field
        .style
        .date_format
        .as_ref()
        .filter(|_| field.kind == Kind::Date)
    {
        notes.push(format!("{} like {form}", share(field.dated, "dates")));
    }
    if field.kind == Kind::List && field.indented.of > 0 {
        notes.push(format!("items indented by {}", field.style.indent));
    }
    match field.style.quote {
        Quote::Plain => {}
        Quote::Single => notes.push("in single quotes".to_owned()),
        Quote::Double => notes.push("in double quotes".to_owned()),
    }
    notes
}

fn rare_fields(names: &[&SmolStr]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<String> = names.iter().map(|it| one_line(it)).collect();
    format!("  # In one or two posts each: {}\n", names.join(", "))
}

/// What a folder's posts keep to, and those of others do not.
fn collections(snap: &Snapshot, folders: &Folders<'_>) -> String {
    let mut out = String::new();
    for (folder, schema) in folders {
        let lines: String = schema
            .order
            .iter()
            .filter_map(|name| folder_line(snap, folders, (folder, schema), name))
            .collect();
        if !lines.is_empty() {
            let folder = write_scalar(folder, ScalarContext::Key, ScalarStyle::Plain);
            out.push_str(&format!("  {folder}:\n    fields:\n{lines}"));
        }
    }
    match out.is_empty() {
        true => out,
        false => format!("\n# Folders whose posts have more in common.\ncollections:\n{out}"),
    }
}

fn folder_line(
    snap: &Snapshot,
    folders: &Folders<'_>,
    (folder, own): (&str, &Schema),
    name: &str,
) -> Option<String> {
    let root = snap.root_schema();
    let (field, of_root) = (own.field(name)?, root.field(name)?);
    let of_all = match is_common(root, name) && !may_be_a_slip(root, name) {
        true => declared(snap, name, of_root, folders),
        false => return None,
    };
    let said = |it: &str| of_all.pairs.iter().any(|(key, _)| *key == it);
    let mut more = Declared::default();
    if field.kind != of_root.kind && is_own_type(field) {
        more.push("type", field.kind.name());
    }
    if is_required(field) && !said("required") && has_front_matter(snap, folder, own) {
        more.push("required", "true");
    }
    if more.pairs.is_empty() {
        return None;
    }
    let key = write_scalar(name, ScalarContext::Key, ScalarStyle::Plain);
    let line = format!("      {key}: {}", more.flow());
    let evidence = share(field.presence, "posts");
    Some(format!("{line:48} # {evidence}\n"))
}

fn scalar(text: &str) -> String {
    write_scalar(text, ScalarContext::FlowItem, ScalarStyle::Plain)
}

/// `1,954 of 1,958 posts`, `all 59 posts`.
fn share(it: Evidence, what: &str) -> String {
    let space = if what.is_empty() { "" } else { " " };
    match it.agreeing == it.of {
        true => format!("all {}{space}{what}", thousands(it.of)),
        false => format!(
            "{} of {}{space}{what}",
            thousands(it.agreeing),
            thousands(it.of)
        ),
    }
}

fn posts(n: u32) -> String {
    match n {
        1 => "1 post".to_owned(),
        n => format!("{} posts", thousands(n)),
    }
}

/// `1,958`
fn thousands(n: u32) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A name is a stranger's: in a comment it must not end the line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|it| {
            if it.is_control() || matches!(it, '\u{85}' | '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                it
            }
        })
        .collect()
}
