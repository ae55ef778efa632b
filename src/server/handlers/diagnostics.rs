//! `textDocument/diagnostic` and `workspace/diagnostic`: findings for clients that pull. Those that do not are pushed to, by
//! `publish`, from the same function.

use std::hash::{Hash as _, Hasher as _};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::config::Scope;
use super::super::state::{PostView, Revision, State, View};
use super::super::to_proto;
use super::{on_slow_worker, read_slowly};
use crate::corpus::{Cancellation, Cancelled, Unavailable};
use crate::features;

/// Findings with their result id.
pub(in crate::server) type Found = (String, Vec<Diagnostic>);

/// The findings of a post, as the settings want them, and an id that is equal for equal findings.
fn findings(view: &View) -> std::result::Result<Found, Unavailable> {
    let mut items = Vec::new();
    if view.settings.diagnostics {
        let parsed = view.snap.parsed(view.file)?;
        let found = features::diagnostics::diagnostics(&view.snap.allowing_stale(), view.file)?;
        let found = found.iter();
        items.extend(found.map(|it| to_proto::diagnostic(view, &parsed.text, it)));
    }
    Ok((result_id(&items, view.openings()), items))
}

/// The same for work on many posts, where one that panics, or cannot be read, must not take the others with it.
pub(in crate::server) fn found(view: &View) -> Option<Found> {
    let found = std::panic::catch_unwind(AssertUnwindSafe(|| findings(view)));
    let path = || view.snap.path(view.file).as_str();
    match found {
        Ok(found) => found.ok(),
        Err(panic) if panic.is::<Cancelled>() => std::panic::resume_unwind(panic),
        Err(_) => {
            tracing::error!("diagnostics of {} panicked; the log says where", path());
            None
        }
    }
}

/// Findings have another id each time that their post is opened: Neovim forgets them when it loads a buffer again (`:edit!`),
/// but not their id, and an "unchanged" would leave it without.
fn result_id(items: &[Diagnostic], openings: u32) -> String {
    let mut hasher = FxHasher::default();
    if !items.is_empty() {
        openings.hash(&mut hasher);
    }
    for it in items {
        serde_json::to_string(it)
            .expect("a diagnostic has string keys only")
            .hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

pub(in crate::server) async fn document(
    state: &Arc<State>,
    params: DocumentDiagnosticParams,
) -> Result<DocumentDiagnosticReportResult> {
    let uri = &params.text_document.uri;
    let found = read_slowly(state, uri, |view| findings(view).map(Some)).await?;
    let (result_id, items) = found.unwrap_or_else(|| (result_id(&[], 0), Vec::new()));
    let report = if params.previous_result_id.as_ref() == Some(&result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        })
    };
    Ok(report.into())
}

/// All posts, if the user wants that; what the client knows already is left out. A client that knows all of it waits here
/// for news, as the specification proposes, rather than asking every two seconds.
pub(in crate::server) async fn workspace(
    state: &Arc<State>,
    params: WorkspaceDiagnosticParams,
) -> Result<WorkspaceDiagnosticReportResult> {
    let known: FxHashMap<Uri, String> = params
        .previous_result_ids
        .into_iter()
        .map(|it| (it.uri, it.value))
        .collect();
    let known = Arc::new(known);
    let mut revisions = state.revisions();
    loop {
        let seen: Revision = *revisions.borrow_and_update();
        let views = state.world().all_views();
        let enabled = !views.is_empty() && views[0].2.settings.scope == Scope::Workspace;
        let compare = known.clone();
        let items = on_slow_worker(state, move |cancellation| {
            news(&views, &compare, enabled, cancellation)
        })
        .await;
        let waits = enabled && items.is_empty() && !known.is_empty() && !seen.closing;
        if !waits {
            return Ok(WorkspaceDiagnosticReportResult::Report(
                WorkspaceDiagnosticReport { items },
            ));
        }
        let changed = |it: &Revision| it.corpus != seen.corpus || it.closing;
        // An error means that the server is ending; the next round answers.
        revisions.wait_for(changed).await.ok();
    }
}

/// Reports that differ from what is known; empty ones for posts that are gone, or not wanted any more.
fn news(
    views: &[PostView],
    known: &FxHashMap<Uri, String>,
    enabled: bool,
    cancellation: &Cancellation,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let mut gone = known.clone();
    let mut reports = Vec::new();
    for (uri, version, view) in views.iter().filter(|_| enabled) {
        let before = gone.remove(uri);
        let Some((result_id, items)) = found(&view.until(cancellation)) else {
            continue;
        };
        let silent = items.is_empty() && before.is_none();
        if !silent && before.as_ref() != Some(&result_id) {
            reports.push(full(uri.clone(), *version, result_id, items));
        }
    }
    let empty = result_id(&[], 0);
    gone.retain(|_, it| *it != empty);
    reports.extend(
        gone.into_keys()
            .map(|uri| full(uri, None, empty.clone(), Vec::new())),
    );
    reports
}

fn full(
    uri: Uri,
    version: Option<i32>,
    result_id: String,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: version.map(i64::from),
        full_document_diagnostic_report: FullDocumentDiagnosticReport {
            result_id: Some(result_id),
            items,
        },
    })
}
