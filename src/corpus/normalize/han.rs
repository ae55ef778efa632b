//! Chinese characters: which they are, and the simplified one of each. It knows nothing of terms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Each traditional character with the simplified one behind it, as OpenCC (Apache-2.0) has them where both are single characters.
/// `UPDATE_EXPECT=1 cargo test --lib han` writes it. The library itself took a third of the time to compile Rubric.
const PAIRS: &str = include_str!("simplified.txt");

static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let mut chars = PAIRS.chars().filter(|it| *it != '\n');
    std::iter::from_fn(|| Some((chars.next()?, chars.next()?))).collect()
});

/// Whether it is written otherwise in simplified script.
pub(in crate::corpus) fn is_traditional(it: char) -> bool {
    simplified(it) != it
}

/// The simplified character of a traditional one, whatever stands beside it: `乾` of `乾隆` becomes `干` in both spellings.
pub(super) fn simplified(it: char) -> char {
    match it.is_ascii() {
        true => it,
        false => *SIMPLIFIED.get(&it).unwrap_or(&it),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;

    use super::*;

    #[test]
    fn the_table_is_what_opencc_has() {
        let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("its tables are compiled in");
        let pair = |it: char| {
            let converted = opencc.convert(it.encode_utf8(&mut [0; 4]));
            let mut to = converted.chars();
            match (to.next(), to.next()) {
                (Some(to), None) if to != it => Some(String::from_iter([it, to])),
                _ => None,
            }
        };
        let all = ('\u{3400}'..='\u{4dbf}').chain('\u{4e00}'..='\u{9fff}');
        let pairs: Vec<String> = all.filter_map(pair).collect();
        let lines: String = pairs.chunks(30).map(|it| it.concat() + "\n").collect();
        expect_file!["simplified.txt"].assert_eq(&lines);
    }

    #[test]
    fn traditional_characters_become_simplified_and_others_stay() {
        let all = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(all("華爾街日報"), "华尔街日报");
        assert_eq!(all("台灣體驗"), "台湾体验");
        assert_eq!(all("华尔街 abc 😀 の が"), "华尔街 abc 😀 の が");
    }
}
