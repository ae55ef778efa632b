//! Quarto: <https://quarto.org/docs/websites/>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &["_quarto.*"],
    published: &[""],
    address_fields: &["aliases"],
    partials: &["_*", "includes"],
    ..Rules::DEFAULT
};
