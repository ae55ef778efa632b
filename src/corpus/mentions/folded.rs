//! A text as terms are looked for in it: letters and digits without case and width, and where each stands in the text itself.

use std::borrow::Cow;

use super::super::vocabulary::fold;

/// A text whose letters and digits are folded.
pub(super) struct Folded<'a> {
    text: Cow<'a, str>,
    /// Where the offsets of the two texts drift apart: pairs of an offset here and one in the source, in order.
    drifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(source: &'a str) -> Folded<'a> {
        if !source.contains(has_another_form) {
            let text = match source.bytes().any(|it| it.is_ascii_uppercase()) {
                true => Cow::Owned(source.to_ascii_lowercase()),
                false => Cow::Borrowed(source),
            };
            return Folded {
                text,
                drifts: Vec::new(),
            };
        }
        let mut text = String::with_capacity(source.len());
        let mut drifts = Vec::new();
        for (at, c) in source.char_indices() {
            if has_another_form(c) {
                text.push_str(&fold(c.encode_utf8(&mut [0; 4])));
                drifts.push((text.len(), at + c.len_utf8()));
            } else {
                text.push(c.to_ascii_lowercase());
            }
        }
        drifts.dedup_by(|next, it| next.0.wrapping_sub(it.0) == next.1.wrapping_sub(it.1));
        Folded {
            text: Cow::Owned(text),
            drifts,
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where an offset of the folded text is in the source: bytes, both.
    pub(super) fn source(&self, offset: usize) -> usize {
        let n_before = self.drifts.partition_point(|it| it.0 <= offset);
        let (here, there) = match n_before.checked_sub(1) {
            Some(last) => self.drifts[last],
            None => (0, 0),
        };
        there + (offset - here)
    }
}

/// Whether a letter or digit outside of ASCII has another case or width. From U+2E80 on only the full-width forms have.
fn has_another_form(c: char) -> bool {
    let may_have = ('\u{80}'..'\u{2e80}').contains(&c) || ('\u{ff10}'..='\u{ff5a}').contains(&c);
    may_have && c.is_alphanumeric() && fold(c.encode_utf8(&mut [0; 4])).chars().ne([c])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_source() {
        for source in [
            "ＧＰＴ与Émile，ＡＩ😀İx",
            "OpenAI 的一天",
            "",
            "а Яб",
            "plain",
        ] {
            let folded = Folded::new(source);
            let mut at = 0;
            for (offset, c) in source.char_indices() {
                assert_eq!(folded.source(at), offset, "{source}");
                let form = fold(c.encode_utf8(&mut [0; 4])).len();
                at += if has_another_form(c) {
                    form
                } else {
                    c.len_utf8()
                };
            }
            assert_eq!(folded.source(folded.text().len()), source.len(), "{source}");
        }
        assert_eq!(Folded::new("ＧＰＴ，É").text(), "gpt，é");
    }
}
