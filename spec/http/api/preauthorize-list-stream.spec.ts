// A list that arrives slowly, or whose caller disconnects: it is read and answered while it arrives.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { openTenants, type Fleet } from '../../support/app/fleet.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { open } from '../../support/raw-http.ts';
import { until } from '../../support/until.ts';

const tenants = openTenants();
let app: TestApp;
beforeAll(async () => {
  app = await openApp(tenants.settings, { bounds: { requestMs: 300, headersMs: 300, checkMs: 20 } });
});
afterAll(() => app.close());

const BULK = '/api/management/v2/devauth/devices/bulk';

interface Sending {
  readonly socket: Socket;
  readonly send: (text: string) => void;
  readonly end: () => void;
  /** Returns the answer so far. */
  readonly heard: () => string;
}

/** Begins to send a list as NDJSON in chunks. */
async function begin(fleet: Fleet): Promise<Sending> {
  const socket = await open(app.publicUrl);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => {});
  const headers = [
    `POST ${BULK} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${app.users.token(fleet.tenant)}`,
    'Content-Type: application/x-ndjson',
    'Accept: application/x-ndjson',
    'Transfer-Encoding: chunked',
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  const send = (piece: string): void => void socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
  return { socket, send, end: () => void socket.write('0\r\n\r\n'), heard: () => text };
}

const line = (device = simulateDevice()): string =>
  `${JSON.stringify({ identity_data: device.identity, pubkey: device.pubkey })}\n`;
const created = (text: string): number => text.split('"result":"created"').length - 1;
const deviceCount = async (fleet: Fleet): Promise<number> => (await fleet.management('GET /devices/count')).body.count;

describe('a list that arrives slowly', () => {
  test('is answered row by row, and may take longer than any other request', async () => {
    const { send, end, heard, socket } = await begin(tenants.fleet(app));

    send(line());
    await until('the first row is answered', () => created(heard()) === 1);
    const began = performance.now();
    await until('it has taken twice as long as a request may', () => {
      send('\n');
      return performance.now() - began > 600;
    });
    send(line());
    await until('the second row is answered', () => created(heard()) === 2);
    end();
    await until('the summary is there', () => heard().includes('"rows":2'));

    expect(heard()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test('holds up another list of its tenant, which is 429, and none of other tenants', async () => {
    const [fleet, other] = [tenants.fleet(app), tenants.fleet(app)];
    const { send, end, heard, socket } = await begin(fleet);
    send(line());
    await until('the list is under way', () => created(heard()) === 1);
    const list = { body: [] };

    const refused = await fleet.management('POST /devices/bulk', list);
    const decision = { status: 'accepted', from: 'pending', auth_sets: [{ device: 'x', auth_set: 'y' }] };
    const alsoRefused = await fleet.management('POST /devices/decisions', { body: decision });
    const others = await other.management('POST /devices/bulk', list);

    expect([refused.status, alsoRefused.status, others.status]).toEqual([429, 429, 200]);
    expect(refused.headers.get('retry-after')).toBe('1');
    end();
    await until('the summary is there', () => heard().includes('"rows":1'));
    expect((await fleet.management('POST /devices/bulk', list)).status).toBe(200);
    socket.destroy();
  });

  test('ends when its caller disconnects: finished rows stay done, and the next list may begin', async () => {
    const fleet = tenants.fleet(app);
    const { send, heard, socket } = await begin(fleet);
    send(line() + line());
    await until('two rows are answered', () => created(heard()) === 2);

    send(line().slice(0, 40));
    socket.destroy();

    await until('another list may come', async () => {
      return (await fleet.management('POST /devices/bulk', { body: [] })).status === 200;
    });
    expect(await deviceCount(fleet)).toBe(2);
  });

  test('that is malformed later stops there, and reports it in its last line', async () => {
    const { send, end, heard, socket } = await begin(tenants.fleet(app));
    send(line());
    await until('the first row is answered', () => created(heard()) === 1);

    send('nonsense\n');
    end();
    await until('the summary is there', () => heard().includes('"rows":2'));

    expect(heard()).toContain('"result":"invalid"');
    socket.destroy();
  });
});

describe('a caller that sends its whole list before it reads', () => {
  test('gets its answer: the service does not wait to be read', async () => {
    const { socket, send, heard } = await begin(tenants.fleet(app));
    socket.pause();
    const rows = 90_000; // the list and its results are more than sockets hold
    const row = `{"pubkey":"${'x'.repeat(280)}"}\n`;

    for (let sent = 0; sent < rows; sent += 1000) send(row.repeat(1000));
    await new Promise<void>((resolve) => socket.write('0\r\n\r\n', () => resolve()));
    socket.resume();

    await until('the summary is there', () => heard().includes(`"rows":${rows}`), 60_000);
    expect(heard()).toContain(`"invalid":${rows}`);
    socket.destroy();
  }, 90_000);
});
