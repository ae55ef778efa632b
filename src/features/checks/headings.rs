//! The headings that a post's author meant as such.

use crate::corpus::Parsed;
use crate::syntax::Heading;

/// `# <<<<<<< HEAD`: somebody has commented the marks of a merge out.
fn is_conflict(heading: &Heading) -> bool {
    ["<<<<<<<", ">>>>>>>", "======="]
        .iter()
        .any(|it| heading.title.starts_with(it))
}

/// Those in quotes and lists are somebody else's, and a paragraph above a line of nothing but `=` is one by accident.
pub(in crate::features) fn own(parsed: &Parsed) -> Vec<&Heading> {
    let source = parsed.text.as_str();
    let is_paragraph = |it: &Heading| it.setext && source[it.title_range].contains(['\n', '\r']);
    let headings = parsed.document.body.headings.iter();
    headings
        .filter(|it| !it.nested && !is_paragraph(it) && !is_conflict(it))
        .collect()
}
