//! The last part of a URL, as a site makes it of a term or a title. It knows nothing of who uses it.

use pinyin::ToPinyin;
use smol_str::SmolStr;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Snapshot;
use super::thesaurus::extended;
use super::vocabulary::{Term, Vocabulary};
use crate::schema::config::SlugStyle;

/// Lower case, with hyphens between the parts; empty if nothing of the text can stand in a URL.
pub fn slug_of(text: &str, style: SlugStyle) -> String {
    match style {
        SlugStyle::Pinyin => slug::slugify(syllables(text)),
        SlugStyle::Ascii => {
            let plain = text.nfkd().filter(|it| !is_combining_mark(*it));
            joined(plain, |it| it.is_ascii_alphanumeric())
        }
        SlugStyle::Unicode => joined(text.chars(), char::is_alphanumeric),
    }
}

/// Chinese characters as their usual syllables, each a word; `v` for `ü`, as it is typed.
fn syllables(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for it in text.chars() {
        match it.to_pinyin().filter(|_| !it.is_ascii()) {
            Some(syllable) => {
                words.push(' ');
                words.push_str(&syllable.plain().replace('ü', "v"));
                words.push(' ');
            }
            None => words.push(it),
        }
    }
    words
}

fn joined(text: impl Iterator<Item = char>, stays: impl Fn(char) -> bool) -> String {
    let mut slug = String::new();
    for it in text.flat_map(char::to_lowercase) {
        if stays(it) {
            slug.push(it);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

impl Snapshot {
    /// The slug that the site makes, and the other values of the field in use that have it too; `None` without any, or if
    /// rubric.yaml does not say how slugs are made.
    pub fn same_slug(&self, field: &str, text: &str) -> Option<(String, Vec<&Term>)> {
        let style = self.config().slug?;
        let vocabulary: &Vocabulary = self.values(field)?;
        let id = vocabulary.get(text)?;
        let name: SmolStr = self.root_schema().field(field)?.vocabulary.clone();
        let (_, clusters) = extended(self, &self.caches().slugs, &name, vocabulary, |it, _| {
            slug_of(it, style)
        });
        let others = clusters.of(id).into_iter();
        let others = others.filter(|it| *it != id && it.0 < vocabulary.n_ids());
        let terms = others.map(|it| vocabulary.term(it));
        let used: Vec<&Term> = terms.filter(|it| !it.posts.is_empty()).collect();
        (!used.is_empty()).then(|| (slug_of(text, style), used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_made_as_the_site_makes_them() {
        let slug = |text: &str| {
            [SlugStyle::Pinyin, SlugStyle::Ascii, SlugStyle::Unicode].map(|it| slug_of(text, it))
        };
        assert_eq!(slug("林静"), ["lin-jing", "", "林静"]);
        assert_eq!(
            slug("GPT-4o 与我 😀"),
            ["gpt-4o-yu-wo-grinning", "gpt-4o", "gpt-4o-与我"]
        );
        assert_eq!(
            slug("José  Muñoz"),
            ["jose-munoz", "jose-munoz", "josé-muñoz"]
        );
        assert_eq!(slug("绿·茶")[0], "lv-cha");
    }
}
