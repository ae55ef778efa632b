// Renaming terms and merging their spellings, in all posts. What the edits are is for the server to say.

import { window } from 'vscode';
import { WorkspaceEdit } from 'vscode-languageclient/node';

import { nPosts, pickField, pickForm, pickRoot, pickTerm } from './pick';
import { commandNames, Form, Term } from './server';
import { Session } from './session';

/** A field of a root, by the root's URI. */
export type Place = { root: string; field: string };

export function termsOf(session: Session, { root, field }: Place): Promise<Term[]> {
  return session.ask<Term[]>(commandNames.terms, { at: root, field });
}

/** An edit that is to be applied in so many posts says so afterwards, so that a rename is never silent. */
async function rewrite(session: Session, { root, field }: Place, old: string[], name: string): Promise<void> {
  const edit = await session.ask<WorkspaceEdit>(commandNames.rewrite, { at: root, field, old, new: name });
  const n = edit.documentChanges?.length ?? Object.keys(edit.changes ?? {}).length;
  if (await session.apply(edit)) window.setStatusBarMessage(`Rubric: ${name} in ${nPosts(n)}`, 5000);
}

async function pickPlace(session: Session, placeHolder: string): Promise<Place | undefined> {
  const root = await pickRoot(session, placeHolder);
  const field = root && (await pickField(root, placeHolder));
  return root && field && { root: root.uri, field: field.name };
}

export async function renameTerm(session: Session, given?: Place & { term: string }): Promise<void> {
  const place = given ?? (await pickPlace(session, 'Rename a term: of which field?'));
  if (!place) return;
  const term = given?.term ?? (await pickTerm(await termsOf(session, place), 'Which term?'))?.term;
  if (term === undefined) return;
  const name = await window.showInputBox({ title: 'Rename a term in all posts', prompt: `The new name of ${term}; a name that is in use merges the two.`, value: term });
  if (name && name !== term) await rewrite(session, place, [term], name);
}

export async function mergeVariants(session: Session, given?: Place & { term: Term }): Promise<void> {
  const place = given ?? (await pickPlace(session, 'Merge the spellings of a term: of which field?'));
  if (!place) return;
  const several = given ? [given.term] : (await termsOf(session, place)).filter((it) => it.variants.length > 0);
  if (several.length === 0) {
    void window.showInformationMessage(`Every term of ${place.field} has one spelling.`);
    return;
  }
  const term = given?.term ?? (await pickTerm(several, 'Which term?'));
  if (!term) return;
  const forms: Form[] = [{ term: term.term, posts: term.posts }, ...term.variants];
  const into = await pickForm(forms, 'Which spelling shall all posts have?');
  if (into) await rewrite(session, place, forms.map((it) => it.term).filter((it) => it !== into.term), into.term);
}
