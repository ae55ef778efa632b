// The page of a kind of finding, as VS Code shows Markdown: from the palette, or from the light bulb at the finding.

import { CodeAction, CodeActionKind, commands, Diagnostic, Disposable, languages, Uri, window, workspace } from 'vscode';

import { CodeSummary, commandNames } from './server';
import { Session } from './session';

const scheme = 'rubric-explain';

const codeOf = ({ code }: Diagnostic): string => String(typeof code === 'object' ? code.value : code);

const ours = (them: readonly Diagnostic[]): string[] => [...new Set(them.filter((it) => it.source === 'rubric').map(codeOf))];

function codesAtCursor(): string[] {
  const editor = window.activeTextEditor;
  if (!editor) return [];
  const { line } = editor.selection.active;
  const here = languages.getDiagnostics(editor.document.uri).filter((it) => it.range.start.line <= line && line <= it.range.end.line);
  return ours(here);
}

/** The finding's on the cursor's line; where there is none, one of all. */
async function pickCode(session: Session): Promise<string | undefined> {
  const here = codesAtCursor();
  if (here.length === 1) return here[0];
  const all = await session.ask<CodeSummary[]>(commandNames.explain);
  const shown = here.length > 0 ? all.filter((it) => here.includes(it.code)) : all;
  const items = shown.map((it) => ({ label: it.code, detail: it.summary }));
  return (await window.showQuickPick(items, { placeHolder: 'Explain a kind of finding', matchOnDetail: true }))?.label;
}

export async function explainFinding(session: Session, given?: string): Promise<void> {
  const code = given ?? (await pickCode(session));
  if (code) await commands.executeCommand('markdown.showPreview', Uri.from({ scheme, path: `${code}.md` }));
}

/** Where the pages come from, and the entry at the end of the light bulb's list. */
export function registerExplain(session: Session): Disposable {
  const pages = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => session.ask<string>(commandNames.explain, { code: uri.path.replace(/\.md$/, '') }),
  });
  const kind = CodeActionKind.QuickFix.append('explain');
  const action = (code: string): CodeAction => {
    const it = new CodeAction(`Explain ${code}`, kind);
    it.command = { command: 'rubric.explainFinding', title: it.title, arguments: [code] };
    return it;
  };
  const bulb = languages.registerCodeActionsProvider(
    { scheme: 'file', language: 'markdown' },
    { provideCodeActions: (_document, _range, context) => ours(context.diagnostics).map(action) },
    { providedCodeActionKinds: [kind] },
  );
  return Disposable.from(pages, bulb);
}
