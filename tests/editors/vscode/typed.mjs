// A person at VS Code's keyboard, the extension installed from its package: node typed.mjs PACKAGE PROGRAM SITE [PICTURES]
//
// What the API cannot show is seen here: that the list opens while one types, with the extension's defaults and no
// settings of the author's, and that VS Code's own filter leaves the right item on top. PICTURES is a folder for them.

import assert from 'node:assert';
import fs from 'node:fs';
import path from 'node:path';

import { startVSCode } from './browser.mjs';

const [vsix, program, site, pictures] = process.argv.slice(2).map((it) => path.resolve(it));
const draft = path.join(site, 'posts/draft.md');

const vscode = await startVSCode({
  vsix,
  userSettings: { 'rubric.path': program, 'window.zoomLevel': 0, 'breadcrumbs.enabled': false },
  viewport: { width: 1100, height: 680 },
});
const { page } = vscode;

const dialogButton = (text) => page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: text });

const row = (view, text) => page.locator(`${view} .monaco-list-row`).filter({ hasText: text });

async function picture(name) {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

/** Polls what cannot be waited for in the page. */
async function until(what, get, accept = Boolean) {
  let value;
  for (const end = Date.now() + 60_000; Date.now() < end; await page.waitForTimeout(100)) {
    value = await get();
    if (accept(value)) return value;
  }
  throw new Error(`waited in vain for ${what}; last seen: ${JSON.stringify(value)}`);
}

/** Opens the quick input by a key, writes into it, and takes the row that shows `shown`. */
async function choose(key, text, shown) {
  const input = page.locator('.quick-input-widget input');
  // A key that comes before VS Code listens is lost.
  await until('the quick input', async () => {
    await page.keyboard.press(key);
    return input.waitFor({ timeout: 5000 }).then(() => true, () => false);
  });
  await input.fill(text);
  // By a click: which row has the focus may change until the list is complete.
  await row('.quick-input-list', shown).first().click();
}

async function pick(key, text, shown) {
  await choose(key, text, shown);
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

const command = (name) => pick('F1', `>${name}`, name.split(': ').at(-1));

const goToLine = (number) => pick('Control+g', `:${number}`, `${number}`);

async function openSite() {
  await page.goto(`${vscode.url}/?folder=${encodeURIComponent(site)}`);
  await page.locator('.explorer-folders-view').waitFor();
}

async function openPost(name) {
  await pick('Control+p', `posts/${name}`, name);
  await page.locator('.tab.active').filter({ hasText: name }).waitFor();
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

const openDraft = () => openPost('draft.md');

/** For the README: people that the post mentions, in two scripts, and two findings. */
async function pictureOfCompletion() {
  const post = path.join(site, 'posts/evening.md');
  fs.copyFileSync(path.join(import.meta.dirname, '../evening.md'), post);
  await openPost('evening.md');
  await command('View: Close Primary Side Bar');
  await command('Problems: Focus on Problems View');
  await row('.markers-panel', 'unknown-value').waitFor();
  await page.keyboard.press('Escape'); // no finding is chosen
  await focusEditor();
  await page.keyboard.press('Control+Home');
  for (let line = 1; line < 12; line++) await page.keyboard.press('ArrowDown'); // to the last of `people`, without scrolling
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- c', { delay: 80 });
  await row(list, '陈思远').waitFor();
  await picture('people');
  await page.keyboard.press('Escape');
  await command('File: Revert File');
  await command('View: Close Editor');
  await command('View: Hide Panel');
  await command('View: Toggle Primary Side Bar Visibility');
  fs.rmSync(post);
}

const lineNumber = (text) => fs.readFileSync(draft, 'utf8').split('\n').indexOf(text) + 1;

/** Saves, and waits until the file is as it should be: the mark of a changed tab goes before the file is written. */
async function save(isRight) {
  await page.keyboard.press('Control+s');
  for (const end = Date.now() + 60_000; Date.now() < end && !isRight(); ) await page.waitForTimeout(50);
  assert(isRight(), fs.readFileSync(draft, 'utf8'));
}

/** Types `typed` on a line of its own below `after`; the list must open by itself, with `expected` on top. */
async function complete(after, typed, expected) {
  await goToLine(lineNumber(after));
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(`- ${typed}`, { delay: 80 }); // the indent is the one of the line above
  await page.locator('.suggest-widget.visible .monaco-list-row.focused').filter({ hasText: expected }).waitFor();
  await page.waitForTimeout(300);
  await picture(`completion-${typed}`);
  await page.keyboard.press('Enter');
  await save(() => lineNumber(`  - ${expected}`) > 0);
}

const list = '.suggest-widget.visible';

/** Begins a link at the end of the post: the list must open by itself. Types on, and takes the first. VS Code closes brackets. */
async function completeLink(opening, typed, offered, written) {
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type(opening, { delay: 80 });
  await row(list, '').nth(1).waitFor();
  await page.keyboard.type(typed, { delay: 80 });
  await page.locator(`${list} .monaco-list-row.focused`).filter({ hasText: offered }).waitFor();
  await picture(`link-${typed}`);
  await page.keyboard.press('Enter');
  await save(() => lineNumber(written) > 0);
}

/** Pages by title, in characters and in pinyin; a heading of this post. */
async function checkLinks() {
  await completeLink('见 [](', '显卡', '显卡、电费与耐心：一位研究者的家庭实验室', '见 [](../notes/-uS2cY8lBtK.md)');
  await completeLink('见 [[', 'zhishu', '指数基金入门：先把规则写在纸上', '见 [[zT1yOa6-KfE|指数基金入门：先把规则写在纸上]]');
  await completeLink('见 [](#', '第二', '第二节', '见 [](#第二节)');
}

const squiggle = page.locator('.squiggly-warning');

const focusEditor = () => page.locator('.editor-instance .monaco-editor').first().click();

/** The light bulb's first entry, by its key, on the second `llm`. */
async function checkQuickFix() {
  await squiggle.first().waitFor();
  await command('Problems: Focus on Problems View');
  await row('.markers-panel', 'duplicate-item').waitFor();
  await command('Explorer: Focus on Outline View');
  await row('.outline-pane', 'summary').waitFor();
  await picture('finding');
  await focusEditor();
  await goToLine(lineNumber('  - retrieval') + 1);
  await page.keyboard.press('End');
  await page.keyboard.press('Control+.');
  const first = page.locator('.action-widget .monaco-list-row.action').first();
  await first.filter({ hasText: 'Remove' }).waitFor();
  await picture('fix');
  await page.keyboard.press('Enter');
  await squiggle.first().waitFor({ state: 'detached' });
  await save(() => lineNumber('people:') === 11);
}

/** The right name in the wrong folder: the fix knows where the post is. */
async function checkBrokenLink() {
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('见 [评测](kV3nT_8qLwe.md)');
  await squiggle.first().waitFor();
  await page.keyboard.press('Escape'); // what the list offers here
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row.action').first().filter({ hasText: 'Write `../notes/kV3nT_8qLwe.md`' }).waitFor();
  await picture('broken-link');
  await page.keyboard.press('Enter');
  await squiggle.first().waitFor({ state: 'detached' });
  await save(() => lineNumber('见 [评测](../notes/kV3nT_8qLwe.md)') > 0);
}

/** The posts that have this text. */
function postsThatMention(text) {
  const posts = fs.readdirSync(site, { recursive: true }).filter((it) => it.endsWith('.md'));
  return posts.filter((it) => fs.readFileSync(path.join(site, it), 'utf8').includes(text));
}

/** F2 on a file in the explorer: VS Code asks us first, and then whether the links shall follow. It opens their posts and leaves
 * them to be saved, whatever is set for refactorings. */
async function checkMove() {
  const [before, after] = ['kV3nT_8qLwe.md', '评测集.md'];
  assert.strictEqual(postsThatMention(`${before})`).length, 4);
  await pick('Control+p', `notes/${before}`, before);
  await command('File: Reveal Active File in Explorer View');
  await row('.explorer-folders-view', before).click();
  await page.keyboard.press('F2');
  const box = page.locator('.explorer-folders-view .monaco-inputbox input');
  await box.waitFor();
  await box.fill(after);
  await page.keyboard.press('Enter');
  await dialogButton('OK').click();
  const unsaved = page.locator('.tab.dirty');
  await until('the posts with links', () => unsaved.count(), (n) => n === 4);
  await picture('moved');
  await command('File: Save All Files');
  await until('the links to follow', () => postsThatMention(`${after})`), (them) => them.length === 4);
  await until('the old links to go', () => postsThatMention(`${before})`), (them) => them.length === 0);
  assert(fs.existsSync(path.join(site, 'notes', after)) && !fs.existsSync(path.join(site, 'notes', before)));
  await command('View: Close Other Editors in Group');
  await openDraft();
}

/** The posts that have this line, whatever its indent. */
function postsWith(line) {
  const posts = fs.readdirSync(site, { recursive: true }).filter((it) => it.endsWith('.md'));
  return posts.filter((it) => fs.readFileSync(path.join(site, it), 'utf8').split('\n').some((text) => text.trim() === line));
}

const untilIn = (n, line) => until(`${line} in ${n} posts`, () => postsWith(line), (them) => them.length === n);

/** F2 on a tag that three posts have. VS Code writes the files of a refactoring by itself. */
async function checkRename() {
  await untilIn(3, '- retrieval');
  await focusEditor();
  await goToLine(lineNumber('  - retrieval'));
  await page.keyboard.press('End');
  await page.keyboard.press('F2');
  const box = page.locator('.rename-box input');
  await box.waitFor();
  await box.fill('寻找 search');
  await picture('rename');
  await page.keyboard.press('Enter');
  await untilIn(3, '- 寻找 search');
  await untilIn(0, '- retrieval');
}

const tree = '.tree-explorer-viewlet-tree-view';

/** An entry of the menu that the right button opens on a term, which then asks. The menu goes when the view is drawn anew: then a
 * person would try again. By the keyboard: a menu drops the clicks of its first tenth of a second. */
async function fromMenu(term, entry, question) {
  const asked = page.locator(question);
  const patience = { timeout: 3000 };
  await until(`the question of ${entry}`, async () => {
    await row(tree, term).click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry }).hover(patience).catch(() => {});
    await page.keyboard.press('Enter');
    const arrived = await asked.waitFor(patience).then(() => true, () => false);
    if (!arrived) await page.keyboard.press('Escape');
    return arrived;
  });
}

async function answerInput(text) {
  await page.locator('.quick-input-widget input').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Only the terms that have a text in them, and then all again. */
async function checkFilter() {
  await choose('F1', '>Rubric: Filter Vocabulary…', 'Filter Vocabulary…');
  await page.locator('.quick-input-widget input[placeholder*="part of a term"]').waitFor();
  await answerInput('nvid');
  await row(tree, 'tags').waitFor({ state: 'detached' });
  await page.locator('.pane-body').filter({ hasText: 'Terms with “nvid”' }).first().waitFor();
  await row(tree, 'companies_orgs').click();
  await row(tree, 'NVIDIA 1').waitFor();
  await picture('filter');
  await command('Rubric: Clear Filter');
  await row(tree, 'tags').waitFor();
}

/** The view shows fields, terms and their spellings; a merge is looked at before it is made. */
async function checkVocabulary() {
  await command('Rubric: Show Vocabulary');
  await checkFilter();
  await row(tree, 'NVIDIA 1').click();
  await row(tree, 'NVIDIA 1').hover();
  await picture('vocabulary');
  await fromMenu('NVIDIA 1', 'Merge Variants…', '.quick-input-widget input[placeholder*="Which spelling"]');
  await row('.quick-input-list', '4 posts').click();
  await dialogButton('Preview').click();
  await page.locator('.multiDiffEditor, .multiDiffEntry').first().waitFor();
  await page.locator('.multiDiffEntry .char-insert').first().waitFor();
  await picture('merge');
  await row('.quick-input-list', 'Apply').click();
  await untilIn(0, '- NVIDIA');
}

/** From the menu of the view, and back from the palette, which asks for the field and the term. */
async function checkRenameOfTerm() {
  await row(tree, 'NVIDIA 1').waitFor({ state: 'detached' });
  await fromMenu('Nvidia', 'Rename Term…', '.quick-input-title:has-text("Rename a term")');
  await answerInput('英伟达 Nvidia');
  await untilIn(5, '- 英伟达 Nvidia');
  await choose('F1', '>Rubric: Rename Term…', 'Rename Term…');
  for (const [question, shown] of [['of which field', 'companies_orgs'], ['Which term', '英伟达 Nvidia']]) {
    const input = page.locator(`.quick-input-widget input[placeholder*="${question}"]`);
    await input.waitFor();
    // The list renders only the rows that fit: what is typed brings the one that is meant into it.
    await input.fill(shown);
    await row('.quick-input-list', shown).first().click();
  }
  await page.locator('.quick-input-title').filter({ hasText: 'Rename a term' }).waitFor();
  await answerInput('Nvidia');
  await untilIn(0, '- 英伟达 Nvidia');
}

/** F2 with a name that is in use: the two become one, and that is asked about. */
async function checkMergeByRename() {
  await focusEditor();
  await goToLine(lineNumber('  - 寻找 search'));
  await page.keyboard.press('End');
  await page.keyboard.press('F2');
  const box = page.locator('.rename-box input');
  await box.waitFor();
  await box.fill('digital-garden');
  await page.keyboard.press('Enter');
  await dialogButton('Apply').click();
  await untilIn(0, '- 寻找 search');
}

const status = (text) => page.locator('.statusbar-item').filter({ hasText: text }).first();

async function checkRestart() {
  await status('posts').waitFor();
  await command('Rubric: Restart Server');
  await until('another server', () => vscode.logs().match(/starting .*rubric/g)?.length, (n) => n === 2);
  await status('posts').waitFor();
  await focusEditor();
  await complete('  - 苏晚舟', 'Do', 'Donald Knuth');
}

try {
  await openSite();
  if (pictures) await pictureOfCompletion();
  await openDraft();
  await checkQuickFix();
  await complete('  - 苏晚舟', 'Ho', 'Margaret Holloway');
  await complete('  - 苏晚舟', '陈', '陈思远');
  await complete('  - retrieval', 'di', 'digital-garden');
  await checkLinks();
  await checkBrokenLink();
  await checkMove();
  await checkRename();
  await checkVocabulary();
  await checkRenameOfTerm();
  await checkMergeByRename();
  await checkRestart();
} catch (error) {
  await picture('failure');
  console.error(error);
  console.error(vscode.logs());
  process.exitCode = 1;
} finally {
  await vscode.stop();
}
