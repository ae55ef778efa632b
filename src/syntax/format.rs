//! How keys and values are written in each format of front matter, so that they are read again as exactly the same text.
//! It does not know where in a front matter they are going to stand, but for the [`ScalarContext`].

use super::tree::{Format, ScalarStyle};
use super::yaml::{self, ScalarContext};

impl Format {
    /// A string, whatever it looks like; with [`ScalarStyle::Plain`] in quotes only where the format needs them.
    pub fn write_scalar(
        self,
        text: &str,
        context: ScalarContext,
        preferred: ScalarStyle,
    ) -> String {
        match self {
            Format::Yaml => yaml::write_scalar(text, context, preferred),
            Format::Toml | Format::Json => {
                yaml::write_scalar(text, context, ScalarStyle::DoubleQuoted)
            }
        }
    }

    /// A text as plain as it may be: what looks like a number, a date or a boolean is one.
    pub fn write_untyped(
        self,
        text: &str,
        context: ScalarContext,
        preferred: ScalarStyle,
    ) -> String {
        match self {
            Format::Yaml | Format::Toml | Format::Json => {
                yaml::write_untyped(text, context, preferred)
            }
        }
    }

    pub fn write_key(self, key: &str) -> String {
        match self {
            Format::Yaml | Format::Toml => {
                yaml::write_scalar(key, ScalarContext::Key, ScalarStyle::Plain)
            }
            Format::Json => yaml::write_scalar(key, ScalarContext::Key, ScalarStyle::DoubleQuoted),
        }
    }

    /// What stands between a key and its value, without the blanks around it.
    pub fn separator(self) -> char {
        match self {
            Format::Yaml | Format::Json => ':',
            Format::Toml => '=',
        }
    }
}
