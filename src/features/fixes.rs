//! Quick fixes: what would fix a finding, as verified edits of the post that has it. Which edits those are stands in the small
//! files below, one fix a file; this module chooses among them. It does not know who asks, nor writes anything.

mod body;
mod convert;
mod dedupe_items;
mod duplicate_key;
mod fence;
pub(super) mod front_matter_node;
pub(super) mod insert;
mod key;
mod link;
pub(super) mod move_term;
mod notation;
pub(super) mod plan;
mod post;
mod remove;
mod skeleton;
mod strip;
mod syntax;
mod text;
mod unread_text;

use smol_str::SmolStr;

pub use insert::{place_of, starting_scalar};
pub use post::{FixedPost, Selection, Unfixed, fix_post};

use super::diagnostics::{Code, Diagnostic, Suggestion};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::schema::Schema;
use crate::syntax::{Field, FrontMatter};
use crate::text::lines::line_ending;
use crate::text::{TextEdit, TextRange};
use plan::Step;

/// The post that is to be fixed, as it stands now.
pub struct Context<'a> {
    pub snap: &'a Snapshot,
    pub file: FileId,
    pub parsed: &'a Parsed,
}

impl<'a> Context<'a> {
    pub(super) fn source(&self) -> &'a str {
        self.parsed.text.as_str()
    }

    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        &self.source()[usize::from(range.start())..usize::from(range.end())]
    }

    /// The line end of the post's first line.
    pub(super) fn eol(&self) -> &'static str {
        line_ending(self.source())
    }

    pub(super) fn front_matter(&self) -> Option<&'a FrontMatter> {
        self.parsed.document.front_matter.as_ref()
    }

    pub(super) fn schema(&self) -> &'a Schema {
        self.snap.schema(self.file)
    }
}

/// One way to fix one finding.
#[derive(Clone, Debug)]
pub struct Fix {
    pub code: Code,
    /// What it does, in the imperative: "Put the value in quotes".
    pub title: String,
    pub safety: Safety,
    /// Whether it is the one that nearly everybody would choose.
    pub preferred: bool,
    /// The same term elsewhere: what could be done with it in all posts.
    pub everywhere: Option<Everywhere>,
    steps: Vec<Step>,
}

/// Who may apply a fix; more is for fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Nobody would object: `rubric fix` and "fix all" do it.
    Safe,
    /// It rests on what was learned, moves a value or fixes structure: done when it is asked for.
    Unsafe,
    /// The author goes on from what it writes: done where its code was asked for, and nowhere else.
    ByCode,
    /// It drops what somebody wrote, or is one of several ways: for the author to choose, at that place.
    Manual,
}

/// A term that should read otherwise wherever the field has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Everywhere {
    pub field: SmolStr,
    pub old: SmolStr,
    pub new: SmolStr,
}

impl Fix {
    fn new(code: Code, title: impl Into<String>, safety: Safety, steps: Vec<Step>) -> Fix {
        Fix {
            code,
            title: title.into(),
            safety,
            preferred: safety != Safety::Manual,
            everywhere: None,
            steps,
        }
    }
}

/// The ways to fix a finding of this post, the preferred one first; none where no fix is known. Their edits are not
/// verified yet: see [`edits`].
///
/// # Errors
/// The front matter is not to be touched at all.
pub fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Result<Vec<Fix>, Refusal> {
    if ctx.front_matter().is_some_and(|it| it.conflicted) {
        return Err(Refusal::new("the front matter has merge-conflict markers"));
    }
    let mut fixes = match finding.code {
        Code::YamlSyntax => syntax::fixes(ctx, finding),
        Code::TomlSyntax | Code::JsonSyntax => notation::fixes(ctx, finding),
        Code::UnclosedFrontMatter | Code::BadFence => fence::fixes(ctx, finding),
        Code::DuplicateKey => duplicate_key::fixes(ctx, finding),
        Code::WrongType => convert::fixes(ctx, finding),
        Code::UnreadText => unread_text::fixes(ctx, finding),
        Code::MissingFrontMatter => skeleton::fix(ctx, finding).into_iter().collect(),
        Code::HeadingSpace | Code::HeadingSkip | Code::UnclosedFence | Code::UnclosedHtml => {
            body::fix(ctx, finding).into_iter().collect()
        }
        Code::BrokenLink | Code::MissingAnchor | Code::UndefinedReference => {
            link::fix(ctx, finding).into_iter().collect()
        }
        _ => by_suggestion(ctx, finding),
    };
    fixes.sort_by_key(|it| !it.preferred);
    // An editor that applies the preferred action unasked has to know which one that is.
    fixes.iter_mut().skip(1).for_each(|it| it.preferred = false);
    Ok(fixes)
}

fn by_suggestion(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let fix = finding.suggestion.as_ref().and_then(|it| match it {
        Suggestion::Text(text) => text::fix(ctx, finding, text),
        Suggestion::Remove => remove::fix(ctx, finding),
        Suggestion::Insert(field) => insert::fix(ctx, finding, field),
        Suggestion::MoveTo(field) => move_term::fix(ctx, finding, field),
        Suggestion::Kind(_) => None,
    });
    fix.into_iter().collect()
}

/// The edits of one fix, verified.
///
/// # Errors
/// It cannot be done, or its result cannot be checked: why.
pub fn edits(ctx: &Context<'_>, fix: &Fix) -> Result<Vec<TextEdit>, Refusal> {
    plan::edits(ctx, &fix.steps.iter().collect::<Vec<_>>())
}

/// A field's name, for titles.
fn name<'a>(field: &'a Field<'_>) -> &'a str {
    field.name()
}
