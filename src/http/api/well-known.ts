// Operations about the process: its public keys, its health, its metrics, and the API documents.
import { JWKS_MAX_AGE_SECONDS } from '../../domain/key-publication.ts';
import type { Tokens } from '../../tokens/tokens.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { docsFile, docsPage } from './openapi-page.ts';
import { UNAVAILABLE } from '../errors.ts';
import type { Handlers } from './operation.ts';
import type { operations } from './gen/well-known.gen.d.ts';

type Check = 'ok' | 'failed';

export interface Readiness {
  /** Answers within 2 s. */
  readonly store: Check;
  /** True if there is one to sign with. */
  readonly keys: Check;
  /** True if their keys are known. */
  readonly users: Check;
  /** True if the process is stopping. */
  readonly process: Check;
}

export interface WellKnownDeps {
  readonly tokens: Pick<Tokens, 'publicKeys'>;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Pick<Metrics, 'read' | 'contentType'>;
  /** Names of the API documents that the page shows. Empty if no page is served. */
  readonly documents: readonly string[];
}

export const wellKnown = ({ tokens, readiness, metrics, documents }: WellKnownDeps): Handlers<operations> => ({
  getJwks: () => ({
    status: 200,
    headers: { 'Cache-Control': `public, max-age=${JWKS_MAX_AGE_SECONDS}` },
    body: tokens.publicKeys(),
  }),

  livez: () => ({ status: 204 }),

  getMetrics: async () => ({ status: 200, type: metrics.contentType, body: await metrics.read() }),

  getDocs: () => ({ status: 200, type: 'text/html; charset=utf-8', body: docsPage(documents) }),

  getDocsFile: async ({ params }) => ({ status: 200, ...(await docsFile(params.file, documents)) }),

  readyz: async () => {
    const checks = await readiness();
    const ready = Object.values(checks).every((check) => check === 'ok');
    if (ready) return { status: 200, body: { status: 'ready', checks } };
    return { status: UNAVAILABLE, headers: { 'Retry-After': '1' }, body: { status: 'not ready', checks } };
  },
});
