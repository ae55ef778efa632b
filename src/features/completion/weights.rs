//! What counts how much in ranking: one table of the pieces of evidence and their weights. It does not know how evidence is found.
//!
//! The weights are learned by `cargo run --release --example learn_ranking`: it writes posts anew, value by value, and fits
//! the weights by which what was written next would have been the likeliest. The last three were learned with the others held:
//! learned anew, all together, they gain as much on the whole, but lose on two of ten sets of posts.

use crate::schema::{Field, Kind};

/// Each piece of evidence by its name, with its weights for the groups of fields in their order.
const TABLE: [(&str, [f32; 3]); N_PIECES] = [
    // Posts that use the term, their logarithm.
    ("frequent", [0.65, -0.23, 0.12]),
    // Months since its last use, their logarithm with the sign turned.
    ("recent", [0.41, 0.00, 0.55]),
    // The body, the title or another field of prose mentions it.
    ("mentioned", [1.21, 3.33, 0.39]),
    // Mentions in the body, their logarithm.
    ("often", [0.05, 0.05, 0.05]),
    // It stands in a heading: once more, their logarithm.
    ("heading", [0.05, 0.05, 0.05]),
    // It stands in the title.
    ("title", [0.05, 0.05, 0.27]),
    // It stands in the summary, or another field of prose.
    ("summary", [0.05, 0.05, 0.05]),
    // It is the next one in the order in which the body mentions terms; half for the one after it, and so on.
    ("next", [0.13, 2.75, 0.18]),
    // Votes of similar posts, their logarithm above none.
    ("similar", [0.33, 0.75, 0.56]),
    // Its words, in votes of similar posts for whatever terms: their logarithm above what is usual.
    ("kindred", [1.40, 0.03, 0.76]),
    // Its words stand in the body: mentions, the rarer words the more.
    ("spelled", [1.89, 0.43, 1.76]),
    // It comes after the last item of a list that is in alphabetical order, as surely as that can be told.
    ("in_order", [4.05, 0.00, 0.00]),
    // It goes together with the single values of other fields, the area or the speaker: how much likelier beside them.
    ("together", [0.00, 0.00, 0.21]),
    // Another field of the post has it.
    ("elsewhere", [0.00, -0.55, 2.55]),
    // Posts that use the term, their logarithm, where nothing mentions it: there it is most of what can be told.
    ("unmentioned", [0.00, 0.55, 0.00]),
    // It is mentioned, but its words stand in more titles and summaries than posts list it: a word like any other.
    ("ordinary", [-1.17, -0.73, 0.00]),
    // It is mentioned, but posts list it in other fields of names rather than in this one: the share of this one.
    ("own", [0.50, 0.38, 0.00]),
    // It has capitals, and no mention in the body has: another word.
    ("lowercase", [0.00, -1.24, 0.00]),
];

const N_PIECES: usize = 18;

/// The evidence for one term, or the weights of it in nats, in the order of [`PIECES`].
pub type Pieces = [f32; N_PIECES];

/// The names of the pieces of evidence.
pub const PIECES: [&str; N_PIECES] = {
    let mut names = [""; N_PIECES];
    let mut at = 0;
    while at < N_PIECES {
        names[at] = TABLE[at].0;
        at += 1;
    }
    names
};

const CONCEPTS: Pieces = weights_of(Group::Concepts);
const NAMES: Pieces = weights_of(Group::Names);
const SINGLE: Pieces = weights_of(Group::Single);

const fn weights_of(group: Group) -> Pieces {
    let mut weights = [0.0; N_PIECES];
    let mut at = 0;
    while at < N_PIECES {
        weights[at] = TABLE[at].1[group as usize];
        at += 1;
    }
    weights
}

/// For which kind of field the weights are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Lists of concepts, written as slugs: tags.
    Concepts,
    /// Lists of names: people, organisations, products, works.
    Names,
    /// Fields with one value.
    Single,
}

impl Group {
    pub fn of(field: &Field) -> Group {
        match (field.kind, field.naming) {
            (Kind::List, Some(_)) => Group::Concepts,
            (Kind::List, None) => Group::Names,
            _ => Group::Single,
        }
    }

    pub fn weights(self) -> &'static Pieces {
        match self {
            Group::Concepts => &CONCEPTS,
            Group::Names => &NAMES,
            Group::Single => &SINGLE,
        }
    }

    /// Log-odds up to a constant.
    pub fn score(self, pieces: &Pieces) -> f32 {
        self.weights()
            .iter()
            .zip(pieces)
            .map(|(weight, piece)| weight * piece)
            .sum()
    }
}
