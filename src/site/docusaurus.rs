//! Docusaurus: <https://docusaurus.io/docs/markdown-features/links>, <https://docusaurus.io/docs/create-doc>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["docusaurus.config.*"],
    content: &["docs", "blog", "src/pages", "community", ""],
    content_keys: &["path"],
    published: &["static"],
    prefix_keys: &["baseurl", "routebasepath"],
    prefixes: &["docs", "blog"],
    address_fields: &["slug", "id"],
    partials: &["_*"],
    localizes_links: true,
    shows_untranslated: true,
    ..Rules::DEFAULT
};
