//! Loading the posts of a root for one run of a command.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::ProgressBar;

use super::output::escape;
use super::roots::Root;
use crate::corpus::loader::{self, Phase};
use crate::corpus::{FileId, Host, Snapshot};

/// All posts of the root, heads and bodies.
pub(super) fn load(root: &Root) -> Host {
    let named: Vec<&Path> = root.named_files().collect();
    let spinner = spinner(root);
    let host = loader::load(&root.folder, &named);
    spinner.finish_and_clear();
    host
}

/// Shows that something happens, on stderr if that is a terminal. Nothing is drawn for what takes a moment only.
fn spinner(root: &Root) -> ProgressBar {
    let message = format!(
        "Reading the posts of {}",
        escape(&root.folder.to_string_lossy())
    );
    let spinner = ProgressBar::new_spinner().with_message(message);
    spinner.enable_steady_tick(Duration::from_millis(200));
    spinner
}

/// The front matters alone: all that a command needs that asks what terms there are.
pub(super) fn load_heads(root: &Root) -> Host {
    let mut host = Host::new(root.folder.clone());
    let _ = loader::load_in_steps(&root.folder, |step| match step.phase {
        Phase::Heads => {
            host.apply(step.changes);
            ControlFlow::Break(())
        }
        Phase::Bodies => ControlFlow::Break(()),
    });
    host
}

/// Reads a post again that is not any more what the index was made from.
pub(super) fn reload(host: &mut Host, file: FileId) {
    let snap = host.snapshot();
    let change = loader::reread(snap.root(), snap.path(file));
    host.apply(vec![change]);
}

pub(super) fn absolute(snap: &Snapshot, file: FileId) -> PathBuf {
    snap.root().join(snap.path(file).as_str())
}
