//! How much of a corpus a thread has looked at. A test holds by it that the work of a request does not grow with the corpus: the
//! count is made where terms, files and their uses are handed out, so that nobody who looks at all of them goes unseen.

use std::cell::Cell;

thread_local! {
    /// One number a thread, for it is written to a million times in a second.
    static LOOKS: Cell<u64> = const { Cell::new(0) };
    static MADE: Cell<u64> = const { Cell::new(0) };
}

/// How often this thread has made something of all terms or posts of a large corpus: what others make meanwhile does not count.
pub fn n_made() -> u64 {
    MADE.get()
}

pub(super) fn count_made() {
    MADE.set(MADE.get() + 1);
}

/// How many terms, files, and posts of terms this thread has looked at since it began, each as often as it did.
pub fn n_looks() -> u64 {
    LOOKS.get()
}

pub(super) fn look() {
    look_at(1);
}

pub(super) fn look_at(n: usize) {
    LOOKS.set(LOOKS.get() + n as u64);
}
