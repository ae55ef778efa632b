//! `textDocument/prepareRename` and `textDocument/rename`.

use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;

use super::super::state::{State, View};
use super::super::workspace_edit::{Note, Part, workspace_edit};
use super::super::{from_proto, to_proto};
use super::{read, read_exactly};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, FilePosition, Unavailable};
use crate::features::rename::{self, NoRename, Others, Renaming};

/// LSP's `RequestFailed`: the request was well formed, and the message says why it cannot be done.
const REQUEST_FAILED: i64 = -32803;
/// So many posts that are left out are named.
const MAX_NAMED: usize = 5;

pub(in crate::server) async fn prepare_rename(
    state: &Arc<State>,
    params: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    read(state, &params.text_document.uri, move |view| {
        let text = &view.snap.parsed(view.file)?.text;
        let encoding = view.capabilities.encoding;
        let renamable = rename::prepare_rename(&view.snap, file_position(view, params.position)?)?;
        Ok(
            renamable.map(|it| PrepareRenameResponse::RangeWithPlaceholder {
                range: to_proto::range(text, it.range, encoding),
                placeholder: it.name.to_string(),
            }),
        )
    })
    .await
}

pub(in crate::server) async fn rename(
    state: &Arc<State>,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>> {
    let RenameParams {
        text_document_position: at,
        new_name,
        ..
    } = params;
    let answer = read_exactly(state, &at.text_document.uri, move |view| {
        let position = file_position(view, at.position)?;
        let others = match view.capabilities.change_annotations() {
            true => Others::Offered,
            false => Others::Told,
        };
        let renaming = match rename::rename(&view.snap, position, &new_name, others) {
            Ok(renaming) => renaming,
            Err(NoRename::Stale) => return Err(Unavailable::Stale),
            Err(NoRename::Refused(why)) => return Ok(Some(Err(why.to_string()))),
        };
        let edit = workspace_edit(view, &parts(&renaming))?;
        let left_out = left_out(view, &renaming.refused, &renaming.left);
        Ok(Some(Ok((edit, left_out))))
    });
    match answer.await.map_err(said)? {
        Some(Ok((edit, left_out))) => {
            tell(state, left_out);
            Ok(Some(edit))
        }
        Some(Err(why)) => Err(request_failed(why)),
        None => Ok(None),
    }
}

/// The rename, and what may go along with it.
fn parts(renaming: &Renaming) -> Vec<Part<'_>> {
    let note = |label: &String| Note {
        label: label.clone(),
        needs_confirmation: true,
    };
    let own = Part {
        change: &renaming.change,
        note: renaming.merge.as_ref().map(note),
    };
    let along = renaming.along.iter().map(|it| Part {
        change: &it.change,
        note: Some(note(&it.label)),
    });
    std::iter::once(own).chain(along).collect()
}

/// Shows a warning, if there is one.
pub(super) fn tell(state: &State, warning: Option<String>) {
    if let Some(message) = warning {
        let client = state.client.clone();
        tokio::spawn(async move { client.show_message(MessageType::WARNING, message).await });
    }
}

/// An error of work on many posts, for the person who asked for it: clients do not show that content was modified.
pub(super) fn said(error: Error) -> Error {
    match error.code {
        ErrorCode::ContentModified => request_failed(
            "posts are being written to on disk just now: nothing was changed, ask again"
                .to_owned(),
        ),
        _ => error,
    }
}

pub(super) fn request_failed(why: String) -> Error {
    Error {
        code: ErrorCode::ServerError(REQUEST_FAILED),
        message: why.into(),
        data: None,
    }
}

fn file_position(
    view: &View,
    position: Position,
) -> std::result::Result<FilePosition, Unavailable> {
    let text = &view.snap.parsed(view.file)?.text;
    let offset = from_proto::offset(text, position, view.capabilities.encoding);
    Ok(FilePosition {
        file: view.file,
        offset,
    })
}

/// The posts that keep the old name, and what else does, for the person who asked.
pub(super) fn left_out(
    view: &View,
    refused: &[(FileId, Refusal)],
    left: &[String],
) -> Option<String> {
    let n_refused = refused.len();
    let named = refused.iter().take(MAX_NAMED);
    let named: Vec<_> = named
        .map(|(file, why)| format!("{} ({why})", view.snap.path(*file).as_str()))
        .collect();
    let more = n_refused.saturating_sub(MAX_NAMED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let refused = (n_refused > 0).then(|| format!("Left as they are: {}{more}", named.join(", ")));
    let sentences: Vec<String> = refused.into_iter().chain(left.iter().cloned()).collect();
    (!sentences.is_empty()).then(|| sentences.join(". "))
}
