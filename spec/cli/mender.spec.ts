// `devauth mender …` as a process, in the same way as a chart's job or an operator runs it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, rmSync } from 'node:fs';
import { openProgram, type Program } from '../support/app/program.ts';
import { openWorkflowServer, type WorkflowServer } from '../support/app/workflow-server.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { identityFromText } from '../../src/domain/identity.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { given } from '../support/stores/given.ts';
import { join } from 'node:path';

let program: Program;
let server: WorkflowServer;
let dataDir: string;

beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());
beforeEach(async () => {
  server = await openWorkflowServer();
  dataDir = join(program.folder, 'data');
  mkdirSync(dataDir);
  const store = await SqliteStore.open({ file: join(dataDir, 'devauth.db'), defaultLimit: -1 });
  for (const tenant of ['', 'acme']) {
    const device = given.device({ tenant: tenantId(tenant), identity: identityFromText('{"mac":"a"}') });
    await store.devices.commit(device.tenant, given.create(device));
  }
  await store.close();
});
afterEach(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

const run = (words: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
  program.run(words, { DEVICEAUTH_DATA: dataDir, DEVICEAUTH_ORCHESTRATOR_ADDR: server.address, ...settings });

describe('devauth mender resync', () => {
  test.each([[['mender', 'resync']], [['propagate-inventory-statuses']], [['propagate-inventory-id-data']]])(
    'sends every device of every tenant: %j',
    async (words) => {
      const { code, stdout } = await run(words);

      expect([code, stdout]).toEqual([0, '2 devices are sent\n']);
      expect(server.taken.map(({ body }) => body.tenant_id).toSorted()).toEqual(['', '', 'acme', 'acme']);
      expect([...server.inventory.values()].map(({ status }) => status)).toEqual(['pending', 'pending']);
    },
  );

  test('sends the devices of one tenant, by either spelling', async () => {
    for (const option of ['--tenant-id', '--tenant_id'])
      expect((await run(['mender', 'resync', option, 'acme', '--json'])).stdout).toBe(
        '{"sent":1,"refused":0,"removed":0}\n',
      );
  });

  test('counts and sends nothing with --dry-run', async () => {
    expect((await run(['mender', 'resync', '--dry-run'])).stdout).toBe('2 devices would be sent\n');
    expect(server.seen).toEqual([]);
  });

  test('names the missing setting of the workflow server', async () => {
    const { code, stderr } = await run(['mender', 'resync'], { DEVICEAUTH_ORCHESTRATOR_ADDR: '' });

    expect(code).toBe(2);
    expect(stderr).toContain('DEVICEAUTH_ORCHESTRATOR_ADDR must name Mender’s workflow server');
  });
});
