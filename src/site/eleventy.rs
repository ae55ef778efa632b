//! Eleventy: <https://www.11ty.dev/docs/permalinks/>, <https://www.11ty.dev/docs/config/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &[".eleventy.*", "eleventy.config.*"],
    content: &["src", "content", "src/content", ""],
    content_keys: &["input"],
    published: &["public", "static", "src", ""],
    has_folder_addresses: true,
    partials: &["_includes", "_layouts"],
    ..Rules::DEFAULT
};
