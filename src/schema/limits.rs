//! What rubric.yaml allows a value to be beyond its kind: a pattern, a form, a range; and when a field is required. It does not
//! know posts.

use regex::Regex;
use smol_str::SmolStr;

use super::shape::{is_number, is_url, parse_date};

/// What is declared of a field's values. Nothing is learned of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    pub pattern: Option<Pattern>,
    pub form: Option<ValueForm>,
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// Other fields with the value that each must have for this one to be required.
    pub when: Vec<(SmolStr, SmolStr)>,
    pub deprecated: Option<Deprecated>,
}

/// A regular expression that a value must match as a whole.
#[derive(Clone, Debug)]
pub struct Pattern {
    source: SmolStr,
    regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.source == other.source
    }
}

impl Pattern {
    /// # Errors
    /// It is not a regular expression: why, in one line.
    pub fn new(source: &str) -> Result<Pattern, String> {
        let regex = Regex::new(&format!("^(?:{source})$")).map_err(|error| {
            let text = error.to_string();
            let last = text.lines().next_back().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        })?;
        Ok(Pattern {
            source: source.into(),
            regex,
        })
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// A form that texts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueForm {
    Path,
    Url,
    Email,
    Slug,
}

/// The forms as rubric.yaml writes them.
pub const FORMS: [(&str, ValueForm); 4] = [
    ("path", ValueForm::Path),
    ("url", ValueForm::Url),
    ("email", ValueForm::Email),
    ("slug", ValueForm::Slug),
];

impl ValueForm {
    /// As rubric.yaml writes it.
    pub fn name(self) -> &'static str {
        let known = FORMS.iter().find(|it| it.1 == self);
        known.map_or("", |it| it.0)
    }

    /// What it is, in a few words.
    pub fn description(self) -> &'static str {
        match self {
            ValueForm::Path => "a path of a file, such as `images/a.png`",
            ValueForm::Url => "an absolute URL, such as `https://example.org/page`",
            ValueForm::Email => "an email address, such as `name@example.org`",
            ValueForm::Slug => {
                "lower-case letters and digits with hyphens between, such as `my-post`"
            }
        }
    }

    pub fn matches(self, text: &str) -> bool {
        match self {
            ValueForm::Path => !text.contains([' ', '\\', '?', '#']) && !text.contains("//"),
            ValueForm::Url => is_url(text),
            ValueForm::Email => is_email(text),
            ValueForm::Slug => is_slug(text),
        }
    }
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let is_label = |it: &str| !it.is_empty() && !it.contains(char::is_whitespace);
    is_label(name) && !name.contains('@') && host.contains('.') && host.split('.').all(is_label)
}

fn is_slug(text: &str) -> bool {
    let is_part = |it: &str| {
        let is_small = |c: char| c.is_alphanumeric() && !c.is_uppercase();
        !it.is_empty() && it.chars().all(is_small)
    };
    text.split('-').all(is_part)
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// Of a number; of the characters of a text; of the items of a list.
    Number(f64),
    /// A day, as `2024-05-14`. Such texts stand in the order of the days.
    Date(SmolStr),
}

impl Bound {
    pub fn parse(text: &str) -> Option<Bound> {
        if is_number(text) {
            return text.parse().ok().map(Bound::Number);
        }
        parse_date(text).map(|_| Bound::Date(text.into()))
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bound::Number(it) => write!(f, "{it}"),
            Bound::Date(it) => f.write_str(it),
        }
    }
}

/// A field that posts should not have any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// The field to have instead.
    pub replacement: Option<SmolStr>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (form, right, wrong) in [
            (ValueForm::Slug, "my-post-2", "My Post"),
            (ValueForm::Slug, "文章-一", "a--b"),
            (ValueForm::Email, "li.lei@example.org", "li lei@example"),
            (ValueForm::Url, "https://example.org/😀", "example.org"),
            (ValueForm::Path, "/图/a.png", "a b.png"),
        ] {
            assert!(form.matches(right), "{right}");
            assert!(!form.matches(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_pattern_is_matched_as_a_whole() {
        let pattern = Pattern::new("[a-z]+|第\\d+期").expect("it is one");
        assert!(pattern.matches("abc") && pattern.matches("第12期"));
        assert!(!pattern.matches("abc 第12期") && !pattern.matches(""));
        assert!(Pattern::new("(").is_err());
    }
}
