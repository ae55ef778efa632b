//! `workspace/willRenameFiles` and `workspace/didRenameFiles`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::super::from_proto::{self, Place};
use super::super::state::State;
use super::super::workspace_edit::{Part, workspace_edit};
use super::super::{disk, state::View};
use super::read_root;
use super::rename::{left_out, said, tell};
use crate::corpus::RelPath;
use crate::features::rename::{Move, move_files};

/// The edits of links, for the client to make before it moves the files.
pub(in crate::server) async fn will_rename(
    state: &Arc<State>,
    params: RenameFilesParams,
) -> Result<Option<WorkspaceEdit>> {
    let mut edits: Option<WorkspaceEdit> = None;
    for (uri, renames) in by_root(state, &params) {
        let answer = read_root(state, &uri, move |view| {
            let moving = move_files(&view.snap, &moves(view, &renames))?;
            let edit = workspace_edit(view, &[Part::plain(&moving.change)])?;
            Ok(Some((edit, left_out(view, &moving.refused, &[]))))
        });
        let Some((edit, left_out)) = answer.await.map_err(said)? else {
            continue;
        };
        tell(state, left_out);
        edits = Some(match edits {
            Some(before) => joined(before, edit),
            None => edit,
        });
    }
    Ok(edits)
}

/// A file that is gone and one that has come: what a watcher tells a moment later, if there is one.
pub(in crate::server) fn did_rename(state: &Arc<State>, params: &RenameFilesParams) {
    let paths = params.files.iter().filter_map(paths);
    disk::changed_paths(state, paths.flat_map(<[PathBuf; 2]>::from));
}

/// From where to where. `None` for what is no file on a disk.
fn paths(rename: &FileRename) -> Option<(PathBuf, PathBuf)> {
    let path = |uri: &str| match from_proto::place(&uri.parse().ok()?) {
        Place::File(path) => Some(path),
        Place::Untitled | Place::Foreign => None,
    };
    Some((path(&rename.old_uri)?, path(&rename.new_uri)?))
}

/// The renames within each root, with the URI of a file in it.
fn by_root(state: &State, params: &RenameFilesParams) -> Vec<(Uri, Vec<(PathBuf, PathBuf)>)> {
    let mut world = state.world();
    let mut of_roots: Vec<(_, Uri, Vec<_>)> = Vec::new();
    for rename in &params.files {
        let (Some((old, new)), Ok(uri)) = (paths(rename), rename.old_uri.parse()) else {
            continue;
        };
        let Some(root) = world.locate(&old).map(|(root, _)| root.id) else {
            continue;
        };
        match of_roots.iter_mut().find(|it| it.0 == root) {
            Some((_, _, renames)) => renames.push((old, new)),
            None => of_roots.push((root, uri, vec![(old, new)])),
        }
    }
    let uris = of_roots.into_iter();
    uris.map(|(_, uri, renames)| (uri, renames)).collect()
}

/// What leaves the root takes no links along, and leaves those behind that led to it: nothing there could be right.
fn moves(view: &View, renames: &[(PathBuf, PathBuf)]) -> Vec<Move> {
    let root = view.snap.root();
    let inside = |(old, new): &(PathBuf, PathBuf)| {
        Some(Move {
            old: RelPath::new(root, old)?,
            new: RelPath::new(root, new)?,
        })
    };
    renames.iter().filter_map(inside).collect()
}

/// Edits of two roots, which have no file in common.
fn joined(a: WorkspaceEdit, b: WorkspaceEdit) -> WorkspaceEdit {
    let documents = |it: Option<DocumentChanges>| match it {
        Some(DocumentChanges::Edits(edits)) => edits,
        Some(DocumentChanges::Operations(_)) | None => Vec::new(),
    };
    let is_versioned = a.document_changes.is_some();
    let mut edits = documents(a.document_changes);
    edits.extend(documents(b.document_changes));
    let changes = a.changes.into_iter().chain(b.changes).flatten();
    let changes: HashMap<Uri, Vec<TextEdit>> = changes.collect();
    WorkspaceEdit {
        document_changes: is_versioned.then_some(DocumentChanges::Edits(edits)),
        changes: (!is_versioned).then_some(changes),
        change_annotations: None,
    }
}
