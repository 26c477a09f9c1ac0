// Texts that can never be the id of a tenant, because they are path segments of other APIs.
const RESERVED = ['management', 'devices', 'internal', 'default'];

/** Compared in lower case. */
export const isReserved = (tenant: string): boolean => RESERVED.includes(tenant.toLowerCase());
