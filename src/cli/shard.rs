//! A part of the posts of a root, for one of several processes: `2/4` is the second of four.

use std::str::FromStr;

use super::roots::Root;
use crate::corpus::loader::Listing;
use crate::corpus::{CONFIG, RelPath};

/// Parts are runs of paths in their order, so that what one after the other prints is what one process prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    index: usize,
    n_shards: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parts = text.split_once('/');
        let parts = parts.and_then(|it| Some((it.0.parse().ok()?, it.1.parse().ok()?)));
        match parts {
            Some((number, n_shards)) if (1..=n_shards).contains(&number) => Ok(Shard {
                index: number - 1,
                n_shards,
            }),
            _ => Err("a part is `K/N`, from `1/N` to `N/N`".to_owned()),
        }
    }
}

impl Shard {
    /// Whether a path, that of a post or another one, is in the part. `files`: all posts, sorted.
    fn holds(self, files: &[RelPath], path: &RelPath) -> bool {
        let place = files.partition_point(|it| it < path);
        let last = self.n_shards - 1;
        let index = (place * self.n_shards).checked_div(files.len());
        index.map_or(0, |it| it.min(last)) == self.index
    }

    /// Leaves of what is wanted of a root what is in the part.
    pub(super) fn narrow(self, root: &mut Root, listing: &Listing) {
        let files = listing.files();
        let config = RelPath(CONFIG.into());
        let told = listing.troubled().chain([&config]);
        let own = files.iter().chain(told).filter(|it| self.holds(files, it));
        let own = own.map(|it| root.folder.join(it.as_str()));
        let own = own.filter(|it| root.only.as_ref().is_none_or(|only| only.contains(it)));
        root.only = Some(own.collect());
    }

    /// The posts of the part alone.
    pub(super) fn cut(self, listing: &mut Listing) {
        let files = listing.files().to_vec();
        listing.retain(|it| self.holds(&files, it));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_is_in_one_part_and_parts_are_in_order() {
        for n_files in [0, 1, 3, 10] {
            let files: Vec<RelPath> = (0..n_files)
                .map(|it| RelPath(format!("{it:03}.md").into()))
                .collect();
            let others = ["0", "文.md", CONFIG].map(|it| RelPath(it.into()));
            for n_shards in 1..5 {
                let home = |path: &RelPath| {
                    let homes: Vec<usize> = (0..n_shards)
                        .filter(|index| {
                            let index = *index;
                            Shard { index, n_shards }.holds(&files, path)
                        })
                        .collect();
                    assert_eq!(homes.len(), 1, "{path:?}");
                    homes[0]
                };
                assert!(files.iter().map(home).is_sorted());
                others.iter().for_each(|it| _ = home(it));
            }
        }
    }

    #[test]
    fn a_part_is_one_of_so_many() {
        assert!(
            ["1/1", "2/4", "4/4"]
                .iter()
                .all(|it| it.parse::<Shard>().is_ok())
        );
        assert!(
            ["0/4", "5/4", "1/0", "1", "a/b", "-1/2"]
                .iter()
                .all(|it| it.parse::<Shard>().is_err())
        );
    }
}
