//! `textDocument/willSaveWaitUntil`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::from_proto::{self, Place};
use super::super::state::State;
use super::super::to_proto;
use super::read;
use crate::features;

/// Editors ask whenever they save, whether anything has changed or not.
pub(in crate::server) async fn will_save_wait_until(
    state: &Arc<State>,
    params: WillSaveTextDocumentParams,
) -> Result<Option<Vec<TextEdit>>> {
    let uri = params.text_document.uri;
    let path = match from_proto::place(&uri) {
        Place::File(path) => path,
        Place::Untitled | Place::Foreign => return Ok(None),
    };
    read(state, &uri, move |view| {
        let edits = features::save::edits_on_save(&view.snap, view.file)?;
        let text = &view.snap.parsed(view.file)?.text;
        let is_saved = || std::fs::read(&path).is_ok_and(|it| it == text.as_str().as_bytes());
        if edits.is_empty() || is_saved() {
            return Ok(None);
        }
        let edit = |it| to_proto::text_edit(text, it, view.capabilities.encoding);
        Ok(Some(edits.iter().map(edit).collect()))
    })
    .await
}
