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

const row = (view, text) => page.locator(`${view} .monaco-list-row`).filter({ hasText: text });

async function picture(name) {
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

/** Opens the quick input by a key, writes into it, and takes the row that shows `shown`. */
async function pick(key, text, shown) {
  await page.keyboard.press(key);
  await page.locator('.quick-input-widget input').fill(text);
  await row('.quick-input-list', shown).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

const command = (name) => pick('F1', `>${name}`, name.split(': ').at(-1));

const goToLine = (number) => pick('Control+g', `:${number}`, `${number}`);

async function openDraft() {
  await page.goto(`${vscode.url}/?folder=${encodeURIComponent(site)}`);
  await page.locator('.explorer-folders-view').waitFor();
  await pick('Control+p', 'posts/draft.md', 'draft.md');
  await page.locator('.monaco-editor .view-line').filter({ hasText: '散步' }).waitFor();
}

const lineNumber = (text) => fs.readFileSync(draft, 'utf8').split('\n').indexOf(text) + 1;

/** Saves, and waits until the file is as it should be: the mark of a changed tab goes before the file is written. */
async function save(isRight) {
  await page.keyboard.press('Control+s');
  for (let tries = 0; tries < 100 && !isRight(); tries++) await page.waitForTimeout(50);
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

async function checkFinding() {
  const squiggle = page.locator('.squiggly-warning');
  await squiggle.first().waitFor();
  await command('Problems: Focus on Problems View');
  await row('.markers-panel', 'duplicate-item').waitFor();
  await command('Explorer: Focus on Outline View');
  await row('.outline-pane', 'summary').waitFor();
  await picture('finding');
  await page.locator('.editor-instance .monaco-editor').first().click();
  await goToLine(lineNumber('  - retrieval') + 1);
  await command('Delete Line');
  await squiggle.first().waitFor({ state: 'detached' });
  await save(() => lineNumber('people:') === 11);
}

try {
  await openDraft();
  await checkFinding();
  await complete('  - 苏晚舟', 'Ho', 'Margaret Holloway');
  await complete('  - 苏晚舟', '陈', '陈思远');
  await complete('  - retrieval', 'di', 'digital-garden');
} catch (error) {
  await picture('failure');
  console.error(error);
  console.error(vscode.logs());
  process.exitCode = 1;
} finally {
  await vscode.stop();
}
