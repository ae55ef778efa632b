// Rubric in VS Code: wires the session, the commands and the settings to the editor. Everything about posts is in the server.

import { ExtensionContext, window, workspace } from 'vscode';

import { registerCommands } from './commands';
import { Session } from './session';
import { createTraceChannel } from './trace';

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('Rubric', { log: true });
  const trace = createTraceChannel();
  const current = new Session(context, { log, trace });
  session = current;
  context.subscriptions.push(
    log,
    trace,
    ...registerCommands(current, log),
    workspace.onDidChangeConfiguration((event) => {
      const needsRestart = ['rubric.path', 'rubric.diagnostics.scope'];
      if (needsRestart.some((it) => event.affectsConfiguration(it))) void current.restart();
    }),
  );
  await current.restart();
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
