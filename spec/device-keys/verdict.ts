// The answer of the port to a key, as one word or one reason.
import { Refused } from '../../src/domain/errors.ts';
import { createKeys } from '../../src/device-keys/device-key.ts';
import { DEFAULT_KEY_RULES } from '../../src/domain/names.ts';
import type { KeyRules } from '../../src/device-keys/key-rules.ts';
import { pem } from './samples.ts';

/** The reason for the refusal, or `admitted`. */
export function verdict(der: Buffer, rules: KeyRules = DEFAULT_KEY_RULES): string {
  try {
    createKeys(rules).admit(pem(der));
    return 'admitted';
  } catch (error) {
    if (error instanceof Refused) return error.message.replace('public key refused: ', '');
    throw error;
  }
}
