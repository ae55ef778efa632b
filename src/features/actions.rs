//! Code actions: the quick fixes of the findings at a place, and what else could be done with what stands there.
//!
//! An action of one post has its edits, verified, when it is offered. One of many posts has a [`Recipe`], so that offering it
//! costs nothing: it is worked out when it is chosen.

mod config;
mod everywhere;
mod fill_in;
mod fix_all;
mod ignore_here;
mod insert_missing;
mod mentioned;
mod move_term;
mod quick_fixes;
mod sort_fields;
mod sort_list;
mod spellings;

use serde::{Deserialize, Serialize};

pub use fix_all::fix_posts;

use super::cursor_target::{Target, target_at};
use super::diagnostics::Diagnostic;
use super::fixes::Context;
use super::fixes::plan::{self, Step};
use crate::corpus::edit::Refusal;
use crate::corpus::{CONFIG, FileId, Snapshot, SourceChange, Unavailable};
use crate::text::TextRange;

/// Something that can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub kind: ActionKind,
    /// In the imperative.
    pub title: String,
    /// Whether it is the one that nearly everybody would choose.
    pub preferred: bool,
    /// The finding that it fixes.
    pub fixes: Option<Diagnostic>,
    pub work: Work,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    QuickFix,
    /// Changes what the post says, or how.
    Refactor,
    /// All safe fixes of the post.
    FixAll,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Edits of the post.
    Done(SourceChange),
    /// To be worked out by [`work_out`].
    Later(Recipe),
}

/// What an action will do, in so few words that a client can keep them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Recipe {
    /// Terms of a field, and of those that share its vocabulary, become one in all posts.
    Rewrite {
        field: String,
        old: Vec<String>,
        new: String,
    },
    /// rubric.yaml declares the other names of a term.
    Declare {
        vocabulary: String,
        canonical: String,
        others: Vec<String>,
    },
    /// One fix of one finding of the post, which stands at these bytes.
    Fix {
        code: String,
        start: u32,
        end: u32,
        title: String,
    },
    /// All safe fixes of the post.
    FixAll,
    /// All fixes of one kind of finding in the post.
    FixCode { code: String },
}

/// What was worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worked {
    pub change: SourceChange,
    /// Posts that are left as they are, each with the reason.
    pub refused: Vec<(FileId, Refusal)>,
    /// What rubric.yaml still says of an old name: a sentence each.
    pub left: Vec<String>,
}

/// What can be done with what stands in the range, of the kinds that are asked for: quick fixes first, the preferred first.
pub fn actions(
    snap: &Snapshot,
    file: FileId,
    range: TextRange,
    kinds: &[ActionKind],
) -> Result<Vec<Action>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let ctx = Context {
        snap,
        file,
        parsed: &parsed,
    };
    let mut acc = Vec::new();
    if snap.path(file).as_str() == CONFIG {
        if kinds.contains(&ActionKind::QuickFix) {
            config::add(snap, parsed.text.as_str(), range, &mut acc);
        }
        return Ok(acc);
    }
    if kinds.contains(&ActionKind::QuickFix) {
        quick_fixes::add(&ctx, range, &mut acc);
        ignore_here::add(&ctx, range, &mut acc);
    }
    if kinds.contains(&ActionKind::Refactor) && !is_conflicted(&ctx) {
        let at = Place {
            range,
            target: target_at(snap, file, &parsed, range.start()),
        };
        for add in REFACTORINGS {
            add(&ctx, &at, &mut acc);
        }
    }
    if kinds.contains(&ActionKind::FixAll) {
        fix_all::add(&ctx, &mut acc);
    }
    Ok(acc)
}

/// Where the cursor or the selection is, and what stands there.
struct Place {
    range: TextRange,
    target: Option<Target>,
}

type Refactoring = fn(&Context<'_>, &Place, &mut Vec<Action>);

const REFACTORINGS: &[Refactoring] = &[
    spellings::add,
    move_term::add,
    mentioned::add,
    fill_in::add,
    sort_list::add,
    sort_fields::add,
    insert_missing::add,
];

fn is_conflicted(ctx: &Context<'_>) -> bool {
    ctx.front_matter().is_some_and(|it| it.conflicted)
}

/// Works out an action that was offered for this post. It is worked out anew: the post may have changed since.
pub fn work_out(
    snap: &Snapshot,
    file: FileId,
    recipe: &Recipe,
) -> Result<Result<Worked, Refusal>, Unavailable> {
    match recipe {
        Recipe::Rewrite { field, old, new } => everywhere::rewrite(snap, field, old, new),
        Recipe::Declare {
            vocabulary,
            canonical,
            others,
        } => spellings::declare(snap, vocabulary, canonical, others),
        Recipe::Fix {
            code,
            start,
            end,
            title,
        } => {
            // It comes back from the client.
            let range = TextRange::new((*start).min(*end).into(), (*end).into());
            quick_fixes::fix(snap, file, (code, range), title)
        }
        Recipe::FixAll => fix_all::fix(snap, file, None),
        Recipe::FixCode { code } => fix_all::fix(snap, file, Some(code)),
    }
}

impl Action {
    fn refactor(title: String, work: Work) -> Action {
        Action {
            kind: ActionKind::Refactor,
            title,
            preferred: false,
            fixes: None,
            work,
        }
    }
}

/// A refactoring of this post, if its result can be verified.
fn of_post(ctx: &Context<'_>, title: String, steps: &[Step]) -> Option<Action> {
    let edits = plan::edits(ctx, &steps.iter().collect::<Vec<_>>()).ok()?;
    let change = SourceChange {
        edits: vec![(ctx.file, edits)],
        ..SourceChange::default()
    };
    (!change.edits[0].1.is_empty()).then(|| Action::refactor(title, Work::Done(change)))
}
