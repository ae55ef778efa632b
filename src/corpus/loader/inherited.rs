//! Eleventy's data files: what a folder's posts have without saying so. `posts/posts.json` and `posts/posts.11tydata.json` count
//! for all posts below `posts`, `posts/a.json` and its kin for `posts/a.md`. Files that are programs cannot be read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde_json::{Map, Value};
use smol_str::SmolStr;

use crate::corpus::path::RelPath;

const ENDINGS: [&str; 2] = [".json", ".11tydata.json"];
/// Eleventy makes these from the rest.
const COMPUTED: &str = "eleventyComputed";
/// A longer file is no few defaults.
const MAX_BYTES: u64 = 1024 * 1024;

/// The fields that the post at `path` inherits. Read now: these files are few, small, and asked for only where a post lacks
/// something.
pub(in crate::corpus) fn inherited(root: &Path, path: &RelPath) -> FxHashSet<SmolStr> {
    let mut fields = FxHashSet::default();
    let file = path.as_str();
    let stem = file.rsplit_once('.').map_or(file, |(it, _)| it);
    read(root, stem, &mut fields);
    let mut folder = path.folder();
    while !folder.is_empty() {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        read(root, &format!("{folder}/{name}"), &mut fields);
        folder = folder.rsplit_once('/').map_or("", |(it, _)| it);
    }
    if let Some(name) = root.file_name().and_then(|it| it.to_str()) {
        read(root, name, &mut fields);
    }
    fields
}

/// Whether the file may be one that posts inherit from, by its name.
pub fn is_data_file(path: &Path) -> bool {
    let name = path.file_name().and_then(|it| it.to_str());
    name.is_some_and(|it| it.ends_with(ENDINGS[0]))
}

fn read(root: &Path, stem: &str, fields: &mut FxHashSet<SmolStr>) {
    for ending in ENDINGS {
        let path = root.join(format!("{stem}{ending}"));
        // A link may lead anywhere.
        if path.symlink_metadata().is_ok_and(|it| it.is_file()) {
            fields.extend(fields_of(&path));
        }
    }
}

/// Null is no value, as in a post.
fn fields_of(path: &Path) -> Vec<SmolStr> {
    let data = match parse(path) {
        Ok(data) => data,
        Err(error) => {
            tracing::warn!(
                "{}: {error:#}: its values are not inherited",
                path.display()
            );
            return Vec::new();
        }
    };
    let computed = data.get(COMPUTED).and_then(Value::as_object);
    let pairs = data.iter().chain(computed.into_iter().flatten());
    let said = pairs.filter(|(name, value)| !value.is_null() && *name != COMPUTED);
    said.map(|(name, _)| name.into()).collect()
}

fn parse(path: &Path) -> anyhow::Result<Map<String, Value>> {
    let mut text = String::new();
    File::open(path)?
        .take(MAX_BYTES)
        .read_to_string(&mut text)?;
    Ok(serde_json::from_str(text.trim_start_matches('\u{feff}'))?)
}
