//! Terms of one vocabulary that meet under a key: their normal form, or their slug. It does not know what the key means.
//!
//! A vocabulary only ever gains terms, and a term's text never changes: so does this, and who uses a term is asked of the
//! vocabulary itself. To take in a new term costs no more than its key.

use super::vocabulary::{Lookup, Origin, TermId, Vocabulary};
use rayon::prelude::*;

/// From so many new terms on, their keys are made in parallel.
const PARALLEL: usize = 1024;

const ALONE: u32 = u32::MAX;

/// Clusters of two terms and more, used or not.
#[derive(Clone, Debug, Default)]
pub(super) struct Clusters {
    /// By key: the first term that had it.
    firsts: Lookup<TermId>,
    /// By id: the index of the term's cluster, or [`ALONE`].
    of: Vec<u32>,
    clusters: Vec<Vec<TermId>>,
    vocabulary: Option<Origin>,
}

impl Clusters {
    /// Whether these are clusters of this vocabulary, or of an older or newer state of it.
    pub(super) fn is_of(&self, vocabulary: &Vocabulary) -> bool {
        self.vocabulary.is_none_or(|it| it == vocabulary.origin())
    }

    pub(super) fn covers(&self, vocabulary: &Vocabulary) -> bool {
        self.of.len() >= vocabulary.n_ids() as usize
    }

    /// Whether so many terms came since that they are taken in in parallel.
    pub(super) fn lacks_many(&self, vocabulary: &Vocabulary) -> bool {
        (vocabulary.n_ids() as usize).saturating_sub(self.of.len()) >= PARALLEL
    }

    /// Takes in the terms that came since. An empty key says nothing.
    pub(super) fn extend(&mut self, vocabulary: &Vocabulary, key: impl Fn(&str) -> String + Sync) {
        let text = |id: TermId| vocabulary.term(id).text.as_str();
        let new = self.of.len() as u32..vocabulary.n_ids();
        let keys: Vec<String> = if new.len() < PARALLEL {
            new.clone().map(|it| key(text(TermId(it)))).collect()
        } else {
            new.clone()
                .into_par_iter()
                .map(|it| key(text(TermId(it))))
                .collect()
        };
        for (id, new_key) in new.map(TermId).zip(keys) {
            self.of.push(ALONE);
            if new_key.is_empty() {
                continue;
            }
            let met = self
                .firsts
                .candidates(&new_key)
                .find(|it| key(text(*it)) == new_key);
            match met {
                Some(first) => self.join(first, id),
                None => self.firsts.insert(&new_key, id),
            }
        }
        self.vocabulary = Some(vocabulary.origin());
    }

    fn join(&mut self, first: TermId, id: TermId) {
        let mut cluster = self.of[first.0 as usize];
        if cluster == ALONE {
            cluster = u32::try_from(self.clusters.len()).expect("clusters are fewer than terms");
            self.of[first.0 as usize] = cluster;
            self.clusters.push(vec![first]);
        }
        self.of[id.0 as usize] = cluster;
        self.clusters[cluster as usize].push(id);
    }

    /// The other terms of a term's cluster and itself; only itself if it is alone.
    pub(super) fn of(&self, id: TermId) -> Vec<TermId> {
        match self.of.get(id.0 as usize) {
            Some(cluster) if *cluster != ALONE => self.clusters[*cluster as usize].clone(),
            _ => vec![id],
        }
    }

    /// Whether no other term is in its cluster.
    pub(super) fn is_alone(&self, id: TermId) -> bool {
        let cluster = self.of.get(id.0 as usize);
        cluster.is_none_or(|it| *it == ALONE)
    }

    /// One and the same term for all terms of a cluster.
    pub(super) fn first(&self, id: TermId) -> TermId {
        match self.of.get(id.0 as usize) {
            Some(cluster) if *cluster != ALONE => self.clusters[*cluster as usize][0],
            _ => id,
        }
    }

    /// The terms that have this key.
    pub(super) fn with_key(
        &self,
        wanted: &str,
        vocabulary: &Vocabulary,
        key: impl Fn(&str) -> String,
    ) -> Vec<TermId> {
        let known = |it: &TermId| it.0 < vocabulary.n_ids();
        let mut firsts = self.firsts.candidates(wanted).filter(known);
        let first = firsts.find(|it| key(&vocabulary.term(*it).text) == wanted);
        first.map_or_else(Vec::new, |it| self.of(it))
    }

    /// All clusters.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[TermId]> {
        self.clusters.iter().map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::*;
    use crate::corpus::FileId;

    /// Its states, from that without a term on.
    fn states(terms: &[&str]) -> Vec<Vocabulary> {
        let mut states = vec![Vocabulary::default()];
        for term in terms {
            let mut next = states[states.len() - 1].clone();
            next.add(&SmolStr::new(term), FileId(0), None);
            states.push(next);
        }
        states
    }

    #[test]
    fn terms_that_come_later_join_those_that_are_there() {
        let lower = |it: &str| it.to_lowercase();
        let states = states(&["Ärzte", "b", "ärzte", "中文", "B", "ÄRZTE"]);
        let all = &states[6];
        let (mut grown, mut whole) = (Clusters::default(), Clusters::default());
        states.iter().for_each(|it| grown.extend(it, lower));
        whole.extend(all, lower);
        for it in [&grown, &whole] {
            assert_eq!(it.of(TermId(2)), [0, 2, 5].map(TermId));
            assert_eq!(it.of(TermId(3)), [TermId(3)]);
            assert_eq!(it.with_key("b", all, lower), [1, 4].map(TermId));
            assert!(it.is_of(all) && it.covers(all) && it.is_of(&states[2]));
            assert!(!it.is_of(&Vocabulary::default()));
        }
    }
}
