//! Which letters are in a text, in 64 bits: a text that lacks one of those that are looked for need not be looked at.

use crate::corpus::normalize::is_han;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letters(u64);

/// Chinese characters share these bits, by their numbers.
const HAN: u32 = 36;
const N_HAN: u32 = 28;

impl Letters {
    /// A letter outside of ASCII may be meant by any: `é` by `e`. A text with one may have all.
    pub(super) fn of(text: &str) -> Letters {
        let bits = text.chars().map(|it| match bit(it) {
            Some(bit) => 1 << bit,
            None if it.is_alphanumeric() => u64::MAX,
            None => 0,
        });
        Letters(bits.fold(0, |all, it| all | it))
    }

    /// Those that a text surely has to have.
    pub(super) fn needed(typed: &str) -> Letters {
        let bits = typed.chars().filter_map(bit).map(|it| 1 << it);
        Letters(bits.fold(0, |all: u64, it: u64| all | it))
    }

    pub(super) fn may_have(self, wanted: Letters) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

fn bit(c: char) -> Option<u32> {
    match c.to_ascii_lowercase() {
        it @ '0'..='9' => Some(it as u32 - '0' as u32),
        it @ 'a'..='z' => Some(it as u32 - 'a' as u32 + 10),
        it if is_han(it) => Some(HAN + it as u32 % N_HAN),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_all_letters_is_never_left_out() {
        let may_have = |text: &str, typed: &str| Letters::of(text).may_have(Letters::needed(typed));
        assert!(may_have("Deep Learning 2", "dpl2") && !may_have("Deep Learning", "dpx"));
        assert!(may_have("深度学习", "深习") && !may_have("深度学习", "深a"));
        assert!(may_have("José", "jose") && may_have("ＡＩ", "ai"));
        assert!(may_have("a-b", "a+b") && may_have("x", ""));
    }
}
