// The whole service with a workflow server. Its reports must reach inventory completely and in order in every state of the server.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { openWorkflowServer, type Mode, type WorkflowServer } from '../../support/app/workflow-server.ts';
import { openLogLines, type LogLine } from '../../support/log-lines.ts';
import { until } from '../../support/until.ts';

const RHYTHM = { leaseMs: 15_000, pollMs: 50, firstPauseMs: 5, longestPauseMs: 40, deliveryMs: 10_000, cursorMs: 20 };

let server: WorkflowServer;
let app: TestApp;
let lines: readonly LogLine[];

beforeEach(async () => {
  server = await openWorkflowServer();
  const opened = openLogLines();
  lines = opened.lines;
  app = await openApp(
    { DEVICEAUTH_ORCHESTRATOR_ADDR: server.address, DEVICEAUTH_ORCHESTRATOR_TIMEOUT: '1' },
    { readerRhythm: RHYTHM, log: opened.log },
  );
});
afterEach(async () => {
  server.be('well');
  await app.close();
  await server.stop();
});

const workflowsOf = ({ id }: Pick<Seen, 'id'>): readonly string[] =>
  server.taken.filter(({ body }) => JSON.stringify(body).includes(id)).map(({ workflow }) => workflow);

const statusesOf = ({ id }: Pick<Seen, 'id'>): readonly string[] =>
  server.taken.flatMap(({ body }) =>
    [...(body.devices ?? []), ...(body.device ? [body.device] : [])].some((device) => device.id === id)
      ? [body.device_status ?? body.status]
      : [],
  );

/** A report whose answer did not come in time is sent again, also if the server took it: the same status twice in a row counts once. */
const newStatusesOf = (device: Pick<Seen, 'id'>): readonly string[] =>
  statusesOf(device).filter((status, at, all) => status !== all[at - 1]);

/** Waits until every event is in the feed, and the reader has delivered it. */
const delivered = (): Promise<unknown> =>
  until('everything is delivered', async () => {
    const { stats } = app.service.store;
    if ((await stats.oldestUnsentEvent()) !== undefined) return false;
    const all = await stats.readers();
    return all.some(({ name, behind }) => name === 'workflows' && behind === 0);
  });

describe('a device’s life', () => {
  test('is reported step by step: pending, accepted, rejected, decommissioned, removed', async () => {
    const seen = await app.accepted();
    await until('it is provisioned', () => workflowsOf(seen).includes('provision_device'));
    await app.internal(`PATCH /tenants//devices/${seen.id}`, { body: { provisioned: true } });
    await app.setStatus(seen, 'rejected');
    await app.setStatus(seen, 'accepted');
    await until('it is accepted again', () => statusesOf(seen).length === 4);
    await app.management(`DELETE /devices/${seen.id}`);
    await until('it is decommissioned', () => workflowsOf(seen).includes('decommission_device'));
    await app.internal(`DELETE /tenants//devices/${seen.id}`);
    await delivered();

    expect(workflowsOf(seen).filter((workflow) => workflow !== 'update_device_inventory')).toEqual([
      'update_device_status',
      'provision_device',
      'update_device_status',
      'update_device_status',
      'decommission_device',
      'update_device_status',
    ]);
    expect(workflowsOf(seen)[0]).toBe('update_device_inventory');
    expect(statusesOf(seen)).toEqual(['pending', 'accepted', 'rejected', 'accepted', 'decommissioned']);
    expect(server.inventory.has(seen.id)).toBe(false);
  });

  test('has its check-in reported once on its day, with the first token', async () => {
    const seen = await app.accepted();
    for (let times = 0; times < 3; times += 1) await app.verify(seen.token);
    await app.service.deps.checkIns.flush();

    const isOf = ({ body }: { readonly body: { readonly scope?: string } }) => body.scope === 'system';
    await until('the check-in is told', () => server.taken.some(isOf));
    await delivered();

    expect(server.taken.filter(isOf)).toHaveLength(1);
    expect(server.inventory.get(seen.id)?.attributes['system/check_in_time']).toMatch(/^\d{4}-.*Z$/);
  });

  test('of one that was preauthorized and dismissed ends in inventory, too', async () => {
    const device = simulateDevice();
    await app.preauthorize(device);
    const { body } = await app.management('GET /devices');
    const id: string = body[0].id;
    await until('it is there', () => server.inventory.get(id)?.status === 'preauthorized');

    await app.management(`DELETE /devices/${id}/auth/${body[0].auth_sets[0].id}`);

    await until('it is gone', () => !server.inventory.has(id));
  });
});

describe('a workflow server', () => {
  const BREAK: readonly [string, (during: () => Promise<void>) => Promise<void>][] = [
    [
      'is down for a while',
      async (during) => {
        await server.stop();
        await during();
        await server.start();
      },
    ],
    ...(['held', 500, 503, 'garbage', 'cut', 302] as const).map(
      (mode: Mode) =>
        [
          `answers for a while: ${mode}`,
          async (during: () => Promise<void>) => {
            server.be(mode);
            await during();
            server.be('well');
          },
        ] as [string, (during: () => Promise<void>) => Promise<void>],
    ),
  ];

  test.each(BREAK)('that %s gets everything later, in order, and slows no command', async (_what, brokenDuring) => {
    const before = await app.pending();
    await until('it is there', () => server.inventory.get(before.id)?.status === 'pending');
    const devices: Seen[] = [];

    await brokenDuring(async () => {
      const began = performance.now();
      for (let count = 0; count < 4; count += 1) devices.push(await app.pending());
      await app.setStatus(before, 'accepted');
      for (const seen of devices.slice(0, 2)) await app.setStatus(seen, 'rejected');
      expect(performance.now() - began).toBeLessThan(5_000);
      await until('a call has failed', () => lines.some(({ message }) => message === 'reader_fails'));
    });
    await delivered();

    expect(newStatusesOf(before)).toEqual(['pending', 'accepted']);
    expect(devices.map(newStatusesOf)).toEqual([
      ['pending', 'rejected'],
      ['pending', 'rejected'],
      ['pending'],
      ['pending'],
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'reader_delivers_again', reader: 'workflows' }));
  });

  test.each([400, 404] as const)('that refuses one workflow with %i gets the others', async (status) => {
    server.be(status, 'provision_device');

    const seen = await app.accepted();
    await app.setStatus(seen, 'rejected');
    await delivered();

    expect(statusesOf(seen)).toEqual(['pending', 'rejected']);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'workflow_refused', workflow: 'provision_device', status }),
    );
  });

  test('that fails now and then ends with the inventory that the service has', async () => {
    const modes: readonly Mode[] = ['well', 'well', 500, 'cut', 'garbage', 'well'];
    const breaking = setInterval(() => server.be(modes[randomInt(modes.length)] ?? 'well'), 7);
    const devices = await Promise.all(Array.from({ length: 6 }, () => app.pending()));
    const statuses = ['accepted', 'rejected', 'pending'] as const;
    for (let step = 0; step < 40; step += 1) {
      const seen = devices[randomInt(devices.length)];
      if (seen !== undefined) await app.setStatus(seen, statuses[randomInt(statuses.length)] ?? 'accepted');
    }
    clearInterval(breaking);
    server.be('well');
    await delivered();

    const { body } = await app.management('GET /devices?per_page=500');
    const told = devices.map(({ id }) => server.inventory.get(id)?.status);
    const are = devices.map(({ id }) => body.find((device: { id: string }) => device.id === id).status);
    expect(told).toEqual(are);
  });
});

describe('the lag of the reader', () => {
  test('is in the metrics and in the diagnosis', async () => {
    server.be(500);
    await app.pending();
    await until('a call has failed', () => lines.some(({ message }) => message === 'reader_fails'));

    const metrics = (await app.on('internal', 'GET /metrics')).text;
    const { findings } = (await app.internal('GET /diagnosis')).body;

    expect(metrics).toMatch(/^devauth_reader_lag_events\{reader="workflows"\} [1-9]/m);
    expect(metrics).toMatch(
      /^devauth_workflow_calls_total\{workflow="update_device_inventory",result="failed"\} [1-9]/m,
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'readers', says: expect.stringMatching(/^workflows is \d+ events behind/) }),
    );
  });
});
