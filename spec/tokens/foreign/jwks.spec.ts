import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { openJwks, type Jwks } from '../../../src/tokens/foreign/jwks.ts';
import { JwtUsers } from '../../../src/tokens/foreign/users.ts';
import { makeJwt, makePair, NOW, NOW_SECONDS, refusalOf, type KeyPair } from '../tools.ts';

const MINUTE = 60_000;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const opened: { close(): unknown }[] = [];
afterEach(() => opened.splice(0).forEach((thing) => thing.close()));

const first = makePair('ES256');
const second = makePair('EdDSA');

const jwk = ({ publicKey }: KeyPair, of: Readonly<Record<string, unknown>> = {}) => ({
  ...publicKey.export({ format: 'jwk' }),
  ...of,
});
const set =
  (...keys: readonly unknown[]): Answer =>
  (_, response) =>
    response.end(JSON.stringify({ keys }));

/** An issuer with an answer that can change, a clock that the spec moves, and listeners for both. */
async function makeIssuer(answer: Answer, timeoutMs?: number) {
  const issuer = {
    answer,
    requests: 0,
    problems: new Array<string>(),
    url: new URL('http://127.0.0.1'),
    nextRequest: () => new Promise<void>((resolve) => server.once('request', () => resolve())),
  };
  const server = createServer((request, response) => {
    issuer.requests += 1;
    issuer.answer(request, response);
  });
  issuer.url = await listen(server);
  const clock = makeClock();
  const report = (problem: string) => issuer.problems.push(problem);
  const open = async () => {
    const jwks = await openJwks({
      url: issuer.url,
      ...clock,
      report,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    opened.push(jwks);
    return jwks;
  };
  return { issuer, clock, open };
}

async function listen(server: Server): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened.push({ close: () => server.close(() => undefined).closeAllConnections() });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return new URL(`http://127.0.0.1:${address.port}/jwks.json`);
}

function makeClock() {
  let elapsed = 1_000_000;
  const works = new Set<{ readonly interval: number; readonly work: () => void; due: number }>();
  return {
    elapsedMs: () => elapsed,
    every: (interval: number, work: () => void) => {
      const entry = { interval, work, due: elapsed + interval };
      works.add(entry);
      return () => void works.delete(entry);
    },
    advance(ms: number) {
      elapsed += ms;
      for (const entry of works) {
        if (entry.due > elapsed) continue;
        entry.due = elapsed + entry.interval;
        entry.work();
      }
    },
    listeners: works,
  };
}

const kidsOf = async (jwks: Jwks) => (await jwks.findCandidates(undefined)).map(({ kid }) => kid);
/** Looks for an unknown key. Afterwards no fetch runs. */
const lookForUnknown = (jwks: Jwks) => jwks.findCandidates('unknown').catch(() => []);

describe('a key set behind an address', () => {
  test('verifies users by the kid they name, and without one', async () => {
    const { open } = await makeIssuer(
      set(jwk(first, { kid: 'a', use: 'sig' }), jwk(second, { kid: 'b', alg: 'EdDSA' })),
    );
    const users = new JwtUsers({
      sources: [await open()],
      issuer: undefined,
      audience: undefined,
      userClaim: '',
      tenantClaim: '',
      isDeviceKey: () => false,
      leewaySeconds: 60,
      now: () => NOW,
    });
    const claims = { sub: 'user-1', exp: NOW_SECONDS + 60 };

    expect(users.ready()).toBe(true);
    expect(await refusalOf(users.read(makeJwt(first, { alg: 'ES256', kid: 'a' }, claims)))).toBe('none');
    expect(await refusalOf(users.read(makeJwt(second, { alg: 'EdDSA' }, claims)))).toBe('none');
    expect(await refusalOf(users.read(makeJwt(second, { alg: 'EdDSA', kid: 'a' }, claims)))).toBe(
      'caller_unknown: unauthorized',
    );
    expect(await refusalOf(users.read(makeJwt(second, { alg: 'EdDSA', kid: 'c' }, claims)))).toBe(
      'caller_unknown: unauthorized',
    );
  });

  test('is fetched at start and every 10 minutes', async () => {
    const { issuer, clock, open } = await makeIssuer(set(jwk(first, { kid: 'a' })));
    const jwks = await open();
    expect(issuer.requests).toBe(1);

    issuer.answer = set(jwk(second, { kid: 'b' }));
    for (let minute = 1; minute < 10; minute += 1) clock.advance(MINUTE);
    expect(issuer.requests).toBe(1);
    expect(await kidsOf(jwks)).toEqual(['a']);

    const asked = issuer.nextRequest();
    clock.advance(MINUTE);
    await asked;
    await lookForUnknown(jwks);
    expect(issuer.requests).toBe(2);
    expect(await kidsOf(jwks)).toEqual(['b']);
  });

  test('is fetched again for a kid it does not know, at most every 30 seconds', async () => {
    const { issuer, clock, open } = await makeIssuer(set(jwk(first, { kid: 'a' })));
    const jwks = await open();
    issuer.answer = set(jwk(first, { kid: 'a' }), jwk(second, { kid: 'b' }));

    clock.advance(29_999);
    expect(await jwks.findCandidates('b')).toEqual([]);
    expect(issuer.requests).toBe(1);

    clock.advance(1);
    expect(await Promise.all([1, 2, 3].map(() => jwks.findCandidates('b')))).toEqual(
      [1, 2, 3].map(() => [expect.objectContaining({ kid: 'b' })]),
    );
    expect(issuer.requests).toBe(2);

    await Promise.all(Array.from({ length: 50 }, () => lookForUnknown(jwks)));
    expect(issuer.requests).toBe(2);
  });

  test('is not fetched again for a kid it knows', async () => {
    const { issuer, clock, open } = await makeIssuer(set(jwk(first, { kid: 'a' })));
    const jwks = await open();

    clock.advance(MINUTE);
    await jwks.findCandidates('a');
    await jwks.findCandidates(undefined);

    expect(issuer.requests).toBe(1);
  });

  test('that was never had is not ready, refuses to guess, and is asked for again', async () => {
    const { issuer, clock, open } = await makeIssuer((_, response) => response.writeHead(500).end());
    const jwks = await open();
    expect(jwks.isReady()).toBe(false);
    expect(await refusalOf(jwks.findCandidates('a'))).toBe('store_unavailable: the keys of users are not known yet');
    expect(issuer).toMatchObject({ requests: 1, problems: [`${issuer.url.href}: the answer is 500`] });

    issuer.answer = set(jwk(first, { kid: 'a' }));
    const asked = issuer.nextRequest();
    clock.advance(30_000);
    await asked;
    await lookForUnknown(jwks);

    expect(jwks.isReady()).toBe(true);
    expect(await kidsOf(jwks)).toEqual(['a']);
  });

  test('stays ready and in use while its address is down', async () => {
    const { issuer, clock, open } = await makeIssuer(set(jwk(first, { kid: 'a' })));
    const jwks = await open();

    issuer.answer = (request) => request.socket.destroy();
    for (let minute = 0; minute < 60; minute += 1) {
      clock.advance(MINUTE);
      await lookForUnknown(jwks);
    }

    expect(issuer.problems.length).toBeGreaterThan(10);
    expect(jwks.isReady()).toBe(true);
    expect(await kidsOf(jwks)).toEqual(['a']);
  });

  test.each<[string, Answer, string]>([
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'is 302'],
    ['204', (_, response) => response.writeHead(204).end(), 'is 204'],
    ['no JSON', (_, response) => response.end('<html>'), 'malformed'],
    ['names that stand twice', (_, response) => response.end('{"keys":[],"keys":[]}'), 'twice'],
    ['no keys', (_, response) => response.end('{}'), 'no set'],
    ['an empty set', set(), 'no key of the set'],
    ['only keys of no use', set({ kty: 'oct', k: 'AAAA' }), 'no key of the set'],
    ['too many keys', set(...Array.from({ length: 101 }, () => jwk(first))), 'no set'],
    ['invalid UTF-8', (_, response) => response.end(Buffer.from([0x22, 0xff, 0x22])), 'not valid'],
    ['more than 1 MiB', (_, response) => response.end(' '.repeat(1024 * 1024 + 1)), 'longer than 1 MiB'],
    ['endless text', (_, response) => pour(response), 'longer than 1 MiB'],
  ])('whose address answers %s keeps the last good one', async (_, answer, problem) => {
    const { issuer, clock, open } = await makeIssuer(set(jwk(first, { kid: 'a' })));
    const jwks = await open();

    issuer.answer = answer;
    clock.advance(10 * MINUTE);
    await lookForUnknown(jwks);

    expect(issuer.problems).toEqual([expect.stringContaining(problem)]);
    expect(issuer.requests).toBe(2);
    expect(await kidsOf(jwks)).toEqual(['a']);
  });

  test.each<[string, Answer]>([
    ['never answers', () => undefined],
    ['stops in the middle', (_, response) => response.write('{"keys":[')],
  ])('whose address %s is given up after the time-out', async (_, answer) => {
    const { issuer, open } = await makeIssuer(answer, 50);

    const jwks = await open();

    expect(jwks.isReady()).toBe(false);
    expect(issuer.problems).toEqual([expect.stringMatching(/timeout/)]);
  });

  test('asks for nothing more once it is closed', async () => {
    const { clock, open } = await makeIssuer(set(jwk(first)));
    const jwks = await open();

    jwks.close();

    expect(clock.listeners.size).toBe(0);
  });
});

function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, 0x20);
  const more = () => {
    if (!response.destroyed) response.write(chunk, more);
  };
  more();
}
