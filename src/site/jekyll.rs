//! Jekyll: <https://jekyllrb.com/docs/structure/>, <https://jekyllrb.com/docs/permalinks/>,
//! <https://jekyllrb.com/docs/collections/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["_config.*"],
    content: &["", "pages"],
    content_keys: &["source", "collections_dir"],
    published: &["", "assets"],
    prefix_keys: &["baseurl"],
    has_folder_addresses: true,
    address_fields: &["permalink", "slug", "redirect_from"],
    partials: &["_includes", "_layouts"],
    ..Rules::DEFAULT
};
