//! How alike two words are: the measure of a slip of the fingers.

/// So many letters of a long word may differ.
const MAX_EDITS: usize = 2;

/// Whether `written` is a likely slip of `meant`: at most one letter of four to seven differs, two of eight or more
/// (a swap of neighbours counts as one). Shorter words differ by one letter too often in earnest, and so do digits:
/// `v2` is no slip of `v3`.
pub(super) fn is_slip(written: &str, meant: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::is_slip;

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
