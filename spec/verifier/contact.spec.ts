// The verifier's contact under attack: a feed that lies, breaks off, or answers without end.
import { afterEach, expect, test } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createVerifier, type Verifier, type VerifierOptions } from '../../src/verifier/verifier.ts';
import { until } from '../support/until.ts';
import { golden, openScriptedFeed, type ScriptedFeed } from './scripted-feed.ts';

const MAX_AGE_MS = 2_500;
const TIME = 1_767_323_045;
const ITEM = { kind: 'token', jti: 't1', exp: TIME + 3600, device: 'd', tenant: '' };
const TOKEN = golden.tokens['device 1']?.jwt ?? '';
const OTHER = golden.tokens['device 1, a second later']?.jwt ?? '';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const bodyOf = (cursor: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ full: true, generated_at: TIME, cursor, items: [], next: null, ...more });

async function open(
  answer: (response: ServerResponse, number: number, query: URLSearchParams) => unknown,
  options: Partial<VerifierOptions> = {},
): Promise<{ readonly feed: ScriptedFeed; readonly verifier: Verifier }> {
  const feed = await openScriptedFeed(answer);
  cleanups.push(() => feed.close());
  const verifier = await createVerifier({ ...feed, maxAgeMs: MAX_AGE_MS, ...options });
  cleanups.push(() => verifier.close());
  return { feed, verifier };
}

const reasonOf = async (verifier: Verifier, token: string): Promise<string> => {
  const verdict = await verifier.verify(token);
  return verdict.ok ? 'ok' : verdict.reason;
};

const packed = gzipSync(bodyOf('c1'));
const bomb = gzipSync(Buffer.concat([Buffer.alloc(40 * 1024 * 1024, ' '), Buffer.from(bodyOf('c1'))]));
const GZIP = { 'Content-Encoding': 'gzip' };

const BAD_STARTS: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
  'a page of HTML': (response) => response.end('<html>'),
  nothing: (response) => response.end(),
  'a list': (response) => response.end('[]'),
  'an item that is null': (response) => response.end(bodyOf('c1', { items: [null] })),
  'a delta': (response) => response.end(bodyOf('c1', { full: false })),
  'a snapshot without an end': (response) => response.end(bodyOf('c1', { next: undefined })),
  'an answer from a cache': (response) => response.setHeader('Age', '7').end(bodyOf('c1')),
  'a time before 1970': (response) => response.end(bodyOf('c1', { generated_at: -1 })),
  'a time that is no number of seconds': (response) => response.end(bodyOf('c1', { generated_at: 1e308 })),
  204: (response) => response.writeHead(204).end(),
  410: (response) => response.writeHead(410).end('{}'),
  'a redirect': (response) => response.writeHead(302, { Location: '/jwks' }).end(),
  'half of a body': (response) =>
    response.writeHead(200, { 'Content-Length': 1000 }).write(bodyOf('c1'), () => response.destroy()),
  'gzip that breaks off': (response) => response.writeHead(200, GZIP).end(packed.subarray(0, -12)),
  'what is 40 MiB unpacked': (response) => response.writeHead(200, GZIP).end(bomb),
};

test('a verifier that starts is stale while the feed answers badly, and allows tokens once it answers well', async () => {
  const start = async (answer: (response: ServerResponse) => unknown): Promise<readonly string[]> => {
    let isWell = false;
    const { verifier } = await open((response, _number, query) => {
      if (!isWell) return answer(response);
      return query.has('cursor') ? undefined : response.end(bodyOf('c1', { items: [ITEM] }));
    });
    const before = [await reasonOf(verifier, TOKEN), await reasonOf(verifier, OTHER)];
    isWell = true;
    await until('it is in contact', () => !verifier.state.stale);
    return [...before, await reasonOf(verifier, TOKEN), await reasonOf(verifier, OTHER)];
  };

  const starts = await Promise.all(
    Object.entries(BAD_STARTS).map(async ([what, answer]) => [what, await start(answer)]),
  );

  expect(starts).toEqual(Object.keys(BAD_STARTS).map((what) => [what, ['stale', 'stale', 'revoked', 'ok']]));
});

const ENDLESS: Readonly<Record<string, (response: ServerResponse, query: URLSearchParams) => unknown>> = {
  '410 to each cursor: ok': (response, query) =>
    query.has('cursor') ? response.writeHead(410).end() : response.end(bodyOf('c1')),
  'nothing new at once, in place of waiting: ok': (response) => response.end(bodyOf('c1')),
  'the same page again: stale': (response) => response.end(bodyOf('c1', { next: 'p' })),
  'pages in a circle: stale': (response, query) =>
    response.end(bodyOf('c1', { next: query.get('page') === 'p' ? 'q' : 'p' })),
  '503: stale': (response) => response.writeHead(503).end(),
};

test('a feed that answers without end is not asked without end', async () => {
  const ask = async (answer: (typeof ENDLESS)[string]): Promise<readonly [string, number]> => {
    const { feed, verifier } = await open((response, _number, query) => answer(response, query));
    const before = feed.asked.length;
    const end = performance.now() + 1000;
    await until('a second is over', () => performance.now() > end);
    return [await reasonOf(verifier, TOKEN), feed.asked.length - before];
  };

  const feeds = await Promise.all(
    Object.entries(ENDLESS).map(async ([what, answer]) => ({ what, asked: await ask(answer) })),
  );

  for (const { what, asked } of feeds)
    expect(`${what.split(':')[0]}: ${asked[0]}, ${asked[1] < 12 ? 'few' : asked[1]} requests`).toBe(
      `${what}, few requests`,
    );
});

test('a clock of the service that goes back makes the verifier read everything again', async () => {
  const { feed, verifier } = await open((response, number, query) => {
    if (number === 0) return response.end(bodyOf('c1', { generated_at: TIME + 86_400 }));
    if (number === 1) return response.end(bodyOf('c1', { full: false }));
    return query.has('cursor') ? undefined : response.end(bodyOf('c2', { items: [ITEM] }));
  });

  await until('it has read everything again', () => verifier.state.cursor === 'c2');

  expect(feed.asked.slice(0, 3).map(String)).toEqual(['', expect.stringContaining('cursor=c1'), '']);
  expect([await reasonOf(verifier, TOKEN), await reasonOf(verifier, OTHER)]).toEqual(['revoked', 'ok']);
});

test.each<readonly [string, (response: ServerResponse, query: URLSearchParams) => unknown]>([
  ['the same answers again and again', (response) => response.setHeader('X-MEN-RequestID', 'a').end(bodyOf('c1'))],
  [
    'a part of a snapshot in place of a delta',
    (response, query) => response.end(bodyOf('c1', { next: query.has('cursor') ? 'p' : null })),
  ],
])('a cache that gives %s is no contact', async (_what, answer) => {
  const { verifier } = await open((response, _number, query) => answer(response, query));

  expect(await reasonOf(verifier, TOKEN)).toBe('ok');
  await until('it is stale', async () => (await reasonOf(verifier, TOKEN)) === 'stale');
});

test('a callback that fails does not end the contact', async () => {
  const { verifier } = await open(
    (response, number) => (number === 0 ? response.end(bodyOf('c1', { items: [ITEM] })) : undefined),
    {
      onRevoked: () => {
        throw new Error('of the app');
      },
    },
  );

  expect([await reasonOf(verifier, TOKEN), await reasonOf(verifier, OTHER)]).toEqual(['revoked', 'ok']);
});
