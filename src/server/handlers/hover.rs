//! `textDocument/hover`.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

use super::super::state::State;
use super::super::to_proto;
use super::{asked, read};
use crate::features;

pub(in crate::server) async fn hover(
    state: &Arc<State>,
    params: HoverParams,
) -> Result<Option<Hover>> {
    let at = params.text_document_position_params;
    read(state, &at.text_document.uri.clone(), move |view| {
        let (parsed, position) = asked(view, at.position)?;
        let hover = features::hover(&view.snap, position)?;
        let encoding = view.capabilities.encoding;
        Ok(hover.map(|it| Hover {
            contents: HoverContents::Markup(to_proto::markup(view, &it.content)),
            range: Some(to_proto::range(&parsed.text, it.range, encoding)),
        }))
    })
    .await
}
