// The connection to one server: what it is told about the editor, and which documents it sees.

import { commands, DocumentSymbol, LogOutputChannel, SymbolInformation, Uri, workspace } from 'vscode';
import {
  CodeAction,
  ExecuteCommandRequest,
  LanguageClient,
  LanguageClientOptions,
  Location,
  Position,
  ServerOptions,
  StaticFeature,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
  WorkspaceEdit,
} from 'vscode-languageclient/node';

import { asks } from './confirm';
import { Program } from './program';
import { commandNames } from './server';

/** Where the server's own log and the protocol's trace are shown. */
export type Outputs = { log: LogOutputChannel; trace: LogOutputChannel };

export type Step = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

// Documents of other schemes (`git:`, `output:` ...) are copies of posts or no posts at all.
const documents: LanguageClientOptions['documentSelector'] = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'untitled', language: 'markdown' },
  { scheme: 'file', pattern: '**/rubric.yaml' },
];

const showReferences = 'rubric.showReferences';

// What is beyond the specification: the command that a code lens may run here, and that we want to be told of changes.
const experimental: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: [showReferences] }, rubric: { changed: true } };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

// VS Code's own Markdown lists the headings already, and has no setting to stop it: what it lacks is the front matter, which
// is the one symbol of ours that has fields for children.
function withoutHeadings(symbols: (DocumentSymbol | SymbolInformation)[]): DocumentSymbol[] {
  const [first] = symbols as DocumentSymbol[];
  return first?.children?.length ? [first] : [];
}

// The requests whose answers are edits, or have one: those that should be looked at first are taken out, and `ask` sees to
// them. Not within the request: VS Code drops what it asked for when another editor, such as a preview, comes to the front.
function askAbout(method: string, result: unknown, ask: (edit: WorkspaceEdit) => void): unknown {
  if (method === 'textDocument/rename') {
    const edit = result as WorkspaceEdit | null;
    if (!edit || !asks(edit)) return result;
    ask(edit);
    return { changes: {} };
  }
  if (method === 'codeAction/resolve') {
    const { edit, ...action } = result as CodeAction;
    if (!edit || !asks(edit)) return result;
    ask(edit);
    return action;
  }
  return result;
}

/** Not started yet. `onStep` hears of work that takes its time, instead of VS Code's own display of it;
 * `onEdit` gets edits that need to be confirmed. */
export function createClient(program: Program, outputs: Outputs, onStep: (step: Step) => void, onEdit: (edit: WorkspaceEdit) => void): LanguageClient {
  const server: ServerOptions = { command: program.command, args: ['lsp'] };
  const client = new LanguageClient('rubric', 'Rubric', server, {
    documentSelector: documents,
    outputChannel: outputs.log,
    traceOutputChannel: outputs.trace,
    // What it offers depends on some of them, and is decided once, at its start.
    initializationOptions: () => workspace.getConfiguration('rubric'),
    // The server asks for the section "rubric"; this tells it when to ask again.
    synchronize: { configurationSection: 'rubric' },
    middleware: {
      async sendRequest(type, params, token, next) {
        const result = await next(type, params, token);
        const method = typeof type === 'string' ? type : type.method;
        return askAbout(method, result, onEdit) as typeof result;
      },
      handleWorkDoneProgress: (_token, step) => onStep(step),
      async provideDocumentSymbols(document, token, next) {
        const symbols = await next(document, token);
        const isYaml = document.languageId !== 'markdown';
        const all = isYaml || workspace.getConfiguration('rubric', document).get('outline.headings', false);
        return !symbols || all ? symbols : withoutHeadings(symbols);
      },
    },
  });
  client.registerFeature(experimental);
  return client;
}

/** Asks the server by one of its commands; throws what it answers if it cannot. */
export function ask<T>(client: LanguageClient, command: string, argument: object): Promise<T> {
  return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }) as Promise<T>;
}

/** Whether the server behind `client`, which has started, can do all that this extension asks of it. */
export function isUpToDate(client: LanguageClient): boolean {
  const offered = client.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  return Object.values(commandNames).every((it) => offered.includes(it));
}

/** The command that code lenses run: the protocol's places, shown in VS Code's own view of references. */
export function registerShowReferences(client: () => LanguageClient | undefined) {
  return commands.registerCommand(showReferences, async (uri: string, position: Position, places: Location[]) => {
    const convert = client()?.protocol2CodeConverter;
    if (!convert) return;
    const locations = places.map((it) => convert.asLocation(it));
    await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), convert.asPosition(position), locations);
  });
}
