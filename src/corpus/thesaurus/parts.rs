//! Whether the words of a term are terms of their own, and written as those should be. It knows nothing of counts.

use smol_str::SmolStr;

use super::super::normalize::normalize;
use super::Thesaurus;

/// Whether the parts of a term tell anything of it. Those of parts do not: what is judged by its parts might be one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    Judged,
    Ignored,
}

impl Thesaurus<'_> {
    /// Whether the first or the last words of the text are a term of their own that should be written otherwise.
    pub(super) fn has_odd_part(&self, text: &str) -> bool {
        let form = |it: &str| normalize(it, self.vocabulary_kind);
        let whole = form(text);
        let ends = text.match_indices(' ').map(|it| it.0);
        let parts = ends.flat_map(|it| [&text[..it], &text[it + 1..]]);
        // `Let Them Theory` is no part of `The Let Them Theory`, but another spelling.
        let mut parts = parts.filter(|it| form(it) != whole);
        parts.any(|it| {
            self.conventions
                .like(self.name, self.vocabulary_kind)
                .any(|name| self.is_odd(name, it))
        })
    }

    fn is_odd(&self, name: &SmolStr, part: &str) -> bool {
        match name == self.name {
            true => self.is_odd_itself(part),
            false => self
                .snap
                .thesaurus(name)
                .is_some_and(|it| it.is_odd_itself(part)),
        }
    }

    fn is_odd_itself(&self, text: &str) -> bool {
        let own = self
            .vocabulary
            .get(text)
            .filter(|_| !self.is_declared(text));
        let usual = own.and_then(|own| {
            let declared = self.declared_form(text);
            declared.or_else(|| self.judged_form(own, Parts::Ignored))
        });
        usual.is_some_and(|it| it.text != text)
    }
}
