//! What the thread of our own watcher is told, by whom it is told, whatever it does with it.

use std::path::PathBuf;

use notify::Event;

/// What our watcher's thread is told.
pub(super) enum Order {
    /// A new root is to be watched.
    Root(PathBuf),
    /// Everything is to be read again, once what was ordered before is watched.
    Rescan,
    Event(notify::Result<Event>),
}
