//! Temporary files beside what they are to replace: made exclusively, under a name that nobody can guess, so that no link that
//! waits there is ever followed; and those that a killed process has left. What they hold it does not know.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::folder_of;

const SUFFIX: &str = ".rubric-tmp";
/// Characters of a name that are drawn by chance.
const N_RANDOM: usize = 10;
/// Bytes that most file systems allow in a name.
const NAME_LIMIT: usize = 255;

/// A file that is removed unless it is renamed over another. It is locked as long as its process lives.
pub(super) struct Temporary(NamedTempFile);

impl Temporary {
    /// `.NAME.<random>.rubric-tmp` beside the target, with the mode of the target, or of any new file where there is none.
    pub(super) fn beside(target: &Path) -> io::Result<Temporary> {
        let prefix = prefix(target);
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(N_RANDOM);
        let like = fs::metadata(target).ok();
        if like.is_none() {
            let_others_read(&mut builder);
        }
        loop {
            let made = builder.tempfile_in(folder_of(target))?;
            // Before it was locked, another process may have taken it for a leftover.
            if made.as_file().try_lock().is_ok() && is_at(made.as_file(), made.path()) {
                if let Some(like) = &like {
                    made.as_file().set_permissions(like.permissions())?;
                }
                return Ok(Temporary(made));
            }
        }
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.as_file().write_all(bytes)?;
        self.0.as_file().sync_all()
    }

    pub(super) fn rename_over(self, target: &Path) -> io::Result<()> {
        self.0.persist(target).map_err(|it| it.error)?;
        Ok(())
    }
}

/// As far as the process's umask allows.
#[cfg(unix)]
fn let_others_read(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn let_others_read(_: &mut Builder<'_, '_>) {}

/// A name near the limit is cut, on a character boundary.
fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let around = ".".len() + ".".len() + N_RANDOM + SUFFIX.len();
    let mut end = name.len().min(NAME_LIMIT - around);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}.", &name[..end])
}

/// Whether the path still leads to this open file, and not by a link.
#[cfg(unix)]
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(file), Ok(there)) => (file.dev(), file.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Elsewhere a file that is open cannot be replaced or removed.
#[cfg(not(unix))]
pub(super) fn is_at(_: &File, path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|it| it.is_file())
}

/// Removes temporary files below `root` whose process is gone: those that nobody holds locked. They are looked for where posts may
/// have been written, whatever is ignored; what is a link, or no file, is not ours.
pub(in crate::cli) fn remove_leftovers(root: &Path) {
    let entries = ignore::WalkBuilder::new(root)
        .standard_filters(false)
        .filter_entry(|it| it.file_name() != ".git" && it.file_name() != "node_modules")
        .build();
    let paths = entries.flatten().map(ignore::DirEntry::into_path);
    for path in paths.filter(|it| is_temporary(it)) {
        // It stays locked until it is gone, so that nobody makes it theirs meanwhile.
        if let Some(_locked) = orphaned(&path)
            && let Err(error) = fs::remove_file(&path)
        {
            tracing::warn!("cannot remove {}: {error}", path.display());
        }
    }
}

fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('.')
        && name.ends_with(SUFFIX)
        && path.symlink_metadata().is_ok_and(|it| it.is_file())
}

/// The file, locked, if nobody else holds it.
fn orphaned(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    (file.try_lock().is_ok() && is_at(&file, path)).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder exists");
        let name = |it: io::Result<fs::DirEntry>| it.expect("an entry").file_name();
        let mut names: Vec<_> = entries
            .map(|it| name(it).to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn leftovers_go_only_when_nobody_holds_them() {
        let root = tempfile::tempdir().expect("a folder");
        let at = |name: &str| root.path().join(name);
        fs::write(at(".gitignore"), ".*.rubric-tmp\n").expect("written");
        fs::write(at(".a.md.x1.rubric-tmp"), "x").expect("written");
        fs::write(at("a.md.rubric-tmp"), "a file of the author's").expect("written");
        let held = Temporary::beside(&at("中文 😀.md")).expect("made");
        remove_leftovers(root.path());
        let held_name = held.0.path().file_name().expect("a name").to_string_lossy();
        let mut expected = vec![held_name.clone().into_owned(), ".gitignore".to_owned()];
        expected.push("a.md.rubric-tmp".to_owned());
        expected.sort();
        assert_eq!(names(root.path()), expected);
        drop(held);
        assert_eq!(names(root.path()).len(), 2);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_that_looks_like_a_leftover_is_left_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        let (link, target) = (
            root.path().join(".a.md.rubric-tmp"),
            outside.path().join("x"),
        );
        fs::write(&target, "theirs").expect("written");
        std::os::unix::fs::symlink(&target, &link).expect("linked");
        remove_leftovers(root.path());
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&target).expect("read"), "theirs");
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join(format!("{}.md", "中".repeat(84)));
        let made = Temporary::beside(&target).expect("made");
        made.write(b"x").expect("written");
        made.rename_over(&target).expect("renamed");
        assert_eq!(names(root.path()).len(), 1);
    }
}
