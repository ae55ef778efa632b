//! What a finding is, and where rules put what they find. It does not know the rules.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

pub use crate::schema::Severity;
pub use crate::schema::code::{Code, REPOSITORY};

use crate::corpus::FileRange;
use crate::schema::{Kind, Schema};
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

/// Where rules put what they find.
pub(super) struct Diagnostics<'a> {
    schema: &'a Schema,
    pub(super) list: Vec<Diagnostic>,
}

impl<'a> Diagnostics<'a> {
    pub(super) fn new(schema: &'a Schema) -> Diagnostics<'a> {
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

    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
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
