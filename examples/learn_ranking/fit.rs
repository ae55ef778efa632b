//! The weights by which what was written is the likeliest: a softmax over what could have been, fitted by Adam.

use rayon::prelude::*;
use rubric::features::completion::weights::{PIECES, Pieces};

use super::replay::{Case, Step};

const ROUNDS: usize = 300;
const RATE: f32 = 0.05;

/// Holds weights lightly towards zero.
const DECAY: f32 = 1e-3;

/// What can only speak for a term: where posts do not show how much, as where the order of mentions says it all, it still
/// decides between equals.
const FOR: [&str; 4] = ["often", "heading", "title", "summary"];

/// The least weight of those.
const LEAST: f32 = 0.05;

/// After so many letters the value is nearly always found: there is no more to learn.
const MAX_LETTERS: usize = 2;

/// Without one piece of evidence, if so asked.
pub(crate) fn fit(cases: &[&Case], without: Option<usize>) -> Pieces {
    let steps: Vec<&Step> = cases
        .iter()
        .flat_map(|it| it.steps.iter().take(MAX_LETTERS + 1))
        .collect();
    let mut weights = Pieces::default();
    let (mut mean, mut square) = (Pieces::default(), Pieces::default());
    for round in 1..=ROUNDS {
        let mut gradient = gradient(&steps, &weights);
        for index in 0..gradient.len() {
            gradient[index] += 2.0 * DECAY * weights[index];
            mean[index] = 0.9 * mean[index] + 0.1 * gradient[index];
            square[index] = 0.999 * square[index] + 0.001 * gradient[index] * gradient[index];
            let (m, s) = (
                mean[index] / (1.0 - 0.9_f32.powi(round as i32)),
                square[index] / (1.0 - 0.999_f32.powi(round as i32)),
            );
            weights[index] -= RATE * m / (s.sqrt() + 1e-8);
            if FOR.contains(&PIECES[index]) {
                weights[index] = weights[index].max(LEAST);
            }
            if without == Some(index) {
                weights[index] = 0.0;
            }
        }
    }
    weights
}

/// Of the mean surprise at what was written.
fn gradient(steps: &[&Step], weights: &Pieces) -> Pieces {
    let sum = steps
        .par_iter()
        .map(|step| {
            let mut gradient = Pieces::default();
            for (share, (pieces, _)) in shares(step, weights).into_iter().zip(&step.candidates) {
                add(&mut gradient, pieces, share);
            }
            add(&mut gradient, &step.candidates[step.written].0, -1.0);
            gradient
        })
        .reduce(Pieces::default, |mut a, b| {
            add(&mut a, &b, 1.0);
            a
        });
    sum.map(|it| it / steps.len().max(1) as f32)
}

fn add(sum: &mut Pieces, pieces: &Pieces, times: f32) {
    sum.iter_mut()
        .zip(pieces)
        .for_each(|(it, piece)| *it += times * piece);
}

/// How likely each candidate is.
fn shares(step: &Step, weights: &Pieces) -> Vec<f32> {
    let score = |(pieces, cost): &(Pieces, f32)| {
        pieces.iter().zip(weights).map(|(a, b)| a * b).sum::<f32>() - cost
    };
    let scores: Vec<f32> = step.candidates.iter().map(score).collect();
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let odds: Vec<f32> = scores.iter().map(|it| (it - top).exp()).collect();
    let all: f32 = odds.iter().sum();
    odds.into_iter().map(|it| it / all).collect()
}
