// A device in the field: its own key, and auth requests with a signature over exactly the bytes that are sent.
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export type SimulatedKey = 'P-256' | 'P-384' | 'RSA' | 'RSA-1024' | 'Ed25519';

export interface SignedRequest {
  readonly body: Buffer;
  readonly signature: string;
}

export interface SimulatedDevice {
  readonly identity: Readonly<Record<string, unknown>>;
  readonly pubkey: string;
  readonly privateKey: KeyObject;
  /** Signed over exactly the returned body. */
  authRequest(more?: Readonly<Record<string, unknown>>): SignedRequest;
  sign(body: Uint8Array): string;
}

let made = 0;

export function simulateDevice(
  of: {
    readonly key?: SimulatedKey;
    readonly privateKey?: KeyObject;
    readonly identity?: Readonly<Record<string, unknown>>;
  } = {},
): SimulatedDevice {
  made += 1;
  const privateKey = of.privateKey ?? generate(of.key ?? 'P-256');
  const identity = of.identity ?? { mac: `02:00:00:00:${process.pid}:${made}` };
  const pubkey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  const signBody = (body: Uint8Array): string => signBytes(body, privateKey).toString('base64');
  return {
    identity,
    pubkey,
    privateKey,
    sign: signBody,
    authRequest: (more = {}) => {
      const body = Buffer.from(JSON.stringify({ id_data: JSON.stringify(identity), pubkey, ...more }));
      return { body, signature: signBody(body) };
    },
  };
}

const signBytes = (bytes: Uint8Array, key: KeyObject): Buffer =>
  sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key);

function generate(kind: SimulatedKey): KeyObject {
  switch (kind) {
    case 'RSA':
      return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'RSA-1024':
      return generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    case 'Ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      return generateKeyPairSync('ec', { namedCurve: kind }).privateKey;
  }
}
