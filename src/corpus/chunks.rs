//! A vector in chunks that snapshots share: writing to one element copies its chunk and the list of chunks, not the vector.
//! It knows nothing of what it holds.

use std::sync::Arc;

use super::work;

/// Measured on 40,000 terms: smaller chunks make the list of chunks dear to copy, larger ones the chunk itself.
const CHUNK: usize = 64;

/// A persistent vector. Cloning costs one reference count; the first write after a clone copies `len / 64` pointers and
/// 64 elements; writes without a clone in between copy nothing.
#[derive(Clone, Debug)]
pub(crate) struct ChunkVec<T> {
    chunks: Arc<Vec<Arc<Vec<T>>>>,
    len: usize,
}

impl<T> Default for ChunkVec<T> {
    fn default() -> ChunkVec<T> {
        ChunkVec {
            chunks: Arc::default(),
            len: 0,
        }
    }
}

impl<T> ChunkVec<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        work::look();
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        let all = self.chunks.iter().flat_map(|chunk| chunk.iter());
        all.inspect(|_| work::look())
    }
}

impl<T: Clone> ChunkVec<T> {
    pub(crate) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        if index >= self.len {
            return None;
        }
        let chunk = Arc::make_mut(&mut self.chunks).get_mut(index / CHUNK)?;
        Arc::make_mut(chunk).get_mut(index % CHUNK)
    }

    pub(crate) fn push(&mut self, value: T) {
        let chunks = Arc::make_mut(&mut self.chunks);
        match chunks.last_mut() {
            Some(last) if last.len() < CHUNK => Arc::make_mut(last).push(value),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(value);
                chunks.push(Arc::new(chunk));
            }
        }
        self.len += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_after_a_clone_leaves_the_clone_as_it_was() {
        let mut vec = ChunkVec::default();
        for i in 0..1_000 {
            vec.push(i);
        }
        let before = vec.clone();
        *vec.get_mut(130).expect("in range") = -1;
        vec.push(1_000);
        assert_eq!(before.get(130), Some(&130));
        assert_eq!(before.len(), 1_000);
        assert_eq!((vec.get(130), vec.get(1_000)), (Some(&-1), Some(&1_000)));
        assert_eq!(before.get(1_000), None);
        assert_eq!(vec.iter().filter(|it| **it >= 0).count(), 1_000);
        assert!(vec.get_mut(1_001).is_none());
    }

    #[test]
    fn chunks_that_were_not_written_are_shared() {
        let mut vec = ChunkVec::default();
        for i in 0..1_000 {
            vec.push(i);
        }
        let before = vec.clone();
        *vec.get_mut(0).expect("in range") = -1;
        let n_shared = (before.chunks.iter().zip(vec.chunks.iter()))
            .filter(|(a, b)| Arc::ptr_eq(a, b))
            .count();
        assert_eq!(n_shared, before.chunks.len() - 1);
    }
}
