// Simulated devices and their requests.
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

const KEYS = {
  'RSA-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: () => generateKeyPairSync('ed25519'),
};

export const KINDS = Object.keys(KEYS);

const made = {};

/** The n-th key of its kind, the same in every installation, because an RSA key takes long to make. */
export const keyOf = (kind, number) => ((made[kind] ??= [])[number] ??= KEYS[kind]());

/** Returns a preauthorized device with that key that has asked for its token. */
export async function acceptedDevice(service, key) {
  const identity = { bench: randomUUID() };
  const list = preauthorization(service, identity, key);
  const preauthorized = await fetch(list.url, list);
  if (preauthorized.status !== list.status) throw new Error(`preauthorize answers ${preauthorized.status}`);
  const request = authRequest(service, identity, key);
  const answer = await fetch(request.url, request);
  if (answer.status !== 200) throw new Error(`an auth request answers ${answer.status}`);
  return { token: await answer.text(), request, identity, key };
}

export function preauthorization({ management, operator }, identity, key) {
  const headers = { ...operator, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ identity_data: identity, pubkey: pemOf(key) });
  return { url: `${management}/devices`, method: 'POST', headers, body, status: 201 };
}

/** `before`: a text in front of the key, which may have one (RFC 7468). */
export function authRequest({ open }, identity, key, before = '') {
  const body = JSON.stringify({ id_data: JSON.stringify(identity), pubkey: before + pemOf(key) });
  const digest = key.privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(body), key.privateKey).toString('base64');
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  return { url: `${open}/api/devices/v1/authentication/auth_requests`, method: 'POST', headers, body };
}

const pemOf = ({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' });
