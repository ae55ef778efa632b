//! Texts as they are compared while typing: without case, width, accents, and with one kind of separator.
//! It knows nothing of terms.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::text::chars::is_han;

/// Lower case, half width, no accents; hyphens, underscores and middle dots are spaces.
pub fn fold_typed(text: &str) -> String {
    if text.is_ascii() {
        return text
            .bytes()
            .map(|it| separator(char::from(it.to_ascii_lowercase())))
            .collect();
    }
    text.nfkd()
        .filter(|it| !is_accent(*it))
        .flat_map(char::to_lowercase)
        .map(separator)
        .collect()
}

/// What one character becomes, so that a beginning of the folded text can be mapped to one of the original.
pub fn fold_char(c: char, mut each: impl FnMut(char)) {
    decompose_compatible(c, |part| {
        if !is_accent(part) {
            part.to_lowercase().map(separator).for_each(&mut each);
        }
    });
}

fn separator(c: char) -> char {
    match c {
        '-' | '_' | '·' | '•' | '‧' | '・' | '\u{2010}'..='\u{2015}' | '\t' => ' ',
        _ => c,
    }
}

/// Marks on Latin, Greek and Cyrillic letters; kana's voicing marks and others change the letter and stay.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether the character is a word by itself.
pub(super) fn is_ideograph(c: char) -> bool {
    is_han(c) || c == '々'
}

/// First letters of the words, if there are two or more and the first is not Chinese.
pub(super) fn initials(folded: &str, word_starts: &[usize]) -> String {
    let letters = || {
        word_starts
            .iter()
            .filter_map(|at| folded[*at..].chars().next())
    };
    if letters().any(is_ideograph) {
        return String::new();
    }
    letters().collect()
}
