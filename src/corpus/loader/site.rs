//! What there is to see of a site generator: names in the root, in a few folders below it and in those above it within the work
//! tree, and the text of settings. It reads so many small files at most, and judges nothing.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use smol_str::SmolStr;

use crate::site::{Folder, Found, is_telling};

/// So many folders below the root are looked into.
const MAX_FOLDERS: usize = 400;
/// So many names in one.
const MAX_NAMES: usize = 2_000;
/// Folders so deep: `docs/en`.
const MAX_DEPTH: usize = 3;
/// Longer settings are read up to here.
const MAX_BYTES: u64 = 512 << 10;

/// Where nothing of a site is.
const LEFT_OUT: [&str; 6] = ["node_modules", "dist", "vendor", "_site", "target", "test"];

pub(super) fn find(root: &Path) -> Found {
    let work_tree = root.ancestors().find(|it| it.join(".git").exists());
    let top = work_tree.unwrap_or(root);
    let way = relative(top, root);
    let mut found = Found {
        way: way.clone(),
        folders: Vec::new(),
    };
    let above = root.ancestors().take_while(|it| it.starts_with(top));
    for folder in above {
        let depth_below = if folder == root { MAX_DEPTH } else { 0 };
        add(top, folder, depth_below, &mut found);
    }
    found
}

/// Breadth first: what is near the root is likelier meant.
fn add(top: &Path, folder: &Path, depth: usize, found: &mut Found) {
    let start = found.folders.len();
    found.folders.push(read(top, folder));
    let (mut level_start, mut n_left) = (start, MAX_FOLDERS);
    for _ in 0..depth {
        let level: Vec<Folder> = found.folders[level_start..].to_vec();
        level_start = found.folders.len();
        for parent in level {
            let names = parent.names.iter().filter_map(|it| it.strip_suffix('/'));
            for name in names.filter(|it| !it.starts_with('.') && !LEFT_OUT.contains(it)) {
                if n_left == 0 {
                    return;
                }
                n_left -= 1;
                found
                    .folders
                    .push(read(top, &top.join(parent.path.as_str()).join(name)));
            }
        }
    }
}

fn read(top: &Path, folder: &Path) -> Folder {
    let mut names: Vec<SmolStr> = Vec::new();
    for entry in folder
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .take(MAX_NAMES)
    {
        let (Ok(kind), Some(name)) = (
            entry.file_type(),
            entry.file_name().to_str().map(str::to_owned),
        ) else {
            continue;
        };
        names.push(if kind.is_dir() {
            format!("{name}/").into()
        } else {
            name.into()
        });
    }
    names.sort_unstable();
    let mut texts: Vec<(SmolStr, SmolStr)> = names
        .iter()
        .filter(|it| !it.ends_with('/') && is_telling(it))
        .filter_map(|it| Some((it.clone(), text(&folder.join(it.as_str()))?)))
        .collect();
    // Hugo's settings may be a folder, and VitePress' are in one.
    for inner in ["config/_default", ".vitepress"] {
        if !names
            .iter()
            .any(|it| inner.split('/').next() == it.strip_suffix('/'))
        {
            continue;
        }
        let inner_folder = folder.join(inner);
        let entries = inner_folder.read_dir().into_iter().flatten().flatten();
        let files = entries
            .filter(|it| it.file_type().is_ok_and(|it| it.is_file()))
            .take(20);
        let files: Vec<_> = files
            .filter_map(|it| it.file_name().to_str().map(SmolStr::new))
            .collect();
        if !files.is_empty() {
            names.push(inner.into());
        }
        let settings = files
            .into_iter()
            .filter(|it| it.starts_with("config.") || it.starts_with("hugo."));
        texts.extend(
            settings.filter_map(|it| Some((it.clone(), text(&inner_folder.join(it.as_str()))?))),
        );
    }
    Folder {
        path: relative(top, folder),
        names,
        texts,
    }
}

/// `None` for what cannot be read: then its name says all there is.
fn text(path: &Path) -> Option<SmolStr> {
    let mut bytes = Vec::new();
    File::open(path)
        .ok()?
        .take(MAX_BYTES)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into())
}

fn relative(top: &Path, folder: &Path) -> SmolStr {
    let below = folder.strip_prefix(top).unwrap_or(Path::new(""));
    let parts: Vec<_> = below.iter().map(|it| it.to_string_lossy()).collect();
    parts.join("/").into()
}
