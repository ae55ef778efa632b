//! DocFX and the documentation of Microsoft, whose server does not tell cases apart:
//! <https://learn.microsoft.com/en-us/contribute/content/how-to-write-links>.

use super::rules::Rules;

pub(super) const RULES: Rules = Rules {
    settings: &[".openpublishing.publish.config.json", "docfx.json"],
    published: &[""],
    ignores_case: true,
    address_fields: &[],
    partials: &["includes", "_includes"],
    ..Rules::DEFAULT
};
