//! `textDocument/codeLens` and `textDocument/inlayHint`, each as far as its setting wants it.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::state::{State, View};
use super::super::{from_proto, to_proto};
use super::{read, read_slowly};
use crate::corpus::FileId;
use crate::features;

/// What a client runs that says it can: it shows places, as VS Code's own command of a similar name does.
const SHOW: &str = "rubric.showReferences";

pub(in crate::server) async fn code_lens(
    state: &Arc<State>,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let uri = params.text_document.uri;
    read_slowly(state, &uri.clone(), move |view| {
        if !view.settings.code_lens {
            return Ok(Some(Vec::new()));
        }
        let text = &view.snap.parsed(view.file)?.text;
        let lenses = features::lens::lenses(&view.snap, view.file)?;
        let lenses = lenses.into_iter().map(|it| {
            let range = to_proto::range(text, it.range, view.capabilities.encoding);
            CodeLens {
                range,
                command: Some(command(view, &uri, range.start, it)),
                data: None,
            }
        });
        Ok(Some(lenses.collect()))
    })
    .await
}

/// Without a command that the client can run, the line is there to be read.
fn command(view: &View, uri: &Uri, position: Position, lens: features::lens::Lens) -> Command {
    let (command, arguments) = if view.capabilities.runs(SHOW) {
        let places: Vec<_> = lens
            .posts
            .iter()
            .filter_map(|it| beginning(view, *it))
            .collect();
        let arguments = serde_json::json!([uri, position, places]);
        (SHOW, arguments.as_array().cloned())
    } else {
        ("", None)
    };
    Command {
        title: lens.title,
        command: command.to_owned(),
        arguments,
    }
}

/// The whole of a post, without reading it.
fn beginning(view: &View, file: FileId) -> Option<Location> {
    Some(Location::new(view.uri(file)?, Range::default()))
}

pub(in crate::server) async fn inlay_hint(
    state: &Arc<State>,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    read(state, &params.text_document.uri, move |view| {
        if !view.settings.inlay_hints {
            return Ok(Some(Vec::new()));
        }
        let (text, encoding) = (
            &view.snap.parsed(view.file)?.text,
            view.capabilities.encoding,
        );
        let range = from_proto::range(text, params.range, encoding);
        let hints = features::hints::inlay_hints(&view.snap, view.file, range)?;
        let hints = hints.into_iter().map(|it| InlayHint {
            position: to_proto::position(text, it.offset, encoding),
            label: InlayHintLabel::String(it.label),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
        Ok(Some(hints.collect()))
    })
    .await
}
