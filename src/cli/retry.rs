//! Posts that somebody else writes to while a command does: each is read and worked on once more, and that a few times, for who
//! saves it does not do so all the time.

use std::thread;
use std::time::Duration;

use super::apply::{NotDone, Skipped};
use super::corpus;
use crate::corpus::{FileId, Host, Snapshot};

/// So long, one after the other, is waited for somebody else before the post is read again.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(5),
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
];

/// Does `work` with the post as it is by now. `why`: what overtook the work before.
pub(super) fn again<T>(
    host: &mut Host,
    file: FileId,
    mut why: Skipped,
    work: impl Fn(&Snapshot) -> Result<T, NotDone>,
) -> Result<T, NotDone> {
    for pause in PAUSES {
        thread::sleep(pause);
        corpus::reload(host, file);
        let snap = host.snapshot();
        if snap.summary(file).is_none() && snap.problems_of(file).is_empty() {
            return Err(Skipped::Gone.into());
        }
        match work(&snap) {
            Err(NotDone::Overtaken(again)) => why = again,
            result => return result,
        }
    }
    Err(NotDone::Refused(why.to_string()))
}
