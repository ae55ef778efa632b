//! What a mistyped word was probably meant to be.

/// The nearest of a few words, if it is near enough to be meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, of: &[&'a str]) -> Option<&'a str> {
    let distance = |it: &&str| strsim::osa_distance(&word.to_lowercase(), it);
    let nearest = of.iter().copied().min_by_key(distance)?;
    (distance(&nearest) * 3 <= nearest.chars().count()).then_some(nearest)
}
