//! How Chinese is typed with a Latin keyboard: the syllables of a text, without tones.
//! It knows nothing of terms.

use ::pinyin::{ToPinyin, ToPinyinMulti};

use super::fold::fold_typed;

/// One reading of a text. Parts that are not Chinese stay as they are, folded and without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Reading {
    pub full: String,
    pub initials: String,
}

/// Readings of a text with a character of several readings multiply; this many are kept.
const MAX_READINGS: usize = 4;

/// Characters after these are not read: nobody types that far.
const MAX_CHARS: usize = 16;

/// The usual reading first; none for a text without a Chinese character.
pub(super) fn readings(text: &str) -> Vec<Reading> {
    if text.is_ascii() || !text.chars().any(|it| it.to_pinyin().is_some()) {
        return Vec::new();
    }
    let mut readings = vec![Reading::default()];
    for c in text
        .chars()
        .filter(|it| it.is_alphanumeric())
        .take(MAX_CHARS)
    {
        let syllables = syllables(c);
        if syllables.is_empty() {
            let plain = fold_typed(c.encode_utf8(&mut [0; 4]));
            readings.iter_mut().for_each(|it| it.push(&plain, &plain));
            continue;
        }
        readings = syllables
            .iter()
            .flat_map(|syllable| readings.iter().map(|it| it.with(syllable)))
            .take(MAX_READINGS)
            .collect();
    }
    readings
}

/// The usual reading of a whole folded text; none for one without a Chinese character.
pub fn usual_reading(folded: &str) -> Option<Reading> {
    let is_read = |it: char| !it.is_ascii() && it.to_pinyin().is_some();
    if !folded.contains(is_read) {
        return None;
    }
    let mut reading = Reading::default();
    for c in folded.chars().filter(|it| it.is_alphanumeric()) {
        match c.to_pinyin() {
            Some(syllable) if syllable.plain().contains('ü') => {
                let syllable = typed(syllable.plain());
                reading.push(&syllable, &syllable[..1]);
            }
            Some(syllable) => reading.push(syllable.plain(), &syllable.plain()[..1]),
            None => reading.push(c.encode_utf8(&mut [0; 4]), c.encode_utf8(&mut [0; 4])),
        }
    }
    Some(reading)
}

impl Reading {
    fn push(&mut self, full: &str, initial: &str) {
        self.full.push_str(full);
        self.initials.push_str(initial);
    }

    fn with(&self, syllable: &str) -> Reading {
        let mut reading = self.clone();
        reading.push(syllable, &syllable[..1]);
        reading
    }
}

/// Distinct readings of a character, the usual one first; `v` for `ü`, as it is typed.
fn syllables(c: char) -> Vec<String> {
    let Some(usual) = c.to_pinyin() else {
        return Vec::new();
    };
    let mut all = vec![typed(usual.plain())];
    for other in c.to_pinyin_multi().into_iter().flatten() {
        let other = typed(other.plain());
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

fn typed(plain: &str) -> String {
    plain.replace('ü', "v")
}
