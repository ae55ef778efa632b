// Pickers of roots, fields and terms, one after the other. Each is undefined if the person turns away.

import { QuickPickItem, window } from 'vscode';

import { commandNames, Field, Form, Root, Term } from './server';
import { Session } from './session';

type Choice<T> = QuickPickItem & { value: T };

async function choose<T>(choices: Choice<T>[], placeHolder: string): Promise<T | undefined> {
  const chosen = await window.showQuickPick(choices, { placeHolder, matchOnDescription: true });
  return chosen?.value;
}

export const nPosts = (n: number): string => `${n} ${n === 1 ? 'post' : 'posts'}`;

/** The other spellings of a term with how often each is used; empty if there are none. */
export const variantsOf = (term: Term): string => term.variants.map((it) => `${it.term} ${it.posts}`).join(', ');

export async function pickRoot(session: Session, placeHolder: string): Promise<Root | undefined> {
  const roots = await session.ask<Root[]>(commandNames.vocabulary);
  if (roots.length < 2) return roots[0];
  return choose(roots.map((it) => ({ label: it.name, description: nPosts(it.posts), value: it })), placeHolder);
}

export function pickField(root: Root, placeHolder: string): Promise<Field | undefined> {
  return choose(root.fields.map((it) => ({ label: it.name, description: `${it.terms} terms`, value: it })), placeHolder);
}

export function pickTerm(terms: Term[], placeHolder: string): Promise<Term | undefined> {
  const detail = (it: Term) => (it.variants.length ? `also ${variantsOf(it)}` : undefined);
  return choose(terms.map((it) => ({ label: it.term, description: nPosts(it.posts), detail: detail(it), value: it })), placeHolder);
}

export function pickForm(forms: Form[], placeHolder: string): Promise<Form | undefined> {
  return choose(forms.map((it) => ({ label: it.term, description: nPosts(it.posts), value: it })), placeHolder);
}
