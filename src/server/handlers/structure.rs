//! `textDocument/foldingRange` and `textDocument/selectionRange`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::state::State;
use super::super::to_proto;
use super::{asked, read_alone};
use crate::features;

/// Whole lines: what clients without columns need, and all that these folds are.
pub(in crate::server) async fn folding_range(
    state: &Arc<State>,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    read_alone(state, &params.text_document.uri, |view| {
        let text = &view.snap.parsed(view.file)?.text;
        let folds = features::folding::folding_ranges(&view.snap, view.file)?;
        let folds = folds.iter().map(|it| {
            let range = to_proto::range(text, it.range, view.capabilities.encoding);
            FoldingRange {
                start_line: range.start.line,
                end_line: range.end.line,
                ..FoldingRange::default()
            }
        });
        Ok(Some(folds.collect()))
    })
    .await
}

pub(in crate::server) async fn selection_range(
    state: &Arc<State>,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let positions = params.positions;
    read_alone(state, &params.text_document.uri, move |view| {
        let chain = |position: &Position| {
            let (parsed, at) = asked(view, *position)?;
            let found = features::selection::selection_ranges(&view.snap, at.file, at.offset)?;
            let range = |it| to_proto::range(&parsed.text, it, view.capabilities.encoding);
            let empty = SelectionRange {
                range: Range::new(*position, *position),
                parent: None,
            };
            let nest = |parent: Option<Box<SelectionRange>>, it| {
                let range = range(it);
                Some(Box::new(SelectionRange { range, parent }))
            };
            let nested = found.into_iter().rev().fold(None, nest);
            Ok(nested.map_or(empty, |it| *it))
        };
        positions
            .iter()
            .map(chain)
            .collect::<std::result::Result<_, _>>()
            .map(Some)
    })
    .await
}
