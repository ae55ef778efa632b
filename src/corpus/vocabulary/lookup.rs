//! From a text to the ids of what may be called so: a hash table that holds no text. Each text is stored once, in its term, and a copy of the table is one copy of memory without a reference count an entry.

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// The caller compares the texts: ids with the same 32 bits of hash are candidates, no more.
#[derive(Clone, Debug)]
pub(in crate::corpus) struct Lookup<I> {
    table: Arc<HashTable<(u32, I)>>,
}

impl<I> Default for Lookup<I> {
    fn default() -> Lookup<I> {
        Lookup {
            table: Arc::default(),
        }
    }
}

impl<I: Copy> Lookup<I> {
    pub(in crate::corpus) fn candidates(&self, text: &str) -> impl Iterator<Item = I> + use<'_, I> {
        let hash = short_hash(text);
        let entries = self.table.iter_hash(spread(hash));
        entries.filter(move |it| it.0 == hash).map(|it| it.1)
    }

    pub(in crate::corpus) fn insert(&mut self, text: &str, id: I) {
        let hash = short_hash(text);
        let table = Arc::make_mut(&mut self.table);
        table.insert_unique(spread(hash), (hash, id), |it| spread(it.0));
    }
}

fn short_hash(text: &str) -> u32 {
    let hash = FxBuildHasher.hash_one(text);
    (hash ^ (hash >> 32)) as u32
}

/// The table takes the place from the low bits and a tag from the high ones; both need bits that differ.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
