//! From counts to a schema. Pure: the same counts give the same judgement.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::counts::{Counts, FieldCounts, usual};
use super::order::usual_order;
use crate::corpus::index::Index;
use crate::corpus::normalize::VocabularyKind;
use crate::corpus::vocabulary::Vocabulary;
use crate::schema::config::Declarations;
use crate::schema::shape::DateForm;
use crate::schema::{Config, Evidence, Field, FieldStyle, Kind, Naming, Schema};
use crate::syntax::{key_of, parent_of};

/// With fewer values than this, a field's name tells more of its kind than its values do.
const FEW: i32 = 5;

/// A vocabulary of more terms is open, whatever the counts.
const MAX_CLOSED: usize = 64;

/// The schema of a folder, on top of that of the `root`; or of the root itself, which is `None` then.
/// `declared` are the folder's collections in rubric.yaml, the outermost first.
pub(super) fn schema(
    counts: &Counts,
    root: Option<&Schema>,
    index: &Index,
    config: &Config,
    declared: &[&Declarations],
) -> Schema {
    let mut order = usual_order(counts);
    let arbitrary = arbitrary_keys(counts);
    order.retain(|it| match root {
        Some(root) if is_nested(counts, it) => root.field(it).is_some(),
        _ => !arbitrary.contains(it),
    });
    let known: FxHashSet<&SmolStr> = counts.fields.keys().collect();
    let of_root = root.map_or(&[][..], |it| &it.order);
    let elsewhere: Vec<_> = of_root
        .iter()
        .filter(|it| !known.contains(it))
        .cloned()
        .collect();
    order.extend(elsewhere);
    let mut schema = Schema {
        front_matter: evidence(
            counts.n_posts,
            counts.n_posts + counts.n_without_front_matter,
        ),
        outline: counts.outline.clone(),
        rules: config.rules.clone(),
        ..Schema::default()
    };
    for name in &order {
        let of_root = root.and_then(|it| it.field(name));
        let none = FieldCounts::default();
        let field_counts = counts.fields.get(name).unwrap_or(&none);
        let parent = match counts.fields.contains_key(name) {
            true => parent_of(name).filter(|_| is_nested(counts, name)),
            false => of_root.and_then(|it| it.parent.as_deref()),
        };
        let n_posts = parent.map_or(counts.n_posts, |it| n_maps(counts, it));
        let field = Field {
            parent: parent.map(SmolStr::new),
            ..field(name, field_counts, n_posts, of_root, index)
        };
        schema.fields.insert(name.clone(), field);
    }
    for declarations in [&config.fields].into_iter().chain(declared.iter().copied()) {
        declare(&mut schema, &mut order, declarations);
    }
    order_as_declared(&mut order, &config.order);
    for field in schema.fields.values_mut() {
        if let Some(vocabulary) = index.vocabulary(&field.vocabulary) {
            count_declared_set(field, vocabulary);
        }
    }
    schema.order = order;
    schema
}

/// Brings the fields that rubric.yaml puts in order to the front; the others stay as posts have them.
fn order_as_declared(order: &mut Vec<SmolStr>, declared: &[SmolStr]) {
    order.retain(|it| !declared.contains(it));
    order.splice(0..0, declared.iter().cloned());
}

/// Whether the field is mostly one of a map: a key may have a dot in itself.
fn is_nested(counts: &Counts, field: &SmolStr) -> bool {
    let counts = counts.fields.get(field);
    counts.is_some_and(|it| it.nested * 2 > it.present)
}

/// The posts that have a map, or a list of maps, in the field of this path.
fn n_maps(counts: &Counts, path: &str) -> i32 {
    let field = path.strip_suffix("[]").unwrap_or(path);
    counts.fields.get(field).map_or(0, |it| it.other)
}

/// Fields of maps whose keys are the posts' own, such as the words of a glossary: a third as many different ones as there are posts
/// with such a map, and more. Those of the maps in them, too.
fn arbitrary_keys(counts: &Counts) -> FxHashSet<SmolStr> {
    let nested = counts.fields.keys().filter(|it| is_nested(counts, it));
    let nested: Vec<(&str, &SmolStr)> =
        nested.filter_map(|it| Some((parent_of(it)?, it))).collect();
    let mut n_keys: FxHashMap<&str, i32> = FxHashMap::default();
    for (parent, _) in &nested {
        *n_keys.entry(parent).or_default() += 1;
    }
    let is_arbitrary = |path: &str| {
        let above = std::iter::successors(parent_of(path), |it| parent_of(it));
        let mut above = above.filter_map(|it| Some((it, n_keys.get(it)?)));
        above.any(|(parent, n_keys)| n_keys * 3 > n_maps(counts, parent))
    };
    let arbitrary = nested.iter().filter(|it| is_arbitrary(it.1));
    arbitrary.map(|it| it.1.clone()).collect()
}

fn declare(schema: &mut Schema, order: &mut Vec<SmolStr>, declarations: &Declarations) {
    let mut new: Vec<_> = declarations
        .keys()
        .filter(|it| !schema.fields.contains_key(*it))
        .collect();
    new.sort();
    order.extend(new.into_iter().cloned());
    for (name, declaration) in declarations {
        let field = schema.fields.entry(name.clone()).or_insert_with(|| Field {
            kind: kind_by_name(key_of(name)),
            vocabulary: name.clone(),
            parent: parent_of(name).map(SmolStr::new),
            ..Field::default()
        });
        declaration.apply(field);
    }
}

/// A folder with little to go by takes the root's judgement of what a field is; what it must have it tells itself.
fn field(
    name: &SmolStr,
    counts: &FieldCounts,
    n_posts: i32,
    root: Option<&Field>,
    index: &Index,
) -> Field {
    const ENOUGH: i32 = 30;
    let presence = evidence(counts.present, n_posts);
    let own = Field {
        required: presence.is_strong(),
        presence,
        filled: evidence(counts.n_values(), counts.present),
        ..Field::default()
    };
    match root {
        Some(root) if counts.n_values() < ENOUGH => Field {
            required: own.required,
            presence: own.presence,
            filled: own.filled,
            ..root.clone()
        },
        Some(root) => Field {
            bracketed: root.bracketed,
            ..judge_values(own, name, counts, index)
        },
        None => judge_values(own, name, counts, index),
    }
}

fn judge_values(field: Field, name: &SmolStr, counts: &FieldCounts, index: &Index) -> Field {
    let vocabulary_name = index.routes().vocabulary(name).clone();
    let vocabulary = index.vocabulary(&vocabulary_name);
    let (kind, of_kind) = kind(name, counts, vocabulary.map(|it| &**it));
    let has_terms = matches!(kind, Kind::Term | Kind::List);
    let may_be_closed = has_terms && !is_list_of_entities(kind, &vocabulary_name);
    let closed = vocabulary
        .filter(|_| may_be_closed)
        .map(|it| closed_set(it));
    let (values, membership) = closed.unwrap_or_default();
    let closed = membership.is_strong() && !values.is_empty();
    let (naming, named) = naming(counts);
    let own = vocabulary.filter(|_| index.routes().is_own(name));
    let distinct = own.map(|it| evidence(it.len() as i32, it.n_uses() as i32));
    Field {
        kind,
        evidence: of_kind,
        closed,
        values: if closed { values } else { Vec::new() },
        membership,
        vocabulary: vocabulary_name,
        naming: naming.filter(|_| has_terms),
        named,
        quoted: most(&counts.quotes),
        indented: most(&counts.indents),
        dated: evidence(
            counts.date_forms.values().copied().max().unwrap_or(0),
            counts.date,
        ),
        days: evidence(n_of_usual_day(counts), counts.date),
        bracketed: evidence(counts.empty_list, counts.empty),
        distinct: distinct.unwrap_or_default(),
        style: FieldStyle {
            quote: counts.quote(),
            indent: usual(&counts.indents).map_or(0, |it| it as u8),
            date_format: date_format(counts),
            commas: has_commas(name, counts) && counts.comma_lists > counts.list,
        },
        ..field
    }
}

/// Whether a scalar of the field is a list whose brackets are missing.
pub(super) fn is_list(counts: &Counts, field: &SmolStr, config: &Config) -> bool {
    let declared = config.fields.get(field).and_then(|it| it.kind);
    match declared {
        Some(kind) => kind == Kind::List,
        None => counts
            .fields
            .get(field)
            .is_some_and(|it| n_lists(field, it) * 2 > it.n_values() + it.empty_list),
    }
}

/// Lists, and texts that are lists with commas.
fn n_lists(name: &str, counts: &FieldCounts) -> i32 {
    let n_texts = match has_commas(name, counts) {
        true => counts.word + counts.prose,
        false => 0,
    };
    counts.list + counts.empty_list + n_texts
}

/// Whether the texts of the field are lists with commas: most of those of a field that sites have for lists, and in others so many
/// terms that none of the texts is a place (`Berlin, Germany`) or a name.
fn has_commas(name: &str, counts: &FieldCounts) -> bool {
    const ENOUGH: i32 = 10;
    let n_texts = counts.word + counts.prose;
    match kind_by_name(key_of(name)) {
        Kind::List => counts.comma_lists > 0 && counts.comma_lists * 2 >= n_texts,
        Kind::Term => {
            n_texts >= ENOUGH
                && counts.comma_lists * 3 >= n_texts * 2
                && counts.comma_terms * 2 >= counts.comma_lists * 5
        }
        _ => false,
    }
}

/// Nulls and `''` say nothing; `[]` says that a list belongs here.
fn kind(name: &str, counts: &FieldCounts, vocabulary: Option<&Vocabulary>) -> (Kind, Evidence) {
    let n_lists = n_lists(name, counts);
    let n_textual = match has_commas(name, counts) {
        true => 0,
        false => counts.word + counts.prose,
    };
    let n_values = counts.list + counts.empty_list + counts.n_scalars() + counts.other;
    let candidates = [
        (Kind::List, n_lists),
        (text_or_term(counts, vocabulary), n_textual),
        (Kind::Date, counts.date),
        (Kind::Url, counts.url),
        (Kind::Number, counts.number),
        (Kind::Bool, counts.bool),
        (Kind::Nested, counts.other),
    ];
    // The first of equals, so that the judgement is the same at every run.
    let (kind, agreeing) = candidates
        .into_iter()
        .rev()
        .max_by_key(|it| it.1)
        .unwrap_or_default();
    let by_name = kind_by_name(key_of(name));
    // Short titles that come again are titles all the same; a single tag may be the first of a list.
    let said_by_name = match by_name {
        Kind::Text => kind == Kind::Term,
        Kind::List => kind == Kind::Term && n_values < FEW,
        _ => false,
    };
    let (kind, agreeing) = match by_name {
        _ if n_values == 0 => (by_name, 0),
        Kind::List if said_by_name => (by_name, n_lists),
        _ if said_by_name => (by_name, agreeing),
        _ => (kind, agreeing),
    };
    (kind, evidence(agreeing, n_values))
}

/// Names that sites and their themes agree on.
fn kind_by_name(name: &str) -> Kind {
    match name {
        "tags" | "categories" | "keywords" | "aliases" | "authors" => Kind::List,
        "title" | "subtitle" | "summary" | "description" | "excerpt" | "abstract" => Kind::Text,
        "date" | "updated" | "created" | "published" | "lastmod" | "modified" => Kind::Date,
        "draft" | "toc" | "comments" | "pinned" => Kind::Bool,
        "weight" | "order" => Kind::Number,
        "url" | "source" | "canonical_url" => Kind::Url,
        _ => Kind::Term,
    }
}

/// Terms are short and come again; a text is long, or never comes again and is not as short as a name.
fn text_or_term(counts: &FieldCounts, vocabulary: Option<&Vocabulary>) -> Kind {
    const LONG_CHARS: i32 = 24;
    const NAME_CHARS: i32 = 12;
    const ENOUGH_USES: usize = 20;
    let n_textual = counts.word + counts.prose;
    if counts.prose * 2 > n_textual {
        return Kind::Text;
    }
    let chars = counts.word_chars / counts.word.max(1);
    let (n_terms, n_uses) = vocabulary.map_or((0, 0), |it| (it.len(), it.n_uses()));
    let often_new = n_terms * 2 > n_uses;
    let always_new = n_terms * 10 > n_uses * 9 && n_uses >= ENOUGH_USES;
    if chars > LONG_CHARS && often_new || chars > NAME_CHARS && always_new {
        Kind::Text
    } else {
        Kind::Term
    }
}

/// However few companies the posts are about, there may be another one tomorrow: what differs is a new one, or a spelling.
fn is_list_of_entities(kind: Kind, vocabulary: &str) -> bool {
    let vocabulary_kind = VocabularyKind::of(vocabulary);
    kind == Kind::List
        && matches!(
            vocabulary_kind,
            VocabularyKind::People | VocabularyKind::Organisations
        )
}

/// The terms that come again and again, if these are nearly all that is used.
fn closed_set(vocabulary: &Vocabulary) -> (Vec<SmolStr>, Evidence) {
    let n_uses = vocabulary.n_uses();
    // Each slip is a term of its own, so that there may be more terms than values.
    if vocabulary.len() > MAX_CLOSED * 2 {
        return (Vec::new(), evidence(0, n_uses as i32));
    }
    let enough = (n_uses / 500).max(3);
    let mut common: Vec<_> = vocabulary
        .terms()
        .filter(|(_, it)| it.posts.len() >= enough)
        .collect();
    common.sort_by(|(_, a), (_, b)| (b.posts.len(), &a.text).cmp(&(a.posts.len(), &b.text)));
    let agreeing: usize = common.iter().map(|(_, it)| it.posts.len()).sum();
    if common.len() > MAX_CLOSED || common.len() * 10 > n_uses {
        return (Vec::new(), evidence(0, n_uses as i32));
    }
    let values = common.into_iter().map(|(_, it)| it.text.clone()).collect();
    (values, evidence(agreeing as i32, n_uses as i32))
}

/// Of a set that rubric.yaml declares, the posts tell how well they keep to it, and what it consists of if it lists nothing.
fn count_declared_set(field: &mut Field, vocabulary: &Vocabulary) {
    if !field.closed || !field.membership.declared {
        return;
    }
    if field.values.is_empty() {
        field.values = in_use(vocabulary);
    }
    let uses = |it: &SmolStr| {
        vocabulary
            .get(it)
            .map_or(0, |it| vocabulary.term(it).posts.len())
    };
    let n_uses: usize = field.values.iter().map(uses).sum();
    field.membership = Evidence {
        declared: true,
        ..evidence(n_uses as i32, vocabulary.n_uses() as i32)
    };
}

/// What a set that was declared as closed, and not listed, consists of: the terms that come again. The first post of all may
/// say what it likes.
fn in_use(vocabulary: &Vocabulary) -> Vec<SmolStr> {
    let enough = vocabulary.n_uses().min(2);
    let terms = vocabulary.terms().map(|(_, it)| it);
    let mut terms: Vec<_> = terms.filter(|it| it.posts.len() >= enough).collect();
    terms.sort_by(|a, b| (b.posts.len(), &a.text).cmp(&(a.posts.len(), &b.text)));
    terms.into_iter().map(|it| it.text.clone()).collect()
}

fn naming(counts: &FieldCounts) -> (Option<Naming>, Evidence) {
    let of = |it: Naming| evidence(counts.namings[it as usize], counts.latin);
    // A corpus of single words follows every convention, and so none.
    let n_all = Naming::ALL
        .iter()
        .filter(|it| of(**it).agreeing == counts.latin as u32)
        .count();
    let best = usual(&counts.namings).map(|it| Naming::ALL[it]);
    match best {
        Some(naming) if n_all <= 1 && of(naming).is_strong() => (Some(naming), of(naming)),
        Some(naming) => (None, of(naming)),
        None => (None, Evidence::default()),
    }
}

fn date_format(counts: &FieldCounts) -> Option<SmolStr> {
    usual_date(counts).map(|it| it.to_string().into())
}

fn usual_date(counts: &FieldCounts) -> Option<DateForm> {
    let forms = counts.date_forms.iter();
    let usual = forms.max_by_key(|(form, count)| (**count, std::cmp::Reverse(**form)));
    usual.map(|(form, _)| *form)
}

fn n_of_usual_day(counts: &FieldCounts) -> i32 {
    let usual = usual_date(counts).map(DateForm::of_day);
    let forms = counts.date_forms.iter();
    forms
        .filter(|(form, _)| Some(form.of_day()) == usual)
        .map(|it| it.1)
        .sum()
}

/// How many are of the usual one of a few counts.
fn most(counts: &[i32]) -> Evidence {
    evidence(
        counts.iter().copied().max().unwrap_or(0),
        counts.iter().sum(),
    )
}

fn evidence(agreeing: i32, of: i32) -> Evidence {
    let count = |it: i32| u32::try_from(it).unwrap_or(0);
    Evidence {
        agreeing: count(agreeing),
        of: count(of),
        declared: false,
    }
}
