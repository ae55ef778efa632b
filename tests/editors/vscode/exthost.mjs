// Runs suite.js inside VS Code's extension host, with the real `vscode` API: node exthost.mjs EXTENSION_FOLDER PROGRAM SITE
//
// The same protocol between page and runner as the one that VS Code's own tests use: the page is told which extension
// is under development and where its tests are, and calls back when they ended.

import fs from 'node:fs';
import path from 'node:path';

import { startVSCode } from './browser.mjs';

const [extension, program, site] = process.argv.slice(2).map((it) => path.resolve(it));
const suite = path.join(import.meta.dirname, 'suite.js');

// A workspace of one folder, so that another can be added without a restart.
const workspace = path.join(site, '../site.code-workspace');
fs.writeFileSync(workspace, JSON.stringify({ folders: [{ path: site }] }));

const vscode = await startVSCode({
  options: ['enable-smoke-test-driver'], // without it, a built VS Code ignores who asks to run tests
  userSettings: { 'rubric.path': program }, // its PATH is the one of a login shell
});
let status = 1;
try {
  const remote = (file) => `vscode-remote://127.0.0.1:${vscode.port}${file}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
  ]);
  const ended = new Promise((resolve) => vscode.page.exposeFunction('codeAutomationExit', resolve));
  await vscode.page.exposeFunction('codeAutomationLog', (kind, args) => {
    const ours = kind === 'error' ? !/authentication provider/.test(args[0]) : /^suite:/.test(args[0]);
    if (ours) console.log(...args);
  });
  await vscode.page.goto(`${vscode.url}/?workspace=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`);
  const tooLate = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the suite did not end within 200 seconds')), 200_000).unref();
  });
  status = await Promise.race([ended, tooLate]);
} catch (error) {
  console.error(error);
} finally {
  if (status !== 0) console.error(vscode.logs());
  await vscode.stop();
}
process.exit(status);
