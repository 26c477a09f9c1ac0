// Names and bounds that several folders share: settings choose among them, and the code that uses them does not import the
// settings.

/** Types of device keys. P-224 and P-521 are admitted only if a setting names them. */
export const KEY_TYPES = ['RSA', 'P-224', 'P-256', 'P-384', 'P-521', 'Ed25519'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** The key rules without settings (D8). */
export const DEFAULT_KEY_RULES = { minRsaBits: 2048, types: ['RSA', 'P-256', 'P-384', 'Ed25519'] } as const;

/** The smallest RSA size that a setting may allow: old fleets have such keys. */
export const LOWEST_MIN_RSA_BITS = 1024;
export const MAX_RSA_BITS = 4096;

/** Algorithms of our own signing keys (D9). */
export const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/** Algorithms of users' and tenants' tokens (D12). `Ed25519` is the name that RFC 9864 gives to EdDSA on that curve. */
// prettier-ignore
export const VERIFICATION_ALGORITHMS = [
  'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519',
] as const;
export type VerificationAlgorithm = (typeof VERIFICATION_ALGORITHMS)[number];

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number] | 'silent';
