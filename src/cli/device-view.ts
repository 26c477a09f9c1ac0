// Devices as the management API returns them. The members that the CLI reads are checked; every other member is kept.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Shape } from './output.ts';
import { jsonText, shortPrint } from './show-text.ts';

const AuthSet = z.looseObject({
  id: z.string(),
  status: z.string(),
  pubkey: z.string(),
  ts: z.string(),
  fingerprint: z.string().optional(),
  key_type: z.string().optional(),
});

const Device = z.looseObject({
  id: z.string(),
  status: z.string(),
  created_ts: z.string(),
  check_in_time: z.string().optional(),
  identity_data: z.record(z.string(), z.unknown()),
  auth_sets: z.array(AuthSet),
});

export type ListedDevice = z.infer<typeof Device>;
export type ListedAuthSet = z.infer<typeof AuthSet>;

export const parseDevice = (body: unknown): ListedDevice => Device.parse(body);
export const parseDevices = (body: unknown): readonly ListedDevice[] => z.array(Device).parse(body);

/** The columns of a list of devices. */
export const DEVICE_SHAPE: Shape<ListedDevice> = {
  short: [
    { name: 'device', of: (device) => titleOf(device), isText: true },
    { name: 'status', of: ({ status }) => status, isStatus: true },
    { name: 'key', of: keyOf, short: (device) => shortPrint(keyOf(device)), isExtra: true },
    { name: 'age', of: ({ created_ts: created }) => new Date(created), isExtra: true },
    { name: 'seen', of: (device) => seenOf(device) ?? 'never', isExtra: true },
    { name: 'identity', of: (device) => othersOf(device), isText: true, isExtra: true },
  ],
  whole: [
    { name: 'id', of: ({ id }) => id },
    { name: 'status', of: ({ status }) => status },
    { name: 'created', of: ({ created_ts: created }) => new Date(created) },
    { name: 'sets', of: ({ auth_sets: sets }) => sets.length },
    { name: 'identity', of: ({ identity_data: identity }) => jsonText(identity) },
  ],
  wide: [
    { name: 'id', of: ({ id }) => id },
    { name: 'keys', of: ({ auth_sets: sets }) => sets.map(printOf).join(' ') },
    {
      name: 'key types',
      of: ({ auth_sets: sets }) =>
        sets
          .map(({ key_type: type }) => type ?? '')
          .join(' ')
          .trim(),
    },
    { name: 'seen', of: (device) => seenOf(device) },
  ],
  name: ({ id }) => id,
};

/** Attributes by which people know a device, the most usual first. */
const TITLES = ['sn', 'serial', 'serial_number', 'name', 'hostname', 'mac', 'id'];

type Identity = ListedDevice['identity_data'];

const titleNameOf = (identity: Identity): string =>
  TITLES.find((name) => identity[name] !== undefined) ?? Object.keys(identity)[0] ?? '';

/** Returns the attribute by which people know the device. */
export const titleOfIdentity = (identity: Identity): string => textOf(identity[titleNameOf(identity)] ?? '');

export const titleOf = ({ identity_data: identity }: ListedDevice): string => titleOfIdentity(identity);

function othersOf(device: ListedDevice): string {
  const title = titleNameOf(device.identity_data);
  const others = Object.entries(device.identity_data).filter(([name]) => name !== title);
  return others.map(([name, value]) => `${name}=${textOf(value)}`).join(' ');
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const seenOf = ({ check_in_time: seen }: ListedDevice): Date | undefined =>
  seen === undefined ? undefined : new Date(seen);

/** Returns the fingerprint of the most important key: the pending one, else the accepted one. */
function keyOf({ auth_sets: sets }: ListedDevice): string {
  const pending = sets.filter(({ status }) => status === 'pending');
  const [first, ...more] = pending.length > 0 ? pending : sets;
  if (first === undefined) return 'none';
  return more.length === 0 ? printOf(first) : `${more.length + 1} keys`;
}

const PEM = /-----BEGIN PUBLIC KEY-----([\s\S]*?)-----END/;

/** Returns the SHA-256 of the key's DER, as `openssl pkey -pubin -outform der | sha256sum` prints it. */
export function printOf({ fingerprint, pubkey }: ListedAuthSet): string {
  if (fingerprint !== undefined) return fingerprint;
  const der = Buffer.from(PEM.exec(pubkey)?.[1] ?? '', 'base64');
  return createHash('sha256').update(der).digest('hex');
}
