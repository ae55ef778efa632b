//! Walking and reading the posts: heads first, bodies after. The only part of the corpus that touches the disk.
