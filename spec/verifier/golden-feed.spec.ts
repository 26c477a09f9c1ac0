// The revocation feed byte by byte, as a client in another language reads it: the answers in spec/verifier/golden are to these events. The
// files are written by hand after api/internal-v1.yaml, and this spec holds the service to them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Event, EventBody } from '../../src/domain/event.ts';
import { deviceId, tenantId, tokenId } from '../../src/domain/ids.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { OperatedStore } from '../../src/store/stats.ts';
import { openApp, type TestApp } from '../support/app/app.ts';
import { given } from '../support/stores/given.ts';
import { exchange, head } from '../support/raw-http.ts';

/** 1767323045 in seconds. Events are written half a second later, one each second. */
const START = Date.parse('2026-01-02T03:04:05Z');
const HALF = 500;
const REQUEST_ID = '00000000-0000-4000-8000-000000000abc';

const [one, two, three] = [1, 2, 3].map((n) => deviceId(`00000000-0000-7000-8000-00000000000${n}`));
const jti = (n: number) => tokenId(`00000000-0000-4000-8000-00000000010${n}`);
const [own, acme] = [tenantId(''), tenantId('acme')];

/** Events 2 to 11 of the feed, of which the README has a table; the first one is about the signing key of the new installation. */
const EVENTS: readonly (readonly [Partial<Event> & Pick<Event, 'tenant'>, EventBody])[] = [
  [{ tenant: own }, { type: 'limit.changed', limit: 7 }],
  [
    { tenant: own, device: one! },
    { type: 'tokens.revoked', jtis: [jti(1)], exp: 1767400000 },
  ],
  [
    { tenant: acme, device: two! },
    { type: 'tokens.superseded', jtis: [jti(2), jti(3)], exp: 1767400001 },
  ],
  [
    { tenant: acme, device: two! },
    { type: 'tokens.revoked', jtis: [jti(4)] },
  ],
  [{ tenant: own, device: one! }, { type: 'device.decommissioning' }],
  [{ tenant: acme, device: three! }, { type: 'device.removed' }],
  [{ tenant: acme }, { type: 'tokens.purged' }],
  [{ tenant: own }, { type: 'signing_key.changed', kid: 'vGkJuTWbvZpKcQMiqgAlcNzpZr7sC4e3oUnPpRr1bQk', to: 'revoked' }],
  [{ tenant: own }, { type: 'signing_key.changed', kid: 'vGkJuTWbvZpKcQMiqgAlcNzpZr7sC4e3oUnPpRr1bQk', to: 'retired' }],
  [
    { tenant: own, device: one! },
    { type: 'tokens.revoked', jtis: [jti(5)], exp: 1767323055 },
  ],
];
const idOf = (position: number): string => `00000000-0000-7000-8000-0000000002${String(position).padStart(2, '0')}.0`;
const cursorOf = (position: number): string => Buffer.from(`${position} ${idOf(position)}`).toString('base64url');

let app: TestApp;
let store: OperatedStore;
let at = START + HALF;
beforeAll(async () => {
  store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1, now: () => new Date(at) });
  app = await openApp({ DEVICEAUTH_JWT_EXP_TIMEOUT: '604800' }, { store, now: () => new Date(at) });
  expect(await store.feed.head()).toBe(1);
  for (const [index, [of, body]] of EVENTS.entries()) {
    await store.feed.append([given.event({ id: idOf(index + 2), ...of }, body)]);
    at += 1000;
  }
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const golden = (file: string): string => readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8');

/** The answer with line feeds for the ends of header lines, without the lines that are about the connection and the time of day. */
async function answer(query: string, ...headers: readonly string[]): Promise<string> {
  const request = head(
    `GET /api/internal/v1/devauth/revocations${query}`,
    `X-MEN-RequestID: ${REQUEST_ID}`,
    ...headers,
  );
  const answered = exchange(app.internalUrl, request);
  if (headers.includes('Accept: text/event-stream')) setTimeout(() => app.service.stopping(), 300);
  const { status, headerLines, body } = await answered;
  const kept = headerLines.filter((line) =>
    /^(content-type|cache-control|etag|x-accel-buffering|x-men-requestid):/i.test(line),
  );
  const isChunked = headerLines.some((line) => /^transfer-encoding: chunked$/i.test(line));
  return [`HTTP/1.1 ${status}`, ...kept.toSorted(), '', isChunked ? unchunked(body) : body].join('\n');
}

function unchunked(body: string): string {
  const size = Number.parseInt(body, 16);
  if (!(size > 0)) return '';
  const from = body.indexOf('\r\n') + 2;
  return body.slice(from, from + size) + unchunked(body.slice(from + size + 2));
}

test.each([
  ['snapshot.http', ''],
  ['delta.http', `?cursor=${cursorOf(8)}`],
  ['delta-empty.http', `?cursor=${cursorOf(11)}&wait=1`],
  ['gone.http', `?cursor=${Buffer.from('11 another-feed.0').toString('base64url')}`],
])('%s', async (file, query) => {
  expect(await answer(query)).toBe(golden(file));
});

test('unchanged.http', async () => {
  expect(await answer('', `If-None-Match: "${cursorOf(11)}"`)).toBe(golden('unchanged.http'));
});

test('stream.http', async () => {
  const text = await answer('', 'Accept: text/event-stream', `Last-Event-ID: ${cursorOf(2)}`);

  expect(text.replace(/(?<=\n\n)(?::\n\n)+/g, ':\n\n')).toBe(golden('stream.http')); // how many heartbeats there are is a matter of time
});
