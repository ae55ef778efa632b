//! `didOpen`, `didChange`, `didSave`, `didClose`. None of them awaits: what they change is changed before the next message is
//! looked at.

use std::sync::Arc;

use tower_lsp::ls_types::*;

use super::super::disk;
use super::super::from_proto::{self, Place};
use super::super::state::State;

pub(in crate::server) fn did_open(state: &Arc<State>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    if !is_post(&document) {
        return tracing::debug!("{} is left alone", document.uri.as_str());
    }
    let changed = state.world().open(document);
    if let Some(changed) = changed {
        disk::load_new_roots(state);
        state.changed(changed);
    }
}

/// A Markdown file or a configuration by its name, or a buffer that the client says is Markdown.
fn is_post(document: &TextDocumentItem) -> bool {
    let is_markdown = document.language_id.eq_ignore_ascii_case("markdown");
    match from_proto::place(&document.uri) {
        Place::File(path) => is_markdown || disk::is_ours(&path),
        Place::Untitled => is_markdown,
        Place::Foreign => false,
    }
}

pub(in crate::server) fn did_change(state: &Arc<State>, params: &DidChangeTextDocumentParams) {
    let VersionedTextDocumentIdentifier { uri, version } = &params.text_document;
    let changed = state.world().edit(uri, *version, &params.content_changes);
    match changed {
        Some(changed) => state.changed(changed),
        None => tracing::debug!("{} is not open", uri.as_str()),
    }
}

/// The buffer goes on to win, but what stands on disk is what counts once it is closed.
pub(in crate::server) fn did_save(state: &Arc<State>, params: &DidSaveTextDocumentParams) {
    let uri = &params.text_document.uri;
    let changed = state.world().save(uri);
    disk::changed(state, [uri]);
    state.changed(changed);
}

pub(in crate::server) fn did_close(state: &Arc<State>, params: &DidCloseTextDocumentParams) {
    let uri = &params.text_document.uri;
    if !state.world().is_open(uri) {
        return;
    }
    let changed = state.world().close(uri);
    disk::changed(state, [uri]);
    state.changed(changed);
}
