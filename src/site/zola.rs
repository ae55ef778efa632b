//! Zola: <https://www.getzola.org/documentation/content/overview/>, <https://www.getzola.org/documentation/content/linking/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["config.toml", "zola.toml"],
    says: &["base_url"],
    content: &["content"],
    published: &["static", "content"],
    has_folder_addresses: true,
    address_fields: &["slug", "path", "aliases"],
    ..Rules::DEFAULT
};
