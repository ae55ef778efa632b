//! Folding of case and width: under which key spellings of one word meet. It knows nothing of terms.

use std::borrow::Cow;

/// Lower case, and ASCII for full-width forms: `ＧＰＴ－４` and `gpt-4` are one. Nothing else is lost: `C` and `C++` stay two.
pub fn fold(text: &str) -> Cow<'_, str> {
    let folded = |it: u8| it.is_ascii() && !it.is_ascii_uppercase();
    if text.bytes().all(folded) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Owned(
        text.chars()
            .map(narrow)
            .flat_map(char::to_lowercase)
            .collect(),
    )
}

/// U+FF01 to U+FF5E are ASCII `!` to `~` in full width; U+3000 is their space.
fn narrow(it: char) -> char {
    match it {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(it) - 0xfee0).unwrap_or(it),
        '\u{3000}' => ' ',
        _ => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_fold_and_nothing_else() {
        assert_eq!(fold("ＧＰＴ－４　ｔｕｒｂｏ"), "gpt-4 turbo");
        assert_eq!(fold("NVIDIA"), "nvidia");
        assert_eq!(fold("Émile Étienne"), "émile étienne");
        assert_eq!(fold("华尔街日报"), "华尔街日报");
        assert_ne!(fold("C++"), fold("C"));
        assert!(matches!(fold("ai-ml"), Cow::Borrowed("ai-ml")));
    }
}
