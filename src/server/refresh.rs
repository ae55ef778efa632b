//! Asks the client to ask again for lenses and hints: they count posts, and other posts have changed. Clients that show the
//! vocabulary are told too.

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::ls_types::notification::Notification;

use super::capabilities::Client;
use super::publish::settle;
use super::state::State;

/// Counts are nothing urgent, and a refresh makes the client ask for every document that it shows.
const QUIET: Duration = Duration::from_secs(1);
const LATEST: Duration = Duration::from_secs(5);

/// The posts or their terms are others than before. Only for clients that say `experimental: { rubric: { changed: true } }`.
enum Changed {}

impl Notification for Changed {
    type Params = ();
    const METHOD: &'static str = "rubric/changed";
}

/// What there is to be told, to this client.
#[derive(Clone, Copy)]
struct Wanted {
    lenses: bool,
    hints: bool,
    changes: bool,
}

pub(super) fn start(state: &Arc<State>, capabilities: &Client) {
    let wanted = Wanted {
        lenses: capabilities.refreshes_lenses(),
        hints: capabilities.refreshes_hints(),
        changes: capabilities.follows_changes(),
    };
    if !wanted.lenses && !wanted.hints && !wanted.changes {
        return;
    }
    let state = state.clone();
    tokio::spawn(async move {
        let mut revisions = state.revisions();
        let mut corpus = revisions.borrow().corpus;
        while let Some(revision) = settle(&mut revisions, QUIET, LATEST).await {
            if revision.corpus != corpus {
                corpus = revision.corpus;
                refresh(&state, wanted).await;
            }
        }
    });
}

async fn refresh(state: &State, wanted: Wanted) {
    // The one that needs no answer goes first.
    if wanted.changes {
        state.client.send_notification::<Changed>(()).await;
    }
    let mut answers = Vec::new();
    if wanted.lenses {
        answers.push(state.client.code_lens_refresh().await);
    }
    if wanted.hints {
        answers.push(state.client.inlay_hint_refresh().await);
    }
    for error in answers.into_iter().filter_map(Result::err) {
        tracing::info!("the client does not refresh: {error}");
    }
}
