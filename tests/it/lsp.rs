//! The server as an editor sees it: the real binary, over stdio.

mod code_action;
mod commands;
mod config;
mod diagnostics;
mod disk;
mod editors;
mod files;
mod folder;
mod lifecycle;
mod links;
mod navigation;
mod rename;
mod requests;
mod robustness;
mod roots;
mod symbols;
mod sync;

use std::thread;
use std::time::{Duration, Instant};

/// Asks again until it is so: for what happens in the background.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + crate::lsp_client::PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "in vain: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
