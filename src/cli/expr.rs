//! Which posts are meant: `tags=go`, `date>=2026-01`, `title~draft`, `!image`. All that are given have to hold.

use anyhow::{Result, bail};

use super::values::{FieldPath, texts};
use crate::corpus::{FileId, Parsed, Snapshot};

/// The path of the post's file, where no post has a field of that name.
const PATH: &str = "path";

/// One condition.
#[derive(Debug)]
pub(super) struct Expr {
    /// `None` for the path of the post's file.
    field: Option<FieldPath>,
    test: Test,
}

#[derive(Debug, PartialEq)]
enum Test {
    /// The field is there and says something.
    Has,
    Lacks,
    Is(String),
    IsNot(String),
    AtLeast(String),
    AtMost(String),
    Holds(String),
}

type Made = fn(String) -> Test;

/// Those of two characters first: `>=` has an `=` in it.
const OPERATORS: [(&str, Made); 5] = [
    ("!=", Test::IsNot),
    (">=", Test::AtLeast),
    ("<=", Test::AtMost),
    ("=", Test::Is),
    ("~", Test::Holds),
];

/// Reads conditions. A field that no post has is a slip.
pub(super) fn parse_all(snap: &Snapshot, given: &[String]) -> Result<Vec<Expr>> {
    let condition = |given: &String| {
        let (field, test) = parse(given)?;
        if field == PATH && snap.values(PATH).is_none() {
            return Ok(Expr { field: None, test });
        }
        let field = FieldPath::parse(snap, field);
        field.expect_known(snap)?;
        let field = Some(field);
        Ok(Expr { field, test })
    };
    given.iter().map(condition).collect()
}

fn parse(given: &str) -> Result<(&str, Test)> {
    let field_end = FieldPath::end(given);
    let at = |operator: &str| given[field_end..].find(operator).map(|it| it + field_end);
    let found = OPERATORS
        .iter()
        .filter_map(|(operator, made)| Some((at(operator)?, operator, made)));
    // The first in the text, and the longer of two at one place.
    let first = found.min_by_key(|(at, operator, _)| (*at, std::cmp::Reverse(operator.len())));
    let (field, test) = match first {
        Some((at, operator, made)) => (&given[..at], made(given[at + operator.len()..].to_owned())),
        None => match given.strip_prefix('!') {
            Some(field) => (field, Test::Lacks),
            None => (given, Test::Has),
        },
    };
    if field.trim().is_empty() {
        bail!(
            "`{given}` names no field: a condition is `field=value`, `field!=value`, `field>=value`, `field<=value`, `field~text`, `field` or `!field`"
        );
    }
    Ok((field.trim(), test))
}

impl Expr {
    /// Whether the post is meant.
    pub(super) fn holds(&self, snap: &Snapshot, file: FileId, parsed: &Parsed) -> bool {
        let values = match &self.field {
            Some(field) => texts(snap, file, parsed, field),
            None => vec![snap.path(file).as_str().to_owned()],
        };
        self.test.holds(&values)
    }
}

impl Test {
    fn holds(&self, values: &[String]) -> bool {
        let any = |test: &dyn Fn(&str) -> bool| values.iter().any(|it| test(it));
        match self {
            Test::Has => !values.is_empty(),
            Test::Lacks => values.is_empty(),
            Test::Is(text) => any(&|it| it == text),
            Test::IsNot(text) => !any(&|it| it == text),
            Test::AtLeast(bound) => any(&|it| is_at_least(it, bound)),
            // All of January is at most `2026-01`.
            Test::AtMost(bound) => any(&|it| is_at_least(bound, it) || is_within(it, bound)),
            Test::Holds(text) => {
                let text = text.to_lowercase();
                any(&|it| it.to_lowercase().contains(&text))
            }
        }
    }
}

/// Numbers by their size, all else as texts: dates of ISO 8601 are in order then.
fn is_at_least(value: &str, bound: &str) -> bool {
    match (value.parse::<f64>(), bound.parse::<f64>()) {
        (Ok(value), Ok(bound)) => value >= bound,
        _ => value >= bound,
    }
}

fn is_within(value: &str, date: &str) -> bool {
    let is_date =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit() || it == '-');
    is_date(date)
        && value
            .strip_prefix(date)
            .is_some_and(|it| it.starts_with(['-', 'T', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, values: &[&str], expected: bool) {
        let values: Vec<String> = values.iter().map(|it| (*it).to_owned()).collect();
        let (_, test) = parse(given).expect("a condition");
        assert_eq!(test.holds(&values), expected, "{given} {values:?}");
    }

    #[test]
    fn values_are_compared_as_they_are_meant() {
        check("tags=人工智能", &["llm", "人工智能"], true);
        check("tags=llm", &["LLM"], false);
        check("tags!=llm", &["go", "llm"], false);
        check("tags!=llm", &[], true);
        check("title~ÉTÉ", &["L'été 😀"], true);
        check("date>=2026-01", &["2026-01-01"], true);
        check("date<=2026-01", &["2026-01-31"], true);
        check("date<=2026-01", &["2026-02-01"], false);
        check("rating>=10", &["9"], false);
        check("url=https://a/?b=c", &["https://a/?b=c"], true);
        check("!image", &[], true);
        check("image", &["x"], true);
        assert!(parse("=x").is_err() && parse("!").is_err() && parse("").is_err());
    }
}
