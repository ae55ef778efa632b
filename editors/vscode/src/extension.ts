// Rubric in VS Code: wires the session, the commands and the settings to the editor. Everything about posts is in the server.

import { commands, ExtensionContext, window, workspace } from 'vscode';

import { registerShowReferences } from './client';
import { registerCommands } from './commands';
import { registerPreviews } from './confirm';
import { registerExplain } from './explain';
import { Session } from './session';
import { createStatus } from './status';
import { createTraceChannel } from './trace';
import { registerVocabulary } from './vocabulary';

let session: Session | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('Rubric', { log: true });
  const trace = createTraceChannel();
  const current = new Session(context, { log, trace });
  session = current;
  const view = registerVocabulary(current);
  context.subscriptions.push(
    log,
    trace,
    view,
    createStatus(current),
    registerShowReferences(() => current.running),
    registerPreviews(),
    registerExplain(current),
    registerCommands(current, log),
    workspace.onDidChangeConfiguration((event) => {
      const decidedAtStart = ['rubric.path', 'rubric.diagnostics.scope'];
      if (decidedAtStart.some((it) => event.affectsConfiguration(it))) void current.restart();
    }),
  );
  // The view and the commands are there only where there is something for them to do.
  await commands.executeCommand('setContext', 'rubric.active', true);
  await current.restart();
}

export function deactivate(): Promise<void> | undefined {
  return session?.stop();
}
