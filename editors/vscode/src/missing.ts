// What is said when there is no server to run, and the ways out that are offered.

import { commands, Uri, window } from 'vscode';

import { Missing } from './program';

const setPath = 'Set rubric.path';
const howTo = 'How to Install';

/** Resolves when the message is gone, whatever was chosen; nobody needs to wait for it. */
export async function tellMissing(missing: Missing, extensionFolder: Uri): Promise<void> {
  const advice = 'Install it with "cargo install --path .", or say where it is in the setting rubric.path.';
  const choice = await window.showErrorMessage(`Rubric has no server. ${missing.reason} ${advice}`, setPath, howTo);
  if (choice === setPath) await commands.executeCommand('workbench.action.openSettings', 'rubric.path');
  if (choice === howTo) await commands.executeCommand('markdown.showPreview', Uri.joinPath(extensionFolder, 'README.md'));
}
