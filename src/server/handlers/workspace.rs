//! What happens around the documents: settings, folders, files on disk.

use std::sync::Arc;

use serde_json::Value;
use tower_lsp::ls_types::*;

use super::super::config::Settings;
use super::super::disk;
use super::super::from_proto::{self, Place};
use super::super::state::{RootKind, State, World};

/// With or without a payload: a client that can be asked is asked, since many send `null` or `{}` to say only that
/// something changed.
pub(in crate::server) fn did_change_configuration(
    state: &Arc<State>,
    params: &DidChangeConfigurationParams,
) {
    if state.world().capabilities.configuration() {
        ask_settings(state);
    } else {
        take_settings(state, &params.settings);
    }
}

/// Asks for the section `rubric`, and takes what comes whenever it comes.
pub(in crate::server) fn ask_settings(state: &Arc<State>) {
    let state = state.clone();
    tokio::spawn(async move {
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some("rubric".to_owned()),
        };
        match state.client.configuration(vec![item]).await {
            Ok(answer) => take_settings(&state, answer.first().unwrap_or(&Value::Null)),
            Err(error) => tracing::info!("the client does not tell its settings: {error}"),
        }
    });
}

pub(in crate::server) fn take_settings(state: &State, value: &Value) {
    let (settings, complaints) = Settings::read(value);
    for complaint in complaints {
        tracing::warn!("{complaint}");
    }
    let mut world = state.world();
    if *world.settings == settings {
        return;
    }
    world.settings = Arc::new(settings);
    drop(world);
    state.corpus_changed();
}

pub(in crate::server) fn did_change_folders(
    state: &Arc<State>,
    params: DidChangeWorkspaceFoldersParams,
) {
    {
        let mut world = state.world();
        for folder in params.event.removed {
            if let Place::File(path) = from_proto::place(&folder.uri) {
                world.remove_root(&path);
            }
        }
        for folder in params.event.added {
            add_folder(&mut world, &folder.uri);
        }
        world.reopen_all();
    }
    disk::load_new_roots(state);
    state.corpus_changed();
}

/// Folders of other schemes (`vscode-vfs:` ...) cannot be read from here.
pub(in crate::server) fn add_folder(world: &mut World, uri: &Uri) {
    match from_proto::place(uri) {
        Place::File(path) => world.add_root(&path, uri.as_str(), RootKind::Workspace),
        Place::Untitled | Place::Foreign => tracing::info!("{} is left alone", uri.as_str()),
    }
}

pub(in crate::server) fn did_change_watched_files(
    state: &Arc<State>,
    params: &DidChangeWatchedFilesParams,
) {
    disk::changed(state, params.changes.iter().map(|it| &it.uri));
}
