// Many readers of the revocation feed at once: each of them reads every revocation. `scripts/bench/revocations.mjs` measures 1,000 of them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { jtiOf } from '../../support/app/users.ts';
import { times } from '../../support/times.ts';
import { until } from '../../support/until.ts';

const READERS = times({ inCi: 150, here: 40 });
const REVOCATIONS = 12;
/** Bytes after which a stream is cut and continued by its last id: a reader is cut within events too. */
const CUT_AFTER = 700;

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const feedUrl = (): string => `${app.internalUrl}/api/internal/v1/devauth/revocations`;

interface Reader {
  readonly jtis: string[];
  end(): Promise<void>;
}

/** Reads the stream, cuts it after some bytes, and continues by the last id of a whole event. */
function openStream(cursor: string, cutAfter: number): Reader {
  const jtis: string[] = [];
  const stop = new AbortController();
  const read = async (last: string): Promise<string> => {
    const headers = { Accept: 'text/event-stream', 'Last-Event-ID': last };
    const { body } = await fetch(feedUrl(), { headers, signal: stop.signal });
    let [text, size] = ['', 0];
    let place = last;
    for await (const chunk of body ?? []) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      text += bytes.toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, jti] = /"jti":"([^"]+)"/.exec(event) ?? [];
        if (jti !== undefined) jtis.push(jti);
        place = /^id: (.*)$/m.exec(event)?.[1] ?? place;
      }
      if (size > cutAfter) break;
    }
    return place;
  };
  const run = async (): Promise<void> => {
    for (let place = cursor; !stop.signal.aborted;) place = await read(place);
  };
  const ended = run().catch(() => undefined);
  return { jtis, end: () => (stop.abort(), ended) };
}

function openDeltas(cursor: string): Reader {
  const jtis: string[] = [];
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    for (let place = cursor; !stop.signal.aborted;) {
      const { body } = await app.internal(`GET /revocations?cursor=${place}&wait=1`);
      for (const { jti } of body.items) jtis.push(jti);
      place = body.cursor;
    }
  };
  const ended = run().catch(() => undefined);
  return { jtis, end: () => (stop.abort(), ended) };
}

test('each reads every revocation in order: streams, streams that are cut, and deltas, also those that begin in between', async () => {
  const seens = [];
  for (let count = 0; count < REVOCATIONS; count += 1) seens.push(await app.accepted());
  const { cursor } = (await app.internal('GET /revocations')).body;
  const openSome = (): readonly Reader[] =>
    Array.from({ length: READERS / 2 }, (_, index) =>
      index % 3 === 0 ? openDeltas(cursor) : openStream(cursor, index % 3 === 1 ? CUT_AFTER : Infinity),
    );
  const readers = [...openSome()];

  for (const [index, { token }] of seens.entries()) {
    if (index === REVOCATIONS / 2) readers.push(...openSome());
    expect((await app.management(`DELETE /tokens/${jtiOf(token)}`)).status).toBe(204);
  }
  const expected = seens.map(({ token }) => jtiOf(token));
  await until('all have read all', () => readers.every(({ jtis }) => jtis.length >= expected.length));
  await Promise.all(readers.map((reader) => reader.end()));

  expect(readers.map(({ jtis }) => jtis)).toEqual(readers.map(() => expected));
});
