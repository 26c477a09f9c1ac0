// Who calls: the tenant a request acts on, and under which name it stands in the feed. By the `security` of the document.
import type { IncomingMessage } from 'node:http';
import { OWN_TENANT, type TenantId } from '../domain/device.ts';
import { Refused } from '../domain/errors.ts';
import type { Users } from '../tokens/tokens.ts';

export interface Caller {
  readonly tenant: TenantId;
  /** `user:<sub>`, `internal`, `anyone`. */
  readonly actor: string;
}

export type Authenticate = (request: IncomingMessage) => Promise<Caller>;

/** For operations without a credential of their own: devices sign their body, the internal API is guarded by its listener. */
export const nobody = (actor: string): Authenticate => {
  const caller = { tenant: OWN_TENANT, actor };
  return () => Promise.resolve(caller);
};

/** A user of the management API (D12). */
export const user =
  (users: Users): Authenticate =>
  async (request) => {
    const { subject, tenant } = await users.read(bearerToken(request));
    return { tenant, actor: `user:${subject}` };
  };

/** The one form: a single Authorization header, `Bearer`, one space, the token. */
export function bearerToken(request: IncomingMessage): string {
  const headers = request.headersDistinct['authorization'] ?? [];
  const match = headers.length === 1 ? /^Bearer ([\w.~+/=-]+)$/i.exec(headers[0] ?? '') : null;
  if (match?.[1] === undefined) throw new Refused('caller_unknown', 'a Bearer token is needed');
  return match[1];
}
