//! How keys and values are written in each format of front matter, so that they are read again as exactly the same text.
//! It does not know where in a front matter they are going to stand, but for the [`ScalarContext`].

use super::tree::{Format, ScalarStyle};
use super::yaml::{self, ScalarContext};
use super::{json, toml};

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
            Format::Toml => toml::write_string(text, preferred),
            Format::Json => json::write_string(text),
        }
    }

    /// A text as plain as it may be: what looks like a number, a date or a boolean is one.
    pub fn write_untyped(
        self,
        text: &str,
        context: ScalarContext,
        preferred: ScalarStyle,
    ) -> String {
        let is_typed = || match self {
            Format::Yaml => true,
            Format::Toml => toml::is_typed(text),
            Format::Json => json::is_typed(text),
        };
        match self {
            Format::Yaml => yaml::write_untyped(text, context, preferred),
            Format::Toml | Format::Json if is_typed() => text.to_owned(),
            Format::Toml | Format::Json => self.write_scalar(text, context, preferred),
        }
    }

    pub fn write_key(self, key: &str) -> String {
        match self {
            Format::Yaml => yaml::write_scalar(key, ScalarContext::Key, ScalarStyle::Plain),
            Format::Toml => toml::write_key(key),
            Format::Json => json::write_string(key),
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
