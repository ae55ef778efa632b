// The connection to one server: what it is told about the editor, and which documents it sees.

import { LogOutputChannel, workspace } from 'vscode';
import { LanguageClient, LanguageClientOptions, ServerOptions } from 'vscode-languageclient/node';

import { Program } from './program';

/** Where the server's own log and the protocol's trace are shown. */
export type Outputs = { log: LogOutputChannel; trace: LogOutputChannel };

// Documents of other schemes (`git:`, `output:` ...) are copies of posts or no posts at all.
const documents: LanguageClientOptions['documentSelector'] = [
  { scheme: 'file', language: 'markdown' },
  { scheme: 'untitled', language: 'markdown' },
  { scheme: 'file', pattern: '**/rubric.yaml' },
];

/** Not started yet. */
export function createClient(program: Program, outputs: Outputs): LanguageClient {
  const server: ServerOptions = { command: program.command, args: ['lsp'] };
  return new LanguageClient('rubric', 'Rubric', server, {
    documentSelector: documents,
    // What the server offers depends on these, and it says that before it asks for the rest of the section.
    initializationOptions: { diagnostics: { scope: workspace.getConfiguration('rubric').get('diagnostics.scope') } },
    outputChannel: outputs.log,
    traceOutputChannel: outputs.trace,
    // The server asks for the section "rubric"; this tells it when to ask again.
    synchronize: { configurationSection: 'rubric' },
  });
}
