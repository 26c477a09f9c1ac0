// `npm run check`: every check of the sources that needs no running service. Reports all faults, then fails.
import { spawnSync } from 'node:child_process';

const bin = (name) => `node_modules/.bin/${name}`;
const statements = [
  [
    'The sources are formatted',
    bin('prettier'),
    ['--check', 'src', 'spec', 'scripts', 'api', 'README.md', '.github', '--log-level', 'warn'],
  ],
  ['The sources keep the lint rules', bin('eslint'), ['--config', 'scripts/check/eslint.config.mjs', 'src', 'spec']],
  ['The types hold', bin('tsc'), ['-p', '.']],
  ['The types of the console hold', bin('tsc'), ['-p', 'src/console']],
  ['Generated types match api/', process.execPath, ['scripts/gen-types.mjs', '--check']],
  ['The settings in scripts/deploy/README.md match the table', process.execPath, ['scripts/gen-readme.mjs', '--check']],
  ['The lockfile is complete for every platform', process.execPath, ['scripts/check/check-lockfile.mjs']],
  ['The tree keeps its architecture', process.execPath, ['scripts/test.mjs', 'spec/architecture.spec.ts']],
];

let failed = 0;
for (const [statement, command, args] of statements) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) failed += 1;
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${statement}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
