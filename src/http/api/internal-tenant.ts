// The tenant of a call of the internal API, and the caller's name in the feed (D17).
import { OWN_TENANT, tenantId, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Origin } from '../../domain/event.ts';
import { tenantFault } from '../../domain/tenant.ts';
import { OWN_TENANT_SEGMENT } from '../own-tenant.ts';
import type { Context } from './operation.ts';

/** Reads it from the path or the query. The empty text, or `default`, is the installation's own tenant. */
export function tenantOf(text: string): TenantId {
  if (text === OWN_TENANT_SEGMENT || text === '') return OWN_TENANT;
  const fault = tenantFault(text);
  if (fault !== undefined) throw new Refused('invalid_request', fault);
  return tenantId(text);
}

/**
 * Returns the origin of a command. A caller may name the person or program that it acts for (`X-Devauth-Actor`). The name is not
 * verified, so the actor always begins with `internal`.
 */
export function originOf({ caller, requestId, header }: Pick<Context, 'caller' | 'requestId' | 'header'>): Origin {
  const claimed = header('x-devauth-actor');
  if (claimed === undefined) return { actor: caller.actor, requestId };
  if (!ACTOR.test(claimed))
    throw new Refused('invalid_request', 'X-Devauth-Actor must be 1 to 128 printable ASCII characters');
  return { actor: `${caller.actor}:${claimed}`, requestId };
}

const ACTOR = /^[!-~]([ -~]{0,126}[!-~])?$/;
