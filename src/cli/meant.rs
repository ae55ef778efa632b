//! "Did you mean": fields and terms that are nearly what was typed.

use anyhow::{Result, bail};

use super::output::escape_line;
use crate::corpus::Snapshot;

/// A field that no post has and rubric.yaml does not declare is a slip, and nothing is done about it.
pub(super) fn expect_field(snap: &Snapshot, field: &str) -> Result<()> {
    if snap.root_schema().field(field).is_some() || snap.values(field).is_some() {
        return Ok(());
    }
    let known = snap.root_schema().order.iter().map(|it| it.as_str());
    let field_shown = escape_line(field);
    match nearest(field, known) {
        Some(meant) => bail!(
            "no post has a field `{field_shown}`: did you mean `{}`?",
            escape_line(meant)
        ),
        None => bail!("no post has a field `{field_shown}`; `rubric stats` lists the fields"),
    }
}

/// The term of the field that is nearest to one that is none.
pub(super) fn nearest_term(snap: &Snapshot, field: &str, term: &str) -> Option<String> {
    let terms = snap.values(field)?.terms().map(|it| it.1.text.as_str());
    nearest(term, terms).map(escape_line)
}

/// The nearest of many words, if it is near enough to be meant: at most a third of its letters differ, case aside.
pub(super) fn nearest<'a>(word: &str, of: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    // A word whose length alone is too far off need not be compared.
    let is_near = |it: &&str| it.chars().count().abs_diff(length) * 3 <= length.max(3);
    let distances = of
        .filter(is_near)
        .map(|it| (strsim::osa_distance(&word, &it.to_lowercase()), it));
    let (distance, nearest) = distances.min()?;
    (distance * 3 <= nearest.chars().count()).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let known = ["tags", "people", "时间线", "status"];
        let meant = |word| nearest(word, known.into_iter());
        assert_eq!(meant("tagz"), Some("tags"));
        assert_eq!(meant("Tag"), Some("tags"));
        assert_eq!(meant("poeple"), Some("people"));
        assert_eq!(meant("时线"), Some("时间线"));
        assert_eq!(meant("series"), None);
        assert_eq!(meant(""), None);
    }
}
