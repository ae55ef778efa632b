//! What the posts teach of their fields, each judgement with its evidence. Counting happens when a summary changes and is
//! cheap; judging happens when somebody asks for a schema, once for each state of the corpus: neither is on the path of a
//! keystroke in the prose.

mod counts;
mod judge;
mod order;
mod tally;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::index::{Delta, Index, Routes};
use super::path::RelPath;
use super::summary::Summary;
use crate::schema::{Config, Schema};
use counts::Counts;
use tally::Tally;

/// From so many changed posts on, counting is parallel.
const PARALLEL: usize = 512;

/// The counts of all posts, and of those of each top folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Learned {
    all: Arc<Counts>,
    folders: Arc<FxHashMap<SmolStr, Arc<Counts>>>,
}

impl Learned {
    /// Counts what changed in posts; templates are none. `path_of` tells the path of a delta's post.
    pub(crate) fn apply<'a>(
        &mut self,
        deltas: &'a [Delta],
        path_of: impl Fn(&Delta) -> &'a RelPath + Sync,
    ) {
        let parts = match deltas.len() {
            ..PARALLEL => vec![tally(deltas, path_of)],
            n_deltas => {
                let share = n_deltas / (2 * rayon::current_num_threads());
                let chunks = deltas.par_chunks(share.max(PARALLEL));
                chunks.map(|it| tally(it, &path_of)).collect()
            }
        };
        for (folder, counts) in parts.into_iter().flatten() {
            Arc::make_mut(&mut self.all).merge(&counts);
            self.folder(folder).merge(&counts);
        }
    }

    fn folder(&mut self, folder: &str) -> &mut Counts {
        let folders = Arc::make_mut(&mut self.folders);
        Arc::make_mut(folders.entry(folder.into()).or_default())
    }

    /// To which vocabularies the fields' values go, by what is known now.
    pub(crate) fn routes(&self, config: &Config) -> Routes {
        let declared = config.fields.iter();
        let shared =
            declared.filter_map(|(field, it)| Some((field.clone(), it.vocabulary.clone()?)));
        let in_folders = config.collections.iter().flat_map(|(_, fields)| fields);
        let shared_in_folders =
            in_folders.filter_map(|(field, it)| Some((field.clone(), it.vocabulary.clone()?)));
        let is_list = |field: &SmolStr| judge::is_list(&self.all, field, config);
        let lists: FxHashSet<SmolStr> = self
            .all
            .fields
            .keys()
            .filter(|it| is_list(it))
            .cloned()
            .collect();
        Routes {
            shared: shared_in_folders.chain(shared).collect(),
            lists,
        }
    }
}

/// The counts of what changed, by top folder.
fn tally<'a>(
    deltas: &'a [Delta],
    path_of: impl Fn(&Delta) -> &'a RelPath,
) -> Vec<(&'a str, Counts)> {
    let mut parts: FxHashMap<&str, Tally> = FxHashMap::default();
    for delta in deltas {
        let path = path_of(delta);
        if !path.is_template() {
            parts.entry(path.top_folder()).or_default().take(delta);
        }
    }
    let parts = parts.into_iter();
    let parts = parts.map(|(folder, it)| (folder, it.finish()));
    // What stays as it was is not written to: that would copy what snapshots share.
    parts.filter(|it| it.1 != Counts::default()).collect()
}

fn is_same_head(old: &Summary, new: &Summary) -> bool {
    old.fields.is_shared(&new.fields)
        && old.has_front_matter() == new.has_front_matter()
        && old.template == new.template
}

/// The schemas of one state of the corpus, judged when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    learned: Learned,
    index: Index,
    config: Arc<Config>,
    root: OnceLock<Schema>,
    /// By folder: those with posts, and those declared as collections.
    folders: FxHashMap<SmolStr, OnceLock<Schema>>,
}

impl Schemas {
    pub(crate) fn new(learned: Learned, index: Index, config: Arc<Config>) -> Schemas {
        let declared = config.collections.iter().map(|(folder, _)| folder);
        let folders = learned.folders.keys().chain(declared);
        Schemas {
            folders: folders.map(|it| (it.clone(), OnceLock::new())).collect(),
            learned,
            index,
            config,
            root: OnceLock::new(),
        }
    }

    /// Of all posts.
    pub(crate) fn root(&self) -> &Schema {
        self.root
            .get_or_init(|| judge::schema(&self.learned.all, None, &self.index, &self.config, &[]))
    }

    /// Of the posts in the path's folder: the innermost that is declared as a collection, or else the top folder.
    pub(crate) fn of(&self, path: &RelPath) -> &Schema {
        let collection = self.collection(path).unwrap_or(path.top_folder());
        match self.folders.get_key_value(collection) {
            Some((folder, schema)) => schema.get_or_init(|| self.folder(folder)),
            None => self.root(),
        }
    }

    /// The folder whose schema that is; empty for that of all posts.
    pub(crate) fn folder_of<'a>(&'a self, path: &'a RelPath) -> &'a str {
        let folder = self.collection(path).unwrap_or(path.top_folder());
        match self.folders.contains_key(folder) {
            true => folder,
            false => "",
        }
    }

    fn collection(&self, path: &RelPath) -> Option<&str> {
        let collections = self
            .config
            .collections
            .iter()
            .map(|(folder, _)| folder.as_str());
        collections
            .filter(|it| is_below(path.as_str(), it))
            .max_by_key(|it| it.len())
    }

    fn folder(&self, folder: &SmolStr) -> Schema {
        let top = folder.split('/').next().unwrap_or_default();
        let none = Counts::default();
        let counts = self.learned.folders.get(top).map_or(&none, |it| it);
        let declared = self.config.collections.iter();
        let mut declared: Vec<_> = declared
            .filter(|(it, _)| it == folder || is_below(folder, it))
            .collect();
        declared.sort_by_key(|(it, _)| it.len());
        let declared: Vec<_> = declared.into_iter().map(|(_, fields)| fields).collect();
        let mut schema = judge::schema(
            counts,
            Some(self.root()),
            &self.index,
            &self.config,
            &declared,
        );
        let rules = self.config.collection_rules.iter();
        let mut rules: Vec<_> = rules
            .filter(|(it, _)| it == folder || is_below(folder, it))
            .collect();
        rules.sort_by_key(|(it, _)| it.len());
        let rules = rules.into_iter().flat_map(|(_, rules)| rules);
        schema.rules.extend(rules.map(|(code, it)| (*code, *it)));
        schema
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|it| it.starts_with('/'))
}
