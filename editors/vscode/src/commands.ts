// The commands of the palette, by the names in package.json.

import { commands, Disposable, OutputChannel } from 'vscode';

import { Session } from './session';

export function registerCommands(session: Session, log: OutputChannel): Disposable[] {
  return [
    commands.registerCommand('rubric.restart', () => session.restart()),
    commands.registerCommand('rubric.showOutput', () => log.show()),
  ];
}
