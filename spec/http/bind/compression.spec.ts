// Large answers are compressed if the caller accepts it, streams too, but no answer with a secret.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request, type IncomingMessage } from 'node:http';
import { createGunzip, gunzipSync } from 'node:zlib';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
  for (let made = 0; made < 3; made += 1) await app.preauthorize(simulateDevice());
});
afterAll(() => app.close());

interface Raw {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/** Asks without a library that decodes on its own. */
function ask(path: string, headers: Readonly<Record<string, string>>, method = 'GET', body?: string): Promise<Raw> {
  const credential = { Authorization: `Bearer ${app.users.token('')}`, 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const url = `${app.publicUrl}/api/management/v2/devauth${path}`;
    const sent = request(url, { method, headers: { ...credential, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

const GZIP = { 'Accept-Encoding': 'gzip, br' };

describe('a large answer', () => {
  test.each([['/devices'], ['/devices/export']])('of %s is compressed, and the same', async (path) => {
    const plain = await ask(path, {});
    const packed = await ask(path, GZIP);

    expect([packed.headers['content-encoding'], plain.headers['content-encoding']]).toEqual(['gzip', undefined]);
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(packed.headers.vary).toContain('Accept-Encoding');
    expect(plain.headers.vary).toContain('Accept-Encoding');
    expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
  });

  test.each([['identity'], ['gzip;q=0'], ['br'], ['gzip;q=0.5, identity']])(
    'is sent as it is to a caller that accepts %s',
    async (accepted) => {
      const { headers } = await ask('/devices', { 'Accept-Encoding': accepted });

      expect(headers['content-encoding']).toBeUndefined();
    },
  );
});

describe('an answer is not compressed', () => {
  test('below 1 kB', async () => {
    const { headers } = await ask('/devices?per_page=1', GZIP);

    expect(headers['content-encoding']).toBeUndefined();
  });

  test('with the text of an API key, however long', async () => {
    const body = JSON.stringify({ scopes: ['devices:read'], description: 'x'.repeat(256) });

    const { status, headers } = await ask('/api-keys', GZIP, 'POST', body);

    expect([status, headers['content-encoding']]).toEqual([201, undefined]);
    expect(headers.vary ?? '').not.toContain('Accept-Encoding');
  });

  test('with a refusal', async () => {
    const { status, headers } = await ask('/devices?page=0', GZIP);

    expect([status, headers['content-encoding']]).toEqual([400, undefined]);
  });
});

test('a compressed stream sends each piece when it is there', async () => {
  const url = `${app.publicUrl}/api/management/v2/devauth/devices/bulk`;
  const lines = 'application/x-ndjson';
  const sent = request(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${app.users.token('')}`, 'Content-Type': lines, Accept: lines, ...GZIP },
  });
  let text = '';
  sent.on('response', (answer) =>
    answer.pipe(createGunzip()).on('data', (chunk: Buffer) => (text += chunk.toString())),
  );

  sent.write('{"pubkey":1}\n');
  await until('the first row is answered', () => text.includes('"row":1'));
  sent.end('{"pubkey":1}\n');

  await until('the summary is there', () => text.includes('"rows":2'));
  expect(text).toContain('"row":2');
});
