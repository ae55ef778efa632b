//! Tells the client that findings changed: by pushing them, or, where the client pulls, by asking it to pull again.
//! One or the other, never both.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tower_lsp::ls_types::Uri;

use super::capabilities::Client;
use super::config::Scope;
use super::handlers::diagnostics::{Found, found};
use super::state::{PostView, Revision, State};
use super::workers::on_slow_worker;

/// Findings are pushed when typing pauses for this long ...
const PUSH_QUIET: Duration = Duration::from_millis(150);
/// ... or has gone on for this long.
const PUSH_LATEST: Duration = Duration::from_millis(600);
/// A refresh makes the client ask for everything that it shows.
const REFRESH_QUIET: Duration = Duration::from_millis(500);
const REFRESH_LATEST: Duration = Duration::from_secs(3);

pub(super) fn start(state: &Arc<State>, capabilities: &Client) {
    if !capabilities.pull_diagnostics() {
        tokio::spawn(push(state.clone()));
    } else if capabilities.refresh_diagnostics() {
        tokio::spawn(refresh(state.clone()));
    }
}

/// Waits until something changes and then is quiet for a while; `None` once the server is closing.
pub(super) async fn settle(
    revisions: &mut watch::Receiver<Revision>,
    quiet: Duration,
    latest: Duration,
) -> Option<Revision> {
    revisions.changed().await.ok()?;
    let latest = Instant::now() + latest;
    loop {
        let until = latest.min(Instant::now() + quiet);
        match timeout_at(until, revisions.changed()).await {
            Ok(Ok(())) if Instant::now() < latest => {}
            Ok(Err(_)) => return None,
            Ok(Ok(())) | Err(_) => break,
        }
    }
    let revision = *revisions.borrow_and_update();
    (!revision.closing).then_some(revision)
}

async fn refresh(state: Arc<State>) {
    let mut revisions = state.revisions();
    // Loading may have begun before this task did.
    revisions.mark_changed();
    let mut corpus = 0;
    while let Some(revision) = settle(&mut revisions, REFRESH_QUIET, REFRESH_LATEST).await {
        if revision.corpus == corpus {
            continue;
        }
        corpus = revision.corpus;
        if let Err(error) = state.client.workspace_diagnostic_refresh().await {
            tracing::info!("the client does not refresh: {error}");
        }
    }
}

/// What the client shows for a document: of which version, and the findings' id.
type Shown = (Option<i32>, String);

async fn push(state: Arc<State>) {
    let mut revisions = state.revisions();
    revisions.mark_changed();
    let mut shown: FxHashMap<Uri, Shown> = FxHashMap::default();
    // Closed posts are looked at again only after summaries changed.
    let mut corpus = None;
    while let Some(revision) = settle(&mut revisions, PUSH_QUIET, PUSH_LATEST).await {
        let workspace = state.world().settings.scope == Scope::Workspace;
        let with_closed = workspace && corpus != Some(revision.corpus);
        corpus = Some(revision.corpus);
        let views = {
            let mut world = state.world();
            if with_closed {
                world.all_views()
            } else {
                world.open_views()
            }
        };
        if !workspace || with_closed {
            clear(&state, &mut shown, &views).await;
        }
        for (uri, version, view) in views {
            let found = on_slow_worker(&state, move |_| found(&view)).await;
            if let Some(found) = found {
                publish(&state, &mut shown, uri, version, found).await;
            }
        }
    }
}

async fn publish(
    state: &State,
    shown: &mut FxHashMap<Uri, Shown>,
    uri: Uri,
    version: Option<i32>,
    (id, items): Found,
) {
    let now = (version, id);
    let silent = version.is_none() && items.is_empty() && !shown.contains_key(&uri);
    if silent || shown.get(&uri) == Some(&now) {
        return;
    }
    shown.insert(uri.clone(), now);
    state.client.publish_diagnostics(uri, items, version).await;
}

/// Takes back what is shown for documents that are no more among those of interest.
async fn clear(state: &State, shown: &mut FxHashMap<Uri, Shown>, views: &[PostView]) {
    let gone: Vec<Uri> = shown
        .keys()
        .filter(|uri| views.iter().all(|(it, ..)| it != *uri))
        .cloned()
        .collect();
    for uri in gone {
        shown.remove(&uri);
        state
            .client
            .publish_diagnostics(uri, Vec::new(), None)
            .await;
    }
}
