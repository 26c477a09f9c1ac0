// The installation's own tenant in paths (D17). Its id is the empty text; paths that need a text call it `default`.
import { BASE } from './routes.ts';

export const OWN_TENANT_SEGMENT = 'default';

const EMPTY_SEGMENT = new RegExp(`^(${BASE['internal-v1']}/tenants?)/(?=/)`);
const OWN_SEGMENT = new RegExp(`^(${BASE['internal-v1']}/tenants?/)${OWN_TENANT_SEGMENT}(?=/)`);

/** Puts `default` into the empty tenant segment of the internal API, which Express does not match. */
export const nameOwnTenant = (url: string): string => url.replace(EMPTY_SEGMENT, `$1/${OWN_TENANT_SEGMENT}`);

/** Returns the path as the caller sent it, for links. */
export const unnameOwnTenant = (url: string): string => url.replace(OWN_SEGMENT, '$1');
