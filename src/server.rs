//! The language server: translates the protocol to features and back. The only layer that knows LSP, and it knows nothing of
//! the command line.
//!
//! A method is registered here, announced in `capabilities`, and lives in a small file of `handlers`.

mod capabilities;
mod config;
mod disk;
mod from_proto;
mod handlers;
mod logging;
mod names;
mod parent_process;
mod progress;
mod publish;
mod quirks;
mod refresh;
mod state;
mod stdio;
mod to_proto;
mod transport;
mod uri;
mod uri_aliases;
mod watch;
mod watch_order;
mod workers;
mod workspace_edit;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;
use tower_lsp::{LanguageServer, LspService};

use state::State;
use transport::Ending;
use uri_aliases::Spellings;

/// How long the last answers may take to be read, once the client has said `exit` or is gone.
const MAX_GOODBYE: Duration = Duration::from_secs(2);
/// Threads for requests. Features are quick and the processor is what they need; a long one must not hold up the others.
const MIN_WORKERS: usize = 5;
const MAX_WORKERS: usize = 8;
/// Of these, so many are for what somebody waits for as they type, and for changes on disk.
const QUICK_WORKERS: usize = 3;

/// Serves one client on stdin and stdout until it leaves, and writes the log to stderr and to `log`.
/// Returns the exit code that the protocol asks for: 0 after `shutdown`, else 1.
pub fn run(log: Option<&Path>) -> anyhow::Result<u8> {
    let warnings = logging::init(log)?;
    let n_cores = n_cores();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(n_cores.clamp(2, 4))
        .max_blocking_threads(n_workers())
        .enable_all()
        .build()
        .context("the runtime does not start")?;
    let frames = stdio::spawn_reader(io::BufReader::new(io::stdin()))?;
    let spellings = Spellings::default();
    let (output, drain) = stdio::spawn_writer(io::stdout(), spellings.clone())?;
    let ending = runtime.block_on(serve(frames, output.clone(), spellings, warnings));
    output.close();
    drain.wait(MAX_GOODBYE);
    // Requests that still run are nobody's any more.
    runtime.shutdown_background();
    tracing::info!("the client left: {ending:?}");
    Ok(u8::from(ending == Ending::Abrupt))
}

fn n_cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

fn n_workers() -> usize {
    n_cores().clamp(MIN_WORKERS, MAX_WORKERS)
}

async fn serve(
    frames: tokio::sync::mpsc::Receiver<stdio::Frame>,
    output: stdio::Output,
    spellings: Spellings,
    warnings: logging::Warnings,
) -> Ending {
    let (gone_sender, gone) = tokio::sync::oneshot::channel();
    let builder = LspService::build(|client| {
        logging::forward(warnings, client.clone());
        Backend::new(
            State::new(client, n_workers() - QUICK_WORKERS),
            parent_process::Watch::new(gone_sender),
        )
    });
    #[cfg(debug_assertions)]
    let builder = handlers::hooks::register(builder);
    let (service, socket) = builder.finish();
    let client_gone = async {
        if gone.await.is_err() {
            std::future::pending().await
        }
    };
    let channel = transport::Channel {
        frames,
        output,
        spellings,
    };
    transport::serve(service, socket, channel, client_gone).await
}

/// The handlers' common ground.
struct Backend {
    state: Arc<State>,
    parent: parent_process::Watch,
}

impl Backend {
    fn new(state: State, parent: parent_process::Watch) -> Backend {
        Backend {
            state: Arc::new(state),
            parent,
        }
    }
}

/// Registration only: no line here decides anything.
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(handlers::lifecycle::initialize(self, params))
    }

    async fn initialized(&self, _: InitializedParams) {
        handlers::lifecycle::initialized(&self.state);
    }

    async fn shutdown(&self) -> Result<()> {
        self.state.close();
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        handlers::sync::did_open(&self.state, params);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        handlers::sync::did_change(&self.state, &params);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        handlers::sync::did_save(&self.state, &params);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        handlers::sync::did_close(&self.state, &params);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        handlers::workspace::did_change_configuration(&self.state, &params);
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        handlers::workspace::did_change_folders(&self.state, params);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        handlers::workspace::did_change_watched_files(&self.state, &params);
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        handlers::completion::completion(&self.state, params).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        handlers::completion::resolve(&self.state, item).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        handlers::hover::hover(&self.state, params).await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        handlers::navigation::definition(&self.state, params).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        handlers::navigation::references(&self.state, params).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        handlers::navigation::document_highlight(&self.state, params).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        handlers::navigation::document_link(&self.state, params).await
    }

    async fn will_save_wait_until(
        &self,
        params: WillSaveTextDocumentParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        handlers::save::will_save_wait_until(&self.state, params).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        handlers::structure::folding_range(&self.state, params).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        handlers::structure::selection_range(&self.state, params).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        handlers::lens::code_lens(&self.state, params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        handlers::lens::inlay_hint(&self.state, params).await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        handlers::search::symbol(&self.state, params).await
    }

    async fn symbol_resolve(&self, symbol: WorkspaceSymbol) -> Result<WorkspaceSymbol> {
        handlers::search::resolve(&self.state, symbol).await
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        handlers::symbols::document_symbol(&self.state, params).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        handlers::rename::prepare_rename(&self.state, params).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        handlers::rename::rename(&self.state, params).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        handlers::files::will_rename(&self.state, params).await
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        handlers::files::did_rename(&self.state, &params);
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        handlers::code_action::code_action(&self.state, params).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        handlers::code_action::resolve(&self.state, action).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        handlers::commands::execute_command(&self.state, params).await
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        handlers::diagnostics::document(&self.state, params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        handlers::diagnostics::workspace(&self.state, params).await
    }
}
