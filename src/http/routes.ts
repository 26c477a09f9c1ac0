// Paths of the API documents that code outside their handlers needs. They are written only here; binding a document checks them.

/** The base path of each document. */
export const BASE = {
  'devices-v1': '/api/devices/v1/authentication',
  'management-v2': '/api/management/v2/devauth',
  'internal-v1': '/api/internal/v1/devauth',
  'tenant-devices': '/api',
  console: '/console',
  'well-known': '',
} as const;

export type DocumentStem = keyof typeof BASE;

export const AUTH_REQUESTS = `${BASE['devices-v1']}/auth_requests`;
/** Gateways add the path of their client's request after it. That part is not read. */
export const VERIFY = `${BASE['internal-v1']}/tokens/verify`;
export const CONNECT = `${BASE['tenant-devices']}/:tenantId/devices/:deviceId/connect`;

/** Routes that are counted separately or answered before Express, by document. */
export const KNOWN_ROUTES: Readonly<Record<DocumentStem, readonly string[]>> = {
  'devices-v1': [AUTH_REQUESTS],
  'management-v2': [],
  'internal-v1': [VERIFY],
  'tenant-devices': [CONNECT],
  console: [],
  'well-known': [],
};
