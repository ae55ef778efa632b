//! `textDocument/completion` and `completionItem/resolve`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CompletionItem, CompletionParams, CompletionResponse};

use super::super::state::State;
use super::super::{from_proto, to_proto};
use super::read;
use crate::corpus::FilePosition;
use crate::features;
use crate::features::completion::Options;

pub(in crate::server) async fn completion(
    state: &Arc<State>,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let at = params.text_document_position;
    let (asked, uri) = (at.text_document.uri.clone(), at.text_document.uri);
    read(state, &asked, move |view| {
        let parsed = view.snap.parsed(view.file)?;
        let position = FilePosition {
            file: view.file,
            offset: from_proto::offset(&parsed.text, at.position, view.capabilities.encoding),
        };
        let options = Options {
            limit: view.settings.completion_limit,
            body: view.settings.completion_body,
        };
        let list = features::completion(&view.snap, position, options);
        Ok(list.map(|it| to_proto::completion(view, &parsed.text, &uri, &it)))
    })
    .await
}

/// Adds the documentation: only here, for the one item that is looked at, are posts' titles gathered.
pub(in crate::server) async fn resolve(
    state: &Arc<State>,
    mut item: CompletionItem,
) -> Result<CompletionItem> {
    let data = item.data.clone().map(serde_json::from_value);
    let Some(Ok(to_proto::CompletionData { uri, field, term })) = data else {
        return Ok(item);
    };
    let documentation = read(state, &uri, move |view| {
        let markdown = features::completion::resolve(&view.snap, view.file, &field, &term);
        Ok(markdown.map(|it| to_proto::documentation(&view.capabilities, it)))
    });
    item.documentation = documentation.await?.or(item.documentation);
    Ok(item)
}
