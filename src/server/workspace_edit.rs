//! Changes of sources to the protocol's workspace edits: versioned for open documents, annotated where a person should look.

use std::collections::HashMap;

use tower_lsp::ls_types::*;

use super::state::View;
use super::to_proto;
use crate::corpus::{CONFIG, FileId, RelPath, SourceChange, Unavailable};
use crate::text::{Text, TextEdit as Edit};

/// What a person should see of a change before it is made.
pub(super) struct Note {
    pub(super) label: String,
    pub(super) needs_confirmation: bool,
}

/// A change, and what a person should see of it.
pub(super) struct Part<'a> {
    pub(super) change: &'a SourceChange,
    pub(super) note: Option<Note>,
}

impl Part<'_> {
    /// A change that needs no word.
    pub(super) fn plain(change: &SourceChange) -> Part<'_> {
        Part { change, note: None }
    }
}

/// The edit that makes the changes, which are disjoint; rubric.yaml is the first one's. Files are read again for it, so that
/// one that changed since the edits were made from it is noticed: `Stale`.
pub(super) fn workspace_edit(
    view: &View,
    parts: &[Part<'_>],
) -> Result<WorkspaceEdit, Unavailable> {
    let is_annotated = view.capabilities.change_annotations();
    let annotation = |part: usize| {
        let is_noted = is_annotated && parts[part].note.is_some();
        is_noted.then(|| annotation_id(part))
    };
    let mut of_files = Vec::new();
    for (file, edits) in by_file(parts) {
        let (document, edits) = of_post(view, file, &edits)?;
        let edits = edits.into_iter().map(|(part, it)| (annotation(part), it));
        of_files.push((document, edits.collect::<Vec<_>>()));
    }
    let change = parts.first().map(|it| it.change);
    let in_config = change.map_or(&[][..], |it| &it.config);
    if let Some((document, edits)) = config(view, in_config)? {
        let edits = edits.into_iter().map(|it| (annotation(0), it));
        of_files.push((document, edits.collect()));
    }
    if !view.capabilities.document_changes() {
        let changes: HashMap<Uri, Vec<TextEdit>> = of_files
            .into_iter()
            .map(|(it, edits)| (it.uri, edits.into_iter().map(|it| it.1).collect()))
            .collect();
        return Ok(WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        });
    }
    let edits = of_files
        .into_iter()
        .map(|(text_document, edits)| TextDocumentEdit {
            text_document,
            edits: edits.into_iter().map(annotated).collect(),
        });
    let edits: Vec<_> = edits.collect();
    let document_changes = match in_config.is_empty() || view.snap.config_text().is_some() {
        true => DocumentChanges::Edits(edits),
        false => DocumentChanges::Operations(with_new_config(edits)),
    };
    Ok(WorkspaceEdit {
        document_changes: Some(document_changes),
        change_annotations: is_annotated.then(|| annotations(parts)).flatten(),
        changes: None,
    })
}

/// Each file once, in the order of the parts; its edits in the order of its text, each with the index of its part.
fn by_file<'a>(parts: &'a [Part<'_>]) -> Vec<(FileId, Vec<(usize, &'a Edit)>)> {
    let mut files: Vec<(FileId, Vec<(usize, &Edit)>)> = Vec::new();
    let mut places: HashMap<FileId, usize> = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        for (file, edits) in &part.change.edits {
            let place = *places.entry(*file).or_insert(files.len());
            if place == files.len() {
                files.push((*file, Vec::new()));
            }
            files[place].1.extend(edits.iter().map(|it| (index, it)));
        }
    }
    for (_, edits) in &mut files {
        edits.sort_by_key(|(_, it)| (it.range.start(), it.range.end()));
    }
    files
}

/// Of a closed post no more is read than the edits need: mostly its front matter.
fn of_post(
    view: &View,
    file: FileId,
    edits: &[(usize, &Edit)],
) -> Result<
    (
        OptionalVersionedTextDocumentIdentifier,
        Vec<(usize, TextEdit)>,
    ),
    Unavailable,
> {
    let head = view.snap.parsed_head(file)?;
    let end = edits.iter().map(|(_, it)| it.range.end()).max();
    let parsed = match end.is_some_and(|it| it > head.text.len()) {
        true => view.snap.parsed(file)?,
        false => head,
    };
    let encoding = view.capabilities.encoding;
    let edits = edits
        .iter()
        .map(|(part, it)| (*part, to_proto::text_edit(&parsed.text, it, encoding)));
    Ok((document(view, file, parsed.version)?, edits.collect()))
}

fn annotated(
    (annotation_id, text_edit): (Option<String>, TextEdit),
) -> OneOf<TextEdit, AnnotatedTextEdit> {
    match annotation_id {
        Some(annotation_id) => OneOf::Right(AnnotatedTextEdit {
            text_edit,
            annotation_id,
        }),
        None => OneOf::Left(text_edit),
    }
}

/// What may go along with a change has an id of its own, so that an extension can ask of it by itself.
fn annotation_id(part: usize) -> String {
    match part {
        0 => "rubric".to_owned(),
        more => format!("rubric.along.{more}"),
    }
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

fn annotations(
    parts: &[Part<'_>],
) -> Option<HashMap<ChangeAnnotationIdentifier, ChangeAnnotation>> {
    let noted = parts.iter().enumerate();
    let noted = noted.filter_map(|(index, it)| Some((annotation_id(index), it.note.as_ref()?)));
    let annotations: HashMap<_, _> = noted
        .map(|(id, note)| {
            let annotation = ChangeAnnotation {
                label: note.label.clone(),
                needs_confirmation: Some(note.needs_confirmation),
                description: None,
            };
            (id, annotation)
        })
        .collect();
    (!annotations.is_empty()).then_some(annotations)
}
