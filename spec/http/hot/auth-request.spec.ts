// An auth request in its plainest form is answered before Express. The answer, the log and the counts are the same on both paths.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { openLogLines } from '../../support/log-lines.ts';
import { exchange, head, open, type RawAnswer } from '../../support/raw-http.ts';
import { until } from '../../support/until.ts';

const PATH = '/api/devices/v1/authentication/auth_requests';
const REQUEST_ID = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';
/** The first is answered on the short path, the second on the long one. */
const WAYS = ['application/json', 'application/json; charset=utf-8'] as const;

const { log, lines } = openLogLines();
let app: TestApp;
let accepted: Seen;
beforeAll(async () => {
  app = await openApp({}, { log });
  accepted = await app.accepted();
});
afterAll(() => app.close());

interface Sent {
  readonly body: string | Buffer;
  readonly signature?: string;
}

const send = (type: string, { body, signature }: Sent): Promise<RawAnswer> =>
  exchange(
    app.publicUrl,
    head(
      `POST ${PATH}`,
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-MEN-RequestID: ${REQUEST_ID}`,
      ...(signature === undefined ? [] : [`X-MEN-Signature: ${signature}`]),
    ),
    body,
  );

/** Signed over exactly these bytes. */
const signed = (device: SimulatedDevice, body: string | Buffer): Sent => ({
  body,
  signature: device.sign(Buffer.from(body)),
});

const bodyOf = (device: SimulatedDevice, more = {}): string =>
  JSON.stringify({ id_data: JSON.stringify(device.identity), pubkey: device.pubkey, ...more });

/** Without the time, and without the parts that are new in each token. */
const shown = ({ status, headerLines, body }: RawAnswer): unknown => ({
  status,
  headers: headerLines.filter((line) => !/^Date:/i.test(line)).toSorted(),
  body: body.replace(/\.[\w-]+\.[\w-]+$/, ''),
});

describe('both ways', () => {
  const stranger = simulateDevice();
  const text = (of: object): string => JSON.stringify({ id_data: '{"sn":"1"}', pubkey: stranger.pubkey, ...of });

  test.each<[string, number, () => Sent]>([
    ['an accepted device', 200, () => signed(accepted.device, bodyOf(accepted.device))],
    [
      'a device with a tenant token',
      200,
      () => signed(accepted.device, bodyOf(accepted.device, { tenant_token: 'x' })),
    ],
    ['a device with a member that nobody knows', 200, () => signed(accepted.device, bodyOf(accepted.device, { x: 1 }))],
    ['a device that waits', 401, () => signed(stranger, bodyOf(stranger))],
    ['a wrong signature', 401, () => ({ body: bodyOf(stranger), signature: stranger.sign(Buffer.from('{}')) })],
    ['a signature that is not base64', 401, () => ({ body: bodyOf(stranger), signature: '!' })],
    ['no signature', 400, () => ({ body: bodyOf(stranger) })],
    ['no id_data', 400, () => signed(stranger, text({ id_data: undefined }))],
    ['id_data of null', 400, () => signed(stranger, text({ id_data: null }))],
    ['id_data that is no text', 400, () => signed(stranger, text({ id_data: { sn: 1 } }))],
    ['a pubkey that is no text', 400, () => signed(stranger, text({ pubkey: 1 }))],
    ['a tenant_token that is no text', 400, () => signed(stranger, text({ tenant_token: 1 }))],
    ['a pubkey that is not a key', 400, () => signed(stranger, text({ pubkey: 'x' }))],
    ['a body that is no object', 400, () => signed(stranger, '[]')],
    ['a body that is no JSON', 400, () => signed(stranger, '{')],
    ['a member that is there twice', 400, () => signed(stranger, '{"id_data":"{}","id_data":"{}"}')],
    ['a body that is no UTF-8', 400, () => signed(stranger, Buffer.from([0x7b, 0xff, 0x7d]))],
    ['a body that is too large', 413, () => signed(stranger, 'x'.repeat(65_537))],
  ])('%s is %d, with the same bytes and the same headers', async (_, status, of) => {
    const sent = of();

    const [short, long] = [await send(WAYS[0], sent), await send(WAYS[1], sent)];

    expect(short.status).toBe(status);
    expect(shown(short)).toEqual(shown(long));
  });

  test('are one route in the log and in the metrics, each request once', async () => {
    const counted = async (): Promise<number> => {
      const metrics = await (await fetch(`${app.internalUrl}/metrics`)).text();
      const counts = metrics.matchAll(
        new RegExp(`^http_request_duration_seconds_count{route="${PATH}".*} (\\d+)$`, 'gm'),
      );
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    };
    const before = [await counted(), lines.filter(({ route }) => route === PATH).length] as const;

    for (const type of WAYS) {
      await send(type, signed(accepted.device, bodyOf(accepted.device)));
      await send(type, signed(stranger, '[]'));
      await send(type, signed(stranger, bodyOf(stranger)));
    }

    await until('all are logged', () => lines.filter(({ route }) => route === PATH).length >= before[1] + 6);
    expect(await counted()).toBe(before[0] + 6);
    expect(lines.filter(({ route }) => route === PATH)).toHaveLength(before[1] + 6);
    expect(lines.filter(({ route }) => route === PATH).every(({ request_id: id }) => typeof id === 'string')).toBe(
      true,
    );
  });
});

describe('a body that got a token', () => {
  const answers = async (sent: Sent): Promise<readonly number[]> => {
    const statuses = [];
    for (const type of WAYS) statuses.push((await send(type, sent)).status);
    return statuses;
  };

  test('needs a good signature each time', async () => {
    const body = bodyOf(accepted.device);
    await send(WAYS[0], signed(accepted.device, body));

    expect(await answers({ body, signature: simulateDevice().sign(Buffer.from(body)) })).toEqual([401, 401]);
    expect(await answers({ body, signature: '!' })).toEqual([401, 401]);
    expect(await answers({ body })).toEqual([400, 400]);
    expect(await answers(signed(accepted.device, body))).toEqual([200, 200]);
  });

  test('gets none when its device is rejected, and one when it is accepted again', async () => {
    const seen = await app.accepted();
    const sent = signed(seen.device, bodyOf(seen.device));
    await send(WAYS[0], sent);

    await app.setStatus(seen, 'rejected');
    expect(await answers(sent)).toEqual([401, 401]);
    await app.setStatus(seen, 'accepted');
    expect(await answers(sent)).toEqual([200, 200]);
  });
});

test('a request whose body never ends is logged once when its connection ends', async () => {
  const socket = await open(app.publicUrl);
  const id = '6d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c12';
  socket.write(
    head(`POST ${PATH}`, `Content-Type: ${WAYS[0]}`, 'Content-Length: 100', `X-MEN-RequestID: ${id}`) + '{"id_data":',
  );
  await until('the request is read', () => socket.bytesWritten > 100);

  socket.resetAndDestroy();

  const line = await until('it is logged', () => lines.find(({ request_id: logged }) => logged === id));
  expect(line).toMatchObject({ route: PATH, complete: false });
});
