//! Edits of a body's markup: an outline that comes out as it is meant, and code and HTML that end. Only verified edits leave.

use super::Refusal;
use crate::syntax::{self, Body, Document};
use crate::text::{TextEdit, TextSize, apply_edits};

/// Edits of a body, and what they are to bring about.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BodyFix {
    /// Sorted, disjoint, behind the front matter.
    pub edits: Vec<TextEdit>,
    /// Headings that have another level afterwards, or are none yet: where each begins now, and the level.
    pub levels: Vec<(TextSize, u8)>,
    /// How many code blocks and elements they close.
    pub n_closed: usize,
}

/// The edits of all fixes, sorted, if they do just what is meant: applied in memory they leave the front matter's bytes, the
/// outline has the intended levels in the same order, and nothing more is open than before less what they close.
pub fn verified_body(
    source: &str,
    document: &Document,
    fixes: &[BodyFix],
) -> Result<Vec<TextEdit>, Refusal> {
    let mut edits: Vec<TextEdit> = fixes.iter().flat_map(|it| it.edits.clone()).collect();
    edits.sort_by_key(|it| (it.range.start(), it.range.end()));
    let body_start = document.body.range.start();
    if edits.iter().any(|it| it.range.start() < body_start) {
        return Err(Refusal::new("the edit would reach into the front matter"));
    }
    let edited = apply_edits(source, &edits).ok_or_else(|| Refusal::new("the edits overlap"))?;
    let after = syntax::parse_as(&edited, document.body.dialect);
    if after.body.range.start() != body_start {
        return Err(Refusal::new("the front matter would be read differently"));
    }
    let levels: Vec<u8> = after.body.headings.iter().map(|it| it.level).collect();
    if levels != intended(&document.body, fixes) {
        return Err(Refusal::new("other headings would change with it"));
    }
    let n_closed: usize = fixes.iter().map(|it| it.n_closed).sum();
    match n_open(&after.body) + n_closed == n_open(&document.body) {
        true => Ok(edits),
        false => Err(Refusal::new("something else would be open, or closed")),
    }
}

fn intended(before: &Body, fixes: &[BodyFix]) -> Vec<u8> {
    let headings = before.headings.iter();
    let mut levels: Vec<(TextSize, u8)> = headings.map(|it| (it.range.start(), it.level)).collect();
    for (start, level) in fixes.iter().flat_map(|it| &it.levels) {
        match levels.binary_search_by_key(start, |it| it.0) {
            Ok(index) => levels[index].1 = *level,
            Err(index) => levels.insert(index, (*start, *level)),
        }
    }
    levels.into_iter().map(|it| it.1).collect()
}

fn n_open(body: &Body) -> usize {
    let fences = body.code_blocks.iter().filter(|it| !it.closed);
    fences.count() + body.unclosed_html.len()
}
