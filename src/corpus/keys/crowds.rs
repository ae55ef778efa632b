//! Beginnings that very many keys share, each with those of its most frequent terms: what a letter begins grows with the vocabulary,
//! and who types one must not wait for all of it. It does not know what a key is.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// More keys are a crowd, and of so many terms of it the keys are kept.
const CROWD: usize = 2_000;

/// A term has seldom more keys than this with one beginning.
const MAX_KEYS: usize = 3;

/// Longer beginnings are none: a vocabulary of addresses would have one for each letter of their common part.
const LONGEST: usize = 48;

/// By the beginning, places in the sorted keys.
#[derive(Debug, Default)]
pub(super) struct Crowds(FxHashMap<Box<str>, Arc<[u32]>>);

/// A key, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Member {
    pub(super) n_posts: u32,
    pub(super) term: u32,
}

impl Crowds {
    /// Of `n` keys in the order of their texts.
    pub(super) fn new<'a>(
        n: usize,
        text: impl Fn(usize) -> &'a str,
        member: impl Fn(usize) -> Member,
    ) -> Crowds {
        let mut crowds = Crowds::default();
        let mut open = vec![(0..n, 0)];
        while let Some((range, len)) = open.pop() {
            let mut start = range.start;
            while start < range.end {
                let first = text(start);
                let Some(next) = first[len..].chars().next() else {
                    start += 1;
                    continue;
                };
                let beginning = &first[..len + next.len_utf8()];
                let end = start + n_with(beginning, start..range.end, &text);
                if end - start > CROWD && beginning.len() <= LONGEST {
                    let keys = most_frequent(start..end, &member);
                    crowds.0.insert(beginning.into(), keys);
                    open.push((start..end, beginning.len()));
                }
                start = end;
            }
        }
        crowds
    }

    pub(super) fn get(&self, beginning: &str) -> Option<&[u32]> {
        self.0.get(beginning).map(|it| &**it)
    }
}

/// How many at the start of a range begin like that.
fn n_with<'a>(beginning: &str, range: Range<usize>, text: impl Fn(usize) -> &'a str) -> usize {
    let (mut n, mut size) = (0, range.len());
    while size > 0 {
        let half = size / 2;
        if text(range.start + n + half).starts_with(beginning) {
            n += half + 1;
            size -= half + 1;
        } else {
            size = half;
        }
    }
    n
}

fn most_frequent(range: Range<usize>, member: impl Fn(usize) -> Member) -> Arc<[u32]> {
    let mut members: Vec<Member> = range.clone().map(&member).collect();
    if members.len() > CROWD * MAX_KEYS {
        members.select_nth_unstable_by(CROWD * MAX_KEYS, |a, b| b.cmp(a));
        members.truncate(CROWD * MAX_KEYS);
    }
    members.sort_unstable_by(|a, b| b.cmp(a));
    members.dedup();
    members.truncate(CROWD);
    let least = members.last().copied();
    let places = range.filter(|it| least.is_some_and(|least| member(*it) >= least));
    let places = places.map(|it| u32::try_from(it).expect("keys are fewer than 4 billion"));
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_crowd_the_most_frequent_are_known() {
        // As many begin with `a`, of which half go on with `b`; every hundredth is frequent.
        let n = CROWD * 4;
        let texts: Vec<String> = (0..n)
            .map(|it| format!("a{}{it:05}", ['b', 'c'][it * 2 / n]))
            .collect();
        let member = |it: usize| Member {
            n_posts: if it.is_multiple_of(100) { 9 } else { 1 },
            term: it as u32,
        };
        let crowds = Crowds::new(n, |it| texts[it].as_str(), member);
        for (beginning, range) in [("a", 0..n), ("ab", 0..n / 2), ("ac", n / 2..n)] {
            let keys = crowds.get(beginning).expect("it is a crowd");
            assert_eq!(keys.len(), CROWD);
            assert!(keys.iter().all(|it| range.contains(&(*it as usize))));
            let mut frequent = range.step_by(100);
            assert!(
                frequent.all(|it| keys.contains(&(it as u32))),
                "{beginning}"
            );
        }
        assert!(crowds.get("ab00").is_none() && crowds.get("b").is_none());
        assert!(crowds.get("").is_none());
    }
}
