// The closing line of .ci/run, from jest's own results: `N passed, N failed`. A spec file that was run again counts as it ended.
// A step that broke without a failed test counts as one. `--failed FILE` lists the spec files of a result that failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const read = (file) => JSON.parse(readFileSync(file, 'utf8')).testResults;
const count = (files, status) =>
  files.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;

function summary(folder, broken) {
  const halves = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.again.json'));
  const files = halves.flatMap((name) => {
    const again = join(folder, name.replace('.json', '.again.json'));
    const second = existsSync(again) ? read(again) : [];
    return [...read(join(folder, name)).filter((file) => !second.some((other) => other.name === file.name)), ...second];
  });
  const passed = count(files, 'passed');
  const skipped = count(files, 'pending');
  const dead = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = Math.max(count(files, 'failed') + dead, broken);
  if (skipped > 0) console.log(`${skipped} skipped, each with its reason above`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

const [first, second] = process.argv.slice(2);
if (first !== '--failed') summary(first, Number(second));
else if (existsSync(second)) {
  for (const { name, status } of read(second)) if (status === 'failed') console.log(relative('', name));
}
