// What is said when there is no server to run, or one that is too old, and the ways out that are offered.

import { commands, Uri, window } from 'vscode';

import { Missing, Program } from './program';

const setPath = 'Set rubric.path';
const howTo = 'How to Install';
const install = 'Install it with "cargo install --locked --path ." in the checkout of Rubric, or say where it is in the setting rubric.path.';

async function offer(choice: string | undefined, extensionFolder: Uri): Promise<void> {
  if (choice === setPath) await commands.executeCommand('workbench.action.openSettings', 'rubric.path');
  if (choice === howTo) await commands.executeCommand('markdown.showPreview', Uri.joinPath(extensionFolder, 'README.md'));
}

/** Resolves when the message is gone, whatever was chosen; nobody needs to wait for it. */
export async function tellMissing(missing: Missing, extensionFolder: Uri): Promise<void> {
  const choice = await window.showErrorMessage(`Rubric has no server. ${missing.reason} ${install}`, setPath, howTo);
  await offer(choice, extensionFolder);
}

/** The server runs all the same: what it can do, it does. */
export async function tellOld(program: Program, version: string | undefined, extensionFolder: Uri): Promise<void> {
  const which = `${program.command} (${version ?? 'of no version'})`;
  const choice = await window.showWarningMessage(`${which} is too old for the vocabulary and some commands. ${install}`, setPath, howTo);
  await offer(choice, extensionFolder);
}
