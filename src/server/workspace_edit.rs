//! Changes of sources to the protocol's workspace edits: versioned for open documents, annotated where a person should look.

use std::collections::HashMap;

use tower_lsp::ls_types::*;

use super::state::View;
use super::to_proto;
use crate::corpus::{CONFIG, FileId, RelPath, SourceChange, Unavailable};
use crate::text::{Text, TextEdit as Edit};

const ANNOTATION: &str = "rubric";

/// What a person should see of a change before it is made.
pub(super) struct Note {
    pub(super) label: String,
    pub(super) needs_confirmation: bool,
}

/// The edit that makes the change. Files are read again for it, so that one that changed since the edits were made from
/// it is noticed: `Stale`.
pub(super) fn workspace_edit(
    view: &View,
    change: &SourceChange,
    note: Option<Note>,
) -> Result<WorkspaceEdit, Unavailable> {
    let annotated = note.filter(|_| view.capabilities.change_annotations());
    let mut of_files = Vec::with_capacity(change.edits.len());
    for (file, edits) in &change.edits {
        let parsed = view.snap.parsed(*file)?;
        let encoding = view.capabilities.encoding;
        let edits = edits
            .iter()
            .map(|it| to_proto::text_edit(&parsed.text, it, encoding));
        of_files.push((
            document(view, *file, parsed.version)?,
            edits.collect::<Vec<_>>(),
        ));
    }
    if let Some(of_config) = config(view, &change.config)? {
        of_files.push(of_config);
    }
    if !view.capabilities.document_changes() {
        let changes: HashMap<Uri, Vec<TextEdit>> = of_files
            .into_iter()
            .map(|(it, edits)| (it.uri, edits))
            .collect();
        return Ok(WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        });
    }
    let with_note = |edit: TextEdit| match &annotated {
        Some(_) => OneOf::Right(AnnotatedTextEdit {
            text_edit: edit,
            annotation_id: ANNOTATION.to_owned(),
        }),
        None => OneOf::Left(edit),
    };
    let edits = of_files
        .into_iter()
        .map(|(text_document, edits)| TextDocumentEdit {
            text_document,
            edits: edits.into_iter().map(with_note).collect(),
        });
    let edits: Vec<_> = edits.collect();
    let document_changes = match change.config.is_empty() || view.snap.config_text().is_some() {
        true => DocumentChanges::Edits(edits),
        false => DocumentChanges::Operations(with_new_config(edits)),
    };
    Ok(WorkspaceEdit {
        document_changes: Some(document_changes),
        change_annotations: annotated.as_ref().map(annotations),
        changes: None,
    })
}

type OfFile = (OptionalVersionedTextDocumentIdentifier, Vec<TextEdit>);

/// The edits of rubric.yaml.
fn config(view: &View, edits: &[Edit]) -> Result<Option<OfFile>, Unavailable> {
    if edits.is_empty() {
        return Ok(None);
    }
    let source = view.snap.config_source()?;
    let text = source.unwrap_or_else(|| Text::new(""));
    let encoding = view.capabilities.encoding;
    let edits = edits
        .iter()
        .map(|it| to_proto::text_edit(&text, it, encoding));
    let path = RelPath(CONFIG.into());
    let open = view
        .snap
        .file(&path)
        .and_then(|it| Some((it, view.snap.open(it)?)));
    let document = match open {
        Some((file, parsed)) => document(view, file, parsed.version)?,
        None => OptionalVersionedTextDocumentIdentifier {
            uri: view.path_uri(&path).ok_or_else(no_uri)?,
            version: None,
        },
    };
    Ok(Some((document, edits.collect())))
}

/// rubric.yaml comes last: it is made before it is written to.
fn with_new_config(edits: Vec<TextDocumentEdit>) -> Vec<DocumentChangeOperation> {
    let config = edits.last().map(|it| it.text_document.uri.clone());
    let create = config.map(|uri| {
        DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
            uri,
            options: None,
            annotation_id: None,
        }))
    });
    let edits = edits.into_iter().map(DocumentChangeOperation::Edit);
    create.into_iter().chain(edits).collect()
}

fn no_uri() -> Unavailable {
    Unavailable::Unreadable("its name is no URI".to_owned())
}

fn document(
    view: &View,
    file: FileId,
    version: Option<i32>,
) -> Result<OptionalVersionedTextDocumentIdentifier, Unavailable> {
    let uri = view.uri(file).ok_or_else(no_uri)?;
    Ok(OptionalVersionedTextDocumentIdentifier { uri, version })
}

fn annotations(note: &Note) -> HashMap<ChangeAnnotationIdentifier, ChangeAnnotation> {
    let annotation = ChangeAnnotation {
        label: note.label.clone(),
        needs_confirmation: Some(note.needs_confirmation),
        description: None,
    };
    HashMap::from([(ANNOTATION.to_owned(), annotation)])
}
