import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createWorkflowClient, type CallWorkflow } from '../../../src/readers/workflows/client.ts';
import { openLogLines, type LogLine } from '../../support/log-lines.ts';
import { openWorkflowServer, type Mode, type WorkflowServer } from '../../support/app/workflow-server.ts';

const CALL = {
  workflow: 'decommission_device',
  body: { request_id: 'request-1', tenant_id: '', device_id: 'device-1' },
} as const;

let server: WorkflowServer;
let lines: readonly LogLine[];
let counted: string[];
let call: (signal?: AbortSignal) => ReturnType<CallWorkflow>;

beforeEach(async () => {
  server = await openWorkflowServer();
  const opened = openLogLines();
  lines = opened.lines;
  counted = [];
  const client = createWorkflowClient({
    address: server.address,
    timeoutMs: 1_000,
    log: opened.log,
    count: (...what) => counted.push(what.join(' ')),
  });
  call = (signal = new AbortController().signal) => client(CALL, signal);
});
afterEach(async () => {
  server.be('cut');
  await server.stop();
});

describe('a call to the workflow server', () => {
  test('is done when the server has the job', async () => {
    expect(await call()).toBe('done');

    expect(server.taken).toMatchObject([
      { ...CALL, headers: { 'x-men-requestid': 'request-1', 'content-type': 'application/json' } },
    ]);
    expect(counted).toEqual(['decommission_device done']);
  });

  test.each([400, 404] as const)('is passed over after a %i, with a line in the log', async (status) => {
    server.be(status);

    expect(await call()).toBe('passed');

    expect(lines).toMatchObject([
      { level: 'warn', message: 'workflow_refused', workflow: 'decommission_device', status, device: 'device-1' },
    ]);
    expect(counted).toEqual(['decommission_device passed']);
  });

  test.each<[Mode, RegExp]>([
    [500, /^decommission_device: the answer is 500$/],
    [503, /the answer is 503$/],
    [302, /the answer is 302$/],
    ['garbage', /^decommission_device: (?!fetch failed)./],
    ['cut', /^decommission_device: (?!fetch failed)./],
    ['held', /timeout/],
  ])('has failed when the server is %s', async (mode, problem) => {
    server.be(mode);

    await expect(call()).rejects.toThrow(problem);

    expect(counted).toEqual(['decommission_device failed']);
    expect(server.seen).toHaveLength(1);
  });

  test('uses one connection again and again', async () => {
    for (let times = 0; times < 3; times += 1) await call();

    expect(new Set(server.seen.map(({ port }) => port)).size).toBe(1);
  });

  test('is made once more, over a new connection, when the server has closed the one that was kept', async () => {
    await call();
    server.be('cut once');

    expect(await call()).toBe('done');

    expect(counted).toEqual(['decommission_device done', 'decommission_device done']);
    expect(server.seen).toHaveLength(3);
  });

  test('is not made if it was ended before', async () => {
    await expect(call(AbortSignal.abort())).rejects.toThrow();

    expect([server.seen, counted]).toEqual([[], []]);
  });

  test('has failed when nobody listens', async () => {
    await server.stop();

    await expect(call()).rejects.toThrow(/ECONNREFUSED/);
  });
});
