//! The posts of a root, found before any of them is read, for one run of a command: who asks for a part of them reads no more
//! than that, and takes what is known already as it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::read::Reader;
use super::{DiskFile, DiskPost, Reading, configure, walk};
use crate::corpus::edit::Event;
use crate::corpus::host::Host;
use crate::corpus::path::RelPath;
use crate::corpus::{Parsed, Summary};

/// Of so many posts is kept what rules look at: some 5 KB each.
const MAX_KEPT: usize = 20_000;

/// What rules look at of posts that were read well: all of a post in which something is odd, of others the front matter.
pub type LintInput = FxHashMap<RelPath, Arc<Parsed>>;

/// A post as it was read before, if that still counts.
pub type Known<'a> = dyn Fn(&RelPath) -> Option<DiskPost> + Sync + 'a;

/// Nothing is known.
pub fn unknown(_: &RelPath) -> Option<DiskPost> {
    None
}

#[derive(Debug)]
pub struct Listing {
    root: PathBuf,
    /// What there is to tell besides.
    events: Vec<Event>,
    files: Vec<RelPath>,
    is_whole: bool,
}

impl Listing {
    /// `named` paths are never ignored.
    pub fn new(root: &Path, named: &[&Path]) -> Listing {
        let (config, mut events) = configure(root);
        let found = walk::walk(root, &config, &[], named);
        events.extend(found.problems);
        Listing {
            root: root.to_owned(),
            events,
            files: found.files,
            is_whole: true,
        }
    }

    /// Whether it is all there is.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Sorted.
    pub fn files(&self) -> &[RelPath] {
        &self.files
    }

    /// Files and folders that there is something to tell of.
    pub fn troubled(&self) -> impl Iterator<Item = &RelPath> {
        self.events.iter().filter_map(|it| match it {
            Event::Disk(file) => Some(&file.path),
            _ => None,
        })
    }

    /// Takes in files that may be elsewhere.
    pub fn add(&mut self, files: impl Iterator<Item = RelPath>) {
        self.files.extend(files);
        self.files.sort_unstable();
        self.files.dedup();
    }

    /// Leaves the others out.
    pub fn retain(&mut self, is_wanted: impl FnMut(&RelPath) -> bool) {
        self.files.retain(is_wanted);
        self.is_whole = false;
    }

    /// Reads everything that is not known, each file once. Of those that `judge` wants is kept what rules look at.
    pub fn load(
        self,
        known: &Known<'_>,
        judge: &(dyn Fn(&RelPath) -> bool + Sync),
    ) -> (Host, LintInput) {
        let root = &self.root;
        let read_one = |reader: &mut Reader, (at, path): (usize, &RelPath)| {
            if let Some(file) = recall(known, path) {
                (file, None)
            } else if at < MAX_KEPT && judge(path) {
                reader.whole_to_judge(root, path)
            } else {
                (reader.whole(root, path, None), None)
            }
        };
        let files = self.files.par_iter().enumerate().with_min_len(4);
        let read: Vec<_> = files.map_init(Reader::default, read_one).collect();
        let mut to_judge = LintInput::default();
        let mut events = self.events;
        for (path, (file, parsed)) in self.files.iter().zip(read) {
            to_judge.extend(parsed.map(|it| (path.clone(), Arc::new(it))));
            events.push(Event::Disk(file));
        }
        events.push(Event::Complete);
        let mut host = Host::new(self.root);
        host.apply(events);
        (host, to_judge)
    }

    /// The front matters alone: all that is needed to tell what terms there are.
    pub fn load_heads(self, known: &Known<'_>) -> Host {
        let root = &self.root;
        let head = |reader: &mut Reader, path: &RelPath| match recall(known, path) {
            Some(file) => file.without_body(),
            None => reader.head(root, path),
        };
        let files = self.files.par_iter().with_min_len(16);
        let heads: Vec<DiskFile> = files.map_init(Reader::default, head).collect();
        let mut events = self.events;
        events.extend(heads.into_iter().map(Event::Disk));
        let mut host = Host::new(self.root);
        host.apply(events);
        host
    }
}

/// As if it had been read just now.
pub(super) fn recall(known: &Known<'_>, path: &RelPath) -> Option<DiskFile> {
    let reading = Reading::begin();
    Some(DiskFile {
        path: path.clone(),
        reading,
        post: Some(known(path)?),
        problems: Box::default(),
    })
}

impl DiskFile {
    /// The same as if no more than the head had been read.
    fn without_body(mut self) -> DiskFile {
        if let Some(post) = &mut self.post {
            post.summary = Arc::new(post.summary.head());
        }
        self
    }
}

impl Summary {
    /// What the front matter alone says.
    pub(crate) fn head(&self) -> Summary {
        Summary {
            fields: self.fields.clone(),
            date: self.date,
            format: self.format,
            broken: self.broken,
            other_format: self.other_format,
            template: self.template,
            ..Summary::default()
        }
    }
}
