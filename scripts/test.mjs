// `npm test`: with arguments, jest with them; without, everything that needs no other program. What compares a load with its own quiet
// time runs alone at the end.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** They need Chromium, brokers and proxies: `npm run test:programs`. */
const PROGRAMS = ['/spec/browser/', '/spec/brokers/', '/spec/gateways/'];
const ALONE = ['/spec/hostile/flood.spec.ts'];
const WHOLE = [
  ['--testPathIgnorePatterns', ...PROGRAMS, ...ALONE],
  ['--runInBand', ...ALONE],
];

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const given = process.argv.slice(2);

for (const args of given.length > 0 ? [given] : WHOLE) {
  const { status } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode ||= status ?? 1; // null: a signal ended it
}
