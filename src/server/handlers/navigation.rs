//! `textDocument/definition`, `references`, `documentHighlight` and `documentLink`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::state::{State, View};
use super::super::to_proto;
use super::{asked, read, read_slowly};
use crate::features;
use crate::features::highlight::HighlightKind;
use crate::features::links::Place;
use crate::features::references::Declaration;

pub(in crate::server) async fn definition(
    state: &Arc<State>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let at = params.text_document_position_params;
    read(state, &at.text_document.uri.clone(), move |view| {
        let (_, position) = asked(view, at.position)?;
        let place = features::definition::definition(&view.snap, position)?;
        Ok(place.and_then(|it| Some(to_proto::place(view, &it)?.into())))
    })
    .await
}

pub(in crate::server) async fn references(
    state: &Arc<State>,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let at = params.text_document_position;
    let declaration = match params.context.include_declaration {
        true => Declaration::Included,
        false => Declaration::LeftOut,
    };
    read_slowly(state, &at.text_document.uri.clone(), move |view| {
        let (_, position) = asked(view, at.position)?;
        let encoding = view.capabilities.encoding;
        let found = features::references::references(
            &view.snap,
            position,
            declaration,
            |file, parsed, ranges| {
                let uri = view.uri(file)?;
                let location =
                    |it| Location::new(uri.clone(), to_proto::range(&parsed.text, it, encoding));
                Some(ranges.iter().copied().map(location).collect::<Vec<_>>())
            },
        )?;
        Ok(found.map(|it| it.into_iter().flatten().flatten().collect()))
    })
    .await
}

pub(in crate::server) async fn document_highlight(
    state: &Arc<State>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = params.text_document_position_params;
    read(state, &at.text_document.uri.clone(), move |view| {
        let (parsed, position) = asked(view, at.position)?;
        let found = features::highlight::document_highlights(&view.snap, position)?;
        let highlights = found.iter().map(|it| DocumentHighlight {
            range: to_proto::range(&parsed.text, it.range, view.capabilities.encoding),
            kind: Some(match it.kind {
                HighlightKind::Declared => DocumentHighlightKind::WRITE,
                HighlightKind::Named => DocumentHighlightKind::READ,
            }),
        });
        Ok(Some(highlights.collect()))
    })
    .await
}

pub(in crate::server) async fn document_link(
    state: &Arc<State>,
    params: DocumentLinkParams,
) -> Result<Option<Vec<DocumentLink>>> {
    read_slowly(state, &params.text_document.uri, |view| {
        let parsed = view.snap.parsed(view.file)?;
        let found = features::links::document_links(&view.snap, view.file)?;
        let links = found.iter().filter_map(|it| {
            Some(DocumentLink {
                range: to_proto::range(&parsed.text, it.range, view.capabilities.encoding),
                target: Some(link_target(view, &it.to)?),
                tooltip: None,
                data: None,
            })
        });
        Ok(Some(links.collect()))
    })
    .await
}

/// The line is named in the way that VS Code began and others took over.
fn link_target(view: &View, place: &Place) -> Option<Uri> {
    let location = to_proto::place(view, place)?;
    match location.range.start.line {
        0 => Some(location.uri),
        line => format!("{}#L{}", location.uri.as_str(), line + 1)
            .parse()
            .ok(),
    }
}
