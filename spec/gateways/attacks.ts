// Attacks on a gateway. Each one is bytes on a connection of its own. For all of them: no request without a verified identity reaches the
// application, and the internal API is asked for nothing but verdicts.

/** `token`: of a good device, which an attack may use. */
export type Attack = readonly [name: string, bytes: (token: string) => string];

export const line = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
export const get = (path: string, ...headers: readonly string[]): string =>
  line(`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers);
export const bearer = (token: string): string => `Authorization: Bearer ${token}`;

const INTERNAL = '/api/internal/v1/devauth/tenants';

/** Paths that some program on the way may read as one of the internal listener. */
export const PATHS = [
  INTERNAL,
  '/api/internal',
  '/API/Internal/v1/devauth/tenants',
  '/api//internal/v1/devauth/tenants',
  '/api/./internal/v1/devauth/tenants',
  '/api/x/..;/internal/v1/devauth/tenants',
  '/..;/api/internal/v1/devauth/tenants',
  '/;/api/internal/v1/devauth/tenants',
  '/%2e%2e/api/internal/v1/devauth/tenants',
  '/api/%69nternal/v1/devauth/tenants',
  '/api%2finternal%2fv1%2fdevauth%2ftenants',
  '/api/internal%2fv1%2fdevauth%2ftenants',
  '/api\\internal\\v1\\devauth\\tenants',
  '/api/default/devices/../../internal/v1/devauth/tenants',
  '/api/default/devices/..;/..;/internal/v1/devauth/tenants',
  '/api/default/devices/%2e%2e/%2e%2e/internal/v1/devauth/tenants',
  '/api/default/devices/..%2f..%2finternal/v1/devauth/tenants',
  '/api/default/devices/%252e%252e/%252e%252e/internal/v1/devauth/tenants',
  '/api/internal/devices',
  '/api/INTERNAL/devices',
  '/api/internal;x/devices',
  '/api/%69nternal/devices',
  '/.well-known/../metrics',
  '/.well-known/%2e%2e/metrics',
  '/.well-known/..%2fmetrics',
  '/console/..;/metrics',
  '/livez/../metrics',
  '/metrics',
  '/metrics/',
  '//metrics',
  '/METRICS',
  '/metrics;x',
  '/metrics?x',
  '/metrics%00',
  '/readyz/',
  '/openapi',
  '/alive',
  '/_devauth_verify',
  '/@denied',
];

/** Targets and first lines that are no plain path. */
const TARGETS = [
  'GET http://devauth:8081/metrics HTTP/1.1',
  'GET http://localhost/metrics HTTP/1.1',
  'GET https://localhost/api/internal/v1/devauth/tenants HTTP/1.1',
  'GET http://localhost@devauth:8081/metrics HTTP/1.1',
  'GET @devauth:8081/metrics HTTP/1.1',
  'GET :8081/metrics HTTP/1.1',
  'GET metrics HTTP/1.1',
  'GET ?x HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'CONNECT devauth:8081 HTTP/1.1',
  'GET /metrics HTTP/1.0',
  'GET /metrics HTTP/0.9',
  'GET /metrics HTTP/2.0',
  'GET  /metrics  HTTP/1.1',
  'GET\t/metrics\tHTTP/1.1',
  'get /metrics HTTP/1.1',
  'PRI * HTTP/2.0',
  'GET /a\0b HTTP/1.1',
  'GET /a\u0001 HTTP/1.1',
  'GET /\u00ff\u00fe HTTP/1.1',
];

/** Headers that some program believes. */
const BELIEVED = [
  'X-Original-URI: /livez',
  'X-Original-URL: /livez',
  'X-Rewrite-URL: /livez',
  'X-Forwarded-Uri: /livez',
  'X-Forwarded-Prefix: /livez',
  'X-Forwarded-Host: devauth:8081',
  'X-Forwarded-For: 127.0.0.1',
  'X-Real-IP: 127.0.0.1',
  'Forwarded: for=127.0.0.1;host=devauth',
  'X-HTTP-Method-Override: GET',
  'X-Accel-Redirect: /_devauth_verify',
  'X-Envoy-Original-Path: /livez',
  'X-Envoy-Internal: true',
  'X-Envoy-Upstream-Alt-Stat-Name: x',
  'X-MEN-Device-Id: acme',
  'Proxy-Authorization: Basic YTpi',
  'Cookie: JWT=x',
  'Max-Forwards: 0',
];

/** Without a token: nothing of it reaches the application. */
export const STRANGERS: readonly Attack[] = [
  ...PATHS.map((path): Attack => [path, () => get(path)]),
  ...TARGETS.map((first): Attack => [first, () => line(first, 'Host: localhost', 'Connection: close')]),
  ...BELIEVED.map((header): Attack => [header, () => get('/firmware', header)]),
  ['no Host', () => line('GET /firmware HTTP/1.1', 'Connection: close')],
  ['two Hosts', () => line('GET /firmware HTTP/1.1', 'Host: localhost', 'Host: devauth:8081', 'Connection: close')],
  ['the Host of the service', () => line('GET /metrics HTTP/1.1', 'Host: devauth:8081', 'Connection: close')],
  ['a Host with a path', () => line('GET /firmware HTTP/1.1', 'Host: localhost/metrics', 'Connection: close')],
  ['TRACE', () => line('TRACE /firmware HTTP/1.1', 'Host: localhost', 'Connection: close')],
  [
    'a body that waits for 100',
    () =>
      line('POST /logs HTTP/1.1', 'Host: localhost', 'Content-Length: 5', 'Expect: 100-continue', 'Connection: close'),
  ],
  [
    'another request behind one that is let in',
    () => line('GET /livez HTTP/1.1', 'Host: localhost') + get('/firmware'),
  ],
  [
    'h2c',
    () =>
      line(
        'GET /livez HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
      ) + get('/metrics'),
  ],
  [
    'an upgrade on a path of the service',
    () =>
      line(
        'GET /livez HTTP/1.1',
        'Host: localhost',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ) + get('/metrics'),
  ],
  ['a target of 100 KiB', () => get(`/${'p'.repeat(100 * 1024)}`)],
  ['a header of 1 MiB', () => get('/firmware', `X-Large: ${'x'.repeat(1024 * 1024)}`)],
  ['5,000 headers', () => get('/firmware', ...Array.from({ length: 5000 }, (_, index) => `X-${index}: x`))],
];
