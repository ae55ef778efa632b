//! `initialize` and `initialized`. What comes before the one or after `shutdown` is refused by the transport.

use std::sync::Arc;

use tower_lsp::ls_types::*;

use super::super::capabilities::{self, Client};
use super::super::state::{RootKind, State, World};
use super::super::{Backend, disk, publish, refresh, watch};
use super::workspace;
use crate::corpus::path::uri;

pub(in crate::server) fn initialize(
    backend: &Backend,
    params: InitializeParams,
) -> InitializeResult {
    let state = &backend.state;
    if let Some(process_id) = params.process_id {
        backend.parent.start(process_id);
    }
    let capabilities = {
        let mut world = state.world();
        add_roots(&mut world, &params);
        world.capabilities = Arc::new(Client::new(params.capabilities, params.client_info));
        world.capabilities.clone()
    };
    tracing::info!(
        "{}, positions in {:?}",
        capabilities.name,
        capabilities.encoding
    );
    if let Some(options) = &params.initialization_options {
        workspace::take_settings(state, options);
    }
    let scope = state.world().settings.scope;
    InitializeResult {
        capabilities: capabilities::server(&capabilities, scope),
        server_info: Some(ServerInfo {
            name: "rubric".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        offset_encoding: None,
    }
}

/// The folders of the workspace; for older clients the one root, as a URI or as a path. None of them is fine too.
#[expect(deprecated, reason = "older clients send nothing newer")]
fn add_roots(world: &mut World, params: &InitializeParams) {
    if let Some(folders) = &params.workspace_folders
        && !folders.is_empty()
    {
        folders
            .iter()
            .for_each(|it| workspace::add_folder(world, &it.uri));
    } else if let Some(uri) = &params.root_uri {
        workspace::add_folder(world, uri);
    } else if let Some(path) = params.root_path.as_deref().filter(|it| !it.is_empty()) {
        world.add_root(path.as_ref(), &uri::of_path(path), RootKind::Workspace);
    }
}

/// From here on the client may be asked things; nothing of it is awaited here.
pub(in crate::server) fn initialized(state: &Arc<State>) {
    let capabilities = state.world().capabilities.clone();
    if capabilities.configuration() {
        workspace::ask_settings(state);
    }
    disk::load_new_roots(state);
    watch::start(state, &capabilities);
    publish::start(state, &capabilities);
    refresh::start(state, &capabilities);
    disk::start(state);
    if capabilities.registers_configuration() {
        register_configuration(state);
    }
}

/// Some clients tell of changed settings only to those who registered for it.
fn register_configuration(state: &Arc<State>) {
    let registration = Registration {
        id: "rubric-configuration".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": "rubric" })),
    };
    let client = state.client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(vec![registration]).await {
            tracing::info!("changed settings will not be told: {error}");
        }
    });
}
