//! What one process has read of some posts, as lines of JSON for others: each reads its own part of a corpus and is told of the rest.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{DiskPost, Stamp};
use crate::corpus::Snapshot;
use crate::corpus::path::RelPath;
use crate::corpus::summary::Summary;

/// So many lines are read at once.
const BATCH: usize = 4_096;

/// The first line of a file: facts of another version are of other rules.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    rubric_facts: SmolStr,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line<S> {
    path: SmolStr,
    /// Bytes of the file.
    len: u64,
    #[serde(flatten)]
    summary: S,
}

/// Posts by their paths from the root.
#[derive(Debug, Default)]
pub struct Facts {
    posts: FxHashMap<RelPath, (u64, Arc<Summary>)>,
    names: FxHashSet<Arc<[SmolStr]>>,
}

impl Facts {
    /// Adds what a file holds, which may be several in a row.
    pub fn read(&mut self, path: &Path) -> Result<()> {
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut lines = BufReader::new(file).lines().enumerate();
        let first = lines.next().map(|it| it.1).transpose()?.unwrap_or_default();
        if !is_header(&first) {
            bail!(
                "{} is not what `rubric terms --format facts` of version {} writes",
                path.display(),
                env!("CARGO_PKG_VERSION")
            );
        }
        loop {
            let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let parse = |(index, line): &(usize, std::io::Result<String>)| -> Result<_> {
                let line = match line {
                    Ok(line) => line,
                    Err(error) => bail!("{error}"),
                };
                if is_header(line) {
                    return Ok(None);
                }
                let parsed: Line<Summary> = serde_json::from_str(line)
                    .with_context(|| format!("{}:{}", path.display(), index + 1))?;
                Ok(Some(parsed))
            };
            let parsed: Vec<_> = batch.par_iter().map(parse).collect::<Result<_>>()?;
            parsed.into_iter().flatten().for_each(|it| self.add(it));
        }
    }

    fn add(&mut self, line: Line<Summary>) {
        let Line {
            path,
            len,
            mut summary,
        } = line;
        // Who loads many posts looks at each sequence of names once.
        match self.names.get(summary.fields.names()) {
            Some(known) => summary.fields = summary.fields.with_names(known.clone()),
            None => _ = self.names.insert(summary.fields.names().clone()),
        }
        self.posts.insert(RelPath(path), (len, Arc::new(summary)));
    }

    pub fn is_empty(&self) -> bool {
        self.posts.is_empty()
    }

    pub fn paths(&self) -> impl Iterator<Item = &RelPath> {
        self.posts.keys()
    }

    /// A post that is not there, or is as long as it was.
    pub fn post(&self, root: &Path, path: &RelPath) -> Option<DiskPost> {
        let (len, summary) = self.posts.get(path)?;
        let stamp = match root.join(path.as_str()).metadata() {
            Ok(metadata) => Stamp::of(&metadata),
            Err(_) => Stamp {
                mtime: 0,
                changed: 0,
                len: *len,
            },
        };
        (stamp.len == *len).then(|| DiskPost {
            summary: summary.clone(),
            stamp,
        })
    }
}

fn is_header(line: &str) -> bool {
    let header = serde_json::from_str::<Header>(line);
    header.is_ok_and(|it| it.rubric_facts == env!("CARGO_PKG_VERSION"))
}

/// Writes the posts of a snapshot that were read whole and well: the others have to be read again by everybody.
pub fn write_facts(snap: &Snapshot, out: &mut impl Write) -> Result<()> {
    let header = Header {
        rubric_facts: env!("CARGO_PKG_VERSION").into(),
    };
    serde_json::to_writer(&mut *out, &header)?;
    writeln!(out)?;
    let posts = snap.posts_on_disk().filter(|it| it.1.summary.complete);
    for (path, post) in posts {
        let line = Line {
            path: path.0.clone(),
            len: post.stamp.len,
            summary: &*post.summary,
        };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}
