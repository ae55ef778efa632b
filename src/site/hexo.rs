//! Hexo: <https://hexo.io/docs/setup>, <https://hexo.io/docs/permalinks>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["_config.*"],
    says: &["new_post_name", "source_dir", "hexo"],
    content: &["source/_posts", "source"],
    content_keys: &["source_dir"],
    published: &["source"],
    prefix_keys: &["root"],
    has_folder_addresses: true,
    address_fields: &["permalink", "slug", "alias"],
    partials: &["scaffolds", "themes"],
    ..Rules::DEFAULT
};
