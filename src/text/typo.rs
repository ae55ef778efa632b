//! How alike two words are: the measure of a slip of the fingers.

/// So many letters of a long word may differ.
const MAX_EDITS: usize = 2;

/// Whether `written` is a likely slip of `meant`: at most one letter of four to seven differs, two of eight or more
/// (a swap of neighbours counts as one). Shorter words differ by one letter too often in earnest, and so do digits:
/// `v2` is no slip of `v3`.
pub(crate) fn is_slip(written: &str, meant: &str) -> bool {
    // Cheap, and true of nearly all: a name is held against thousands. A letter is four bytes at most.
    if written.len().abs_diff(meant.len()) > 4 * MAX_EDITS {
        return false;
    }
    let lengths = [written, meant].map(|it| it.chars().count());
    let allowed = match lengths[0].min(lengths[1]) {
        0..4 => return false,
        4..8 => 1,
        _ => MAX_EDITS,
    };
    if lengths[0].abs_diff(lengths[1]) > allowed {
        return false;
    }
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    written != meant
        && digits(written) == digits(meant)
        && strsim::osa_distance(written, meant) <= allowed
}

/// Whether a link that names nothing was surely meant to name this: the names differ in one letter of one word, or only in case
/// and in the signs between words. A word that `is_word` knows was meant as it stands: `with-pip` is no slip of `with-git`, be
/// there no such heading yet.
pub(crate) fn is_misspelled(written: &str, meant: &str, is_word: impl Fn(&str) -> bool) -> bool {
    if written == meant || written.len().abs_diff(meant.len()) > 4 {
        return false;
    }
    let [own, others] = [written, meant].map(str::to_lowercase);
    let letters = |text: &str| -> String { text.split(is_separator).collect() };
    if letters(&own) == letters(&others) {
        return true;
    }
    if strsim::osa_distance(&own, &others) != 1 || differ_in_number(&own, &others) {
        return false;
    }
    let mut words = own.split(is_separator).zip(others.split(is_separator));
    words
        .find(|it| it.0 != it.1)
        .is_some_and(|(word, right)| is_long_enough(word, right, &others) && !is_word(word))
}

/// Of words with fewer than four letters many differ in one: there a letter must be missing, or too many, in a long name.
fn is_long_enough(word: &str, right: &str, name: &str) -> bool {
    let [n_own, n_letters] = [word, right].map(|it| it.chars().count());
    n_letters >= 4 || n_letters == 3 && n_own != n_letters && name.chars().count() >= 12
}

/// Whether two words differ in how they end, as other forms and other words do: `Systemd` and `Systems`, `note` and `notes`.
pub(crate) fn ends_otherwise(a: &str, b: &str) -> bool {
    let same = a
        .chars()
        .zip(b.chars())
        .take_while(|it| it.0 == it.1)
        .count();
    same + 1 >= a.chars().count().max(b.chars().count())
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '.')
}

/// Whether the difference is a digit, or one Chinese number for another: `第一章` is no slip of `第二章`.
fn differ_in_number(a: &str, b: &str) -> bool {
    let n_start = a
        .chars()
        .zip(b.chars())
        .take_while(|it| it.0 == it.1)
        .count();
    let rest = |text: &str| -> Vec<char> { text.chars().skip(n_start).collect() };
    let (a, b) = (rest(a), rest(b));
    let n_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|it| it.0 == it.1)
        .count();
    let (a, b) = (&a[..a.len() - n_end], &b[..b.len() - n_end]);
    let is_number = |it: &char| "零一二三四五六七八九十百千上中下".contains(*it);
    let are_numbers = |them: &[char]| !them.is_empty() && them.iter().all(is_number);
    a.iter().chain(b).any(char::is_ascii_digit) || are_numbers(a) && are_numbers(b)
}

#[cfg(test)]
mod tests {
    use super::{ends_otherwise, is_misspelled, is_slip};

    #[test]
    fn slips_in_links_are_told_from_what_is_not_written_yet() {
        let known = ["pip", "lint"];
        let is = |written, meant| is_misspelled(written, meant, |it| known.contains(&it));
        assert!(is("two-wrods", "two-words"));
        assert!(is("instalation", "installation"));
        assert!(is("Two_Words", "two-words"));
        assert!(is("twowords", "two-words"));
        assert!(is("慢工出细话", "慢工出细活"));
        assert!(is("ceo的种境界", "ceo的四种境界"));
        assert!(is("hthe-cost-of-it", "the-cost-of-it"));
        for (written, meant) in [
            ("with-pip", "with-git"),
            ("install", "uninstall"),
            ("lint", "list"),
            ("v1", "v2"),
            ("part-1", "part-2"),
            ("第一部分内容", "第二部分内容"),
            ("上篇内容", "下篇内容"),
            ("en", "de"),
            ("index-en", "index-de"),
            ("git", "gin"),
            ("getting-started-en", "getting-started-es"),
            ("same", "same"),
        ] {
            assert!(!is(written, meant), "{written} {meant}");
        }
        assert!(ends_otherwise("Systemd", "Systems"));
        assert!(ends_otherwise("note", "notes"));
        assert!(!ends_otherwise("Sistems", "Systems"));
    }

    #[test]
    fn slips_are_told_from_other_words() {
        assert!(is_slip("evengreen", "evergreen"));
        assert!(is_slip("sereis", "series"));
        assert!(is_slip("sources", "source"));
        assert!(!is_slip("draft", "inbox"));
        assert!(!is_slip("tag", "tags"));
        assert!(!is_slip("title2", "title3"));
        assert!(!is_slip("人工智能", "人工智能"));
    }
}
