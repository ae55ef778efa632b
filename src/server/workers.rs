//! Threads for work: handlers and the disk share them, and a request that nobody waits for any more gives its own back.

use tokio::task::JoinHandle;

use super::state::State;
use crate::corpus::Cancellation;

/// Runs on a thread for work. A panic there is a panic here, which the transport turns into an error for this one request.
/// A request that is cancelled before its turn never runs; one that runs is told so, and ends where it looks.
pub(super) async fn on_worker<T: Send + 'static>(
    work: impl FnOnce(&Cancellation) -> T + Send + 'static,
) -> T {
    let cancellation = Cancellation::default();
    let of_work = cancellation.clone();
    let mut task = AbortOnDrop {
        task: tokio::task::spawn_blocking(move || work(&of_work)),
        cancellation,
    };
    match (&mut task.task).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => unreachable!("only the drop of this future aborts its work"),
        },
    }
}

/// The same for work that may be long: however much of it there is, some threads are left to quick work.
pub(super) async fn on_slow_worker<T: Send + 'static>(
    state: &State,
    work: impl FnOnce(&Cancellation) -> T + Send + 'static,
) -> T {
    let workers = state.slow_workers.clone();
    let permit = workers.acquire_owned().await;
    on_worker(move |cancellation| {
        // Until the work ends, also if nobody waits for it any more.
        let _permit = permit.expect("the semaphore is never closed");
        work(cancellation)
    })
    .await
}

struct AbortOnDrop<T> {
    task: JoinHandle<T>,
    cancellation: Cancellation,
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.cancellation.cancel();
        self.task.abort();
    }
}
