// rubric.yaml: opened, and made first where there is none, by the program that knows what the posts teach.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { Uri, window, workspace, WorkspaceFolder } from 'vscode';

import { Session } from './session';

const run = promisify(execFile);

async function pickFolder(): Promise<WorkspaceFolder | undefined> {
  const { workspaceFolders: folders = [] } = workspace;
  if (folders.length < 2) return folders[0];
  return window.showWorkspaceFolderPick({ placeHolder: 'Whose rubric.yaml?' });
}

async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

/** `rubric init` never writes over a file, so nothing is lost if one appeared meanwhile. */
async function create(session: Session, folder: WorkspaceFolder): Promise<void> {
  if (!session.command) throw new Error('There is no program to make a rubric.yaml with.');
  try {
    await run(session.command, ['init', '--root', folder.uri.fsPath]);
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`rubric.yaml could not be made: ${stderr?.trim() || error}`);
  }
}

export async function openConfig(session: Session): Promise<void> {
  const folder = await pickFolder();
  if (!folder) {
    void window.showInformationMessage('Open a folder of posts first: rubric.yaml stands at its root.');
    return;
  }
  const file = Uri.joinPath(folder.uri, 'rubric.yaml');
  if (!(await exists(file))) await create(session, folder);
  await window.showTextDocument(file);
}
