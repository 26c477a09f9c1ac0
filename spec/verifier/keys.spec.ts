// The keys of a verifier: a JWKS that lacks them, that cannot be read, and that gets a new one.
import { afterEach, expect, test } from '@jest/globals';
import { createVerifier, type Verifier } from '../../src/verifier/verifier.ts';
import { until } from '../support/until.ts';
import { golden, openScriptedFeed } from './scripted-feed.ts';

const TOKEN = golden.tokens['device 1']?.jwt ?? '';
const OF_UNKNOWN_KEY = golden.tokens['of an unknown key']?.jwt ?? '';
const SNAPSHOT = { full: true, generated_at: 1_767_323_045, cursor: 'c1', items: [], next: null };
const OTHER_KEYS = { keys: [{ ...golden.jwks.keys[0], kid: 'another' }] };
/** The keys are read again for an unknown one after this time. */
const AGAIN_MS = 31_000;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Starts with those keys. `keys.answer` is what the JWKS answers from then on, and `keys.later` sets the clock forward. */
async function open(first: unknown, maxAgeMs = 600_000) {
  const keys = { later: 0, answer: (): Promise<Response> => Promise.resolve(Response.json(first)), asked: 0 };
  const feed = await openScriptedFeed((response, number) => number === 0 && response.end(JSON.stringify(SNAPSHOT)));
  const send: typeof fetch = async (input, init) => {
    if (input !== feed.jwksUrl) return fetch(input, init);
    keys.asked += 1;
    return keys.answer();
  };
  const verifier = await createVerifier({ ...feed, maxAgeMs, fetch: send, now: () => Date.now() + keys.later });
  cleanups.push(
    () => feed.close(),
    () => verifier.close(),
  );
  return { keys, verifier };
}

const reasonOf = async (verifier: Verifier, token: string): Promise<string> => {
  const verdict = await verifier.verify(token);
  return verdict.ok ? 'ok' : verdict.reason;
};

test('a token of a new key is good, also for those who ask while the keys are read again', async () => {
  const { keys, verifier } = await open(OTHER_KEYS);
  const before = [await reasonOf(verifier, TOKEN), keys.asked];
  keys.later = AGAIN_MS;
  keys.answer = () => Promise.resolve(Response.json(golden.jwks));

  const answers = await Promise.all([TOKEN, TOKEN, OF_UNKNOWN_KEY].map((token) => reasonOf(verifier, token)));

  expect(before).toEqual(['invalid', 1]);
  expect([answers, keys.asked]).toEqual([['ok', 'ok', 'invalid'], 2]);
});

test('while the keys cannot be read, a token of an unknown key gets no verdict, and one of a known key is good', async () => {
  const { keys, verifier } = await open(golden.jwks);
  keys.later = AGAIN_MS;
  keys.answer = () => Promise.resolve(new Response('of a proxy', { status: 502 }));

  const answers = [await reasonOf(verifier, OF_UNKNOWN_KEY), await reasonOf(verifier, OF_UNKNOWN_KEY)];
  const known = await reasonOf(verifier, TOKEN);
  const { asked } = keys;
  keys.answer = () => Promise.resolve(Response.json(golden.jwks));

  expect([answers, known, asked]).toEqual([['stale', 'stale'], 'ok', 2]);
  await until('the keys are read', async () => (await reasonOf(verifier, OF_UNKNOWN_KEY)) === 'invalid');
});

test.each([
  ['no key', { keys: [] }],
  ['only a private key', { keys: [{ ...golden.jwks.keys[0], d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' }] }],
  ['only a key for encryption', { keys: [{ ...golden.jwks.keys[0], alg: 'RSA-OAEP' }] }],
  ['a page of another service', { issuer: 'https://login.example' }],
])('a JWKS with %s is no contact, and the next good one is', async (_what, first) => {
  const { keys, verifier } = await open(first, 2_500);
  const before = [await reasonOf(verifier, TOKEN), verifier.state.problem];
  keys.answer = () => Promise.resolve(Response.json(golden.jwks));

  expect(before).toEqual(['stale', expect.stringContaining('the JWKS has no key')]);
  await until('it is in contact', async () => (await reasonOf(verifier, TOKEN)) === 'ok');
});
