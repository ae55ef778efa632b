//! Learns the weights of the completion's ranking from posts as they were written: `learn_ranking ROOT [SHARE]`; or only counts
//! by the weights of now what Enter writes, `learn_ranking ROOT enter`, or what is filled in, `learn_ranking ROOT fill`.
//!
//! Posts are taken in the order of their dates. Of some of them each value is taken away together with those after it and written
//! again, letter by letter; what speaks for each term that could be meant then is the evidence, and the weights are those that
//! make the values that were written the likeliest. Known are at any time the posts before. The weights for each group are
//! printed a group a line, for the columns of the table in `weights.rs`; then how well they do on the posts that were learned from, and on the later ones, the last
//! SHARE (0.25) of the targets, that were not; and what is lost there without each piece of evidence.
//!
//! The figures: hit@5 by the number of letters typed, and `keys`, the mean number of letters before the value is among the first
//! five, divided by that of an order by frequency.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod accept;
mod enter;
mod fill;
mod fit;
mod replay;

use std::collections::BTreeMap;
use std::path::PathBuf;

use fit::fit;
use replay::{Case, Replay, replay};
use rubric::features::completion::weights::{Group, PIECES, Pieces};

const GROUPS: [Group; 3] = [Group::Concepts, Group::Names, Group::Single];

/// Weights for each group.
type Weights = [Pieces; GROUPS.len()];

fn main() {
    let mut args = std::env::args().skip(1);
    let root = PathBuf::from(args.next().expect("the root of a corpus"));
    let share = args.next();
    match share.as_deref() {
        Some("enter") => return accept::report(&root),
        Some("fill") => return fill::report(&root),
        _ => {}
    }
    let share: f32 = share.map_or(0.25, |it| it.parse().expect("a share between 0 and 1"));
    let Replay { cases, endings } = replay(&root, share);
    enter::report(&endings);
    let (later, learned): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|it| it.held_out);
    let weights = learn(&learned, None);
    for (group, weights) in GROUPS.iter().zip(&weights) {
        println!("Group::{group:?} => &{weights:.2?},");
    }
    let current = GROUPS.map(|it| *it.weights());
    for (name, weights) in [("new weights", &weights), ("weights of now", &current)] {
        println!("\n{name}, posts learned from");
        report(&learned, weights);
        println!("\n{name}, later posts");
        report(&later, weights);
    }
    ablate(&learned, &later, &weights);
}

fn learn(cases: &[&Case], without: Option<usize>) -> Weights {
    GROUPS.map(|group| fit(&of_group(cases, group), without))
}

fn report(cases: &[&Case], weights: &Weights) {
    let mut fields: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        fields.entry(&case.field).or_default().push(case);
    }
    println!(
        "{:16} {:>6}  ours at 0 1 2 3        by frequency          keys",
        "field", "values"
    );
    for (field, cases) in &fields {
        println!(
            "{field:16} {:6}  {}  {}  {:.2}",
            cases.len(),
            hits(cases, |case, letters| case.rank(letters, of(weights, case))),
            hits(cases, |case, letters| case.steps[letters].by_frequency),
            ratio(cases, weights),
        );
    }
    println!("list fields: keys {:.3}", ratio(&lists(cases), weights));
}

/// What is lost without each piece of evidence, the others learned without it: keys of all lists, then of each group; hit@5
/// before the first letter of each group.
fn ablate(learned: &[&Case], later: &[&Case], weights: &Weights) {
    let figures = |weights: &Weights| {
        let mut figures = vec![ratio(&lists(later), weights)];
        figures.extend(GROUPS.map(|it| ratio(&of_group(later, it), weights)));
        figures.extend(GROUPS.map(|it| hit_at_0(&of_group(later, it), weights)));
        figures
    };
    let all = figures(weights);
    println!("\nlater posts, without  keys: lists, {GROUPS:?}; hit@5 at 0");
    println!("{:12} {all:6.3?}", "nothing");
    for (index, name) in PIECES.iter().enumerate() {
        let without = figures(&learn(learned, Some(index)));
        let lost: Vec<f32> = without.iter().zip(&all).map(|(it, all)| it - all).collect();
        println!("{name:12} {lost:+6.3?}");
    }
}

fn of_group<'a>(cases: &[&'a Case], group: Group) -> Vec<&'a Case> {
    let of_group = cases.iter().filter(|it| it.group == group);
    of_group.copied().collect()
}

fn of<'a>(weights: &'a Weights, case: &Case) -> &'a Pieces {
    let index = GROUPS.iter().position(|it| *it == case.group);
    &weights[index.expect("all groups are there")]
}

fn lists<'a>(cases: &[&'a Case]) -> Vec<&'a Case> {
    let lists = cases.iter().filter(|it| it.group != Group::Single);
    lists.copied().collect()
}

fn hit_at_0(cases: &[&Case], weights: &Weights) -> f32 {
    let hits = cases
        .iter()
        .filter(|it| it.rank(0, of(weights, it)) <= replay::FIRST);
    hits.count() as f32 / cases.len().max(1) as f32
}

fn hits(cases: &[&Case], rank: impl Fn(&Case, usize) -> usize) -> String {
    let shares = (0..4).map(|letters| {
        let long: Vec<_> = cases.iter().filter(|it| it.steps.len() > letters).collect();
        let hits = long
            .iter()
            .filter(|it| rank(it, letters) <= replay::FIRST)
            .count();
        format!("{:.2}", hits as f32 / long.len().max(1) as f32)
    });
    shares.collect::<Vec<_>>().join(" ")
}

/// Letters typed until the value is among the first, over those that an order by frequency would need.
fn ratio(cases: &[&Case], weights: &Weights) -> f32 {
    let ours: usize = cases
        .iter()
        .map(|case| case.keys(|letters| case.rank(letters, of(weights, case))))
        .sum();
    let by_frequency: usize = cases
        .iter()
        .map(|case| case.keys(|letters| case.steps[letters].by_frequency))
        .sum();
    ours as f32 / by_frequency.max(1) as f32
}
