// What an author does in VS Code, through the editor's own API. Runs in the extension host; exthost.mjs starts it.

const assert = require('node:assert');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const vscode = require('vscode');

/** Waits until `get` gives something that `accept` takes, and returns it. */
async function until(what, get, accept = Boolean) {
  const end = Date.now() + 40_000;
  let value;
  while (Date.now() < end) {
    value = await get();
    if (accept(value)) return value;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}; last seen: ${JSON.stringify(value)}`);
}

// The fields and headings of the draft.
const fields = (
  'title date summary area category project tags people companies_orgs products_models media_books ' +
  'author speaker channel guest insight series source layout draft status'
).split(' ');
const headings = ['第一节：引子 🎉', '第二节'];

// The draft has the tag `llm` twice; the second one, on this line (from 0), is its only finding.
const planted = 10;

const labelOf = (item) => item.label.label ?? item.label;

function lineOf(document, text) {
  for (let line = 0; line < document.lineCount; line++) {
    if (document.lineAt(line).text.startsWith(text)) return line;
  }
  throw new Error(`no line begins with ${text}`);
}

async function openDraft() {
  const [uri] = await vscode.workspace.findFiles('posts/draft.md');
  const editor = await vscode.window.showTextDocument(uri);
  const extension = vscode.extensions.all.find((it) => it.packageJSON.name === 'rubric');
  assert(extension, 'the extension is not there');
  await until('activation', () => extension.isActive);
  return editor;
}

/** Types `typed` on a line of its own below `after` and takes the first item, as Enter would. */
async function complete(editor, after, typed, expected) {
  const { document } = editor;
  const line = lineOf(document, after) + 1;
  const text = `  - ${typed}`;
  await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), `${text}\n`));
  const cursor = new vscode.Position(line, text.length);
  const items = await until(`an item for ${typed}`, async () => {
    const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, cursor);
    return list.items.some((it) => labelOf(it) === expected) && list.items;
  });
  const bySortText = (a, b) => ((a.sortText ?? labelOf(a)) < (b.sortText ?? labelOf(b)) ? -1 : 1);
  const [first] = [...items].sort(bySortText);
  assert.strictEqual(labelOf(first), expected);

  editor.selection = new vscode.Selection(cursor, cursor);
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
  await until(`${expected} in the text`, async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.lineAt(line).text === `  - ${expected}`;
  });
}

const append = async ({ document }, text) => {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
  await vscode.workspace.applyEdit(edit);
};

/** What stands in the post when the first item for this beginning of a link is taken. */
async function checkLink(editor, typed, label, inserted) {
  const { document } = editor;
  await append(editor, `\n${typed}`);
  const end = document.lineAt(document.lineCount - 1).range.end;
  const items = await until(`posts for ${typed}`, async () => {
    const list = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, end);
    return list.items.some((it) => labelOf(it) === label) && list.items; // VS Code's own Markdown answers as well
  });
  const item = items.find((it) => labelOf(it) === label);
  assert.strictEqual(item.insertText, inserted);
  const range = item.range.replacing ?? item.range;
  assert(range.end.isEqual(end), JSON.stringify(range));
}

async function checkLinks(editor) {
  await checkLink(editor, '见 [](显卡', '显卡、电费与耐心：一位研究者的家庭实验室', '../notes/-uS2cY8lBtK.md)');
  await checkLink(editor, '见 [[zhishu', '指数基金入门：先把规则写在纸上', 'zT1yOa6-KfE|指数基金入门：先把规则写在纸上]]');
  await checkLink(editor, '见 [](#', '第二节', '第二节)');
}

/** A link to a name that is elsewhere: the fix writes the way there. */
async function checkBrokenLink(editor) {
  const { document } = editor;
  await append(editor, '\n见 [评测](kV3nT_8qLwe.md)\n');
  const broken = () => vscode.languages.getDiagnostics(document.uri).find((it) => it.code?.value === 'broken-link');
  const { range } = await until('the broken link', broken);
  const actions = await ask('vscode.executeCodeActionProvider', document.uri, range, 'quickfix');
  const fix = actions.find((it) => it.title === 'Write `../notes/kV3nT_8qLwe.md`');
  assert(fix, JSON.stringify(actions.map((it) => it.title)));
  await vscode.workspace.applyEdit(fix.edit);
  await until('the link to be fixed', () => !broken());
}

/** The posts, as they are on the disk, with a link to a file of this name. */
const linksTo = async (name) => {
  const posts = await vscode.workspace.findFiles('**/*.md');
  const linking = posts.filter((it) => fs.readFileSync(it.fsPath, 'utf8').includes(`${name})`));
  return linking.map((it) => it.path.split('/').at(-1)).sort();
};

/** A file that an extension renames: VS Code asks the server first, as it does for the explorer. */
async function checkMove({ document }) {
  await vscode.workspace.saveAll();
  const before = await linksTo('kV3nT_8qLwe.md');
  assert.strictEqual(before.length, 4, JSON.stringify(before));
  const [from] = await vscode.workspace.findFiles('notes/kV3nT_8qLwe.md');
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, vscode.Uri.joinPath(from, '../评测集.md'));
  assert(await vscode.workspace.applyEdit(edit));
  const saved = async () => {
    await vscode.workspace.saveAll(); // which VS Code leaves to the author
    return linksTo('评测集.md');
  };
  assert.deepStrictEqual(await until('the links to follow', saved, (them) => them.length === before.length), before);
  assert.deepStrictEqual(await linksTo('kV3nT_8qLwe.md'), []);
  await vscode.window.showTextDocument(document);
}

async function checkOutline({ document }) {
  // Two providers answer, in their own time: that of VS Code's own Markdown has to start first.
  const outline = () => vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  const symbols = await until('the outline', outline, (them) => them?.length > headings.length);
  const names = (list) => list.map((it) => it.name);
  // The headings are of VS Code's own Markdown; ours is the front matter.
  const ours = symbols.findIndex((it) => it.children.some((child) => child.name === 'people'));
  assert.notStrictEqual(ours, -1, `no front matter in ${JSON.stringify(names(symbols))}`);
  assert.deepStrictEqual(names(symbols[ours].children), fields);
  for (const heading of headings) {
    const n = names(symbols).filter((it) => it.includes(heading)).length;
    assert.strictEqual(n, 1, `${heading} stands ${n} times in ${JSON.stringify(names(symbols))}`);
  }
}

async function checkFinding({ document }) {
  const codes = () => vscode.languages.getDiagnostics(document.uri).map((it) => `${it.code?.value ?? it.code} ${it.range.start.line}`);
  await until('the finding', codes, (them) => them.join() === `duplicate-item ${planted}`);
  const edit = new vscode.WorkspaceEdit();
  edit.delete(document.uri, new vscode.Range(planted, 0, planted + 1, 0));
  await vscode.workspace.applyEdit(edit);
  await until('the finding to go', codes, (them) => them.length === 0);
}

const ask = (command, argument = {}, ...rest) => vscode.commands.executeCommand(command, argument, ...rest);

/** The commands of the server that the view and the pickers are made of, as the client registers them. */
async function checkVocabulary({ document }) {
  const roots = await until('all posts', () => ask('rubric.vocabulary'), (them) => them?.[0]?.posts > 20);
  const at = roots[0].uri;
  assert(roots[0].fields.some((it) => it.name === 'people'), JSON.stringify(roots));
  const terms = await ask('rubric.terms', { at, field: 'companies_orgs' });
  assert.deepStrictEqual(terms.find((it) => it.term === 'Nvidia')?.variants, [{ term: 'NVIDIA', posts: 1 }]);
  const posts = await ask('rubric.posts', { at, field: 'people', term: '苏晚舟' });
  assert(posts.some((it) => it.uri === document.uri.toString()), JSON.stringify(posts));
}

async function checkExplanation() {
  await vscode.commands.executeCommand('rubric.explainFinding', 'bad-date');
  const labels = () => vscode.window.tabGroups.all.flatMap((it) => it.tabs.map((tab) => tab.label));
  await until('the page', labels, (them) => them.some((it) => it.includes('bad-date')));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
}

async function checkConfig() {
  await vscode.commands.executeCommand('rubric.openConfig');
  const open = () => vscode.window.activeTextEditor?.document.uri.path ?? '';
  await until('rubric.yaml', open, (it) => it.endsWith('/rubric.yaml'));
  const { document } = vscode.window.activeTextEditor;
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(document.lineCount, 0), '\nfeilds: {}\nru');
  await vscode.workspace.applyEdit(edit);
  const slip = () => vscode.languages.getDiagnostics(document.uri).filter((it) => it.message.includes('did you mean `fields`'));
  await until('the slip to be found', slip, (them) => them.length > 0);
  assert.strictEqual(slip().length, 1);
  const end = new vscode.Position(document.lineCount - 1, 2);
  const { items } = await ask('vscode.executeCompletionItemProvider', document.uri, end);
  assert(items.some((it) => labelOf(it) === 'rules'), JSON.stringify(items));
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
}

/** What is offered for `Do` below `after`, in a document that stays as it is. */
async function offeredPeople(document, after) {
  const editor = await vscode.window.showTextDocument(document);
  const line = lineOf(document, after) + 1;
  await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), '  - Do\n'));
  const cursor = new vscode.Position(line, '  - Do'.length);
  const { items } = await ask('vscode.executeCompletionItemProvider', document.uri, cursor);
  await editor.edit((edit) => edit.delete(new vscode.Range(line, 0, line + 1, 0)));
  return items.map(labelOf);
}

/** Another folder in the same window: each completes from its own posts. */
async function checkTwoFolders({ document }) {
  const [site] = vscode.workspace.workspaceFolders;
  const folder = vscode.Uri.joinPath(site.uri, '../other');
  fs.mkdirSync(folder.fsPath);
  const write = (name, person) => {
    const file = vscode.Uri.joinPath(folder, name);
    fs.writeFileSync(file.fsPath, `---\ntitle: ${name}\npeople:\n  - ${person}\n---\n`);
    return file;
  };
  write('one.md', 'Dora Quill');
  const two = write('two.md', 'Zoe Quill');
  assert(vscode.workspace.updateWorkspaceFolders(1, 0, { uri: folder }));
  const other = await vscode.workspace.openTextDocument(two);
  const isOther = (them) => them.join() === 'Dora Quill';
  await until('the people of the other folder', () => offeredPeople(other, '  - Zoe'), isOther);
  assert.deepStrictEqual(await offeredPeople(document, '  - 苏晚舟'), ['Donald Knuth']);
}

/** With this scope the findings of posts that nobody has opened are shown, too; without it they go. */
async function checkScope() {
  const open = () => new Set(vscode.workspace.textDocuments.map((it) => it.uri.toString()));
  const found = () => vscode.languages.getDiagnostics().filter(([, them]) => them.some((it) => it.source === 'rubric'));
  const closed = () => found().filter(([uri]) => !open().has(uri.toString())).map(([uri]) => uri.path);
  const settings = vscode.workspace.getConfiguration('rubric.diagnostics');
  assert.deepStrictEqual(closed(), []);
  await settings.update('scope', 'workspace', vscode.ConfigurationTarget.Global);
  await until('findings of closed posts', closed, (them) => them.length > 5);
  await settings.update('scope', undefined, vscode.ConfigurationTarget.Global);
  await until('them to go', closed, (them) => them.length === 0);
}

async function checkSettings({ document }) {
  const editor = vscode.workspace.getConfiguration('editor', document);
  assert.strictEqual(editor.get('quickSuggestions').other, 'on');
  assert.strictEqual(editor.get('wordBasedSuggestions'), 'off');
}

exports.run = async () => {
  const editor = await openDraft();
  console.log(`suite: VS Code ${vscode.version}`);
  await checkSettings(editor);
  await checkFinding(editor);
  await checkOutline(editor);
  await complete(editor, '  - 苏晚舟', 'Ho', 'Margaret Holloway');
  await complete(editor, '  - 苏晚舟', '陈', '陈思远');
  await complete(editor, '  - retrieval', 'di', 'digital-garden');
  await checkLinks(editor);
  await checkBrokenLink(editor);
  await checkMove(editor);
  await checkVocabulary(editor);
  await checkExplanation();
  await checkConfig();
  await vscode.commands.executeCommand('rubric.restart');
  await checkOutline(editor);
  await checkVocabulary(editor);
  await checkScope();
  await checkTwoFolders(editor);
};
