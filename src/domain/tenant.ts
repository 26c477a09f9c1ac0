// Which texts can never be a tenant's id: they are path segments of the other APIs.
const RESERVED = ['management', 'devices', 'internal', 'default'];

/** Compared in lower case. */
export const isReserved = (tenant: string): boolean => RESERVED.includes(tenant.toLowerCase());
