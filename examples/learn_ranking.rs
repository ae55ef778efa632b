//! Learns the weights of the completion's ranking from posts as they were written: `learn_ranking ROOT [SHARE]`.
//!
//! Posts are taken in the order of their dates. Of some of them each value is taken away together with those after it, as if it
//! were about to be written; what speaks for each known term then is the evidence, and the weights are those that make the values
//! that were written the likeliest (a softmax over the terms, fitted by Adam, lightly held towards zero). The weights for each
//! group are printed as they stand in `rank.rs`, with what is lost without each piece of evidence on later posts: the last
//! SHARE (0.25) of the targets are not learned from, only judged by.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rubric::corpus::{Change, FilePosition, Host, RelPath, loader};
use rubric::features::completion::evidence;
use rubric::features::completion::rank::{Group, PIECES, Pieces};
use rubric::schema::Kind;
use rubric::syntax::{Document, Node, parse};
use rubric::text::{Text, TextEdit, TextRange, apply_edits};

/// So many posts are written anew after each stretch of those before.
const TARGETS: usize = 16;
const STRETCHES: usize = 12;
const ROUNDS: usize = 400;
const RATE: f32 = 0.05;
const DECAY: f32 = 1e-3;

/// One value that was written, among all that could have been.
struct Case {
    group: Group,
    field: String,
    candidates: Vec<Pieces>,
    written: usize,
    /// From the later posts.
    held_out: bool,
}

struct Post {
    path: RelPath,
    text: String,
    date: i32,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let root = PathBuf::from(args.next().expect("the root of a corpus"));
    let share: f32 = args
        .next()
        .map_or(0.25, |it| it.parse().expect("a share between 0 and 1"));
    let cases = replay(&posts(&root), share);
    for group in [Group::Concepts, Group::Names, Group::Single] {
        let of_group: Vec<&Case> = cases.iter().filter(|it| it.group == group).collect();
        report(group, &of_group);
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

fn replay(posts: &[Post], share: f32) -> Vec<Case> {
    let first = posts.len() / 3;
    let step = (posts.len() - first) / STRETCHES;
    let mut host = Host::new("/replay".into());
    let mut n_open = 0;
    let mut cases = Vec::new();
    for stretch in 0..STRETCHES {
        let start = first + stretch * step;
        let earlier = posts[n_open..start]
            .iter()
            .map(|it| open(&mut host, it, it.text.clone()))
            .collect();
        host.apply(earlier);
        n_open = start;
        let held_out = stretch as f32 >= STRETCHES as f32 * (1.0 - share);
        for post in posts[start..]
            .iter()
            .step_by((step / TARGETS).max(1))
            .take(TARGETS.min(step))
        {
            write_anew(&mut host, post, held_out, &mut cases);
        }
        eprintln!(
            "{} of {STRETCHES}: {start} earlier posts, {} values",
            stretch + 1,
            cases.len()
        );
    }
    cases
}

fn open(host: &mut Host, post: &Post, text: String) -> Change {
    Change::Open {
        file: host.intern(&post.path),
        version: 0,
        text: Text::new(text),
    }
}

/// Every value of every field with terms.
fn write_anew(host: &mut Host, post: &Post, held_out: bool, cases: &mut Vec<Case>) {
    let document = parse(&post.text);
    for (field, n_before, value) in values(&document) {
        let Some((text, offset)) = draft(&post.text, &document, &field, n_before) else {
            continue;
        };
        let change = open(host, post, text);
        host.apply(vec![change]);
        let snap = host.snapshot();
        let file = snap.file(&post.path).expect("it was opened");
        let kind = snap.schema(file).field(&field).map(|it| it.kind);
        if !matches!(kind, Some(Kind::Term | Kind::List)) {
            continue;
        }
        let Some((group, terms)) = evidence(&snap, FilePosition { file, offset }) else {
            continue;
        };
        let Some(written) = terms.iter().position(|it| it.0 == value) else {
            continue;
        };
        let candidates = terms.into_iter().map(|it| it.1).collect();
        cases.push(Case {
            group,
            field,
            candidates,
            written,
            held_out,
        });
    }
    let file = host.intern(&post.path);
    host.apply(vec![Change::Close { file }]);
}

/// Field, how many values stand before, and the value.
fn values(document: &Document) -> Vec<(String, usize, String)> {
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
fn draft(
    source: &str,
    document: &Document,
    field: &str,
    n_before: usize,
) -> Option<(String, rubric::text::TextSize)> {
    let entry = document.front_matter.as_ref()?.entry(field)?;
    let items = entry.value.items();
    let range = match items {
        [] => entry.value.range,
        items => TextRange::new(items[n_before].range.start(), items.last()?.range.end()),
    };
    let text = apply_edits(source, &[TextEdit::delete(range)])?;
    Some((text, range.start()))
}

fn report(group: Group, cases: &[&Case]) {
    let (held_out, learned): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|it| it.held_out);
    if learned.is_empty() {
        return;
    }
    let weights = fit(&learned, None);
    println!(
        "\n{group:?}: {} values learned from, {} judged by",
        learned.len(),
        held_out.len()
    );
    println!("&{weights:.2?},");
    let all = judge(&held_out, &weights);
    println!("{:12} hit@5 {:.3}, {:.3} nats", "all", all.0, all.1);
    for (index, name) in PIECES.iter().enumerate() {
        let without = judge(&held_out, &fit(&learned, Some(index)));
        println!(
            "without {name:12} hit@5 {:+.3}, {:+.3} nats",
            without.0 - all.0,
            without.1 - all.1
        );
    }
    let mut fields: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in held_out {
        fields.entry(&case.field).or_default().push(case);
    }
    for (field, cases) in fields {
        let (hit, _) = judge(&cases, &weights);
        println!("{field:16} {:4} values, hit@5 {hit:.3}", cases.len());
    }
}

/// Weights by which the written values are the likeliest; without one piece of evidence, if so asked.
fn fit(cases: &[&Case], without: Option<usize>) -> Pieces {
    let mut weights = Pieces::default();
    let (mut mean, mut square) = (Pieces::default(), Pieces::default());
    for round in 1..=ROUNDS {
        let mut gradient = gradient(cases, &weights);
        for index in 0..gradient.len() {
            gradient[index] += 2.0 * DECAY * weights[index];
            mean[index] = 0.9 * mean[index] + 0.1 * gradient[index];
            square[index] = 0.999 * square[index] + 0.001 * gradient[index] * gradient[index];
            let (m, s) = (
                mean[index] / (1.0 - 0.9_f32.powi(round as i32)),
                square[index] / (1.0 - 0.999_f32.powi(round as i32)),
            );
            weights[index] -= RATE * m / (s.sqrt() + 1e-8);
            if without == Some(index) {
                weights[index] = 0.0;
            }
        }
    }
    weights
}

/// Of the mean surprise at what was written.
fn gradient(cases: &[&Case], weights: &Pieces) -> Pieces {
    use rayon::prelude::*;
    let sum = cases
        .par_iter()
        .map(|case| {
            let mut gradient = Pieces::default();
            for (share, pieces) in shares(case, weights).into_iter().zip(&case.candidates) {
                gradient
                    .iter_mut()
                    .zip(pieces)
                    .for_each(|(it, piece)| *it += share * piece);
            }
            gradient
                .iter_mut()
                .zip(&case.candidates[case.written])
                .for_each(|(it, piece)| *it -= piece);
            gradient
        })
        .reduce(Pieces::default, |mut a, b| {
            a.iter_mut().zip(b).for_each(|(it, other)| *it += other);
            a
        });
    sum.map(|it| it / cases.len() as f32)
}

/// How likely each candidate is.
fn shares(case: &Case, weights: &Pieces) -> Vec<f32> {
    let scores: Vec<f32> = case
        .candidates
        .iter()
        .map(|it| it.iter().zip(weights).map(|(a, b)| a * b).sum())
        .collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let odds: Vec<f32> = scores.iter().map(|it| (it - top).exp()).collect();
    let all: f32 = odds.iter().sum();
    odds.into_iter().map(|it| it / all).collect()
}

/// How often what was written is among the first five, and the mean surprise in nats.
fn judge(cases: &[&Case], weights: &Pieces) -> (f32, f32) {
    let mut hits = 0;
    let mut surprise = 0.0;
    for case in cases {
        let shares = shares(case, weights);
        let written = shares[case.written];
        hits += usize::from(shares.iter().filter(|it| **it > written).count() < 5);
        surprise -= written.max(1e-9).ln();
    }
    let n = cases.len().max(1) as f32;
    (hits as f32 / n, surprise / n)
}
