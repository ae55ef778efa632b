//! A post that is given on stdin, as editors and hooks do: what it says counts in place of the file's text.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::roots::{self, Root};
use crate::corpus::{Event, FileId, Host, RelPath};
use crate::text::Text;

/// Where a post stands that has no name.
const NAMELESS: &str = "stdin.md";

/// The one PATH that stands for stdin.
pub(super) fn is_asked_for(paths: &[PathBuf]) -> Result<bool> {
    let is_stdin = |it: &PathBuf| it.as_os_str() == "-";
    match paths {
        [path] if is_stdin(path) => Ok(true),
        paths if paths.iter().any(is_stdin) => {
            bail!("`-` is a post on stdin, and goes with no other PATH")
        }
        _ => Ok(false),
    }
}

/// A post from stdin.
pub(super) struct Given {
    pub(super) root: Root,
    pub(super) path: RelPath,
    pub(super) text: String,
}

/// Reads the post that belongs at `filename`, be it there already or not.
pub(super) fn read(filename: Option<&Path>, root: Option<&Path>) -> Result<Given> {
    let filename = filename.unwrap_or(Path::new(NAMELESS));
    let full = resolved(filename)?;
    let root = roots::around(&full, root)?;
    let Some(path) = RelPath::new(&root.folder, &full) else {
        bail!("{} is not in {}", filename.display(), root.folder.display());
    };
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("stdin cannot be read")?;
    let text = String::from_utf8(bytes).ok();
    let text = text.with_context(|| {
        format!(
            "what stands on stdin for {} is not UTF-8",
            filename.display()
        )
    })?;
    Ok(Given { root, path, text })
}

impl Given {
    /// Puts it among the other posts.
    pub(super) fn open(&self, host: &mut Host) -> FileId {
        let file = host.intern(&self.path);
        let text = Text::new(self.text.as_str());
        host.apply(vec![Event::Open {
            file,
            version: 0,
            text,
        }]);
        file
    }
}

/// Absolute, and without links as far as it is there.
pub(super) fn resolved(path: &Path) -> Result<PathBuf> {
    let path =
        std::path::absolute(path).with_context(|| format!("`{}` is no path", path.display()))?;
    let real = path
        .ancestors()
        .find_map(|it| Some((it, it.canonicalize().ok()?)));
    let Some((there, real)) = real else {
        return Ok(path);
    };
    let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
    Ok(if rest.as_os_str().is_empty() {
        real
    } else {
        real.join(rest)
    })
}
