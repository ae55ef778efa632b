//! Text that is not YAML: made YAML that says what the parser could tell already, with as few bytes as that takes. The kind of
//! mistake says which fix that is.
//!
//! An entry is fixed as a whole, since one mistake that remains leaves all of it unread. What is proposed here need not be right:
//! a fix that leaves an error, or changes what anything says, is refused when it is verified.

mod flow;
mod key;
mod line;
mod list;
mod quote;
mod stray;
mod tabs;

pub(super) use quote::quoted;

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::error::BlockError;
use crate::syntax::{Entry, FrontMatter, NodeKind, SyntaxError, SyntaxErrorKind};
use crate::text::{TextEdit, TextRange, TextSize};

/// An entry that is not YAML, and one of the mistakes in it.
struct Broken<'a> {
    ctx: &'a Context<'a>,
    front_matter: &'a FrontMatter,
    /// The innermost entry that the mistake is in.
    entry: &'a Entry,
    range: TextRange,
}

/// What would fix one mistake.
struct Remedy {
    title: &'static str,
    safety: Safety,
    edits: Vec<TextEdit>,
}

impl Remedy {
    fn new(title: &'static str, edits: Vec<TextEdit>) -> Remedy {
        Remedy {
            title,
            safety: Safety::Unsafe,
            edits,
        }
    }

    fn one(title: &'static str, edit: TextEdit) -> Remedy {
        Remedy::new(title, vec![edit])
    }
}

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let Some(front_matter) = ctx.front_matter() else {
        return Vec::new();
    };
    let mut entries = front_matter.entries.iter();
    if let Some(entry) = entries.find(|it| it.range.contains_range(finding.range)) {
        let fix = fix_entry(ctx, front_matter, entry, finding);
        return fix.into_iter().collect();
    }
    let errors = ctx.parsed.document.errors.iter();
    let mut kinds = errors.filter(|it| it.range == finding.range);
    let before_key = kinds.find_map(|it| match &it.kind {
        SyntaxErrorKind::Key(it) => key::before(ctx, front_matter, finding.range, it),
        SyntaxErrorKind::Block(BlockError::Separator(_)) => Some(separator(finding.range)),
        _ => None,
    });
    match before_key {
        Some(Remedy {
            title,
            safety,
            edits,
        }) => vec![Fix::new(
            finding.code,
            title,
            safety,
            vec![Step::Fix(edits)],
        )],
        None => stray::fixes(ctx, front_matter, finding),
    }
}

fn fix_entry(
    ctx: &Context<'_>,
    front_matter: &FrontMatter,
    entry: &Entry,
    finding: &Diagnostic,
) -> Option<Fix> {
    let errors = ctx.parsed.document.errors.iter();
    let of_entry =
        errors.filter(|it| it.kind.is_of_entry() && entry.range.contains_range(it.range));
    let mut title = None;
    let mut safety = Safety::Safe;
    let mut edits: Vec<TextEdit> = Vec::new();
    for error in of_entry {
        let broken = Broken {
            ctx,
            front_matter,
            entry: innermost(entry, error.range),
            range: error.range,
        };
        let remedy = remedy(&broken, error)?;
        if error.range == finding.range {
            title = Some(remedy.title);
        }
        safety = safety.max(remedy.safety);
        let is_new = |it: &TextEdit| !edits.contains(it);
        let new: Vec<_> = remedy.edits.into_iter().filter(is_new).collect();
        edits.extend(new);
    }
    let steps = vec![Step::Fix(edits)];
    Some(Fix::new(finding.code, title?, safety, steps))
}

fn remedy(broken: &Broken<'_>, error: &SyntaxError) -> Option<Remedy> {
    match &error.kind {
        SyntaxErrorKind::Unclosed(_)
        | SyntaxErrorKind::Fence(_)
        | SyntaxErrorKind::Toml(_)
        | SyntaxErrorKind::Json(_) => None,
        SyntaxErrorKind::Key(it) => key::remedy(broken, it),
        SyntaxErrorKind::Line(it) => line::remedy(broken, it),
        SyntaxErrorKind::Item(it) => list::remedy(broken, *it),
        SyntaxErrorKind::Scalar(it) => quote::remedy(broken, it),
        SyntaxErrorKind::Flow(it) => flow::remedy(broken, it),
        SyntaxErrorKind::Block(it) => block(broken, it),
    }
}

fn block(broken: &Broken<'_>, error: &BlockError) -> Option<Remedy> {
    match error {
        BlockError::Separator(_) => Some(separator(broken.range)),
        BlockError::ControlCharacter(_) | BlockError::UnknownAlias => quote::whole(broken),
        BlockError::Unreadable(_) | BlockError::ReadByFew(_) => quote::whole(broken),
        BlockError::AliasBomb
        | BlockError::SecondDocument
        | BlockError::TooManyBrackets
        | BlockError::TooDeep => None,
    }
}

fn separator(range: TextRange) -> Remedy {
    Remedy::one("Remove the invisible character", TextEdit::delete(range))
}

/// The entry of a map within `entry` that the range is in, or else `entry` itself.
fn innermost(entry: &Entry, range: TextRange) -> &Entry {
    let value = std::slice::from_ref(&entry.value);
    let maps = value.iter().chain(entry.value.items());
    let mut inner = maps.flat_map(|it| match &it.kind {
        NodeKind::Map { entries, .. } => &entries[..],
        _ => &[],
    });
    match inner.find(|it| it.range.contains_range(range)) {
        Some(inner) => innermost(inner, range),
        None => entry,
    }
}

impl Broken<'_> {
    /// The text that is wrong.
    fn text(&self) -> &str {
        self.ctx.slice(self.range)
    }

    /// Bytes of the line that `offset` stands on, before it.
    fn line_before(&self, offset: TextSize) -> &str {
        let before = &self.ctx.source()[..usize::from(offset)];
        &before[before.rfind(['\n', '\r']).map_or(0, |it| it + 1)..]
    }

    /// The range with the blanks before it.
    fn with_blanks(&self) -> TextRange {
        let before = &self.ctx.source()[..usize::from(self.range.start())];
        let blanks = TextSize::of(before) - TextSize::of(before.trim_end());
        TextRange::new(self.range.start() - blanks, self.range.end())
    }
}
