// What anyone who reaches the listener may ask: the keys that tokens verify under, and whether the service is well.
import type { Tokens } from '../tokens/tokens.ts';
import type { Handlers } from './operation.ts';
import type { operations } from './well-known.gen.d.ts';

/** Gateways keep the set this long; a new key is published longer than that before it signs (D9). */
export const JWKS_MAX_AGE_SECONDS = 300;

export interface Readiness {
  readonly store: 'ok' | 'failed';
  readonly keys: 'ok' | 'failed';
}

export interface WellKnownDeps {
  readonly tokens: Pick<Tokens, 'publicKeys'>;
  readonly readiness: () => Promise<Readiness>;
}

export const wellKnown = ({ tokens, readiness }: WellKnownDeps): Handlers<operations> => ({
  getJwks: () => ({
    status: 200,
    headers: { 'Cache-Control': `public, max-age=${JWKS_MAX_AGE_SECONDS}` },
    body: tokens.publicKeys(),
  }),

  livez: () => ({ status: 204 }),

  readyz: async () => {
    const checks = await readiness();
    const ready = Object.values(checks).every((check) => check === 'ok');
    if (ready) return { status: 200, body: { status: 'ready', checks } };
    return { status: 503, headers: { 'Retry-After': '1' }, body: { status: 'not ready', checks } };
  },
});
