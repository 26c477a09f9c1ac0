// Reads one row of a list of devices, as strictly as the body of a single preauthorization.
import type { Identity } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { identityOf } from '../../domain/identity.ts';
import { isJsonObject, type JsonValue } from '../../domain/strict-json.ts';

export type ListedDevice =
  | { readonly identity: Identity; readonly pubkey: string }
  /** The fault and its member. Without a member, the row as a whole is wrong. */
  | { readonly error: string; readonly member?: string };

const MEMBERS = ['identity_data', 'pubkey'];
const MAX_NAME = 64;

export function readListedDevice(value: JsonValue | Refused): ListedDevice {
  if (value instanceof Refused) return { error: value.message };
  if (!isJsonObject(value)) return { error: 'the row is no JSON object' };
  const { identity_data, pubkey } = value;
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) return { member: unknown.slice(0, MAX_NAME), error: 'unknown member' };
  if (identity_data === undefined) return { member: 'identity_data', error: 'missing' };
  if (typeof pubkey !== 'string' || pubkey === '')
    return { member: 'pubkey', error: pubkey === undefined ? 'missing' : 'not a text that holds a key' };
  try {
    return { identity: identityOf(identity_data), pubkey };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { member: 'identity_data', error: error.message };
  }
}
