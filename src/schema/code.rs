//! The one table of what can be found: a code's name, its severity, what it is in one line, and its page of documentation.

use std::fmt;
use std::str::FromStr;

use super::{Severity, nearest};

/// Where the sources stand on the web: `repository` in Cargo.toml. Without it no link is written.
pub const REPOSITORY: Option<&str> = match env!("CARGO_PKG_REPOSITORY") {
    url if url.is_empty() => None,
    url => Some(url),
};

macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $summary:literal;)*) => {
        /// Every kind of finding there is. Its name is the contract: kebab-case, never changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// `duplicate-key`
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity that it has unless rubric.yaml gives it another.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it is, in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }

            /// Its page, in Markdown: what, why, an example, how to configure it.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$variant => include_str!(concat!("../../docs/rules/", $name, ".md")),)*
                }
            }
        }
    };
}

codes! {
    YamlSyntax, "yaml-syntax", Error, "the front matter, or one field of it, is not YAML";
    TomlSyntax, "toml-syntax", Error, "the front matter, or one field of it, is not TOML";
    JsonSyntax, "json-syntax", Error, "the front matter, or one field of it, is not JSON";
    UnclosedFrontMatter, "unclosed-front-matter", Error, "the front matter is never closed";
    BadFence, "bad-fence", Error, "a malformed `---` line";
    DuplicateKey, "duplicate-key", Error, "a field is given twice";
    WrongType, "wrong-type", Warning, "a value of the wrong type for its field";
    UnreadText, "unread-text", Warning, "a part of a value that YAML takes for a comment, a tag or an anchor";
    BadFormat, "bad-format", Warning, "a value that is not in the form that rubric.yaml asks for";
    OutOfRange, "out-of-range", Warning, "a value outside of the limits that rubric.yaml sets";
    DeprecatedField, "deprecated-field", Warning, "a field that rubric.yaml calls deprecated";
    BadDate, "bad-date", Error, "not a date, or not in the form of the field's other dates";
    MissingField, "missing-field", Warning, "a field that the folder's posts have is missing";
    UnknownField, "unknown-field", Warning, "a field name that looks like a typo of a known one";
    InvalidConfig, "invalid-config", Error, "something in rubric.yaml is not understood";
    DuplicateItem, "duplicate-item", Warning, "an item that the list has already";
    QuotedQuotes, "quoted-quotes", Warning, "quotes that are a part of the value";
    StrayWhitespace, "stray-whitespace", Warning, "spaces at the end of a value, or several in a row";
    InvisibleCharacter, "invisible-character", Warning, "an invisible character";
    EmptyItem, "empty-item", Warning, "an empty item in a list";
    EmptyField, "empty-field", Warning, "an empty field that should have a value";
    MissingFrontMatter, "missing-front-matter", Warning, "a post without front matter among posts that have it";
    DuplicateTitle, "duplicate-title", Warning, "another post has the same title";
    DuplicateSource, "duplicate-source", Warning, "another post comes from the same source";
    DateMismatch, "date-mismatch", Warning, "the date in the file name differs from the post's date";
    DuplicateHeading, "duplicate-heading", Hint, "two sibling headings with the same text";
    HeadingSkip, "heading-skip", Hint, "a heading more than one level below the one before it";
    MultipleH1, "multiple-h1", Hint, "more than one heading of the first level";
    HeadingSpace, "heading-space", Hint, "a heading without a space after its `#`s";
    UnclosedHtml, "unclosed-html", Hint, "an HTML element that is never closed";
    UnclosedFence, "unclosed-fence", Hint, "a code block that is never closed";
    UnknownValue, "unknown-value", Warning, "a value outside the field's closed set";
    Variant, "variant", Warning, "a term that is not spelled as usual";
    SimilarTerm, "similar-term", Hint, "a person's name that is probably a typo of another";
    Alias, "alias", Warning, "another name for a term";
    MisplacedTerm, "misplaced-term", Hint, "a person among the tags";
    NamingStyle, "naming-style", Warning, "a term that does not follow the convention of its field";
    SlugCollision, "slug-collision", Warning, "two terms or titles with the same URL on the site";
    BrokenLink, "broken-link", Warning, "a link to a post or file that does not exist";
    MissingAnchor, "missing-anchor", Warning, "a link to a heading that does not exist";
    UnusedIgnore, "unused-ignore", Info, "a comment that silences nothing";
    UndefinedReference, "undefined-reference", Warning, "a link label or footnote that is not defined";
}

impl Code {
    /// Whether it is about text that cannot be read as it is meant.
    pub fn is_syntax(self) -> bool {
        matches!(
            self,
            Code::YamlSyntax
                | Code::TomlSyntax
                | Code::JsonSyntax
                | Code::UnclosedFrontMatter
                | Code::BadFence
        )
    }

    /// Whether it is about what nobody means to be in a value, whatever the value is.
    pub fn is_of_strays(self) -> bool {
        matches!(
            self,
            Code::QuotedQuotes | Code::StrayWhitespace | Code::InvisibleCharacter
        )
    }

    /// Whether the text at the range could go and nothing would be lost.
    pub fn is_about_surplus(self) -> bool {
        matches!(
            self,
            Code::DuplicateItem
                | Code::EmptyItem
                | Code::StrayWhitespace
                | Code::InvisibleCharacter
        )
    }

    /// Where its page stands on the web, if the program knows where its sources are.
    pub fn url(self) -> Option<String> {
        let name = self.name();
        REPOSITORY.map(|it| format!("{it}/blob/main/docs/rules/{name}.md"))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Code {
    /// The code that was perhaps meant by a name that is none.
    pub fn nearest_to(name: &str) -> Option<Code> {
        let names: Vec<&str> = Code::ALL.iter().map(|it| it.name()).collect();
        let meant = nearest(name, &names)?;
        Code::ALL.iter().copied().find(|it| it.name() == meant)
    }
}

impl FromStr for Code {
    /// A sentence that names the code that was perhaps meant.
    type Err = String;

    fn from_str(name: &str) -> Result<Code, String> {
        Code::ALL
            .iter()
            .copied()
            .find(|it| it.name() == name)
            .ok_or_else(|| match Code::nearest_to(name) {
                Some(meant) => format!("there is no code `{name}`: did you mean `{meant}`?"),
                None => format!("there is no code `{name}`; `rubric explain` lists the codes"),
            })
    }
}
