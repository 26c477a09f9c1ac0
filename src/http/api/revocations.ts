// The revocation feed: snapshot, delta, stream. The internal API returns all of it, the management API the part of the caller's
// tenant.
import { Readable } from 'node:stream';
import { Refused } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Revocations, Streamed } from '../../readers/revocations.ts';
import type { operations } from './gen/internal-v1.gen.d.ts';
import type { operations as managementOperations } from './gen/management-v2.gen.d.ts';
import type { Handlers, Request } from './operation.ts';

export interface RevocationsDeps {
  readonly revocations: Revocations;
  now(): Date;
}

const SECOND = 1000;

export const revocationFeed = (deps: RevocationsDeps): Pick<Handlers<operations>, 'getRevocations'> => ({
  getRevocations: (request) => read(deps, request, {}),
});

/**
 * The answer names the tenant: a verifier must refuse the tokens of every other tenant, because it does not learn of their
 * revocation.
 */
export const tenantRevocations = (deps: RevocationsDeps): Pick<Handlers<managementOperations>, 'getRevocations'> => ({
  getRevocations: (request) => read(deps, request, { tenant: request.caller.tenant }),
});

type Asked = Pick<Request<operations['getRevocations']>, 'query' | 'header' | 'answerType'>;

async function read<Of extends { readonly tenant?: TenantId }>(
  deps: RevocationsDeps,
  { query: { cursor, page, wait = 0 }, header, answerType }: Asked,
  of: Of,
) {
  const { revocations } = deps;
  if (answerType() === 'text/event-stream') {
    const items = await revocations.stream(cursorOf(header('last-event-id') ?? cursor), of.tenant);
    const headers = { 'X-Accel-Buffering': 'no' };
    const type = 'text/event-stream; charset=utf-8';
    return { status: 200 as const, headers, type, body: Readable.from(events(items)) };
  }
  const generated_at = Math.floor(deps.now().getTime() / SECOND);
  if (cursor === undefined) {
    const known = page === undefined ? header('if-none-match') : undefined;
    const newest = known === undefined ? undefined : tagOf(await revocations.newest());
    if (newest !== undefined && holdsTag(known, newest)) return { status: 304 as const, headers: { ETag: newest } };
    const { next = null, ...snapshot } = await revocations.snapshot(page, of.tenant);
    const headers = { ETag: tagOf(snapshot.cursor) };
    return { status: 200 as const, headers, body: { ...of, full: true, generated_at, ...snapshot, next } };
  }
  if (page !== undefined) throw new Refused('invalid_request', 'cursor and page cannot be used together');
  const delta = await revocations.delta(cursor, wait * SECOND, of.tenant);
  return { status: 200 as const, body: { ...of, full: false, generated_at, ...delta, next: null } };
}

const tagOf = (cursor: string): string => `"${cursor}"`;

/** Compares weakly (RFC 9110, section 13.1.2), because a proxy that compresses makes a tag weak. */
const holdsTag = (list: string | undefined, tag: string): boolean =>
  list?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag) === true;

function cursorOf(cursor: string | undefined): string {
  if (cursor === undefined) throw new Refused('invalid_request', 'a stream needs a cursor; take the snapshot first');
  return cursor;
}

async function* events(steps: AsyncIterable<Streamed>): AsyncGenerator<string> {
  for await (const step of steps) yield step === 'heartbeat' ? ':\n\n' : eventOf(step);
}

/** Returns one event. Without an id it does not change the reader's place; without data it only moves the place. */
function eventOf(step: Exclude<Streamed, 'heartbeat'>): string {
  const id = step.cursor === undefined ? '' : `id: ${step.cursor}\n`;
  const data = 'item' in step ? `data: ${JSON.stringify(step.item)}\n` : '';
  return `${id}${data}\n`;
}
