//! Watches the client's process: an editor that was killed may leave stdin open in the hands of its other children, and a
//! server that nobody talks to must not stay.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot::Sender;

const PERIOD: Duration = Duration::from_secs(1);

/// Tells once when the process is gone.
pub(super) struct Watch {
    gone: Mutex<Option<Sender<()>>>,
}

impl Watch {
    pub(super) fn new(gone: Sender<()>) -> Watch {
        Watch {
            gone: Mutex::new(Some(gone)),
        }
    }

    /// Starts to watch. A process that cannot be seen from the start is not watched: the client may live in another
    /// container, or on another machine.
    pub(super) fn start(&self, process_id: u32) {
        if !is_alive(process_id) {
            return tracing::info!("process {process_id} cannot be seen from here");
        }
        let gone = self.gone.lock().ok().and_then(|mut it| it.take());
        let Some(gone) = gone else { return };
        let watch = move || {
            while is_alive(process_id) {
                thread::sleep(PERIOD);
            }
            tracing::info!("the client's process {process_id} is gone");
            // The server may have ended by itself in the meantime.
            gone.send(()).ok();
        };
        let thread = thread::Builder::new().name("parent".into()).spawn(watch);
        if let Err(error) = thread {
            tracing::warn!("the client's process is not watched: {error}");
        }
    }
}

#[cfg(unix)]
fn is_alive(process_id: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let Some(pid) = i32::try_from(process_id).ok().and_then(Pid::from_raw) else {
        return false;
    };
    // Not to be allowed to signal it means that it is there.
    !matches!(test_kill_process(pid), Err(Errno::SRCH))
}

/// Elsewhere the end of stdin has to do.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    false
}
