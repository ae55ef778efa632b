// Packs what goes to npm, in the version of Cargo.toml:
//
//   node npm/build.mjs platform linux-x64 FOLDER-OF-THE-PROGRAM OUT     the program of one platform
//   node npm/build.mjs main OUT                                        the package that users name, which depends on those

import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

/** By the name that the package ends with: where npm may install it. */
const platforms = {
  'linux-x64': { os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'linux-arm64': { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
  'linux-x64-musl': { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'linux-arm64-musl': { os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
  'darwin-x64': { os: ['darwin'], cpu: ['x64'] },
  'darwin-arm64': { os: ['darwin'], cpu: ['arm64'] },
  'win32-x64': { os: ['win32'], cpu: ['x64'] },
};

const manifest = readFileSync(join(root, 'Cargo.toml'), 'utf8');
const field = (name) => manifest.match(new RegExp(`^${name} = "(.*)"`, 'm'))?.[1];
const version = field('version');
const repository = field('repository');

function describe(folder, description) {
  const about = repository === undefined ? {} : { repository: { type: 'git', url: `git+${repository}.git` } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...description, version, ...about }, undefined, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

function pack(folder, out) {
  mkdirSync(out, { recursive: true });
  execFileSync('npm', ['pack', '--silent', '--pack-destination', resolve(out)], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
}

function platform(name, binaries, out, folder) {
  const where = platforms[name];
  if (where === undefined) {
    throw new Error(`there is no platform ${name}; there are ${Object.keys(platforms).join(', ')}`);
  }
  const program = name.startsWith('win32') ? 'rubric.exe' : 'rubric';
  copyFileSync(join(binaries, program), join(folder, program));
  chmodSync(join(folder, program), 0o755);
  describe(folder, {
    name: `rubric-ls-${name}`,
    description: `The program of rubric-ls for ${name}`,
    license: 'MIT',
    files: [program, 'LICENSE'],
    preferUnplugged: true,
    ...where,
  });
  pack(folder, out);
}

function main(out, folder) {
  cpSync(join(here, 'rubric-ls'), folder, { recursive: true });
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const names = Object.keys(platforms).map((name) => [`rubric-ls-${name}`, version]);
  describe(folder, { ...description, optionalDependencies: Object.fromEntries(names) });
  pack(folder, out);
}

const [kind, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rubric-npm-'));
try {
  if (kind === 'platform' && args.length === 3) {
    platform(...args, folder);
  } else if (kind === 'main' && args.length === 1) {
    main(...args, folder);
  } else {
    throw new Error('usage: build.mjs platform NAME FOLDER OUT | build.mjs main OUT');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
