//! mdBook: <https://rust-lang.github.io/mdBook/format/markdown.html>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["book.toml"],
    content: &["src"],
    content_keys: &["src"],
    published: &["src"],
    address_fields: &[],
    ..Rules::DEFAULT
};
