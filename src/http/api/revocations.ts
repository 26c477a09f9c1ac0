// The revocation feed in the internal API: snapshot, delta, stream.
import { Readable } from 'node:stream';
import { Refused } from '../../domain/errors.ts';
import type { Revocations, Streamed } from '../../readers/revocations.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface RevocationsDeps {
  readonly revocations: Revocations;
  now(): Date;
}

const SECOND = 1000;

export const revocationFeed = (deps: RevocationsDeps): Pick<Handlers<operations>, 'getRevocations'> => ({
  getRevocations: async ({ query: { cursor, page, wait = 0 }, header }) => {
    const { revocations } = deps;
    if (header('accept')?.includes('text/event-stream') === true) {
      const body = events(await revocations.stream(cursorOf(header('last-event-id') ?? cursor)));
      const headers = { 'X-Accel-Buffering': 'no' };
      return { status: 200, headers, type: 'text/event-stream; charset=utf-8', body: Readable.from(body) };
    }
    const generated_at = Math.floor(deps.now().getTime() / SECOND);
    if (cursor === undefined) {
      const { next = null, ...snapshot } = await revocations.snapshot(page);
      const headers = { ETag: `"${snapshot.cursor}"` };
      return { status: 200, headers, body: { full: true, generated_at, ...snapshot, next } };
    }
    if (page !== undefined) throw new Refused('invalid_request', 'cursor and page do not go together');
    const delta = await revocations.delta(cursor, wait * SECOND);
    return { status: 200, body: { full: false, generated_at, ...delta, next: null } };
  },
});

function cursorOf(cursor: string | undefined): string {
  if (cursor === undefined) throw new Refused('invalid_request', 'a stream needs a cursor; take the snapshot first');
  return cursor;
}

async function* events(items: AsyncIterable<Streamed>): AsyncGenerator<string> {
  for await (const streamed of items) {
    if (streamed === 'heartbeat') yield ':\n\n';
    else yield `id: ${streamed.cursor}\ndata: ${JSON.stringify(streamed.item)}\n\n`;
  }
}
