// Which `rubric` to run: the setting, the one that came with the extension, the first one in PATH. Knows nothing of the editor.

import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export type Program = { command: string; origin: 'setting' | 'bundled' | 'PATH' };

/** Why there is nothing to run, as a sentence for the person at the keyboard. */
export type Missing = { reason: string };

const executable = process.platform === 'win32' ? 'rubric.exe' : 'rubric';

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

function inPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isProgram);
}

function withHome(configured: string): string {
  return configured.replace(/^~(?=$|[\\/])/, os.homedir());
}

// A setting that leads nowhere is never skipped in silence: the author would wonder which server answers.
function fromSetting(configured: string): Program | Missing {
  const file = withHome(configured);
  const isName = !file.includes('/') && !file.includes('\\');
  const command = isName ? inPath(file) : isProgram(file) ? file : undefined;
  if (command) return { command, origin: 'setting' };
  const where = isName ? 'is not in PATH' : 'is not a program that can be run';
  return { reason: `The setting rubric.path says "${configured}", which ${where}.` };
}

/** `configured` is the setting `rubric.path`; `extensionFolder` is where the extension is installed. */
export function findProgram(configured: string, extensionFolder: string): Program | Missing {
  if (configured.trim() !== '') return fromSetting(configured.trim());
  const bundled = path.join(extensionFolder, 'server', executable);
  if (isProgram(bundled)) return { command: bundled, origin: 'bundled' };
  const command = inPath(executable);
  if (command) return { command, origin: 'PATH' };
  return { reason: 'The program "rubric" did not come with this extension and is not in PATH.' };
}
