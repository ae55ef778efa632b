//! Zenn: <https://zenn.dev/zenn/articles/zenn-cli-guide>. Nothing but its folders tells it.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &[".zennrc"],
    content: &["articles", "books", ""],
    published: &[""],
    address_fields: &[],
    ..Rules::DEFAULT
};
