//! Whether the words of a term are terms of their own, and written as those should be. It knows nothing of counts.

use smol_str::SmolStr;

use super::Variants;

impl Variants<'_> {
    /// Whether the first or the last words of the text are a term of their own that should be written otherwise.
    pub(super) fn has_odd_part(&self, text: &str) -> bool {
        let ends = text.match_indices(' ').map(|it| it.0);
        let mut parts = ends.flat_map(|it| [&text[..it], &text[it + 1..]]);
        parts.any(|it| {
            self.habits
                .like(self.name, self.nature)
                .any(|name| self.is_odd(name, it))
        })
    }

    fn is_odd(&self, name: &SmolStr, part: &str) -> bool {
        match name == self.name {
            true => self.better(part).is_some(),
            false => self
                .snap
                .variants(name)
                .is_some_and(|it| it.better(part).is_some()),
        }
    }
}
