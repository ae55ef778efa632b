//! Asks the client to ask again for lenses and hints: they count posts, and other posts have changed.

use std::sync::Arc;
use std::time::Duration;

use super::capabilities::Client;
use super::publish::settle;
use super::state::State;

/// Counts are nothing urgent, and a refresh makes the client ask for every document that it shows.
const QUIET: Duration = Duration::from_secs(1);
const LATEST: Duration = Duration::from_secs(5);

pub(super) fn start(state: &Arc<State>, capabilities: &Client) {
    let (lenses, hints) = (
        capabilities.refreshes_lenses(),
        capabilities.refreshes_hints(),
    );
    if !lenses && !hints {
        return;
    }
    let state = state.clone();
    tokio::spawn(async move {
        let mut revisions = state.revisions();
        let mut corpus = revisions.borrow().corpus;
        while let Some(revision) = settle(&mut revisions, QUIET, LATEST).await {
            if revision.corpus != corpus {
                corpus = revision.corpus;
                refresh(&state, lenses, hints).await;
            }
        }
    });
}

async fn refresh(state: &State, lenses: bool, hints: bool) {
    let mut answers = Vec::new();
    if lenses {
        answers.push(state.client.code_lens_refresh().await);
    }
    if hints {
        answers.push(state.client.inlay_hint_refresh().await);
    }
    for error in answers.into_iter().filter_map(Result::err) {
        tracing::info!("the client does not refresh: {error}");
    }
}
