// Reads events of the management API and writes them.
import { z } from 'zod';
import { titleOfIdentity } from './device-view.ts';
import type { Column, Shape } from './output.ts';
import { shortPrint } from './show-text.ts';

const Event = z.looseObject({
  id: z.string(),
  ts: z.string(),
  type: z.string(),
  actor: z.string(),
  request_id: z.string(),
  reason: z.string().optional(),
  decision: z.string().optional(),
  device: z.string().optional(),
  identity: z.string().optional(),
  auth_set: z.string().optional(),
  fingerprint: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional(),
  limit: z.number().optional(),
  previous_limit: z.number().optional(),
  revoked: z.array(z.string()).optional(),
});

export type ListedEvent = z.infer<typeof Event>;

export const parseEvents = (body: unknown): readonly ListedEvent[] => z.array(Event).parse(body);

const SHORT: readonly Column<ListedEvent>[] = [
  { name: 'age', of: ({ ts }) => new Date(ts), isExtra: true },
  { name: 'what', of: ({ type }) => type },
  { name: 'device', of: (event) => titleOf(event), isText: true },
  { name: 'change', of: (event) => changeOf(event), isText: true },
  {
    name: 'key',
    of: ({ fingerprint }) => fingerprint,
    short: ({ fingerprint = '' }) => shortPrint(fingerprint),
    isExtra: true,
  },
  { name: 'who', of: ({ actor }) => actor, short: ({ actor }) => shortActor(actor), isText: true, isExtra: true },
  { name: 'reason', of: ({ reason }) => reason, isText: true, isExtra: true },
];

export const EVENT_SHAPE: Shape<ListedEvent> = {
  short: SHORT,
  whole: [
    { name: 'ts', of: ({ ts }) => new Date(ts) },
    { name: 'type', of: ({ type }) => type },
    { name: 'device', of: ({ device }) => device },
    { name: 'change', of: (event) => changeOf(event) },
    { name: 'fingerprint', of: ({ fingerprint }) => fingerprint },
    { name: 'actor', of: ({ actor }) => actor },
    { name: 'reason', of: ({ reason }) => reason },
    { name: 'request', of: ({ request_id: request }) => request },
  ],
  wide: [
    { name: 'decision', of: ({ decision }) => decision },
    { name: 'request', of: ({ request_id: request }) => request },
    { name: 'device id', of: ({ device }) => device },
    { name: 'auth set', of: ({ auth_set: set }) => set },
    { name: 'identity', of: ({ identity }) => identity },
    { name: 'event', of: ({ id }) => id },
  ],
  name: ({ id }) => id,
};

/** Returns the name of the device for people. */
function titleOf({ identity, device }: ListedEvent): string {
  const parsed: unknown = identity === undefined ? undefined : JSON.parse(identity);
  return typeof parsed === 'object' && parsed !== null ? titleOfIdentity({ ...parsed }) : (device ?? '');
}

function changeOf({ from, to, limit, previous_limit: previous, revoked, by }: ListedEvent): string {
  if (limit !== undefined) return previous === undefined ? String(limit) : `${previous} → ${limit}`;
  if (revoked !== undefined) return `${revoked.length} ${revoked.length === 1 ? 'token' : 'tokens'}`;
  if (from !== undefined && to !== undefined) return `${from} → ${to}`;
  return [to ?? from, by].filter((part) => part !== undefined).join(', ');
}

/** Returns the actor. The fingerprint of a device's key has a column of its own. */
const shortActor = (actor: string): string => (actor.startsWith('key:') ? 'the device' : actor);
