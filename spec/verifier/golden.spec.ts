// The cases that every verifier replays, in any language: what the feed answers, in order, and what becomes of each token.
import { afterEach, describe, expect, test } from '@jest/globals';
import { createPrivateKey, sign } from 'node:crypto';
import { createVerifier } from '../../src/verifier/verifier.ts';
import { until } from '../support/until.ts';
import { golden, openScriptedFeed, type ScriptedFeed } from './scripted-feed.ts';

/** The published key of RFC 8037, appendix A. */
const D = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
const KEY = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: D, x: golden.jwks.keys[0].x }, format: 'jwk' });
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each(Object.entries(golden.tokens))(
  'the token %j has the claims of the file',
  (_name, { claims, header, jwt }) => {
    const text = `${encode(header ?? { alg: 'EdDSA', typ: 'JWT', kid: 'golden' })}.${encode(claims)}`;

    expect(jwt).toBe(`${text}.${sign(null, Buffer.from(text), KEY).toString('base64url')}`);
  },
);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Answers each request with the next answer. A failure at the end is repeated; after any other answer the requests wait. */
const openFeed = (answers: (typeof golden.cases)[number]['answers']): Promise<ScriptedFeed> =>
  openScriptedFeed((response, number) => {
    const last = answers.at(-1);
    const isDelta = answers.length === 1 && last?.body['full'] === false;
    const next = answers[number] ?? (last?.status === 200 && !isDelta && !isRefused(last.body) ? undefined : last);
    if (next !== undefined) response.writeHead(next.status).end(JSON.stringify(next.body));
  });

/** A verifier asks again after an answer that it cannot read. */
const isRefused = ({ generated_at: time, items, ...body }: Readonly<Record<string, unknown>>): boolean =>
  time === undefined ||
  body['next'] === undefined ||
  /"kind":"fleet"|"kind":"device"(?!.*"before")/.test(JSON.stringify(items));

describe('each case has its verdicts', () => {
  test.each(golden.cases.map((one) => [one.name, one] as const))('%s', async (_name, { answers, verdicts }) => {
    const feed = await openFeed(answers);
    cleanups.push(() => feed.close());
    const { issuer, audience, maxAgeMs } = golden;
    const opening = createVerifier({ ...feed, issuer, audience, maxAgeMs });
    await until('every answer was read', () => feed.asked.length > answers.length);
    const verifier = await opening;
    cleanups.push(() => verifier.close());

    const found: Record<string, string> = {};
    for (const [name, { jwt }] of Object.entries(golden.tokens)) {
      const verdict = await verifier.verify(jwt);
      found[name] = verdict.ok ? 'ok' : verdict.reason;
    }

    expect(found).toEqual(verdicts);
  });
});
