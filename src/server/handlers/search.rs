//! `workspace/symbol` and `workspaceSymbol/resolve`.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::state::{State, View};
use super::super::to_proto;
use super::super::workers::on_worker;
use super::{PATIENCE, read};
use crate::corpus::Cancellation;
use crate::features::workspace_symbols::{self, SymbolKind as Found, workspace_symbols};

/// Nobody reads further, and clients search again with each letter.
const LIMIT: usize = 128;

/// What finds the place of a symbol, when it is asked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Data {
    Post,
    Heading(usize),
    Term(String),
}

/// From all roots. Where exactly a symbol stands is told at once only to clients that will not ask.
pub(in crate::server) async fn symbol(
    state: &Arc<State>,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    state.heads_read(None, PATIENCE).await;
    let views = state.world().root_views();
    let search = move |_: &Cancellation| {
        let limit = LIMIT / views.len().max(1);
        let of_root = |view: &View| {
            let found = workspace_symbols(&view.snap.in_haste(), &params.query, limit);
            let symbols = found.par_iter().filter_map(|it| to_symbol(view, it));
            symbols.collect::<Vec<_>>()
        };
        let symbols: Vec<_> = views.iter().flat_map(of_root).collect();
        WorkspaceSymbolResponse::Nested(symbols)
    };
    Ok(Some(on_worker(search).await))
}

fn to_symbol(view: &View, it: &workspace_symbols::WorkspaceSymbol) -> Option<WorkspaceSymbol> {
    let uri = view.uri(it.file)?;
    let (kind, data) = match &it.kind {
        Found::Post => (SymbolKind::FILE, Data::Post),
        Found::Heading(index) => (SymbolKind::STRING, Data::Heading(*index)),
        Found::Term(field) => (SymbolKind::CONSTANT, Data::Term(field.to_string())),
    };
    let is_late = view.capabilities.resolves_symbols();
    let location = match is_late {
        true => OneOf::Right(WorkspaceLocation { uri }),
        false => {
            // A post that changed under us is still the right post.
            let range = locate(view, it).unwrap_or_default();
            OneOf::Left(Location { uri, range })
        }
    };
    Some(WorkspaceSymbol {
        name: it.name.to_string(),
        kind,
        tags: None,
        container_name: Some(it.container.clone()),
        location,
        data: is_late.then(|| serde_json::to_value(data).ok()).flatten(),
    })
}

fn locate(view: &View, it: &workspace_symbols::WorkspaceSymbol) -> Option<Range> {
    let found = workspace_symbols::locate(&view.snap, it.file, &it.name, &it.kind);
    let (parsed, range) = found.ok()?;
    let encoding = view.capabilities.encoding;
    Some(to_proto::range(&parsed.text, range, encoding))
}

pub(in crate::server) async fn resolve(
    state: &Arc<State>,
    mut symbol: WorkspaceSymbol,
) -> Result<WorkspaceSymbol> {
    let data = symbol.data.clone().map(serde_json::from_value);
    let (OneOf::Right(WorkspaceLocation { uri }), Some(Ok(data))) = (&symbol.location, data) else {
        return Ok(symbol);
    };
    let kind = match data {
        Data::Post => Found::Post,
        Data::Heading(index) => Found::Heading(index),
        Data::Term(field) => Found::Term(field.into()),
    };
    let name = symbol.name.clone();
    let uri = uri.clone();
    let range = read(state, &uri, move |view| {
        let (parsed, range) = workspace_symbols::locate(&view.snap, view.file, &name, &kind)?;
        let encoding = view.capabilities.encoding;
        Ok(Some(to_proto::range(&parsed.text, range, encoding)))
    });
    let range = range.await?.unwrap_or_default();
    symbol.location = OneOf::Left(Location { uri, range });
    Ok(symbol)
}
