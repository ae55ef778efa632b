//! Findings: where a post is broken, or drifts from the rest. What each rule looks for stands in [`super::checks`];
//! this module knows only what a finding is, and which rules are switched on for a folder.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

pub use crate::schema::Severity;
pub use crate::schema::code::{Code, REPOSITORY};

use super::{checks, links, silence};
use crate::corpus::{CONFIG, FileId, FileRange, Parsed, Snapshot, Unavailable};
use crate::schema::{Kind, Schema};
use crate::syntax::{Entry, Node, NodeKind};
use crate::text::{TextRange, TextSize};

/// How many other places a finding names; how many more there are stands beside the last of them.
const MAX_RELATED: usize = 5;

/// One finding, at exactly the wrong text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// Byte range in the post. Empty where something is missing from a value's place.
    pub range: TextRange,
    /// What is wrong, and what would be right.
    pub message: String,
    /// At most five places, each with what it has to do with the finding.
    pub related: Vec<(FileRange, String)>,
    /// What would be right, for a fix to write. `None` where the message is all there is to say.
    pub suggestion: Option<Suggestion>,
}

/// What would be right at the place of a finding. Values are as they are meant, not as YAML quotes them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Suggestion {
    /// The scalar or the key at the range should read so.
    Text(SmolStr),
    /// The value at the range should be of that kind.
    Kind(Kind),
    /// The field should be there.
    Insert(SmolStr),
    /// The value at the range belongs in that field.
    MoveTo(SmolStr),
    /// What stands at the range should go.
    Remove,
}

impl Diagnostic {
    /// A finding of the code's default severity.
    pub fn new(code: Code, range: TextRange, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            range,
            message: message.into(),
            related: Vec::new(),
            suggestion: None,
        }
    }

    #[must_use]
    pub fn suggest(mut self, suggestion: Suggestion) -> Diagnostic {
        self.suggestion = Some(suggestion);
        self
    }

    /// Names other places, each with the same label. Only the first five are asked of the iterator's items:
    /// to find the range of a place in a closed post means to read it. `n_places` is how many there are in all.
    #[must_use]
    pub fn relate(
        mut self,
        label: &str,
        n_places: usize,
        places: impl Iterator<Item = FileRange>,
    ) -> Diagnostic {
        self.related = places
            .take(MAX_RELATED)
            .map(|it| (it, label.to_owned()))
            .collect();
        let n_shown = self.related.len();
        if let Some((_, label)) = self.related.last_mut()
            && n_places > n_shown
        {
            label.push_str(&format!(" (and {} more)", n_places - n_shown));
        }
        self
    }
}

/// The findings of one post, in the order of their places. Rules that rubric.yaml switches off find nothing,
/// others have the severity that it gives them.
pub fn diagnostics(snap: &Snapshot, file: FileId) -> Result<Vec<Diagnostic>, Unavailable> {
    if snap.path(file).as_str() == CONFIG {
        return Ok(config_diagnostics(snap));
    }
    let parsed = parsed_to_judge(snap, file)?;
    Ok(diagnostics_of(snap, file, &parsed))
}

/// As much of a post as rules look at: to read the body again costs ten times what the head does.
pub fn parsed_to_judge(snap: &Snapshot, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
    let head_is_all = snap.summary(file).is_some_and(|it| {
        it.complete && !it.odd && !links::LinkChecker::new(snap).is_doubtful(file, it)
    });
    match head_is_all {
        true => snap.parsed_head(file),
        false => snap.parsed(file),
    }
}

/// The same of a text that the post might have: the corpus around it is the snapshot's. Of what is being typed just now only
/// that is told which is wrong however it goes on.
pub fn diagnostics_of(snap: &Snapshot, file: FileId, parsed: &Parsed) -> Vec<Diagnostic> {
    let ctx = checks::Context::new(snap, file, parsed);
    let mut acc = Diagnostics::new(ctx.schema);
    checks::run(&ctx, &mut acc);
    let unused = silence::apply(&mut acc.list, parsed, &ctx.schema.rules);
    acc.extend(unused);
    if let Some(unfinished) = parsed.unfinished() {
        let told = |it: &Diagnostic| it.code.is_syntax() || !unfinished.contains_range(it.range);
        acc.list.retain(told);
    }
    if snap.is_begun(file, parsed) {
        acc.list.retain(|it| !is_to_be_filled_in(it, parsed));
    }
    acc.finish()
}

/// Whether a post that was begun lacks something there, which its author is about to write.
fn is_to_be_filled_in(finding: &Diagnostic, parsed: &Parsed) -> bool {
    let is_empty = |it: &Node| match &it.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::List { items, .. } => items.iter().all(Node::is_null),
        NodeKind::Map { entries, .. } => entries.is_empty(),
    };
    let mut entries = parsed.entries().iter();
    let is_there = |it: &&Entry| it.range.contains_range(finding.range);
    let entry = entries.find(is_there);
    !finding.code.is_syntax()
        && (finding.code == Code::MissingField || entry.is_some_and(|it| is_empty(&it.value)))
}

/// What is wrong with rubric.yaml, in the order of its places in [`Snapshot::config_text`].
pub fn config_diagnostics(snap: &Snapshot) -> Vec<Diagnostic> {
    let mut acc = Diagnostics::new(snap.root_schema());
    checks::config::check(snap, &mut acc);
    acc.finish()
}

/// Where rules put what they find.
pub(super) struct Diagnostics<'a> {
    schema: &'a Schema,
    list: Vec<Diagnostic>,
}

impl<'a> Diagnostics<'a> {
    fn new(schema: &'a Schema) -> Diagnostics<'a> {
        Diagnostics {
            schema,
            list: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, mut diagnostic: Diagnostic) {
        match self.schema.rules.get(&diagnostic.code) {
            Some(None) => return,
            Some(Some(severity)) => diagnostic.severity = *severity,
            None => {}
        }
        self.list.push(diagnostic);
    }

    pub(super) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|it| self.push(it));
    }

    /// Quotes that are a part of a value are one fault, and what is suggested for them is how the value should read: nothing else
    /// is told of it.
    fn tell_once(&mut self) {
        let quoted = self.list.iter().filter(|it| it.code == Code::QuotedQuotes);
        let quoted: FxHashSet<TextSize> = quoted.map(|it| it.range.start()).collect();
        let is_same = |it: &Diagnostic| quoted.contains(&it.range.start());
        self.list
            .retain(|it| !tells_how_it_reads(it.code) || !is_same(it));
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        self.tell_once();
        self.list
            .sort_by_key(|it| (it.range.start(), it.range.end(), it.code));
        self.list
    }
}

/// Rules that say how a value should read.
fn tells_how_it_reads(code: Code) -> bool {
    matches!(
        code,
        Code::Variant
            | Code::Alias
            | Code::SimilarTerm
            | Code::NamingStyle
            | Code::UnknownValue
            | Code::StrayWhitespace
    )
}
