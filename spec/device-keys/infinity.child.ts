// A separate process for keys that end a process (T1). `admit` gives them to the port, `control` to OpenSSL without the port.
import { createPublicKey } from 'node:crypto';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { KEY_TYPES } from '../../src/domain/names.ts';
import { ec, pem } from './samples.ts';

const CURVES = {
  'P-224': '2b81040021',
  'P-256': '2a8648ce3d030107',
  'P-384': '2b81040022',
  'P-521': '2b81040023',
} as const;

const infinity = (curve: string) => ec(curve, Buffer.of(0));

if (process.argv[2] === 'control') {
  createPublicKey({ key: infinity(CURVES['P-256']), format: 'der', type: 'spki' }).export({ format: 'jwk' });
} else {
  const keys = createKeys({ minRsaBits: 2048, types: KEY_TYPES });
  for (const [name, curve] of Object.entries(CURVES)) {
    try {
      await keys.admit(pem(infinity(curve))).verify(Buffer.from('message'), Buffer.alloc(70));
      process.stdout.write(`${name} admitted\n`);
    } catch (error) {
      process.stdout.write(`${name} ${error instanceof Error ? error.message : 'thrown'}\n`);
    }
  }
}
