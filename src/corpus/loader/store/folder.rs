//! Where stores are: in the user's folder for caches, a file for each root and program.

use std::ffi::OsString;
use std::fs;
use std::hash::{BuildHasher, Hash};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustc_hash::FxBuildHasher;

/// Names the folder instead of the user's.
const FOLDER: &str = "RUBRIC_CACHE_DIR";
/// With any value, nothing is kept.
const OFF: &str = "RUBRIC_NO_CACHE";

/// One that nobody has written to for so long goes.
const MAX_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A folder with stores, for one program.
#[derive(Clone, Debug)]
pub struct CacheFolder {
    /// `None` where nothing is kept.
    folder: Option<PathBuf>,
    program: String,
}

impl CacheFolder {
    /// As the environment says.
    pub fn of_user() -> CacheFolder {
        let var = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
        let folder = match (var(OFF), var(FOLDER)) {
            (Some(_), _) => None,
            (None, Some(folder)) => Some(folder.into()),
            (None, None) => user_folder(var),
        };
        CacheFolder {
            folder,
            program: program(),
        }
    }

    /// A folder, for a program that is called so.
    pub fn new(folder: PathBuf, program: &str) -> CacheFolder {
        CacheFolder {
            folder: Some(folder),
            program: program.to_owned(),
        }
    }

    pub(super) fn is_off(&self) -> bool {
        self.folder.is_none()
    }

    pub(super) fn program(&self) -> &str {
        &self.program
    }

    /// The file with the store of a root.
    pub fn file(&self, root: &Path) -> PathBuf {
        let root = hash(root.as_os_str().as_encoded_bytes());
        let name = format!("{root:016x}-{:016x}.posts", hash(&self.program));
        self.folder.clone().unwrap_or_default().join(name)
    }

    /// The folder, made if it is not there.
    pub(super) fn folder(&self) -> io::Result<&Path> {
        let folder = self.folder.as_deref().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(folder)?;
        Ok(folder)
    }

    /// Removes stores of roots and programs that are used no more.
    pub(super) fn clean_up(&self) {
        let entries = self.folder.iter().filter_map(|it| it.read_dir().ok());
        for entry in entries.flatten().flatten() {
            let path = entry.path();
            let is_store = path.extension().is_some_and(|it| it == "posts");
            let age = entry.metadata().and_then(|it| it.modified());
            let age = age.ok().and_then(|it| it.elapsed().ok());
            if is_store
                && age.is_some_and(|it| it > MAX_AGE)
                && let Err(error) = fs::remove_file(&path)
            {
                tracing::warn!("{}: {error}", path.display());
            }
        }
    }
}

/// The folder for caches as each system has it; `None` where there is no user.
fn user_folder(var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let below = |name: &str, rest: &[&str]| {
        let base = var(name).map(PathBuf::from).filter(|it| it.is_absolute())?;
        Some(rest.iter().fold(base, |path, it| path.join(it)))
    };
    if cfg!(windows) {
        below("LOCALAPPDATA", &["rubric", "cache"])
    } else if cfg!(target_os = "macos") {
        below("HOME", &["Library", "Caches", "rubric"])
    } else {
        below("XDG_CACHE_HOME", &["rubric"]).or_else(|| below("HOME", &[".cache", "rubric"]))
    }
}

/// Version and build: what another build makes of a post may be something else.
fn program() -> String {
    let build = std::env::current_exe().and_then(|it| it.metadata());
    let build = build.ok().map(|it| (it.len(), it.modified().ok()));
    format!("{} {build:?}", env!("CARGO_PKG_VERSION"))
}

pub(super) fn hash(it: impl Hash) -> u64 {
    FxBuildHasher.hash_one(it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn the_folder_is_where_the_system_has_it() {
        let folder = |vars: &[(&str, &str)]| {
            let var = |name: &str| vars.iter().find(|it| it.0 == name).map(|it| it.1.into());
            user_folder(var)
        };
        let home = ("HOME", "/home/林");
        assert_eq!(folder(&[home]), Some("/home/林/.cache/rubric".into()));
        let xdg = ("XDG_CACHE_HOME", "/tmp/c");
        assert_eq!(folder(&[home, xdg]), Some("/tmp/c/rubric".into()));
        // The specification wants a relative one ignored.
        let xdg = ("XDG_CACHE_HOME", "c");
        assert_eq!(folder(&[home, xdg]), Some("/home/林/.cache/rubric".into()));
        assert_eq!(folder(&[]), None);
    }
}
