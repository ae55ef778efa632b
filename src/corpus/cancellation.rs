//! Ending work that nobody waits for any more. It knows nothing of who waited.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Haste, Snapshot};

/// Whether somebody still wants the work that is done with a snapshot. Clones are of one and the same.
#[derive(Clone, Debug, Default)]
pub struct Cancellation {
    is_cancelled: Arc<AtomicBool>,
}

impl Cancellation {
    /// The work ends at the next place where it looks.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}

/// What unwinds through work that is cancelled. To hand it up as an error would put one into the signature of every feature
/// and rule, for an answer that nobody reads.
#[derive(Clone, Copy, Debug)]
pub struct Cancelled;

impl Snapshot {
    /// The same state, for work that may be cancelled.
    pub fn until(&self, cancellation: &Cancellation) -> Snapshot {
        Snapshot {
            state: self.state.clone(),
            cancellation: Some(cancellation.clone()),
            haste: self.haste,
        }
    }

    /// The same state, for work that goes on whoever began it, and takes its time.
    pub(super) fn uncancelled(&self) -> Snapshot {
        Snapshot {
            state: self.state.clone(),
            cancellation: None,
            haste: Haste::None,
        }
    }

    /// To be called wherever work is done once for each of many things, with no lock held.
    ///
    /// # Panics
    /// With [`Cancelled`], and past the panic hook, if the work is cancelled.
    pub fn unwind_if_cancelled(&self) {
        let cancellation = self.cancellation.as_ref();
        if cancellation.is_some_and(|it| it.is_cancelled.load(Ordering::Relaxed)) {
            std::panic::resume_unwind(Box::new(Cancelled));
        }
    }
}
