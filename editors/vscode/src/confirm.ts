// Edits of many posts that a person should look at first: the question, the preview, and the edit itself.
//
// VS Code has a preview of its own for them, in which every line begins unticked: nobody ticks three hundred posts. Here it
// is one question, with a view of the differences for who wants it.

import { commands, Disposable, Position, TextDocument, Uri, window, workspace } from 'vscode';
import { AnnotatedTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageclient/node';

const scheme = 'rubric-preview';

/** More would take long to open, and nobody reads them. */
const maxShown = 100;

const apply = 'Apply';
const preview = 'Preview';
const tooPlease = 'Rename Too';
const leave = 'Leave';

type Change = NonNullable<WorkspaceEdit['documentChanges']>[number];

const isOfText = (it: Change): it is TextDocumentEdit => TextDocumentEdit.is(it);

/** Whether a person should be asked something of the edit before it is made. */
export function asks(edit: WorkspaceEdit): boolean {
  return Object.values(edit.changeAnnotations ?? {}).some((it) => it.needsConfirmation);
}

/** By what the server calls the edits that were asked for; other edits may go along with them. */
const own = 'rubric';

function question(edit: WorkspaceEdit): string | undefined {
  const annotation = edit.changeAnnotations?.[own];
  return annotation?.needsConfirmation ? annotation.label : undefined;
}

/** Those edits that may go along, each group with what it is. */
function extras(edit: WorkspaceEdit): [string, string][] {
  const groups = Object.entries(edit.changeAnnotations ?? {}).filter(([id, it]) => id !== own && it.needsConfirmation);
  return groups.map(([id, it]) => [id, it.label]);
}

function withoutGroup(edit: WorkspaceEdit, id: string): WorkspaceEdit {
  const rest = (it: TextDocumentEdit) => it.edits.filter((of) => (of as AnnotatedTextEdit).annotationId !== id);
  const changes = edit.documentChanges?.map((it) => (isOfText(it) ? { ...it, edits: rest(it) } : it));
  return { ...edit, documentChanges: changes?.filter((it) => !isOfText(it) || it.edits.length > 0) };
}

/** The same edit, about which nothing is asked any more. */
function withoutQuestions(edit: WorkspaceEdit): WorkspaceEdit {
  const plain = (it: TextDocumentEdit['edits'][number]) => {
    const { annotationId: _, ...rest } = it as AnnotatedTextEdit;
    return rest;
  };
  const changes = edit.documentChanges?.map((it) => (isOfText(it) ? { ...it, edits: it.edits.map(plain) } : it));
  return { ...edit, documentChanges: changes, changeAnnotations: undefined };
}

function edited(document: TextDocument, edits: TextEdit[]): string {
  const offset = ({ line, character }: TextEdit['range']['start']) => document.offsetAt(new Position(line, character));
  const last = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  return last.reduce((text, it) => text.slice(0, offset(it.range.start)) + it.newText + text.slice(offset(it.range.end)), document.getText());
}

/** The texts as they would be, for as long as VS Code may ask for them. */
const texts = new Map<string, string>();
let nPreviews = 0;

async function show(label: string, changes: TextDocumentEdit[]): Promise<void> {
  const query = `${++nPreviews}`;
  texts.clear();
  const pairs = await Promise.all(
    changes.slice(0, maxShown).map(async (it) => {
      const uri = Uri.parse(it.textDocument.uri);
      const after = uri.with({ scheme, query });
      texts.set(after.toString(), edited(await workspace.openTextDocument(uri), it.edits as TextEdit[]));
      return [uri, uri, after];
    }),
  );
  const shown = changes.length > maxShown ? `${label} (the first ${maxShown} of ${changes.length} posts)` : label;
  await commands.executeCommand('vscode.changes', shown, pairs);
}

/** The edit as it is wanted; nothing where it is not. What may go along is asked of first: one answer for each group. */
export async function wanted(edit: WorkspaceEdit): Promise<WorkspaceEdit | undefined> {
  let left = edit;
  for (const [id, label] of extras(edit)) {
    const choice = await window.showInformationMessage(`${label}.`, { modal: true, detail: 'Rename there too?' }, tooPlease, leave);
    if (!choice) return undefined;
    if (choice === leave) left = withoutGroup(left, id);
  }
  const label = question(left);
  if (label && !(await isWanted(label, left))) return undefined;
  return withoutQuestions(left);
}

/** Whether the edit is to be made. A preview stays open beside the question until that is answered. */
async function isWanted(label: string, edit: WorkspaceEdit): Promise<boolean> {
  const changes = edit.documentChanges?.filter(isOfText) ?? [];
  const posts = changes.length === 1 ? '1 post' : `${changes.length} posts`;
  const detail = `It changes ${posts}.`;
  const choice = await window.showInformationMessage(label, { modal: true, detail }, apply, preview);
  if (choice !== preview) return choice === apply;
  await show(label, changes);
  // No notification: those that nobody answers within seconds hide behind the bell, and reading takes longer.
  const then = await window.showQuickPick([apply, 'Discard'], { title: `${label}? ${detail}`, ignoreFocusOut: true });
  await commands.executeCommand('workbench.action.closeActiveEditor');
  return then === apply;
}

export function registerPreviews(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()),
  });
}
