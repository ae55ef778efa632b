//! What an author has written into a rubric.yaml that posts cannot teach, for a file that is written anew. It does not know
//! what the posts have taught.

use crate::schema::config::Moment;
use crate::schema::limits::{Bound, Deprecated, Limits};
use smol_str::SmolStr;

use crate::schema::Config;
use crate::schema::config::FieldDeclaration;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{ScalarStyle, parse_map};

/// A rubric.yaml as it stands, and what it says.
#[derive(Clone, Debug)]
pub struct Old {
    pub text: String,
    pub config: Config,
}

impl Old {
    pub fn of(text: &str) -> Old {
        Old {
            text: text.to_owned(),
            config: Config::parse(text),
        }
    }

    /// Whether it is YAML: what is not, nobody can tell what to keep of.
    pub fn is_yaml(&self) -> bool {
        parse_map(&self.text).1.is_empty()
    }

    /// What only an author can have written, as `rubric init` names it: `vocabularies and rules`.
    pub(super) fn sections(&self, with_collections: bool) -> Vec<(&'static str, String)> {
        const SECTIONS: [&str; 6] = [
            "collections",
            "vocabularies",
            "slug",
            "site",
            "order",
            "rules",
        ];
        let names = SECTIONS.into_iter().skip(usize::from(!with_collections));
        names
            .filter_map(|it| Some((it, self.section(it)?)))
            .collect()
    }

    /// The lines of a key and its value, with the comment above them.
    fn section(&self, name: &str) -> Option<String> {
        let (entries, _) = parse_map(&self.text);
        let entry = entries.iter().find(|it| it.key.text() == Some(name))?;
        let start = self.line_start(entry.key.range.start().into());
        let end = usize::from(entry.range.end());
        let comment = self.comment_above(start);
        let lines = self.text[comment..end].lines();
        let lines: Vec<&str> = lines.map(str::trim_end).collect();
        Some(format!("{}\n", lines.join("\n").trim_end()))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |it| it + 1)
    }

    fn comment_above(&self, start: usize) -> usize {
        let above = |at: usize| {
            let line = self.line_start(at.checked_sub(1)?);
            self.text[line..].starts_with('#').then_some(line)
        };
        std::iter::successors(Some(start), |it| above(*it))
            .last()
            .unwrap_or(start)
    }
}

/// What is declared of a field but its type, which its values tell.
pub(super) fn pairs(name: &SmolStr, declaration: &FieldDeclaration) -> Vec<(&'static str, String)> {
    let vocabulary = declaration.vocabulary.as_ref().filter(|it| *it != name);
    let values = declaration.values.as_ref().map(|it| {
        let values: Vec<String> = it.iter().map(scalar).collect();
        format!("[{}]", values.join(", "))
    });
    let limits = &declaration.limits;
    let default = declaration.default.as_ref();
    let default = default.map(|it| match declaration.default_is_typed {
        true => it.to_string(),
        false => scalar(it),
    });
    [
        ("required", declaration.required.map(|it| it.to_string())),
        (
            "style",
            declaration.naming.map(|it| scalar(&it.name().into())),
        ),
        ("unique", declaration.unique.map(|it| it.to_string())),
        ("on", declaration.on.map(|Moment::Save| "save".to_owned())),
        ("vocabulary", vocabulary.map(scalar)),
        ("closed", declaration.closed.map(|it| it.to_string())),
        ("min", limits.min.as_ref().map(Bound::to_string)),
        ("max", limits.max.as_ref().map(Bound::to_string)),
        (
            "pattern",
            limits
                .pattern
                .as_ref()
                .map(|it| scalar(&it.source().into())),
        ),
        ("format", limits.form.map(|it| it.name().to_owned())),
        ("when", conditions(limits)),
        ("deprecated", limits.deprecated.as_ref().map(deprecated)),
        ("default", default),
        ("values", values),
    ]
    .into_iter()
    .filter_map(|(key, value)| Some((key, value?)))
    .collect()
}

fn conditions(limits: &Limits) -> Option<String> {
    let pair = |it: &(SmolStr, SmolStr)| format!("{}: {}", scalar(&it.0), bare(&it.1));
    let pairs: Vec<String> = limits.when.iter().map(pair).collect();
    (!pairs.is_empty()).then(|| format!("{{ {} }}", pairs.join(", ")))
}

/// `false` is compared as a text: it needs no quotes.
fn bare(text: &SmolStr) -> String {
    match text.as_str() {
        "true" | "false" => text.to_string(),
        _ => scalar(text),
    }
}

fn deprecated(deprecated: &Deprecated) -> String {
    let replacement = deprecated.replacement.as_ref();
    replacement.map_or_else(|| "true".to_owned(), scalar)
}

/// All that is declared of a field: of one that no post has yet, the author's words are all there is.
pub(super) fn all_pairs(
    name: &SmolStr,
    declaration: &FieldDeclaration,
) -> Vec<(&'static str, String)> {
    let kind = declaration.kind.map(|it| ("type", it.name().to_owned()));
    kind.into_iter().chain(pairs(name, declaration)).collect()
}

fn scalar(text: &SmolStr) -> String {
    write_scalar(text, ScalarContext::FlowItem, ScalarStyle::Plain)
}
