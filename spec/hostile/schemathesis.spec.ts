// Schemathesis, a fuzzer, reads the documents and tries to make the running service violate them: no 5xx, no answer that its
// document does not have. In CI some 20,000 requests; elsewhere a few, if it is installed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeIf, isInstalled } from '../support/optional.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { ALL_USER_SCOPES } from '../support/app/tenant-app.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { AUTH_REQUESTS, MANAGEMENT } from './tools.ts';

const IN_CI = process.env['CI'] !== undefined;
const REQUESTS = IN_CI ? 20_000 : 1_000;
const EXAMPLES = IN_CI ? 700 : 20;
const MINUTES = 60_000;
const CHECKS = [
  'not_a_server_error',
  'response_schema_conformance',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
].join();

interface Run {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly selected: number; readonly tested: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly { readonly title: string; readonly operations: readonly unknown[] }[];
  readonly errors: readonly unknown[];
}

/**
 * A target of more than 24 KiB is 414, and 431 if the head has more than 32 KiB, for every operation: the documents say so once, in
 * their description. A read of the feed that waits longer than the fuzzer is not a fault.
 */
const HOOKS = `
import schemathesis
from urllib.parse import quote

@schemathesis.hook
def filter_case(ctx, case):
    return len(quote(str(case.query) + str(case.path_parameters))) < 6000 and not waits_long(case.query)

def waits_long(query):
    try:
        return float(query["wait"]) > 2
    except (KeyError, TypeError, ValueError):
        return False
`;

const issuer = openUserIssuer();
const user = (): string => `Authorization: Bearer ${issuer.token('', { scope: ALL_USER_SCOPES.join(' ') })}`;

let program: Program;
let serving: Serving;
const runs: Run[] = [];

async function fuzz(document: string, url: string, ...options: readonly string[]): Promise<Run> {
  const report = join(program.folder, `${document}-${runs.length}.json`);
  const file = fileURLToPath(new URL(`../../api/${document}.yaml`, import.meta.url));
  const how = ['--checks', CHECKS, '--phases', 'examples,coverage,fuzzing', '--max-examples', String(EXAMPLES)];
  const quiet = ['--continue-on-failure', '--no-color', '--generation-database', 'none'];
  const own = ['--generation-with-security-parameters', 'false', '--report-json-path', report, ...options];
  const words = [
    '--config-file',
    join(program.folder, 'st.toml'),
    'run',
    file,
    '--origin',
    url,
    ...how,
    ...quiet,
    ...own,
  ];
  const child = spawn('schemathesis', words, {
    cwd: program.folder,
    env: { ...process.env, SCHEMATHESIS_HOOKS: 'hooks.py' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code]: readonly unknown[] = await once(child, 'close');
  if (code !== 0) throw new Error(said);
  const run: Run = JSON.parse(readFileSync(report, 'utf8'));
  runs.push(run);
  return run;
}

/** Devices whose ids the paths can hit, one of them accepted. */
async function seed(): Promise<void> {
  const headers = { Authorization: `Bearer ${issuer.token()}`, 'Content-Type': 'application/json' };
  for (let made = 0; made < 3; made += 1) {
    const { body, signature } = simulateDevice().authRequest();
    await fetch(serving.publicUrl + AUTH_REQUESTS, {
      method: 'POST',
      body,
      headers: { 'X-MEN-Signature': signature, 'Content-Type': 'application/json' },
    });
  }
  const listed = await fetch(`${serving.publicUrl + MANAGEMENT}/devices`, { headers });
  const devices: { id: string; auth_sets: { id: string }[] }[] = JSON.parse(await listed.text());
  const ids = (texts: readonly string[]): string => JSON.stringify(texts);
  const sets = devices.flatMap(({ auth_sets }) => auth_sets.map(({ id }) => id));
  writeFileSync(
    join(program.folder, 'st.toml'),
    [
      '[parameters]',
      `"path.id" = ${ids(devices.map(({ id }) => id))}`,
      `"path.did" = ${ids(devices.map(({ id }) => id))}`,
      `"path.aid" = ${ids(sets)}`,
      `"path.tenantId" = ${ids(['default', 'acme', 'management'])}`,
    ].join('\n'),
  );
}

describeIf(isInstalled('schemathesis'), 'schemathesis', 'the documents', () => {
  beforeAll(async () => {
    program = openProgram();
    mkdirSync(program.folder, { recursive: true });
    writeFileSync(join(program.folder, 'hooks.py'), HOOKS);
    serving = await program.serve({
      DEVICEAUTH_USER_KEYS: issuer.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'error',
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
    });
    await seed();
  }, MINUTES);
  afterAll(() => program.close());

  test(
    'are kept for any request: no 5xx, no undocumented status, type, header or body',
    async () => {
      const internal = ['/metrics', '/readyz'].flatMap((path) => ['--include-path', path]);
      const open = ['/metrics', '/readyz'].flatMap((path) => ['--exclude-path', path]);
      const one = async (): Promise<void> => {
        await fuzz('management-v2', serving.publicUrl, '--header', user());
        await fuzz('devices-v1', serving.publicUrl);
        await fuzz('well-known', serving.internalUrl, ...internal);
      };
      const other = async (): Promise<void> => {
        await fuzz('internal-v1', serving.internalUrl);
        await fuzz('tenant-devices', serving.publicUrl, '--header', user());
        await fuzz('well-known', serving.publicUrl, ...open);
      };
      await Promise.all([one(), other()]);

      expect(runs.map(({ complete, failures, errors }) => ({ complete, failures, errors }))).toEqual(
        runs.map(() => ({ complete: true, failures: [], errors: [] })),
      );
      expect(runs.every(({ operations }) => operations.tested === operations.selected)).toBe(true);
      const requests = runs.reduce((sum, run) => sum + run.test_cases.generated, 0);
      process.stderr.write(`\nschemathesis: ${requests} requests\n`);
      expect(requests).toBeGreaterThan(REQUESTS);
      expect(serving.log()).not.toContain('"bug"');
    },
    (IN_CI ? 20 : 5) * MINUTES,
  );
});
