//! The names of all files, kept between requests: a file's name never changes, and its id is never another's.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::write::stem;
use crate::corpus::{FileId, Snapshot, fold};

/// Files, there now or not, by the last part of their path without its ending, folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(Arc<Maps>);

#[derive(Clone, Debug, Default)]
struct Maps {
    by_stem: FxHashMap<String, Vec<FileId>>,
    /// Those whose names begin with a date or a number that addresses leave out, by the rest.
    by_bare: FxHashMap<String, Vec<FileId>>,
    /// By their path without the ending, and pages of folders by those too: what addresses name.
    by_place: FxHashMap<String, Vec<FileId>>,
}

/// The names of the first so many files.
#[derive(Debug, Default)]
struct Kept(Mutex<(usize, Names)>);

impl Names {
    pub(super) fn of_stem(&self, name: &str) -> &[FileId] {
        self.0
            .by_stem
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The likeliest first.
    pub(super) fn of_place(&self, path: &str) -> &[FileId] {
        self.0
            .by_place
            .get(path)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    pub(super) fn of_bare(&self, name: &str) -> &[FileId] {
        self.0
            .by_bare
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

/// Names of the page of a folder.
const INDEXES: [&str; 3] = ["index", "_index", "README"];

impl Maps {
    fn add_place(&mut self, file: FileId, snap: &Snapshot) {
        let bare = stem(snap.path(file).as_str());
        let (folder, name) = bare.rsplit_once('/').unwrap_or(("", bare));
        let of_folder = INDEXES.contains(&name).then_some(folder);
        for place in of_folder.into_iter().chain([bare]) {
            let files = self.by_place.entry(place.to_owned()).or_default();
            files.push(file);
            // A file of that name comes before the page of a folder, and `index` before `README`.
            let rank = |it: &FileId| {
                let bare = stem(snap.path(*it).as_str());
                let name = bare.rsplit('/').next().unwrap_or(bare);
                (bare != place, INDEXES.iter().position(|it| *it == name))
            };
            files.sort_by_key(rank);
        }
    }
}

pub(super) fn names(snap: &Snapshot) -> Names {
    let kept = snap.kept::<Kept>();
    let mut kept = kept.0.lock().unwrap_or_else(PoisonError::into_inner);
    let n_files = snap.n_interned();
    let (n_known, names) = &mut *kept;
    if *n_known < n_files {
        let maps = Arc::make_mut(&mut names.0);
        for id in *n_known..n_files {
            let file = FileId(u32::try_from(id).expect("ids are of 32 bits"));
            let path = snap.path(file);
            if path.is_post() {
                maps.add_place(file, snap);
            }
            let stem = stem(path.as_str());
            let name = fold(stem.rsplit('/').next().unwrap_or_default()).into_owned();
            if let Some(bare) = without_number(&name) {
                maps.by_bare.entry(bare.to_owned()).or_default().push(file);
            }
            maps.by_stem.entry(name).or_default().push(file);
        }
        *n_known = n_files;
    }
    names.clone()
}

/// `intro` of `2024-01-31-intro` and of `01-intro`; `None` for a name without such a beginning.
fn without_number(name: &str) -> Option<&str> {
    let bare = name.trim_start_matches(|it: char| it.is_ascii_digit() || it == '-' || it == '_');
    let bare = bare.trim_start_matches(['.', ' ']);
    (bare.len() < name.len()
        && !bare.is_empty()
        && name.starts_with(|it: char| it.is_ascii_digit()))
    .then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn a_name_is_bared_of_its_date() {
        assert_eq!(without_number("2024-01-31-慢工"), Some("慢工"));
        assert_eq!(without_number("01_intro"), Some("intro"));
        assert_eq!(without_number("intro-2"), None);
        assert_eq!(without_number("2024"), None);
    }
}
