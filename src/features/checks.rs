//! The rules, one a file: each a function of a [`Context`] that adds what it finds to [`Diagnostics`].
//! A rule knows the post before it and what the corpus taught; it does not know who asks.

mod duplicate_key;
mod missing_field;
mod syntax;

use super::diagnostics::Diagnostics;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::schema::Schema;
use crate::syntax::FrontMatter;

/// What a rule may look at.
pub(super) struct Context<'a> {
    pub(super) file: FileId,
    pub(super) parsed: &'a Parsed,
    /// Of the post's folder.
    pub(super) schema: &'a Schema,
}

impl<'a> Context<'a> {
    pub(super) fn new(snap: &'a Snapshot, file: FileId, parsed: &'a Parsed) -> Context<'a> {
        Context {
            file,
            parsed,
            schema: snap.schema(file),
        }
    }

    fn front_matter(&self) -> Option<&'a FrontMatter> {
        self.parsed.document.front_matter.as_ref()
    }
}

type Rule = fn(&Context<'_>, &mut Diagnostics<'_>);

const RULES: &[Rule] = &[syntax::check, duplicate_key::check, missing_field::check];

/// Every rule, in turn.
pub(super) fn run(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for rule in RULES {
        rule(ctx, acc);
    }
}
