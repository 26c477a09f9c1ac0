// Prints the last lines of .ci/run from the results of jest: the flaky spec files if there are any, then `N passed, N failed`, and
// `N flaky` if there are any. A spec file that ran again counts as its second run; one that failed beside others and passed alone is
// flaky. A step that broke without a failed test counts as one failure. `--failed FILE` lists the spec files of a result that failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const read = (file) => JSON.parse(readFileSync(file, 'utf8')).testResults;
const count = (files, status) =>
  files.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;

function resultsOf(folder) {
  const halves = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.endsWith('.again.json'));
  return halves.map((name) => {
    const again = join(folder, name.replace('.json', '.again.json'));
    return { first: read(join(folder, name)), second: existsSync(again) ? read(again) : [] };
  });
}

function summary(folder, broken) {
  const results = resultsOf(folder);
  const files = results.flatMap(({ first, second }) => [
    ...first.filter((file) => !second.some((other) => other.name === file.name)),
    ...second,
  ]);
  const flaky = results.flatMap(({ second }) => second.filter(({ status }) => status === 'passed'));
  const dead = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const passed = count(files, 'passed');
  const skipped = count(files, 'pending');
  const failed = Math.max(count(files, 'failed') + dead, broken);
  if (skipped > 0) console.log(`${skipped} skipped, each with its reason above`);
  if (flaky.length > 0) console.log(`flaky: ${flaky.map(({ name }) => relative('', name)).join(', ')}`);
  console.log(`${passed} passed, ${failed} failed${flaky.length > 0 ? `, ${flaky.length} flaky` : ''}`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

const [first, second] = process.argv.slice(2);
if (first !== '--failed') summary(first, Number(second));
else if (existsSync(second)) {
  for (const { name, status } of read(second)) if (status === 'failed') console.log(relative('', name));
}
