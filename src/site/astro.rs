//! Astro and Starlight: <https://docs.astro.build/en/basics/project-structure/>, <https://starlight.astro.build/guides/i18n/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["astro.config.*"],
    content: &["src/content/docs", "src/content", "src/pages"],
    published: &["public", "src/assets"],
    prefix_keys: &["base"],
    has_folder_addresses: true,
    address_fields: &["slug", "permalink"],
    shows_untranslated: true,
    ..Rules::DEFAULT
};
