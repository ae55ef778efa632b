// The commands of the palette, by the names in package.json.

import { commands, Disposable, OutputChannel, window } from 'vscode';
import { WorkspaceEdit } from 'vscode-languageclient/node';

import { openConfig } from './config';
import { explainFinding } from './explain';
import { pickRoot } from './pick';
import { commandNames } from './server';
import { Session } from './session';
import { mergeVariants, Place, renameTerm } from './terms';
import { TermNode } from './vocabulary';

/** What cannot be done is told in the server's words. `given` is the entry of the view whose menu was used, if one was. */
function command(name: string, task: (given?: unknown) => Promise<unknown>): Disposable {
  return commands.registerCommand(name, async (given?: unknown) => {
    try {
      await task(given);
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

function ofTerm<T>(given: unknown, term: (node: TermNode) => T): (Place & { term: T }) | undefined {
  const node = given as TermNode | undefined;
  return node && { ...node.place, term: term(node) };
}

async function fixWorkspace(session: Session): Promise<void> {
  const root = await pickRoot(session, 'Fix the posts of which folder?');
  if (!root) return;
  const edit = await session.ask<WorkspaceEdit | null>(commandNames.fixPosts, { at: root.uri });
  if (edit) await session.apply(edit);
  else void window.showInformationMessage('There is nothing that is safe to fix without asking.');
}

export function registerCommands(session: Session, log: OutputChannel): Disposable {
  return Disposable.from(
    command('rubric.restart', () => session.restart()),
    command('rubric.showOutput', async () => log.show()),
    command('rubric.renameTerm', (given) => renameTerm(session, ofTerm(given, (it) => it.term.term))),
    command('rubric.mergeVariants', (given) => mergeVariants(session, ofTerm(given, (it) => it.whole))),
    command('rubric.fixWorkspace', () => fixWorkspace(session)),
    command('rubric.openConfig', () => openConfig(session)),
    command('rubric.explainFinding', (given) => explainFinding(session, typeof given === 'string' ? given : undefined)),
    command('rubric.showVocabulary', async () => commands.executeCommand('rubricVocabulary.focus')),
  );
}
