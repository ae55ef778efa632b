#!/usr/bin/env node
// Starts the program of this platform's package with the arguments, the streams and the exit status as they are.
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');

/** Where a C library other than musl would say what it is: a report of the process names glibc's version. */
function isMusl() {
  if (process.platform !== 'linux') {
    return false;
  }
  const report = process.report?.getReport();
  return typeof report === 'object' && !report.header?.glibcVersionRuntime;
}

/** The packages that may hold a program for this machine, the best one first. One that is linked statically runs anywhere. */
function packages() {
  const platform = `${process.platform}-${process.arch}`;
  const static_ = `rubric-ls-${platform}-musl`;
  if (process.platform !== 'linux') {
    return [`rubric-ls-${platform}`];
  }
  return isMusl() ? [static_] : [`rubric-ls-${platform}`, static_];
}

function program() {
  const name = process.platform === 'win32' ? 'rubric.exe' : 'rubric';
  for (const candidate of packages()) {
    try {
      return require.resolve(`${candidate}/${name}`);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  return undefined;
}

const path = program();
if (path === undefined || !fs.existsSync(path)) {
  console.error(
    `rubric: there is no package of this platform (${packages().join(' or ')}). ` +
      'Was it left out as an optional dependency? `cargo install rubric-ls` builds it anywhere.',
  );
  process.exit(2);
}

const child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  console.error(`rubric: ${path} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on('exit', (status, signal) => {
  if (signal !== null) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    return;
  }
  process.exit(status);
});
