//! Posts of a corpus, written anew value by value and letter by letter, each with only the posts before it known.

use std::path::Path;

use rubric::corpus::{Event, FilePosition, Host, RelPath, loader};
use rubric::features::completion::weights::{Group, Pieces};
use rubric::features::completion::{Candidate, evidence};
use rubric::schema::Kind;
use rubric::syntax::{Document, Node, parse};
use rubric::text::{Text, TextEdit, TextRange, TextSize, apply_edits};

/// So many posts are written anew after each stretch of those before.
const TARGETS: usize = 36;
const STRETCHES: usize = 12;

/// An author looks at so many items.
pub(crate) const FIRST: usize = 5;

/// After so many letters nearly everything is found.
const MAX_LETTERS: usize = 6;

/// One value that was written.
pub(crate) struct Case {
    pub(crate) group: Group,
    pub(crate) field: String,
    /// Before the first letter, after it, after the second, and so on.
    pub(crate) steps: Vec<Step>,
    n_letters: usize,
    /// From the later posts.
    pub(crate) held_out: bool,
}

/// What could be meant by what has been typed.
pub(crate) struct Step {
    /// What speaks for each term, and what the way to it costs in nats.
    pub(crate) candidates: Vec<(Pieces, f32)>,
    /// Index of the one that was written.
    pub(crate) written: usize,
    /// The rank of the written one among those that begin with the letters, by their numbers of posts; from 1.
    pub(crate) by_frequency: usize,
}

impl Case {
    /// Of the written value, from 1, after so many letters.
    pub(crate) fn rank(&self, letters: usize, weights: &Pieces) -> usize {
        let step = &self.steps[letters];
        let score = |it: &(Pieces, f32)| -> f32 {
            it.0.iter().zip(weights).map(|(a, b)| a * b).sum::<f32>() - it.1
        };
        let written = score(&step.candidates[step.written]);
        1 + step
            .candidates
            .iter()
            .filter(|it| score(it) > written)
            .count()
    }

    /// Letters until the value is among the first.
    pub(crate) fn keys(&self, rank: impl Fn(usize) -> usize) -> usize {
        let found = (0..self.steps.len()).find(|it| rank(*it) <= FIRST);
        found.unwrap_or(self.n_letters)
    }
}

pub(crate) struct Post {
    pub(crate) path: RelPath,
    pub(crate) text: String,
    date: i32,
}

/// Where a value can be left by Enter, with a known term that goes on from it on top of the list.
pub(crate) struct Ending {
    /// Whether the value was new and ends here; else the term on top is the value, for the first time.
    pub(crate) is_new: bool,
    pub(crate) letters: usize,
    pub(crate) chinese: bool,
    /// Whether a word of the term on top ends here too.
    pub(crate) ends_word: bool,
    /// The share of the likeliest among all candidates.
    pub(crate) share: f32,
}

#[derive(Default)]
pub(crate) struct Replay {
    pub(crate) cases: Vec<Case>,
    pub(crate) endings: Vec<Ending>,
}

pub(crate) fn replay(root: &Path, share: f32) -> Replay {
    let mut replay = Replay::default();
    each_target(root, |host, post, done| {
        write_anew(host, post, done >= 1.0 - share, &mut replay);
    });
    replay
}

/// Calls `f` with each post that is to be written anew, those before its stretch known, and the share of the stretches done.
pub(crate) fn each_target(root: &Path, mut f: impl FnMut(&mut Host, &Post, f32)) {
    let posts = posts(root);
    let first = posts.len() / 3;
    let step = (posts.len() - first) / STRETCHES;
    let mut host = Host::new("/replay".into());
    let mut n_open = 0;
    for stretch in 0..STRETCHES {
        let start = first + stretch * step;
        let earlier = posts[n_open..start]
            .iter()
            .map(|it| open(&mut host, it, it.text.clone()))
            .collect();
        host.apply(earlier);
        n_open = start;
        let targets = posts[start..].iter().step_by((step / TARGETS).max(1));
        for post in targets.take(TARGETS.min(step)) {
            f(&mut host, post, stretch as f32 / STRETCHES as f32);
        }
        eprintln!("{} of {STRETCHES}: {start} earlier posts", stretch + 1);
    }
}

fn posts(root: &Path) -> Vec<Post> {
    let host = loader::load(root, &[]);
    let snap = host.snapshot();
    let mut posts: Vec<Post> = snap
        .files()
        .filter_map(|(file, summary)| {
            let text = std::fs::read_to_string(root.join(snap.path(file).as_str())).ok()?;
            Some(Post {
                path: snap.path(file).clone(),
                text,
                date: summary.date?,
            })
        })
        .collect();
    posts.sort_by(|a, b| (a.date, a.path.as_str()).cmp(&(b.date, b.path.as_str())));
    posts
}

pub(crate) fn open(host: &mut Host, post: &Post, text: String) -> Event {
    Event::Open {
        file: host.intern(&post.path),
        version: 0,
        text: Text::new(text),
    }
}

/// Every value of every field with terms.
fn write_anew(host: &mut Host, post: &Post, held_out: bool, replay: &mut Replay) {
    let document = parse(&post.text);
    for (field, n_before, value) in values(&document) {
        let Some((text, offset)) = draft(&post.text, &document, &field, n_before) else {
            continue;
        };
        let mut case = Case {
            group: Group::Single,
            field,
            steps: Vec::new(),
            n_letters: value.chars().count(),
            held_out,
        };
        let mut on_top = false;
        for letters in 0..=case.n_letters.min(MAX_LETTERS) {
            let typed: String = value.chars().take(letters).collect();
            let Some(candidates) = type_in(host, post, (&text, offset), &typed, &mut case) else {
                break;
            };
            let Some(written) = candidates.iter().position(|it| it.text == value) else {
                break;
            };
            let is_first = best(&candidates, case.group).is_some_and(|it| it.0.text == value);
            if is_first && letters > 0 && letters < case.n_letters && !on_top {
                let ending = ending(&candidates, case.group, &typed, false);
                replay.endings.extend(ending);
            }
            on_top |= is_first;
            case.steps.push(Step {
                by_frequency: by_frequency(&candidates, written, &typed),
                candidates: candidates
                    .into_iter()
                    .map(|it| (it.pieces, it.cost))
                    .collect(),
                written,
            });
        }
        if !case.steps.is_empty() {
            replay.cases.push(case);
        } else if let Some(candidates) = type_in(host, post, (&text, offset), &value, &mut case) {
            replay
                .endings
                .extend(ending(&candidates, case.group, &value, true));
        }
    }
    let file = host.intern(&post.path);
    host.apply(vec![Event::Close { file }]);
}

/// `None` for what is no term.
fn type_in(
    host: &mut Host,
    post: &Post,
    (draft, offset): (&str, TextSize),
    typed: &str,
    case: &mut Case,
) -> Option<Vec<Candidate>> {
    let text = apply_edits(draft, &[TextEdit::replace(TextRange::empty(offset), typed)])?;
    let change = open(host, post, text);
    host.apply(vec![change]);
    let snap = host.snapshot();
    let file = snap.file(&post.path).expect("it was opened");
    let kind = snap.schema(file).field(&case.field).map(|it| it.kind);
    if !matches!(kind, Some(Kind::Term | Kind::List)) {
        return None;
    }
    let offset = offset + TextSize::of(typed);
    let (group, candidates) = evidence(&snap, FilePosition { file, offset })?;
    case.group = group;
    Some(candidates)
}

/// The first candidate, and its share, by the weights of now.
fn best(candidates: &[Candidate], group: Group) -> Option<(&Candidate, f32)> {
    let score = |it: &Candidate| group.score(&it.pieces) - it.cost;
    let best = candidates
        .iter()
        .max_by(|a, b| score(a).total_cmp(&score(b)))?;
    let top = score(best);
    let all: f32 = candidates.iter().map(|it| (score(it) - top).exp()).sum();
    Some((best, 1.0 / all))
}

fn ending(candidates: &[Candidate], group: Group, typed: &str, is_new: bool) -> Option<Ending> {
    let (best, share) = best(candidates, group)?;
    let rest = best.rest.as_ref()?;
    Some(Ending {
        is_new,
        letters: typed.chars().count(),
        chinese: !typed.is_ascii(),
        ends_word: !rest.starts_with(char::is_alphabetic),
        share,
    })
}

fn by_frequency(candidates: &[Candidate], written: usize, typed: &str) -> usize {
    let typed = typed.to_lowercase();
    let key = |it: &Candidate| (std::cmp::Reverse(it.n_posts), it.text.to_lowercase());
    let own = key(&candidates[written]);
    let prefixed = candidates
        .iter()
        .filter(|it| it.text.to_lowercase().starts_with(&typed));
    1 + prefixed.filter(|it| key(it) < own).count()
}

/// Field, how many values stand before, and the value.
pub(crate) fn values(document: &Document) -> Vec<(String, usize, String)> {
    let entries = document.front_matter.iter().flat_map(|it| &it.entries);
    let mut values = Vec::new();
    for entry in entries {
        let key = entry.key.text().unwrap_or_default();
        let nodes = match entry.value.items() {
            [] => std::slice::from_ref(&entry.value),
            items => items,
        };
        let texts = nodes
            .iter()
            .filter_map(Node::text)
            .filter(|it| !it.is_empty())
            .enumerate();
        values.extend(texts.map(|(n_before, text)| (key.to_owned(), n_before, text.to_owned())));
    }
    values
}

/// The post without this value and those after it, and where it would be written.
pub(crate) fn draft(
    source: &str,
    document: &Document,
    field: &str,
    n_before: usize,
) -> Option<(String, TextSize)> {
    let entry = document.front_matter.as_ref()?.entry(field)?;
    let items = entry.value.items();
    let range = match items {
        [] => entry.value.range,
        items => TextRange::new(items[n_before].range.start(), items.last()?.range.end()),
    };
    let text = apply_edits(source, &[TextEdit::delete(range)])?;
    Some((text, range.start()))
}
