// `npm run mutants`: plants each bug of the list in a copy of the tree, runs the spec that must notice it, and prints the result.
// `run.mjs 20 40` runs that part of the list, `run.mjs WORD` the lines with the word, `run.mjs --changed BASE` the bugs whose file
// or spec has changed since the commit BASE. The exit code is 1 if a bug survived, or if a line of the list is no longer in src.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS } from './list.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const [first = '0', last = String(MUTANTS.length)] = process.argv.slice(2);
const chosen = choose();
if (chosen.length === 0) {
  process.stdout.write('no planted bug is concerned\n');
  process.exit(0);
}

function choose() {
  if (first === '--changed') return changedSince(last);
  if (/^\d+$/.test(first)) return MUTANTS.slice(Number(first), Number(last));
  return MUTANTS.filter((mutant) => mutant.join(' ').includes(first));
}

function changedSince(base) {
  const { status, stdout, stderr } = spawnSync('git', ['diff', '--name-only', base, '--', 'src', 'spec'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const changed = new Set(stdout.split('\n'));
  return MUTANTS.filter(([file, , , spec]) => changed.has(`src/${file}`) || changed.has(spec));
}

const folder = mkdtempSync(join(tmpdir(), 'devauth-mutants-'));
const counts = { killed: 0, survived: 0, stale: 0 };
try {
  for (const name of ['src', 'spec', 'api', 'scripts', 'package.json', 'tsconfig.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  const redAnyway = [...new Set(chosen.map(([, , , spec]) => spec))].filter(isRed);
  if (redAnyway.length > 0) throw new Error(`red without any bug: ${redAnyway.join(', ')}`);
  for (const [file, from, to, spec] of chosen) {
    const verdict = plant(file, from, to, spec);
    counts[verdict] += 1;
    process.stdout.write(`${verdict.padEnd(9)}${file}: ${from.trim()} → ${to.trim() || 'gone'} (${spec})\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
process.exitCode = counts.survived + counts.stale > 0 ? 1 : 0;

function plant(file, from, to, spec) {
  const path = join(folder, 'src', file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) return 'stale';
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  try {
    return isRed(spec) ? 'killed' : 'survived';
  } finally {
    writeFileSync(path, text);
  }
}

/** Red because a test failed or never ended, not because nothing ran. */
function isRed(spec) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const options = [
    '--rootDir',
    folder,
    '--runInBand',
    '--bail',
    '--silent',
    '--json',
    '--outputFile',
    report,
    '--forceExit',
  ];
  spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...options, spec], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 300_000,
    killSignal: 'SIGKILL',
  });
  const { numFailedTests, numFailedTestSuites } = readReport(report);
  return numFailedTests + numFailedTestSuites > 0;
}

function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numFailedTests: 1, numFailedTestSuites: 0 };
  }
}
