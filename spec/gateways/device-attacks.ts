// Attacks by a device with a good token, which tries to be another one.
import { IDENTITY } from './identity.ts';
import { PATHS, bearer, get, line, type Attack } from './attacks.ts';

const smuggled = line('GET /smuggled HTTP/1.1', 'Host: localhost', 'X-MEN-Device-Id: acme', 'X-MEN-Tenant-Id: acme');
const withBody = (token: string, headers: readonly string[], body: string): string =>
  line('POST /logs HTTP/1.1', 'Host: localhost', bearer(token), ...headers) + body;
const chunked = (body: string): string => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** The identity of another one, in spellings that some framework reads as the same name. */
const SPELLINGS = [
  'X-MEN-Tenant-Id : acme',
  'X-MEN-Tenant-Id\t: acme',
  ' X-MEN-Tenant-Id: acme',
  'X-Other: a\r\n X-MEN-Tenant-Id: acme',
  'X-Other: a\r\n\tX-MEN-Tenant-Id: acme',
  'X-Other: a\nX-MEN-Tenant-Id: acme',
  'X-Other: a\rX-MEN-Tenant-Id: acme',
  'X-MEN-Tenant-Id\0: acme',
  'X.MEN.Tenant.Id: acme',
  'X-MEN.Tenant-Id: acme',
  'X_MEN.Tenant_Id: acme',
  'X-MEN-Tenant Id: acme',
  'X-MEN-Tenant.Id: acme',
  'X-MEN-Token_Id: acme',
  'X-MEN-Auth.Set-Id: acme',
  'X.MEN-Auth-Set_Id: acme',
  'X-MEN-Token-Exp.: 1',
];

/** RFC 9110, section 5.6.2: what a header name may have beside letters and digits. */
const MARKS = "!#$%&'*+.^_`|~".split('');
const marked = (mark: string): readonly string[] =>
  IDENTITY.flatMap((name) => [
    `${name.replaceAll('-', mark)}: acme`,
    `${name.replace('-', mark)}: acme`,
    `${name.replace('X-MEN-', `X-MEN${mark}`)}: acme`,
    `${name.replace(/-(?=\w+$)/, mark)}: acme`,
  ]);

const UPGRADES = [
  ['h2c'],
  ['h2c, websocket'],
  ['websocket, h2c'],
  ['h2c', 'websocket'],
  ['websocket', 'h2c'],
  ['websocket/13'],
];

/** With a good token: what reaches the application has the identity of the token and no other. */
export const DEVICES: readonly Attack[] = [
  ...PATHS.map((path): Attack => [path, (token) => get(path, bearer(token))]),
  ...SPELLINGS.map((header): Attack => [JSON.stringify(header), (token) => get('/firmware', bearer(token), header)]),
  [
    'a spelling before the Host',
    (token) =>
      line('GET /firmware HTTP/1.1', ' X-MEN-Tenant-Id: acme', 'Host: localhost', bearer(token), 'Connection: close'),
  ],
  ...[
    'authorization',
    'x-men-requestid',
    'host',
    'content-length',
    'transfer-encoding',
    'x-men-tenant-id, keep-alive',
  ].map((name): Attack => [
    `Connection: ${name}`,
    (token) => withBody(token, [`Connection: close, ${name}`, `Content-Length: ${smuggled.length}`], smuggled),
  ]),
  [
    'two lines of Connection',
    (token) => get('/firmware', bearer(token), 'Connection: X-MEN-Tenant-Id', 'Connection: X-MEN-Device-Id'),
  ],
  [
    'Keep-Alive, TE and Trailer',
    (token) => get('/firmware', bearer(token), 'Keep-Alive: x', 'TE: trailers', 'Trailer: X-MEN-Tenant-Id'),
  ],
  [
    'trailers with an identity',
    (token) =>
      withBody(
        token,
        ['Transfer-Encoding: chunked', 'Trailer: X-MEN-Tenant-Id', 'Connection: close'],
        '1\r\na\r\n0\r\nX-MEN-Tenant-Id: acme\r\n\r\n',
      ),
  ],
  [
    'length and chunks',
    (token) =>
      withBody(token, [`Content-Length: ${5 + smuggled.length}`, 'Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`),
  ],
  [
    'chunks and a short length',
    (token) => withBody(token, ['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked(smuggled)),
  ],
  ...[
    'xchunked',
    'chunked, identity',
    'identity, chunked',
    'Chunked',
    ' chunked',
    '\tchunked',
    '\u000bchunked',
    'chunked\0',
    '"chunked"',
    'x\r\n chunked',
  ].map((coding): Attack => [
    `Transfer-Encoding: ${JSON.stringify(coding)}`,
    (token) => withBody(token, [`Transfer-Encoding:${coding}`, 'Content-Length: 5'], `0\r\n\r\n${smuggled}`),
  ]),
  [
    'a space behind Transfer-Encoding',
    (token) => withBody(token, ['Transfer-Encoding : chunked', 'Content-Length: 5'], `0\r\n\r\n${smuggled}`),
  ],
  [
    'Transfer_Encoding',
    (token) =>
      withBody(token, ['Transfer_Encoding: chunked', `Content-Length: ${5 + smuggled.length}`], `0\r\n\r\n${smuggled}`),
  ],
  [
    'two lines of Transfer-Encoding',
    (token) => withBody(token, ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], `0\r\n\r\n${smuggled}`),
  ],
  ...['+5', '5, 5', '0x5', '5 5', '-1', '99999999999999999999'].map((length): Attack => [
    `Content-Length: ${length}`,
    (token) => withBody(token, [`Content-Length: ${length}`], `hello${smuggled}`),
  ]),
  [
    'two lengths',
    (token) => withBody(token, ['Content-Length: 5', `Content-Length: ${5 + smuggled.length}`], `hello${smuggled}`),
  ],
  ['chunks that end in a line feed', (token) => withBody(token, ['Transfer-Encoding: chunked'], `0\n\n${smuggled}`)],
  ['a chunk size with a sign', (token) => withBody(token, ['Transfer-Encoding: chunked'], `+0\r\n\r\n${smuggled}`)],
  [
    'a chunk with an extension and a line feed',
    (token) => withBody(token, ['Transfer-Encoding: chunked'], `1;a\nb\r\nx\r\n0\r\n\r\n${smuggled}`),
  ],
  [
    'a head that ends in line feeds',
    (token) =>
      `GET /firmware HTTP/1.1\nHost: localhost\n${bearer(token)}\nX-MEN-Tenant-Id: acme\nConnection: close\n\n`,
  ],
  [
    'chunks in HTTP/1.0',
    (token) =>
      line(
        'POST /logs HTTP/1.0',
        'Host: localhost',
        bearer(token),
        'Transfer-Encoding: chunked',
        'Connection: keep-alive',
      ) + `0\r\n\r\n${smuggled}`,
  ],
  ['HTTP/1.0 without a Host', (token) => line('GET /firmware HTTP/1.0', bearer(token), 'X-MEN-Tenant-Id: acme')],
  [
    'a GET with a body',
    (token) =>
      line('GET /firmware HTTP/1.1', 'Host: localhost', bearer(token), `Content-Length: ${smuggled.length}`) + smuggled,
  ],
  [
    'a request behind it without a token',
    (token) => line('GET /firmware HTTP/1.1', 'Host: localhost', bearer(token)) + smuggled,
  ],
  ...MARKS.map((mark): Attack => [`dashes as ${mark}`, (token) => get('/firmware', bearer(token), ...marked(mark))]),
  ...UPGRADES.map((upgrades): Attack => [
    `an upgrade to ${upgrades.join(' and ')}`,
    (token) =>
      line(
        'GET /firmware HTTP/1.1',
        'Host: localhost',
        bearer(token),
        'Connection: Upgrade, HTTP2-Settings',
        ...upgrades.map((upgrade) => `Upgrade: ${upgrade}`),
        'HTTP2-Settings: AAMAAABkAAQAAP__',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ) + smuggled,
  ]),
  ...['devauth:8081', 'localhost:80', '/firmware'].map((target): Attack => [
    `CONNECT ${target}`,
    (token) => line(`CONNECT ${target} HTTP/1.1`, `Host: ${target}`, bearer(token)) + smuggled,
  ]),
  [
    'an upgrade to something else',
    (token) =>
      line('GET /firmware HTTP/1.1', 'Host: localhost', bearer(token), 'Connection: Upgrade', 'Upgrade: tcp') +
      smuggled,
  ],
  [
    'TRACE',
    (token) =>
      line('TRACE /firmware HTTP/1.1', 'Host: localhost', bearer(token), 'Max-Forwards: 0', 'Connection: close'),
  ],
  ['two tokens in one header', (token) => get('/firmware', `Authorization: Bearer ${token}, Bearer ${token}`)],
  ['a token with a tab', (token) => get('/firmware', `Authorization: Bearer\t${token}`)],
];
