//! One small file for each group of methods: translate, call the feature, translate back.

pub(super) mod code_action;
pub(super) mod commands;
pub(super) mod completion;
pub(super) mod diagnostics;
pub(super) mod files;
#[cfg(debug_assertions)]
pub(super) mod hooks;
pub(super) mod hover;
pub(super) mod lens;
pub(super) mod lifecycle;
pub(super) mod navigation;
pub(super) mod rename;
pub(super) mod save;
pub(super) mod search;
pub(super) mod structure;
pub(super) mod symbols;
pub(super) mod sync;
pub(super) mod workspace;

use std::sync::Arc;
use std::time::Duration;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Position, Uri};

use super::state::{State, View};
use super::workers::{on_slow_worker, on_worker};
use super::{disk, from_proto};
use crate::corpus::{Cancellation, FilePosition, Parsed, Unavailable};

/// How long a request waits for the heads, right after the start: an answer by a few of the posts would be wrong, a rename
/// by them half a rename, and not every client asks again.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the work of a request may be.
#[derive(Clone, Copy)]
enum Pace {
    /// An author waits for it as they type: nothing of all posts or terms is made for it.
    Quick,
    /// It may look at many posts, or fix one with thousands of findings: it must leave threads to the quick ones. What it needs of
    /// all posts may be a little older.
    Slow,
    /// The same for what is to be exact: an edit of many posts.
    Exact,
}

/// Answers a request about one post: takes the snapshot now, before the first `.await`, and works on another thread.
/// `None` for documents that are none of ours: editors ask for all that they show, and an error would be shown.
///
/// Work that meets a file which is not what the index was made from is done once more, after the disk was looked at again.
pub(super) async fn read<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    state.heads_read(Some(uri), PATIENCE).await;
    read_alone(state, uri, work).await
}

/// The same for work that may be long.
pub(super) async fn read_slowly<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    state.heads_read(Some(uri), PATIENCE).await;
    let uri = uri.clone();
    read_view(state, Pace::Slow, move |state| state.view(&uri), work).await
}

/// The same for an edit of many posts, which is worth waiting for.
async fn read_exactly<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    state.heads_read(Some(uri), PATIENCE).await;
    let uri = uri.clone();
    read_view(state, Pace::Exact, move |state| state.view(&uri), work).await
}

/// The same for what the post tells by itself, however much of the others is known.
async fn read_alone<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    let uri = uri.clone();
    read_view(state, Pace::Quick, move |state| state.view(&uri), work).await
}

/// The same for a request about a whole root: the one that the URI is in or names.
async fn read_root<T: Send + 'static>(
    state: &Arc<State>,
    uri: &Uri,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    state.heads_read(Some(uri), PATIENCE).await;
    let uri = uri.clone();
    let find = move |state: &State| state.world().root_view(&uri);
    read_view(state, Pace::Exact, find, work).await
}

async fn read_view<T: Send + 'static>(
    state: &Arc<State>,
    pace: Pace,
    find: impl Fn(&State) -> Option<View> + Send + 'static,
    work: impl Fn(&View) -> std::result::Result<Option<T>, Unavailable> + Send + 'static,
) -> Result<Option<T>> {
    let Some(view) = find(state) else {
        return Ok(None);
    };
    let shared = state.clone();
    let work = move |cancellation: &Cancellation| {
        let work = |it: &View| match pace {
            Pace::Quick => work(&it.until(cancellation).in_haste()),
            Pace::Slow => work(&it.until(cancellation).allowing_stale()),
            Pace::Exact => work(&it.until(cancellation)),
        };
        match work(&view) {
            Ok(result) => Ok(result),
            Err(Unavailable::Stale) => {
                disk::rescan_now(&shared, &view.snap);
                let again = find(&shared).map_or(Ok(None), |it| work(&it));
                again.or_else(refused)
            }
            Err(unavailable) => refused(unavailable),
        }
    };
    match pace {
        Pace::Quick => on_worker(work).await,
        Pace::Slow | Pace::Exact => on_slow_worker(state, work).await,
    }
}

/// The post that a request is about, and the place in it.
fn asked(
    view: &View,
    position: Position,
) -> std::result::Result<(Arc<Parsed>, FilePosition), Unavailable> {
    let parsed = view.snap.parsed(view.file)?;
    let position = FilePosition {
        file: view.file,
        offset: from_proto::offset(&parsed.text, position, view.capabilities.encoding),
    };
    Ok((parsed, position))
}

/// A file that changes as fast as we read is the client's to ask about again; one that cannot be read has no answer.
fn refused<T>(unavailable: Unavailable) -> Result<Option<T>> {
    match unavailable {
        Unavailable::Stale => Err(Error::content_modified()),
        Unavailable::Unreadable(reason) => {
            tracing::info!("a post cannot be read: {reason}");
            Ok(None)
        }
    }
}
