//! What the client can do, asked in the words of our needs; and what we tell it that we can.
//! Absent members mean no: an editor that says nothing gets the plainest protocol.

use tower_lsp::ls_types::*;

use super::config::Scope;
use super::names;
use crate::text::PositionEncoding;

/// The client's capabilities, and the encoding that was agreed on.
#[derive(Debug, Default)]
pub(super) struct Client {
    raw: ClientCapabilities,
    pub(super) encoding: PositionEncoding,
    /// `clientInfo`, for the log.
    pub(super) name: String,
}

impl Client {
    pub(super) fn new(raw: ClientCapabilities, info: Option<ClientInfo>) -> Client {
        let name = info.map_or_else(
            || "a client that gives no name".to_owned(),
            |it| format!("{} {}", it.name, it.version.unwrap_or_default()),
        );
        Client {
            encoding: encoding(&raw),
            raw,
            name,
        }
    }

    fn document(&self) -> Option<&TextDocumentClientCapabilities> {
        self.raw.text_document.as_ref()
    }

    fn workspace(&self) -> Option<&WorkspaceClientCapabilities> {
        self.raw.workspace.as_ref()
    }

    fn completion_item(&self) -> Option<&CompletionItemCapability> {
        let completion = self.document()?.completion.as_ref()?;
        completion.completion_item.as_ref()
    }

    pub(super) fn label_details(&self) -> bool {
        self.completion_item()
            .is_some_and(|it| it.label_details_support == Some(true))
    }

    /// Whether an item may have places to fill in.
    pub(super) fn snippets(&self) -> bool {
        self.completion_item()
            .is_some_and(|it| it.snippet_support == Some(true))
    }

    /// Whether an item's documentation may be Markdown. Silence means plain text: that is what such clients show.
    pub(super) fn completion_markdown(&self) -> bool {
        self.completion_item()
            .and_then(|it| it.documentation_format.as_ref())
            .is_some_and(|it| it.contains(&MarkupKind::Markdown))
    }

    /// The format that a client puts first of those that we write. Silence means plain text.
    pub(super) fn hover_markdown(&self) -> bool {
        let hover = self.document().and_then(|it| it.hover.as_ref());
        let formats = hover.and_then(|it| it.content_format.as_deref());
        formats.unwrap_or_default().first() == Some(&MarkupKind::Markdown)
    }

    /// Whether the client says that it can run this command of its own, in the way that rust-analyzer's clients began.
    pub(super) fn runs(&self, command: &str) -> bool {
        let commands = self.raw.experimental.as_ref();
        let commands = commands.and_then(|it| it.get("commands")?.get("commands")?.as_array());
        commands.is_some_and(|it| it.iter().any(|it| it == command))
    }

    /// Whether the client wants to be told that posts or their terms changed.
    pub(super) fn follows_changes(&self) -> bool {
        let ours = self.raw.experimental.as_ref();
        ours.is_some_and(|it| it["rubric"]["changed"] == true)
    }

    /// Whether the client asks for a symbol's place when it needs it.
    pub(super) fn resolves_symbols(&self) -> bool {
        self.workspace()
            .and_then(|it| it.symbol.as_ref()?.resolve_support.as_ref())
            .is_some_and(|it| it.properties.iter().any(|it| it == "location.range"))
    }

    pub(super) fn refreshes_lenses(&self) -> bool {
        self.workspace()
            .and_then(|it| it.code_lens.as_ref())
            .is_some_and(|it| it.refresh_support == Some(true))
    }

    pub(super) fn refreshes_hints(&self) -> bool {
        self.workspace()
            .and_then(|it| it.inlay_hint.as_ref())
            .is_some_and(|it| it.refresh_support == Some(true))
    }

    /// Whether the client knows VS Code's command that opens the list again. The protocol has none.
    pub(super) fn suggest_command(&self) -> bool {
        const FAMILY: [&str; 5] = [
            "Visual Studio Code",
            "VSCodium",
            "code-server",
            "Cursor",
            "Windsurf",
        ];
        FAMILY.iter().any(|it| self.name.starts_with(it))
    }

    pub(super) fn preselect(&self) -> bool {
        self.completion_item()
            .is_some_and(|it| it.preselect_support == Some(true))
    }

    pub(super) fn symbol_tree(&self) -> bool {
        self.document()
            .and_then(|it| it.document_symbol.as_ref())
            .is_some_and(|it| it.hierarchical_document_symbol_support == Some(true))
    }

    /// Clients that pull are not pushed to, and the other way round.
    pub(super) fn pull_diagnostics(&self) -> bool {
        self.document().is_some_and(|it| it.diagnostic.is_some())
    }

    pub(super) fn refresh_diagnostics(&self) -> bool {
        self.pull_diagnostics()
            && self
                .workspace()
                .and_then(|it| it.diagnostics.as_ref())
                .is_some_and(|it| it.refresh_support == Some(true))
    }

    /// Pulling clients declare it with the pull, in newer versions, or with the push, which all of them know too.
    pub(super) fn related_information(&self) -> bool {
        let pull = self.document().and_then(|it| it.diagnostic.as_ref());
        let push = self
            .document()
            .and_then(|it| it.publish_diagnostics.as_ref());
        pull.and_then(|it| it.related_information) == Some(true)
            || push.and_then(|it| it.related_information) == Some(true)
    }

    /// Whether what is unnecessary can be shown as such.
    pub(super) fn fades_diagnostics(&self) -> bool {
        let push = self
            .document()
            .and_then(|it| it.publish_diagnostics.as_ref());
        let tags = push.and_then(|it| it.tag_support.as_ref());
        tags.is_some_and(|it| it.value_set.contains(&DiagnosticTag::UNNECESSARY))
    }

    pub(super) fn code_description(&self) -> bool {
        let pull = self.document().and_then(|it| it.diagnostic.as_ref());
        let push = self
            .document()
            .and_then(|it| it.publish_diagnostics.as_ref());
        pull.and_then(|it| it.code_description_support) == Some(true)
            || push.and_then(|it| it.code_description_support) == Some(true)
    }

    fn prepares_rename(&self) -> bool {
        self.document()
            .and_then(|it| it.rename.as_ref())
            .is_some_and(|it| it.prepare_support == Some(true))
    }

    fn workspace_edit(&self) -> Option<&WorkspaceEditClientCapabilities> {
        self.workspace()?.workspace_edit.as_ref()
    }

    /// Whether edits can say which version of a document they are made for.
    pub(super) fn document_changes(&self) -> bool {
        self.workspace_edit()
            .is_some_and(|it| it.document_changes == Some(true))
    }

    /// Whether edits can carry a word on what they do.
    pub(super) fn change_annotations(&self) -> bool {
        self.document_changes()
            && self
                .workspace_edit()
                .is_some_and(|it| it.change_annotation_support.is_some())
    }

    fn code_action(&self) -> Option<&CodeActionClientCapabilities> {
        self.document()?.code_action.as_ref()
    }

    /// Whether actions can be more than commands.
    pub(super) fn action_literals(&self) -> bool {
        self.code_action()
            .is_some_and(|it| it.code_action_literal_support.is_some())
    }

    /// Whether the edit of an action may come when it is chosen.
    pub(super) fn resolves_actions(&self) -> bool {
        let edit =
            |it: &CodeActionCapabilityResolveSupport| it.properties.iter().any(|it| it == "edit");
        self.code_action().is_some_and(|it| {
            it.data_support == Some(true) && it.resolve_support.as_ref().is_some_and(edit)
        })
    }

    fn file_operations(&self) -> Option<&WorkspaceFileOperationsClientCapabilities> {
        self.workspace()?.file_operations.as_ref()
    }

    /// Whether the client applies edits that we ask it to.
    pub(super) fn applies_edits(&self) -> bool {
        self.workspace()
            .is_some_and(|it| it.apply_edit == Some(true))
    }

    /// Whether edits can make files.
    pub(super) fn creates_files(&self) -> bool {
        self.document_changes()
            && self
                .workspace_edit()
                .and_then(|it| it.resource_operations.as_ref())
                .is_some_and(|it| it.contains(&ResourceOperationKind::Create))
    }

    pub(super) fn watches_files(&self) -> bool {
        self.workspace()
            .and_then(|it| it.did_change_watched_files.as_ref())
            .is_some_and(|it| it.dynamic_registration == Some(true))
    }

    /// Helix registers, but then tells only of files that it writes itself.
    pub(super) fn watches_all_changes(&self) -> bool {
        self.watches_files() && !self.name.starts_with("helix")
    }

    pub(super) fn configuration(&self) -> bool {
        self.workspace()
            .is_some_and(|it| it.configuration == Some(true))
    }

    pub(super) fn registers_configuration(&self) -> bool {
        self.workspace()
            .and_then(|it| it.did_change_configuration.as_ref())
            .is_some_and(|it| it.dynamic_registration == Some(true))
    }

    pub(super) fn progress(&self) -> bool {
        self.raw
            .window
            .as_ref()
            .is_some_and(|it| it.work_done_progress == Some(true))
    }
}

/// The client's first choice that we know; UTF-16 where it does not say.
fn encoding(client: &ClientCapabilities) -> PositionEncoding {
    let offered = client
        .general
        .as_ref()
        .and_then(|it| it.position_encodings.as_deref())
        .unwrap_or_default();
    offered
        .iter()
        .find_map(|it| match it.as_str() {
            "utf-8" => Some(PositionEncoding::Utf8),
            "utf-16" => Some(PositionEncoding::Utf16),
            "utf-32" => Some(PositionEncoding::Utf32),
            _ => None,
        })
        .unwrap_or_default()
}

/// Characters after which a list may open by itself: those that stand right before a value or an item of one, and before a
/// part of a link. Where nothing can be written the answer is empty at once, so that they cost nothing in prose.
const TRIGGERS: [&str; 11] = [" ", "-", ":", ",", "[", "\"", "'", "(", "#", "/", "^"];

/// What we can do, for this client.
pub(super) fn server(client: &Client, scope: Scope) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(sync().into()),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(TRIGGERS.map(str::to_owned).to_vec()),
            completion_item: client
                .label_details()
                .then_some(CompletionOptionsCompletionItem {
                    label_details_support: Some(true),
                }),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        // Both are settings, which may come and change later than this.
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(false),
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Right(WorkspaceSymbolOptions {
            resolve_provider: Some(client.resolves_symbols()),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        rename_provider: Some(rename(client)),
        code_action_provider: Some(code_action(client)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: names::commands(),
            ..ExecuteCommandOptions::default()
        }),
        diagnostic_provider: client.pull_diagnostics().then(|| pull(scope)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: client.file_operations().map(file_operations),
        }),
        ..ServerCapabilities::default()
    }
}

/// Anything can be linked to, and a folder holds what can: each rename is told, if the client tells of any.
fn file_operations(
    client: &WorkspaceFileOperationsClientCapabilities,
) -> WorkspaceFileOperationsServerCapabilities {
    let filter = |glob: &str, matches| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: Some(matches),
            options: None,
        },
    };
    let all = || FileOperationRegistrationOptions {
        filters: vec![
            filter("**/*", FileOperationPatternKind::File),
            filter("**", FileOperationPatternKind::Folder),
        ],
    };
    WorkspaceFileOperationsServerCapabilities {
        will_rename: (client.will_rename == Some(true)).then(all),
        did_rename: (client.did_rename == Some(true)).then(all),
        ..WorkspaceFileOperationsServerCapabilities::default()
    }
}

/// Options only for a client that knows kinds of actions: others may expect a bool.
fn code_action(client: &Client) -> CodeActionProviderCapability {
    match client.action_literals() {
        true => CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(names::code_action_kinds()),
            resolve_provider: client.resolves_actions().then_some(true),
            ..CodeActionOptions::default()
        }),
        false => CodeActionProviderCapability::Simple(true),
    }
}

/// Options only for a client that can prepare a rename: others may expect a bool.
fn rename(client: &Client) -> OneOf<bool, RenameOptions> {
    if client.prepares_rename() {
        OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })
    } else {
        OneOf::Left(true)
    }
}

fn sync() -> TextDocumentSyncOptions {
    TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        will_save_wait_until: Some(true),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
            include_text: Some(false),
        })),
        ..TextDocumentSyncOptions::default()
    }
}

/// Pulling for the whole workspace is offered only to those who asked for it when they began: a client to which it is
/// offered may pull nothing but that after a refresh, and then what it shows in its open documents grows old.
fn pull(scope: Scope) -> DiagnosticServerCapabilities {
    DiagnosticServerCapabilities::Options(DiagnosticOptions {
        identifier: Some("rubric".into()),
        inter_file_dependencies: true,
        workspace_diagnostics: scope == Scope::Workspace,
        ..DiagnosticOptions::default()
    })
}
