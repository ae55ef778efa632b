//! Text that is not YAML: made YAML that says what the parser could tell already, with as few bytes as that takes.
//!
//! An entry is mended as a whole, since one mistake that remains leaves all of it unread. What a remedy does need not be
//! right: a mend that leaves an error, or changes what anything says, is refused when it is verified.

mod behind;
mod below;
mod colon;
mod empty_value;
mod flow_list;
mod indented_key;
mod list;
mod quote;
mod stray;
mod tabs;

use super::plan::Step;
use super::{Context, Fix, Safety};
use crate::features::diagnostics::Diagnostic;
use crate::syntax::{Entry, FrontMatter};
use crate::text::{TextEdit, TextRange};

/// An entry that is not YAML, and one of the places that are wrong.
struct Broken<'a> {
    ctx: &'a Context<'a>,
    front_matter: &'a FrontMatter,
    entry: &'a Entry,
    range: TextRange,
}

/// What would mend one place.
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
}

type Remedies = fn(&Broken<'_>) -> Option<Remedy>;

/// The first that knows the place is taken.
const REMEDIES: &[Remedies] = &[
    colon::remedy,
    below::remedy,
    empty_value::remedy,
    list::inline,
    flow_list::remedy,
    tabs::remedy,
    behind::remedy,
    list::remedy,
    quote::remedy,
];

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let Some(front_matter) = ctx.front_matter() else {
        return Vec::new();
    };
    let mut entries = front_matter.entries.iter();
    match entries.find(|it| it.range.contains_range(finding.range)) {
        Some(entry) => mend_entry(ctx, front_matter, entry, finding)
            .into_iter()
            .collect(),
        None => indented_key::fix(ctx, front_matter, finding)
            .into_iter()
            .chain(stray::fixes(ctx, front_matter, finding))
            .collect(),
    }
}

fn mend_entry(
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
            entry,
            range: error.range,
        };
        let remedy = REMEDIES.iter().find_map(|it| it(&broken))?;
        if error.range == finding.range {
            title = Some(remedy.title);
        }
        if remedy.safety != Safety::Safe {
            safety = remedy.safety;
        }
        let is_new = |it: &TextEdit| !edits.contains(it);
        let new: Vec<_> = remedy.edits.into_iter().filter(is_new).collect();
        edits.extend(new);
    }
    let steps = vec![Step::Mend(edits)];
    Some(Fix::new(finding.code, title?, safety, steps))
}

impl Broken<'_> {
    /// The text that is wrong.
    fn text(&self) -> &str {
        self.ctx.slice(self.range)
    }

    /// Bytes of the line that `offset` stands on, before it.
    fn line_before(&self, offset: crate::text::TextSize) -> &str {
        let before = &self.ctx.source()[..usize::from(offset)];
        &before[before.rfind(['\n', '\r']).map_or(0, |it| it + 1)..]
    }
}
