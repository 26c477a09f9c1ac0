// Mutated keys, by the thousand, in a separate process (T2). Arguments: the number, and the seed that repeats them. Prints one line
// of JSON. Everything except a refusal ends the process, and so the test.
import { createPublicKey } from 'node:crypto';
import { Refused } from '../../src/domain/errors.ts';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { KEY_TYPES } from '../../src/domain/names.ts';
import type { DeviceKey } from '../../src/device-keys/keys.ts';
import { ec, pem, sample, SAMPLE_NAMES } from './samples.ts';

const [cases, seed] = process.argv.slice(2).map(Number);
if (cases === undefined || seed === undefined) throw new TypeError('fuzz.child <cases> <seed>');

const keys = createKeys({ minRsaBits: 2048, types: KEY_TYPES });
const random = randomNumbers(seed);
const seeds = [...SAMPLE_NAMES().map(sample), ec('2a8648ce3d030107', Buffer.of(0)), ec('2b81040022', Buffer.of(0))];
const tally = { cases, seed, admitted: 0, unlike: 0, slowestMs: 0, overFiftyMs: 0 };

for (let n = 0; n < cases; n += 1) {
  const text = mutant(n);
  const start = process.cpuUsage();
  const key = admitted(text);
  if (key !== undefined) {
    tally.admitted += 1;
    if (!bytesIn(key.pem).equals(bytesIn(text))) tally.unlike += 1;
    await use(key);
  }
  const { user, system } = process.cpuUsage(start);
  const tookMs = (user + system) / 1000;
  tally.slowestMs = Math.max(tally.slowestMs, Math.round(tookMs));
  if (tookMs > 50) tally.overFiftyMs += 1;
}
process.stdout.write(`${JSON.stringify(tally)}\n`);

function admitted(text: string): DeviceKey | undefined {
  try {
    return keys.admit(text);
  } catch (error) {
    if (error instanceof Refused && error.code === 'key_refused') return undefined;
    throw error;
  }
}

/** Uses an admitted key in all ways, as in the case that once ended the process. */
async function use(key: DeviceKey): Promise<void> {
  await key.verify(Buffer.from('message'), Buffer.alloc(64, 1));
  const opened = createPublicKey(key.pem);
  if (opened.asymmetricKeyDetails?.namedCurve !== 'secp224r1') opened.export({ format: 'jwk' });
}

/** Most mutations change the bytes; one in eight changes the text. */
function mutant(n: number): string {
  const der = seeds[n % seeds.length] ?? Buffer.alloc(0);
  if (below(8) === 0) return changed(Buffer.from(pem(der))).toString('latin1');

  let bytes: Buffer = Buffer.from(der);
  for (let changes = 1 + below(3); changes > 0; changes -= 1) bytes = changed(bytes);
  return pem(bytes);
}

function changed(bytes: Buffer): Buffer {
  const at = below(bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (below(6)) {
    case 0:
      return Buffer.concat([before, Buffer.of((bytes[at] ?? 0) ^ (1 << below(8))), after.subarray(1)]);
    case 1:
      return Buffer.concat([before, Buffer.of(below(256)), after]);
    case 2:
      return Buffer.concat([before, after.subarray(1 + below(4))]);
    case 3:
      return Buffer.concat([before, Buffer.of(below(256)), after.subarray(1)]);
    case 4:
      return lengthChanged(bytes);
    default:
      return Buffer.concat([bytes, Buffer.alloc(below(3))]);
  }
}

/** Sets a byte near the front, which may be the length of a tag, to a special value. */
function lengthChanged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const lengths = [0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xfe, 0xff];
  copy[1 + below(Math.min(40, copy.length))] = lengths[below(lengths.length)] ?? 0;
  return copy;
}

function bytesIn(text: string): Buffer {
  return Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
}

function below(limit: number): number {
  return Math.floor(random() * limit);
}

/** Mulberry32: a small generator with the same numbers everywhere. */
function randomNumbers(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
