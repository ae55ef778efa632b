//! Work-done progress: what the user sees of loading. Only for clients that can show it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::ls_types::*;

use super::state::State;

/// Reports closer together than this are not all sent.
const MIN_INTERVAL: Duration = Duration::from_millis(100);

/// How far some work is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) message: String,
    /// 0 to 100; `None` where the whole is not known yet.
    pub(super) percentage: Option<u32>,
}

/// Where work tells how far it is; its drop ends the progress.
pub(super) type Progress = watch::Sender<Step>;

/// Begins a progress. Sending steps to it costs nothing where nobody looks.
pub(super) fn begin(state: &Arc<State>, title: &str) -> Progress {
    let (progress, steps) = watch::channel(Step::default());
    if state.world().capabilities.progress() {
        tokio::spawn(report(state.clone(), title.to_owned(), steps));
    }
    progress
}

async fn report(state: Arc<State>, title: String, mut steps: watch::Receiver<Step>) {
    let token = ProgressToken::String(format!("rubric/{}", unique()));
    let created = state.client.create_work_done_progress(token.clone()).await;
    if let Err(error) = created {
        return tracing::info!("the client shows no progress: {error}");
    }
    let begin = WorkDoneProgress::Begin(WorkDoneProgressBegin {
        title,
        cancellable: Some(false),
        message: None,
        percentage: Some(0),
    });
    send(&state, &token, begin).await;
    while steps.changed().await.is_ok() {
        let step = steps.borrow_and_update().clone();
        let report = WorkDoneProgress::Report(WorkDoneProgressReport {
            cancellable: Some(false),
            message: Some(step.message),
            percentage: step.percentage,
        });
        send(&state, &token, report).await;
        tokio::time::sleep(MIN_INTERVAL).await;
    }
    let message = Some(steps.borrow().message.clone()).filter(|it| !it.is_empty());
    let end = WorkDoneProgress::End(WorkDoneProgressEnd { message });
    send(&state, &token, end).await;
}

async fn send(state: &State, token: &ProgressToken, value: WorkDoneProgress) {
    let params = ProgressParams {
        token: token.clone(),
        value: ProgressParamsValue::WorkDone(value),
    };
    state
        .client
        .send_notification::<notification::Progress>(params)
        .await;
}

/// Tokens name one progress each, for the life of the server.
fn unique() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
