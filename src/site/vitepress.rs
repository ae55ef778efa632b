//! VitePress: <https://vitepress.dev/guide/routing>, <https://vitepress.dev/guide/asset-handling>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &[".vitepress", ".vuepress"],
    content_keys: &["srcdir"],
    published: &["public", ".vuepress/public"],
    prefix_keys: &["base"],
    partials: &["snippets", "_snippets", "parts"],
    ..Rules::DEFAULT
};
