//! Obsidian, and Quartz, which publishes a vault: <https://help.obsidian.md/links>, <https://quartz.jzhao.xyz/features/wikilinks>.

use super::rules::{Rules, WikiLinks};

pub(super) const RULES: Rules = Rules {
    settings: &[".obsidian"],
    content: &["content", ""],
    published: &[""],
    wiki_links: WikiLinks::Notes,
    address_fields: &["permalink", "aliases"],
    partials: &[],
    ..Rules::DEFAULT
};

pub(super) const QUARTZ: Rules = Rules {
    settings: &["quartz.config.*"],
    ..RULES
};
