//! Hugo: <https://gohugo.io/getting-started/directory-structure/>, <https://gohugo.io/content-management/urls/>,
//! <https://gohugo.io/content-management/multilingual/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["hugo.*", "config.*", "config/_default"],
    says: &["baseurl", "languagecode"],
    content: &["content"],
    content_keys: &["contentdir", "source"],
    published: &["static", "assets"],
    has_folder_addresses: true,
    address_fields: &["url", "slug", "aliases"],
    // With a render hook or `relref`; without one they are to the default language.
    localizes_links: true,
    partials: &["_includes", "archetypes", "layouts"],
    ..Rules::DEFAULT
};
