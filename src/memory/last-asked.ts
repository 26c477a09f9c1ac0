// Remembers when pending auth sets last asked. The stored time is up to half an hour older.
import type { AuthSetId } from '../domain/ids.ts';
import { createBoundedMap } from './bounded-map.ts';

/** Remembers on this node when a pending auth set last asked. Such a request writes nothing (D1). */
export interface LastAsked {
  readonly note: (set: AuthSetId, at: Date) => void;
  /** `undefined` if this node does not remember it. */
  readonly lastSeen: (set: AuthSetId) => Date | undefined;
}

const MAX_REMEMBERED = 50_000;

export function createLastAsked(max = MAX_REMEMBERED): LastAsked {
  const asked = createBoundedMap<AuthSetId, Date>(max);
  return { note: asked.set, lastSeen: asked.get };
}
