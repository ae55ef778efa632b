//! Posts by any of their names, and other short texts, by what is typed of them: for completion.
//! It ranks by how well a name answers, and not by what the author may want.

use rustc_hash::FxHashMap;

use super::index::Index;
use super::query::{Query, Tier};
use super::texts::Texts;
use crate::corpus::{FileId, Snapshot};

/// A post, and how the best of its names answers.
#[derive(Clone, Copy, Debug)]
pub(in crate::features) struct PostHit {
    pub(in crate::features) file: FileId,
    pub(in crate::features) tier: Tier,
}

/// Where so many are found, no more is tried than has been: what comes then is less likely, and more work.
const ENOUGH: usize = 12;

/// Posts by title, file name, alias, any word of these, and pinyin; in no order. None for nothing typed.
pub(in crate::features) fn find_posts(snap: &Snapshot, typed: &str) -> Vec<PostHit> {
    let Some(query) = Query::new(typed) else {
        return Vec::new();
    };
    let segments = snap.kept::<Index>().names(snap);
    let mut best: FxHashMap<FileId, PostHit> = FxHashMap::default();
    for effort in query.efforts() {
        // One after the other: to hand 600 KB of names to other threads takes longer than to look through them.
        for segment in &segments {
            segment.texts.search(&query, effort, |entry, tier, _| {
                let (file, _) = segment.entry(entry);
                let tier = unless_it_goes_on(tier, typed);
                let known = best.entry(file).or_insert(PostHit { file, tier });
                known.tier = known.tier.min(tier);
            });
        }
        if best.len() >= ENOUGH {
            break;
        }
    }
    let there = best.into_values();
    there.filter(|it| snap.summary(it.file).is_some()).collect()
}

/// Texts that answer, by their places, the best first; all in their order where nothing is typed.
pub(in crate::features) fn find_texts<'a>(
    texts: impl Iterator<Item = &'a str>,
    typed: &str,
) -> Vec<(usize, Option<Tier>)> {
    let mut lines = Texts::default();
    texts.for_each(|it| lines.push(it));
    let Some(query) = Query::new(typed) else {
        return (0..lines.len()).map(|it| (it, None)).collect();
    };
    let mut found = Vec::new();
    for effort in query.efforts() {
        lines.search(&query, effort, |line, tier, _| {
            found.push((unless_it_goes_on(tier, typed), line));
        });
    }
    found.sort_unstable();
    found
        .into_iter()
        .map(|(tier, line)| (line, Some(tier)))
        .collect()
}

/// Who has typed `gabriel-` does not mean `gabriel`.
fn unless_it_goes_on(tier: Tier, typed: &str) -> Tier {
    let goes_on = typed.ends_with([' ', '-', '_', '.', '·']);
    match tier {
        Tier::Whole if goes_on => Tier::Prefix,
        tier => tier,
    }
}
