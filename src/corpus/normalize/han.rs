//! Chinese characters: which they are, and the simplified one of each. It knows nothing of terms.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use rustc_hash::FxHashMap;

/// Whether it is written otherwise in simplified script.
pub(in crate::corpus) fn is_traditional(it: char) -> bool {
    simplified(it) != it
}

/// The simplified character of a traditional one, whatever stands beside it: `乾` of `乾隆` becomes `干` in both spellings.
pub(super) fn simplified(it: char) -> char {
    static TABLE: OnceLock<FxHashMap<char, char>> = OnceLock::new();
    match it.is_ascii() {
        true => it,
        false => *TABLE.get_or_init(table).get(&it).unwrap_or(&it),
    }
}

/// The characters that simplify to another single one, some 4,000. The library looks for phrases and allocates at each
/// character, which the terms of a whole corpus cannot afford; asked for every character once, it takes some milliseconds.
fn table() -> FxHashMap<char, char> {
    let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("its tables are compiled in");
    let all = ('\u{3400}'..='\u{4dbf}').chain('\u{4e00}'..='\u{9fff}');
    let pair = |it: char| {
        let converted = opencc.convert(it.encode_utf8(&mut [0; 4]));
        let mut to = converted.chars();
        match (to.next(), to.next()) {
            (Some(to), None) if to != it => Some((it, to)),
            _ => None,
        }
    };
    all.filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_become_simplified_and_others_stay() {
        let all = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(all("華爾街日報"), "华尔街日报");
        assert_eq!(all("台灣體驗"), "台湾体验");
        assert_eq!(all("华尔街 abc 😀 の が"), "华尔街 abc 😀 の が");
    }
}
