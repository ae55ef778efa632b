//! `textDocument/documentSymbol`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentSymbolParams, DocumentSymbolResponse};

use super::super::state::State;
use super::super::to_proto;
use super::read_alone;
use crate::features;

pub(in crate::server) async fn document_symbol(
    state: &Arc<State>,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let uri = params.text_document.uri;
    read_alone(state, &uri.clone(), move |view| {
        let symbols = features::symbols::document_symbols(&view.snap, view.file);
        let text = &view.snap.parsed(view.file)?.text;
        let encoding = view.capabilities.encoding;
        Ok(Some(if view.capabilities.symbol_tree() {
            to_proto::symbol_tree(text, encoding, &symbols).into()
        } else {
            to_proto::symbol_list(text, encoding, &uri, &symbols).into()
        }))
    })
    .await
}
