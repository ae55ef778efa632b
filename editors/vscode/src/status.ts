// The status bar: whether the server works, and on how many posts. A click opens the log.

import { Diagnostic, Disposable, languages, MarkdownString, StatusBarAlignment, StatusBarItem, ThemeColor, window, workspace } from 'vscode';

import { commandNames, Root } from './server';
import { Session, State } from './session';

const count = (n: number, one: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;

const isOurs = (it: Diagnostic): boolean => it.source === 'rubric';

function nFindings(): number {
  return languages.getDiagnostics().reduce((sum, [, them]) => sum + them.filter(isOurs).length, 0);
}

// The posts that findings are shown for.
const scopes = { open: 'open posts', workspace: 'all posts' };

const scope = () => workspace.getConfiguration('rubric').get<keyof typeof scopes>('diagnostics.scope', 'open');

function text(state: State, nPosts: number): string {
  switch (state.kind) {
    case 'starting':
      return '$(sync~spin) Rubric';
    case 'working':
      return `$(sync~spin) Rubric ${state.percentage === undefined ? '' : `${state.percentage}%`}`.trimEnd();
    case 'running':
      return `$(tag) ${count(nPosts, 'post')}`;
    case 'stopped':
      return '$(circle-slash) Rubric';
    case 'failed':
      return '$(error) Rubric';
  }
}

function tooltip(state: State, roots: Root[]): MarkdownString {
  const lines = roots.map((it) => `${it.name}: ${count(it.posts, 'post')}, ${count(it.fields.length, 'field')} with terms`);
  const what = state.kind === 'failed' ? state.reason : state.kind === 'working' ? (state.message ?? 'reading posts') : state.kind;
  const shown = new MarkdownString();
  // Names of folders are strangers' texts: as text, not as Markdown.
  const found = `${count(nFindings(), 'finding')} in ${scopes[scope()]}`;
  for (const line of [`Rubric: ${what}`, ...lines, found, 'Click for the log.']) shown.appendText(line).appendMarkdown('\n\n');
  return shown;
}

function show(item: StatusBarItem, state: State, roots: Root[]): void {
  const nPosts = roots.reduce((sum, it) => sum + it.posts, 0);
  item.text = text(state, nPosts);
  item.tooltip = tooltip(state, roots);
  item.backgroundColor = state.kind === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
  item.show();
}

export function createStatus(session: Session): Disposable {
  const item = window.createStatusBarItem('rubric.status', StatusBarAlignment.Right, 100);
  item.name = 'Rubric';
  item.command = 'rubric.showOutput';
  let roots: Root[] = [];
  const update = () => show(item, session.state, roots);
  const count = async () => {
    try {
      roots = await session.ask<Root[]>(commandNames.vocabulary);
    } catch {
      roots = []; // it stopped meanwhile, or is too old: said elsewhere
    }
    update();
  };
  update();
  return Disposable.from(
    item,
    session.onState(update),
    session.onPosts(() => void count()),
    languages.onDidChangeDiagnostics(update),
  );
}
