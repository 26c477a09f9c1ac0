// The closing line of .ci/run, from jest's own results: `N passed, N failed`. A step that broke without a failed test counts as one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, broken] = process.argv.slice(2);
const results = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const passed = results.reduce((sum, result) => sum + result.numPassedTests, 0);
const skipped = results.reduce((sum, result) => sum + result.numPendingTests, 0);
const failedTests = results.reduce((sum, result) => sum + result.numFailedTests + result.numRuntimeErrorTestSuites, 0);
const failed = Math.max(failedTests, Number(broken));
if (skipped > 0) console.log(`${skipped} skipped, each with its reason above`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
