//! Writing changed posts: atomically, only where the file still is what the edit was made from, never outside the root. And,
//! as atomically, the files that a command was asked to write.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

const SUFFIX: &str = ".rubric-tmp";

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

/// Replaces `old` by `new` in the file: a hidden temporary file beside it, synced, compared once more, renamed over it.
/// Interrupted at any moment it leaves the old bytes or the new ones, and at most a temporary file. The file's folder is to be
/// synced at the end.
pub(super) fn replace(
    root: &Path,
    path: &Path,
    (old, new): (&[u8], &[u8]),
    folders: &mut Folders,
) -> Result<(), Skipped> {
    let target = may_replace(root, path)?;
    let temporary = temporary_path(&target);
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&temporary)?;
    lock(&file)?;
    let written = write_and_compare(&mut file, &target, old, new)
        .and_then(|()| Ok(fs::rename(&temporary, &target)?));
    if written.is_err() {
        fs::remove_file(&temporary)?;
    }
    written?;
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

/// Writes a file that was named to be written, in place of what stood there: all of it, or nothing.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = match fs::metadata(path) {
        Ok(it) if it.is_file() => path.canonicalize()?,
        Ok(_) => return Err(io::Error::other("it is not a file")),
        Err(_) => path.to_owned(),
    };
    let temporary = temporary_path(&target);
    let written = write_new(&temporary, &target, bytes);
    if written.is_err() && temporary.exists() {
        fs::remove_file(&temporary)?;
    }
    written
}

fn write_new(temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    fs::rename(temporary, target)?;
    sync_folder(folder_of(target))
}

fn write_and_compare(
    file: &mut File,
    target: &Path,
    old: &[u8],
    new: &[u8],
) -> Result<(), Skipped> {
    file.set_len(0)?;
    file.write_all(new)?;
    file.set_permissions(fs::metadata(target).map_err(gone)?.permissions())?;
    file.sync_all()?;
    match fs::read(target).map_err(gone)? == old {
        true => Ok(()),
        false => Err(Skipped::Changed),
    }
}

fn gone(error: io::Error) -> Skipped {
    match error.kind() {
        io::ErrorKind::NotFound => Skipped::Gone,
        _ => Skipped::Io(error),
    }
}

fn lock(file: &File) -> Result<(), Skipped> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(Skipped::Busy),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// `.NAME.rubric-tmp`; a name near the limit of 255 bytes is cut, on a character boundary.
fn temporary_path(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let mut end = name.len().min(255 - SUFFIX.len() - 1);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    target.with_file_name(format!(".{}{SUFFIX}", &name[..end]))
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

/// Removes temporary files below `root` whose process is gone: those that nobody holds locked.
pub(super) fn remove_leftovers(root: &Path) {
    let entries = ignore::WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|it| it.file_name() != ".git" && it.file_name() != "node_modules")
        .build();
    for path in entries
        .flatten()
        .map(ignore::DirEntry::into_path)
        .filter(|it| is_temporary(it))
    {
        let orphaned = File::open(&path).is_ok_and(|it| it.try_lock().is_ok());
        if orphaned && let Err(error) = fs::remove_file(&path) {
            tracing::warn!("cannot remove {}: {error}", path.display());
        }
    }
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.') && name.ends_with(SUFFIX)
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

    #[test]
    fn leftovers_go_only_when_nobody_holds_them() {
        let root = tempfile::tempdir().expect("a folder");
        let (dead, alive) = (
            root.path().join(".a.md.rubric-tmp"),
            root.path().join(".b.md.rubric-tmp"),
        );
        fs::write(&dead, "x").expect("written");
        let held = File::create(&alive).expect("created");
        held.try_lock().expect("free");
        remove_leftovers(root.path());
        assert_eq!(names(root.path()), [".b.md.rubric-tmp"]);
    }
}
