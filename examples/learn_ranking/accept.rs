//! What Enter writes, for it takes the first item: while a known value is typed, where a new one ends, and for a given or a family
//! name that is typed whole.

use std::collections::BTreeMap;
use std::path::Path;

use rubric::corpus::{Event, FilePosition, Host, RelPath, Snapshot, VocabularyKind, loader};
use rubric::features::completion::{CompletionItem, Options, completion};
use rubric::schema::Kind;
use rubric::syntax::parse;
use rubric::text::{Text, TextEdit, TextRange, TextSize, apply_edits};

use super::replay::{Post, draft, each_target, open, values};

/// A list opens by itself before that, but nobody takes a new value of fewer letters.
const FROM: usize = 3;

const OPTIONS: Options = Options {
    limit: 20,
    body: true,
};

/// Of people with fewer posts, it cannot be told whom a name means.
const MIN_POSTS: usize = 15;

/// Of one field.
#[derive(Default)]
struct Figures {
    /// Steps of known values, from the third letter up to the last but one.
    n_steps: usize,
    /// Those where what is typed stands first, as a new value.
    n_as_typed: usize,
    n_known: usize,
    /// Known values that, typed whole, are not what Enter writes.
    known_lost: Vec<String>,
    n_new: usize,
    /// New values that, typed whole, are not what Enter writes.
    new_lost: Vec<String>,
}

pub(crate) fn report(root: &Path) {
    let mut fields: BTreeMap<String, Figures> = BTreeMap::new();
    each_target(root, |host, post, _| write_anew(host, post, &mut fields));
    println!("field            as typed first, of steps of known values   known lost   new lost");
    for (field, it) in &fields {
        let share = it.n_as_typed as f32 / it.n_steps.max(1) as f32;
        println!(
            "{field:16} {share:.3} of {:6}   {:3} of {:5}   {:3} of {:5}",
            it.n_steps,
            it.known_lost.len(),
            it.n_known,
            it.new_lost.len(),
            it.n_new
        );
    }
    for (field, it) in &fields {
        for lost in it.new_lost.iter().chain(&it.known_lost) {
            println!("  {field}: {lost}");
        }
    }
    report_names(root);
}

fn write_anew(host: &mut Host, post: &Post, fields: &mut BTreeMap<String, Figures>) {
    let document = parse(&post.text);
    for (field, n_before, value) in values(&document) {
        let Some((text, offset)) = draft(&post.text, &document, &field, n_before) else {
            continue;
        };
        let Some(is_known) = is_known(host, post, &field, &value) else {
            continue;
        };
        let figures = fields.entry(field).or_default();
        let n_letters = value.chars().count();
        let mut first_of = |letters: usize| {
            let typed: String = value.chars().take(letters).collect();
            first(host, post, (&text, offset), &typed)
        };
        let whole = first_of(n_letters);
        let lost = whole.as_ref().filter(|it| it.label != value);
        let lost = lost.map(|it| format!("{value} -> {}", it.label));
        if !is_known {
            figures.n_new += 1;
            figures.new_lost.extend(lost);
            continue;
        }
        figures.n_known += 1;
        figures.known_lost.extend(lost);
        for letters in FROM..n_letters {
            figures.n_steps += 1;
            figures.n_as_typed += usize::from(first_of(letters).is_some_and(|it| is_new(&it)));
        }
    }
    let file = host.intern(&post.path);
    host.apply(vec![Event::Close { file }]);
}

/// Whether earlier posts have the value; `None` for what is no term.
fn is_known(host: &mut Host, post: &Post, field: &str, value: &str) -> Option<bool> {
    let file = host.intern(&post.path);
    host.apply(vec![Event::Close { file }]);
    let snap = host.snapshot();
    let kind = snap.schema(file).field(field)?.kind;
    let is_known = snap.values(field)?.get(value).is_some();
    matches!(kind, Kind::Term | Kind::List).then_some(is_known)
}

fn is_new(item: &CompletionItem) -> bool {
    item.detail.as_deref() == Some("new")
}

fn first(
    host: &mut Host,
    post: &Post,
    (draft, offset): (&str, TextSize),
    typed: &str,
) -> Option<CompletionItem> {
    let text = apply_edits(draft, &[TextEdit::replace(TextRange::empty(offset), typed)])?;
    let change = open(host, post, text);
    host.apply(vec![change]);
    let snap = host.snapshot();
    let file = snap.file(&post.path).expect("it was opened");
    let offset = offset + TextSize::of(typed);
    let list = completion(&snap, FilePosition { file, offset }, OPTIONS)?;
    list.items.into_iter().next()
}

/// Given and family names, typed whole in lower case into an empty post, where one person has most of their uses.
fn report_names(root: &Path) {
    let mut host = loader::load(root, &[]);
    let Some(field) = field_of_people(&host.snapshot()) else {
        return;
    };
    for which in ["given", "family"] {
        let names = names(&host.snapshot(), &field, which);
        let mut wrong = Vec::new();
        for (word, person) in &names {
            let first = first_person(&mut host, &field, word);
            if first != *person {
                wrong.push(format!("{word}: {first}, not {person}"));
            }
        }
        let n = names.len();
        println!(
            "{which} names: the person first for {} of {n}",
            n - wrong.len()
        );
        wrong.iter().for_each(|it| println!("  {it}"));
    }
}

fn field_of_people(snap: &Snapshot) -> Option<String> {
    let schema = snap.root_schema();
    let is_of_people = |name: &str| {
        let field = schema.field(name);
        field.is_some_and(|it| {
            it.kind == Kind::List && VocabularyKind::of(&it.vocabulary) == VocabularyKind::People
        })
    };
    let mut fields = schema.order.iter().filter(|it| is_of_people(it));
    fields.next().map(ToString::to_string)
}

/// Each given or family name with the person who has most of its uses, where that is a frequent one.
fn names(snap: &Snapshot, field: &str, which: &str) -> Vec<(String, String)> {
    let mut people: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let file = snap.files().next().expect("there are posts").0;
    for (_, term) in snap.values(field).expect("it is a field").terms() {
        let words: Vec<&str> = term.text.split([' ', '·']).collect();
        let word = match which {
            "given" => words.first(),
            _ => words.last(),
        };
        let word = word.expect("a text has a word").to_lowercase();
        let person = snap.preferred_form(field, file, &term.text);
        *people
            .entry(word)
            .or_default()
            .entry(person.to_string())
            .or_default() += term.posts.len();
    }
    let held = people.into_iter().filter_map(|(word, people)| {
        let all: usize = people.values().sum();
        let (person, n) = people.into_iter().max_by_key(|it| it.1)?;
        let is_held = n >= MIN_POSTS && n * 2 > all && person.contains([' ', '·']);
        is_held.then_some((word, person))
    });
    held.collect()
}

fn first_person(host: &mut Host, field: &str, word: &str) -> String {
    let path = RelPath("posts/of-nobody.md".into());
    let before = format!("---\n{field}:\n  - {word}");
    let offset = TextSize::of(&*before);
    let file = host.intern(&path);
    host.apply(vec![Event::Open {
        file,
        version: 0,
        text: Text::new(format!("{before}\n---\n")),
    }]);
    let list = completion(&host.snapshot(), FilePosition { file, offset }, OPTIONS);
    let first = list.and_then(|it| it.items.into_iter().next());
    first.map(|it| it.label.to_string()).unwrap_or_default()
}
