// Operations of the internal API about the installation: its signing keys and its tenants. Not part of Mender's API.
import { Refused } from '../../domain/errors.ts';
import { tenantId, type TenantId } from '../../domain/ids.ts';
import type { SigningAlgorithm } from '../../domain/names.ts';
import type { Deps } from '../../service/deps.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { components, operations } from './gen/internal-v1.gen.d.ts';
import { countOf, type LimitDeps } from './limit-view.ts';
import type { Handlers } from './operation.ts';

type SigningKeyJson = components['schemas']['SigningKey'];

export interface ListedKey {
  readonly kid: string;
  readonly state: SigningKeyJson['state'];
  readonly since: Date;
  readonly alg?: SigningAlgorithm;
}

export interface InstallationDeps extends LimitDeps, Pick<Deps, 'rules'> {
  /** Reads the signing keys of this node. */
  readonly listKeys: () => Promise<readonly ListedKey[]>;
}

type Ids = 'listSigningKeys' | 'listTenants';

const KIND = 'tenants';
const PER_PAGE = 20;
const SECOND = 1000;

export const installation = (deps: InstallationDeps): Pick<Handlers<operations>, Ids> => ({
  listSigningKeys: async () => {
    const keys = await deps.listKeys().catch((cause: unknown) => {
      throw new Refused('store_unavailable', 'the signing keys cannot be read', { cause });
    });
    return { status: 200, body: keys.map((key) => keyView(key, deps.rules.ttlSeconds)) };
  },

  listTenants: async ({ query: { limit = PER_PAGE, cursor = '' }, url }) => {
    const { items, more } = await deps.limits.list({
      limit,
      after: cursor === '' ? undefined : readCursor(KIND, cursor, readTenant),
    });
    const body: components['schemas']['Tenant'][] = [];
    // Reads one tenant after the other, so that a page of tenants loads the store no more than single requests do.
    for (const { tenant: id, ...room } of items)
      body.push({ id, ...room, pending: await countOf(deps, id, 'pending') });
    const last = items.at(-1);
    return { status: 200, headers: more && last ? nextLink(url, limit, last.tenant) : {}, body };
  },
});

const keyView = ({ kid, alg, state, since }: ListedKey, ttlSeconds: number): SigningKeyJson => ({
  kid,
  ...(alg && { alg }),
  state,
  since: since.toISOString(),
  ...(state === 'retiring' && {
    signs_until: since.toISOString(),
    verifies_until: new Date(since.getTime() + ttlSeconds * SECOND).toISOString(),
  }),
});

function nextLink(url: string, limit: number, last: TenantId): Readonly<Record<string, string>> {
  const parameters = new URLSearchParams({ cursor: writeCursor(KIND, `.${last}`), limit: String(limit) });
  return { Link: `<${url.split('?')[0] ?? ''}?${parameters.toString()}>; rel="next"` };
}

/** The dot distinguishes the installation's own tenant, whose id is empty, from no cursor. */
const readTenant = (text: string): TenantId | undefined => (text.startsWith('.') ? tenantId(text.slice(1)) : undefined);
