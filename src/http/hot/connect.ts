// Connects of tenant devices with their own keys, answered before Express (D10), because a fleet makes this call most often. Only
// requests of the plainest form are answered here. All others take the path through Express and get the same answers.
import type { IncomingMessage } from 'node:http';
import { parseKey, type ParsedKey } from '../../domain/api-key.ts';
import { OWN_TENANT, tenantDeviceId, type TenantDeviceId, tenantId, type TenantId } from '../../domain/ids.ts';
import { connect } from '../../service/tenant-devices/connect.ts';
import type { Deps } from '../../service/deps.ts';
import type { Account } from '../account.ts';
import { sendReply, type Refuse } from '../refuse.ts';
import { settle } from '../server/deadline.ts';
import { OWN_TENANT_SEGMENT } from '../own-tenant.ts';
import { BASE, CONNECT } from '../routes.ts';
import type { RequestCheck } from '../server/request-check.ts';
import { requestIdOf } from '../server/request-id.ts';
import type { HotPath } from '../server/listener.ts';

type ConnectDeps = Pick<Deps, 'tenantDevices' | 'tenantDeviceRules' | 'tenantDeviceUses' | 'wrongKeys' | 'now'> & {
  readonly account: Account;
  readonly refuse: Refuse;
  readonly check: RequestCheck;
};

export const connectHotPath =
  (deps: ConnectDeps): HotPath =>
  (request, response, deadline) => {
    const plain = plainConnect(request);
    if (plain === undefined) return false;
    const requestId = requestIdOf(request);
    const outcome = deps.account({ request, response, requestId, route: () => CONNECT });
    const common = { ...COMMON, 'X-MEN-RequestID': requestId };
    settle(deadline, () => answer(deps, request, plain), {
      done: (settings) => sendReply(response, common, { status: 200, headers: {}, body: { settings } }),
      failed: (error) => {
        const { reply, refused } = deps.refuse(error, { api: 'tenantDevices', requestId, route: CONNECT, deadline });
        outcome.refused = refused;
        sendReply(response, common, reply);
      },
    });
    return true;
  };

const PLAIN_PATH = new RegExp(`^${BASE['tenant-devices']}/([\\w-]{1,128})/devices/([\\w-]{1,128})/connect$`);
const PLAIN_ACCEPT: readonly unknown[] = [undefined, '*/*', 'application/json'];
const COMMON = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', Vary: 'Accept' };

interface PlainConnect {
  readonly tenant: TenantId;
  readonly device: TenantDeviceId;
  readonly key: ParsedKey;
}

/** True for the device's own key, a path with nothing to decode, no body, and no preference about the answer. */
function plainConnect({ method, url, headers }: IncomingMessage): PlainConnect | undefined {
  const [, tenant, device] = (method === 'POST' && PLAIN_PATH.exec(url ?? '')) || [];
  if (tenant === undefined || device === undefined) return undefined;
  const hasBody = (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
  if (hasBody || headers.authorization !== undefined || !PLAIN_ACCEPT.includes(headers.accept)) return undefined;
  const isOwn = tenant === OWN_TENANT_SEGMENT;
  const text = headers['x-api-key']; // two headers arrive joined and are not a valid key
  const key = typeof text === 'string' ? parseKey(text) : undefined;
  if (key?.kind !== 'ddk') return undefined;
  return { tenant: isOwn ? OWN_TENANT : tenantId(tenant), device: tenantDeviceId(device), key };
}

/** Async, so that an early refusal is handled like all others. */
async function answer(deps: ConnectDeps, request: IncomingMessage, plain: PlainConnect) {
  deps.check(request);
  return connect(deps, { ...plain, from: request.socket.remoteAddress ?? '' });
}
