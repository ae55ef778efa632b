//! No generator: links are paths of files, and what the posts show of their addresses is all that is known.

use super::rules::{Rules, WikiLinks};

pub(super) const RULES: Rules = Rules {
    published: &[],
    wiki_links: WikiLinks::Learned,
    partials: &[],
    address_fields: &["permalink"],
    ..Rules::DEFAULT
};
