// Authenticates callers with API keys, and all callers of the tenant devices API. Scopes are checked here, before any device is
// read.
import type { IncomingMessage } from 'node:http';
import { parseKey, type ParsedKey } from '../../domain/api-key.ts';
import { OWN_TENANT, tenantId, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import { suffices, userScopes } from '../../domain/scopes.ts';
import type { Deps } from '../../service/deps.ts';
import { authenticateMachine } from '../../service/api-keys/authenticate.ts';
import type { Users } from '../../tokens/tokens.ts';
import { basicPassword, bearerToken, type Asked, type Authenticate } from './callers.ts';
import { OWN_TENANT_SEGMENT } from '../own-tenant.ts';

type KeyDeps = Pick<Deps, 'apiKeys' | 'apiKeyUses' | 'wrongKeys' | 'now'>;

/** Authenticates a machine on the management API, within its scopes (D12). */
export const machine =
  (deps: KeyDeps): Authenticate =>
  async (request, { scopes }) => {
    const apiKey = await authenticateMachine(deps, readKey(deps, request), addressOf(request));
    if (!suffices(apiKey.scopes, scopes)) throw forbidden();
    const { id: subject, scopes: granted, expiresAt } = apiKey;
    const session = { kind: 'api_key', subject, scopes: granted, expiresAt } as const;
    return { tenant: apiKey.tenant, actor: `api-key:${apiKey.id}`, session };
  };

/** Authenticates a user of the tenant in the path, within the scopes of its token. */
export const tenantUser =
  (users: Users): Authenticate =>
  async (request, asked) => {
    const tenant = tenantOfPath(asked);
    const user = await users.read(bearerToken(request));
    if (user.tenant !== tenant || !suffices(userScopes(user.scopes), asked.scopes)) throw forbidden();
    return { tenant, actor: `user:${user.subject}` };
  };

/** Authenticates a machine of the tenant in the path, within its scopes, or a device that may connect; `connect` checks its key. */
export const tenantKey =
  (deps: KeyDeps): Authenticate =>
  async (request, asked) => {
    const tenant = tenantOfPath(asked);
    const key = readKey(deps, request);
    if (key.kind === 'ddk') {
      if (!suffices(DEVICE_SCOPES, asked.scopes)) throw forbidden();
      return { tenant, actor: `tenant-device:${key.id}`, key, isUnproven: true };
    }
    const apiKey = await authenticateMachine(deps, key, addressOf(request));
    if (apiKey.tenant !== tenant || !suffices(apiKey.scopes, asked.scopes)) throw forbidden();
    return { tenant, actor: `api-key:${apiKey.id}` };
  };

/** The scopes of a device with its own key. */
const DEVICE_SCOPES = ['Device.Connect'];

/** Returns the tenant of a path (D17). No token, key or device can have a reserved id. */
function tenantOfPath({ params }: Asked): TenantId {
  const name = String(params['tenantId']);
  return name === OWN_TENANT_SEGMENT ? OWN_TENANT : tenantId(name);
}

/**
 * Returns the key if the request has exactly one credential in one header. Refuses a text without the form and the check digits of
 * a key.
 */
function readKey({ wrongKeys }: KeyDeps, request: IncomingMessage): ParsedKey {
  const { 'x-api-key': keys = [], authorization } = request.headersDistinct;
  const [basic] = authorization?.length === 1 ? authorization.map(basicPassword) : [];
  const text = authorization === undefined ? keys[0] : (basic ?? bearerToken(request));
  const single = keys.length === (authorization === undefined ? 1 : 0);
  const key = single && text !== undefined ? parseKey(text) : undefined;
  if (key !== undefined) return key;
  const source = { from: addressOf(request), id: undefined };
  throw wrongKeys.refusal(source);
}

const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';

const forbidden = () => new Refused('caller_forbidden', 'forbidden');
