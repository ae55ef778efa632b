// A real VS Code, served on loopback to a real browser, with everything that it writes in one folder that is thrown away.
//
// From the environment: VSCODE, the folder that install/vscode printed; CHROMIUM, if it is not Debian's.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const installed = process.env.VSCODE;
const { chromium } = createRequire(path.join(installed, 'package.json'))('playwright-core');

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'files.autoSave': 'off', // a browser's default is on
};

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function untilUp(url, logFile) {
  for (let tries = 0; tries < 300; tries++) {
    const up = await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false);
    if (up) return;
    await sleep(100);
  }
  throw new Error(`VS Code did not come up:\n${fs.readFileSync(logFile, 'utf8')}`);
}

/** What our extension wrote, and the errors of the extension host. */
function logs(home) {
  const texts = fs
    .readdirSync(home, { recursive: true })
    .filter((file) => /(remoteexthost|Rubric[^/]*)\.log$/.test(file))
    .map((file) => ({ file, text: fs.readFileSync(path.join(home, file), 'utf8') }))
    .map(({ file, text }) => (file.endsWith('remoteexthost.log') ? text.match(/^.*\[error\].*$/gm)?.join('\n') : text));
  return texts.filter(Boolean).join('\n');
}

// code-server starts children of its own: the extension host and the language server end with the group.
async function endGroup(child) {
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      return; // all gone
    }
    await sleep(500);
  }
}

function codeServer(home, args, log) {
  const node = path.join(installed, 'node/bin');
  const folders = ['--user-data-dir', `${home}/user`, '--extensions-dir', `${home}/extensions`, '--config', `${home}/config.yaml`];
  return spawn(path.join(installed, 'node_modules/.bin/code-server'), [...folders, ...args], {
    stdio: ['ignore', log, log],
    detached: true,
    env: { ...process.env, PATH: `${node}:${process.env.PATH}`, EXTENSIONS_GALLERY: '{"serviceUrl":""}' },
  });
}

async function install(home, vsix, log) {
  const [status] = await new Promise((resolve) => {
    codeServer(home, ['--install-extension', vsix], log).on('exit', (...ended) => resolve(ended));
  });
  if (status !== 0) throw new Error(`${vsix} could not be installed:\n${fs.readFileSync(`${home}/log`, 'utf8')}`);
}

/**
 * Starts VS Code and opens a page that shows nothing yet. `vsix`: an extension to install first. `options`: VS Code's own.
 * The page can reach loopback only. The caller must await `stop`.
 */
export async function startVSCode({ vsix, options = [], userSettings = {}, viewport = { width: 1280, height: 800 } } = {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'rubric-vscode-'));
  const logFile = `${home}/log`;
  const log = fs.openSync(logFile, 'w');
  // A setting of the machine's (where a program is) counts on the machine's page alone: on the user's page the workbench
  // reads it only until it knows the extension's settings.
  for (const page of ['User', 'Machine']) {
    fs.mkdirSync(`${home}/user/${page}`, { recursive: true });
    fs.writeFileSync(`${home}/user/${page}/settings.json`, JSON.stringify({ ...settings, ...userSettings }));
  }
  if (vsix) await install(home, vsix, log);

  const port = await freePort();
  const quiet = ['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
  const server = codeServer(home, ['--bind-addr', `127.0.0.1:${port}`, ...quiet, ...options.flatMap((it) => ['--vscode-option', it])], log);
  let browser;
  async function stop() {
    await browser?.close();
    await endGroup(server);
    fs.rmSync(home, { recursive: true, force: true });
  }
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilUp(url, logFile);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
    });
    const page = await browser.newPage({ viewport });
    page.setDefaultTimeout(60_000);
    return { page, url, port, logs: () => logs(home), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
