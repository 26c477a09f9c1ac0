// Records changes of signing keys in the audit. The CLI changes keys, which are files (D9). Every node sees them, and the feed
// takes each change once.
import type { Event } from '../../domain/event.ts';
import { OWN_TENANT } from '../../domain/ids.ts';
import type { Feed } from '../../store/store.ts';
import type { Deps } from '../deps.ts';

export interface SigningKeyState {
  readonly kid: string;
  readonly state: string;
  readonly since: Date;
}

export type NoteSigningKeys = (keys: readonly SigningKeyState[]) => Promise<void>;

const DAY_MS = 86_400_000;
/** An older change may have left the feed, which would then take it a second time. */
const NOTED_DAYS = 6;

/** Returns a function that appends the changes that this node has not seen before. */
export function createKeyNotes(
  deps: Pick<Deps, 'announce' | 'now'> & { readonly feed: Pick<Feed, 'append'> },
): NoteSigningKeys {
  const noted = new Set<string>();
  return async (keys) => {
    const oldest = deps.now().getTime() - NOTED_DAYS * DAY_MS;
    const events = keys
      .filter(({ since }) => since.getTime() > oldest)
      .map(eventFor)
      .filter(({ id }) => !noted.has(id));
    if (events.length === 0) return;
    await deps.feed.append(events);
    events.forEach(({ id }) => noted.add(id));
    deps.announce(events);
  };
}

const eventFor = ({ kid, state, since }: SigningKeyState): Event => ({
  id: `signing-key.${kid}.${state}.${since.getTime()}`,
  type: 'signing_key.changed',
  kid,
  to: state,
  tenant: OWN_TENANT,
  at: since,
  origin: { actor: 'system', requestId: 'signing-keys' },
});
