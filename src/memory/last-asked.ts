// Remembers when waiting auth sets last asked; the record is up to half an hour behind.
import type { AuthSetId } from '../domain/ids.ts';
import { createBoundedMap } from './bounded-map.ts';

/** Remembers, on this node, when a waiting auth set last asked: such a request writes nothing (D1). */
export interface LastAsked {
  readonly note: (set: AuthSetId, at: Date) => void;
  /** `undefined` when this node does not remember it. */
  readonly lastSeen: (set: AuthSetId) => Date | undefined;
}

const MAX_REMEMBERED = 50_000;

export function createLastAsked(max = MAX_REMEMBERED): LastAsked {
  const asked = createBoundedMap<AuthSetId, Date>(max);
  return { note: asked.set, lastSeen: asked.get };
}
