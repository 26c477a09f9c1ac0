// A request that a hot path began and then gave to Express. It keeps its id, its account and its body.
import type { IncomingMessage } from 'node:http';
import type { Outcome } from './account.ts';

export interface Begun {
  readonly requestId: string;
  readonly outcome: Outcome;
  /** All bytes of the body. */
  readonly bytes: Buffer;
}

const known = new WeakMap<IncomingMessage, Begun>();

export const handOver = (request: IncomingMessage, begun: Begun): unknown => known.set(request, begun);

export const begunOf = (request: IncomingMessage): Begun | undefined => known.get(request);
