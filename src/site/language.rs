//! Names of folders and endings of files that stand for a language: `en`, `zh-cn`, `pt_BR`.
//! It knows codes, and not which of them a site has.

/// The languages of ISO 639-1 in which sites are written, and `cn`, `jp` and `kr`, which are countries, not among them:
/// as names of folders they are sections as often.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr",
    "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "ko", "lt", "lv", "mk", "ml",
    "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "no", "pl", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv",
    "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
];

/// Whether a name is that of a language, with a region or a script or without.
pub(super) fn is_code(name: &str) -> bool {
    let (code, region) = match name.split_once(['-', '_']) {
        Some((code, region)) => (code, Some(region)),
        None => (name, None),
    };
    let is_region =
        |it: &str| (2..=4).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    code.len() == 2
        && CODES.contains(&code.to_ascii_lowercase().as_str())
        && region.is_none_or(is_region)
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn languages_are_told_from_sections() {
        assert!(
            ["en", "zh-cn", "zh-Hans", "pt_BR", "ja"]
                .iter()
                .all(|it| is_code(it))
        );
        assert!(
            !["cn", "api", "e", "en-", "docs", "中文", "zh-simplified"]
                .iter()
                .any(|it| is_code(it))
        );
    }
}
