//! Writing changed posts: atomically, only where the file still is what the edit was made from, never outside the root. And,
//! as atomically, the files that a command was asked to write.

mod temporary;

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;

use temporary::Temporary;
pub(super) use temporary::remove_leftovers;

/// Why a file was left as it is.
#[derive(Debug)]
pub(super) enum Skipped {
    /// Its bytes are not those that the edit was made from.
    Changed,
    /// It is a link to a place outside the root.
    OutsideRoot,
    /// Another process is writing it this way just now.
    Busy,
    /// It was there when the command began.
    Gone,
    /// Its mode, or its owner, says that it is not to be written.
    ReadOnly,
    /// It has other names, which would go on with the old text.
    Linked,
    Io(io::Error),
}

impl std::fmt::Display for Skipped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Skipped::Changed => f.write_str("it changed since it was read; run the command again"),
            Skipped::OutsideRoot => f.write_str("it is a link that leaves the root"),
            Skipped::Busy => f.write_str("another rubric is writing it; run the command again"),
            Skipped::Gone => f.write_str("it is not there any more"),
            Skipped::ReadOnly => f.write_str("it is read-only"),
            Skipped::Linked => f.write_str(
                "it is a hard link: its other name would keep the old text; make it a file of its own first",
            ),
            Skipped::Io(error) => write!(f, "{error}"),
        }
    }
}

/// Why a file was not done.
pub(super) enum NotDone {
    /// Somebody else writes to it.
    Overtaken(Skipped),
    Refused(String),
}

impl From<Skipped> for NotDone {
    fn from(skipped: Skipped) -> NotDone {
        match skipped.is_overtaken() {
            true => NotDone::Overtaken(skipped),
            false => NotDone::Refused(skipped.to_string()),
        }
    }
}

impl Skipped {
    /// Whether it may work at once if it is tried again from what stands there now.
    pub(super) fn is_overtaken(&self) -> bool {
        matches!(self, Skipped::Changed | Skipped::Busy)
    }
}

impl From<io::Error> for Skipped {
    fn from(error: io::Error) -> Skipped {
        Skipped::Io(error)
    }
}

/// The folders in which files were replaced. A folder is synced once, when all its files are written: before that a crash may
/// leave old bytes, never half of a file, and of some hundred posts in one folder each sync would cost as much as the post.
#[derive(Debug, Default)]
pub(super) struct Folders(BTreeSet<PathBuf>);

impl Folders {
    pub(super) fn merge(&mut self, other: Folders) {
        self.0.extend(other.0);
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        std::mem::take(&mut self.0)
            .iter()
            .try_for_each(|it| sync_folder(it))
    }
}

/// Replaces `old` by `new` in the file: a hidden temporary file beside it, synced, then renamed over it while the file is locked
/// and still has the old bytes. Interrupted at any moment it leaves the old bytes or the new ones, and at most a temporary file.
/// The file's folder is to be synced at the end.
pub(super) fn replace(
    root: &Path,
    path: &Path,
    (old, new): (&[u8], &[u8]),
    folders: &mut Folders,
) -> Result<(), Skipped> {
    let target = may_replace(root, path)?;
    let temporary = Temporary::beside(&target)?;
    temporary.write(new)?;
    let locked = lock(&target)?;
    if read_all(&locked)? != old {
        return Err(Skipped::Changed);
    }
    temporary.rename_over(&target)?;
    folders.0.insert(folder_of(&target).to_owned());
    Ok(())
}

/// Where the file stands that may be replaced: within the root, writable, under one name.
pub(super) fn may_replace(root: &Path, path: &Path) -> Result<PathBuf, Skipped> {
    let target = path.canonicalize().map_err(gone)?;
    if !target.starts_with(root.canonicalize()?) {
        return Err(Skipped::OutsideRoot);
    }
    refuse_protected(&target)?;
    Ok(target)
}

/// A rename over a file asks nobody whether the file may be written: so it is asked here, of the system, which knows who asks.
fn refuse_protected(target: &Path) -> Result<(), Skipped> {
    if n_names(&fs::metadata(target)?) > 1 {
        return Err(Skipped::Linked);
    }
    match OpenOptions::new().write(true).open(target) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(Skipped::ReadOnly),
        Err(error) => Err(error.into()),
    }
}

#[cfg(unix)]
fn n_names(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn n_names(_: &fs::Metadata) -> u64 {
    1
}

/// Threads for writing. Each waits for the disk most of its time, which takes several writes at once as fast as one: so there
/// are more of them than processors.
pub(super) fn writers() -> anyhow::Result<rayon::ThreadPool> {
    const N_WRITERS: usize = 16;
    let builder = rayon::ThreadPoolBuilder::new().num_threads(N_WRITERS);
    builder
        .build()
        .context("the threads that write cannot be started")
}

/// Writes a file that was named to be written, in place of what stood there: all of it, or nothing. No link is followed: a checkout
/// may bring one under any name.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(it) if it.is_symlink() => {
            return Err(io::Error::other(
                "it is a link; name the file that it leads to",
            ));
        }
        Ok(it) if !it.is_file() => return Err(io::Error::other("it is not a file")),
        _ => {}
    }
    let temporary = Temporary::beside(path)?;
    temporary.write(bytes)?;
    temporary.rename_over(path)?;
    sync_folder(folder_of(path))
}

fn gone(error: io::Error) -> Skipped {
    match error.kind() {
        io::ErrorKind::NotFound => Skipped::Gone,
        _ => Skipped::Io(error),
    }
}

/// Opens and locks the file itself, so that of several processes one at a time compares and renames. Who waited for it holds what
/// the other has replaced: then the name leads to another file by now.
fn lock(target: &Path) -> Result<File, Skipped> {
    let file = File::open(target).map_err(gone)?;
    match file.try_lock() {
        Ok(()) if temporary::is_at(&file, target) => Ok(file),
        Ok(()) => Err(Skipped::Changed),
        Err(TryLockError::WouldBlock) => Err(Skipped::Busy),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn read_all(mut file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn folder_of(target: &Path) -> &Path {
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("the folder exists")
            .map(|it| {
                it.expect("it can be read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_bytes_replace_the_old_and_nothing_is_left_behind() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("中文 😀 v1.2 notes.md");
        fs::write(&path, "a\r\n").expect("written");
        let mut folders = Folders::default();
        let bytes = (&b"a\r\n"[..], "é\r\n".as_bytes());
        replace(root.path(), &path, bytes, &mut folders).expect("replaced");
        folders.sync().expect("synced");
        assert_eq!(fs::read_to_string(&path).expect("read"), "é\r\n");
        assert_eq!(names(root.path()).len(), 1);
    }

    #[test]
    fn a_file_that_changed_since_is_left_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("a.md");
        fs::write(&path, "newer").expect("written");
        assert!(matches!(
            replace(
                root.path(),
                &path,
                (b"older", b"mine"),
                &mut Folders::default()
            ),
            Err(Skipped::Changed)
        ));
        assert_eq!(fs::read_to_string(&path).expect("read"), "newer");
        assert_eq!(names(root.path()), ["a.md"]);
    }

    #[test]
    fn a_named_file_is_made_or_replaced_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("基线 😀.json");
        put(&path, b"{}").expect("made");
        put(&path, "《》\r\n".as_bytes()).expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("read"), "《》\r\n");
        assert!(put(root.path(), b"{}").is_err(), "a folder is no file");
        assert!(put(&root.path().join("none/a.json"), b"{}").is_err());
        assert_eq!(names(root.path()).len(), 1, "nothing else is left");
    }

    #[test]
    #[cfg(unix)]
    fn a_protected_file_and_one_of_two_names_are_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().expect("a folder");
        let (kept, twice) = (root.path().join("a.md"), root.path().join("b.md"));
        fs::write(&kept, "a").expect("written");
        fs::set_permissions(&kept, fs::Permissions::from_mode(0o444)).expect("mode");
        fs::write(&twice, "a").expect("written");
        fs::hard_link(&twice, root.path().join("c.md")).expect("linked");
        let refused = |path: &Path| {
            let why = replace(root.path(), path, (b"a", b"b"), &mut Folders::default());
            why.expect_err("refused").to_string()
        };
        // To the superuser no mode says no.
        if OpenOptions::new().write(true).open(&kept).is_err() {
            assert_eq!(refused(&kept), "it is read-only");
        }
        assert!(refused(&twice).contains("hard link"));
        assert_eq!(
            refused(&root.path().join("d.md")),
            "it is not there any more"
        );
        assert_eq!(names(root.path()), ["a.md", "b.md", "c.md"]);
        for path in [kept, twice] {
            assert_eq!(fs::read(path).expect("read"), b"a");
        }
    }

    #[test]
    #[cfg(unix)]
    fn the_mode_is_kept_and_a_link_is_followed_only_within_the_root() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let outside = tempfile::tempdir().expect("a folder");
        let root = tempfile::tempdir().expect("a folder");
        let (inner, stranger) = (root.path().join("real.md"), outside.path().join("b.md"));
        fs::write(&inner, "a").expect("written");
        fs::write(&stranger, "a").expect("written");
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o640)).expect("mode");
        symlink(&inner, root.path().join("link.md")).expect("linked");
        symlink(&stranger, root.path().join("leaves.md")).expect("linked");
        let replaced = |name| {
            let path = root.path().join(name);
            replace(root.path(), &path, (b"a", b"b"), &mut Folders::default())
        };
        replaced("link.md").expect("replaced");
        assert_eq!(fs::read(&inner).expect("read"), b"b");
        assert_eq!(
            fs::metadata(&inner).expect("exists").permissions().mode() & 0o777,
            0o640
        );
        assert!(root.path().join("link.md").is_symlink());
        let refused = replaced("leaves.md");
        assert!(matches!(refused, Err(Skipped::OutsideRoot)));
        assert_eq!(fs::read(&stranger).expect("read"), b"a");
    }
}
