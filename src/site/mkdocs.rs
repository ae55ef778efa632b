//! MkDocs: <https://www.mkdocs.org/user-guide/writing-your-docs/>, <https://mkdocstrings.github.io/autorefs/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["mkdocs.*"],
    content: &["docs"],
    content_keys: &["docs_dir"],
    published: &["docs"],
    // Links between pages are from the files, and `use_directory_urls` holds for links that MkDocs leaves alone.
    has_folder_addresses: true,
    address_fields: &["slug"],
    partials: &["includes", "overrides", "snippets", "_snippets"],
    ..Rules::DEFAULT
};
