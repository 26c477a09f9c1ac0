// The identity headers: how a client fakes them, and how an application reads them.
import type { Reached } from './application.ts';

export const IDENTITY = [
  'X-MEN-Device-Id',
  'X-MEN-Tenant-Id',
  'X-MEN-Token-Id',
  'X-MEN-Token-Exp',
  'X-MEN-Auth-Set-Id',
];

/** The ways in which a client sends its own identity headers. */
export const SPOOFS: readonly (readonly [way: string, lines: (name: string) => readonly string[]])[] = [
  ['plain', (name) => [`${name}: acme`]],
  ['in another case', (name) => [`${name.toUpperCase()}: acme`]],
  ['twice', (name) => [`${name}: acme`, `${name}: acme`]],
  ['empty', (name) => [`${name}:`]],
  ['with underscores', (name) => [`${name.replaceAll('-', '_')}: acme`]],
  ['with one underscore', (name) => [`${name.replace('-', '_')}: acme`]],
  ['named by Connection', (name) => [`Connection: ${name}`]],
  ['plain and named by Connection', (name) => [`${name}: acme`, `Connection: close, ${name}`]],
];

export type Identity = Readonly<Record<string, string>>;
/** Reads the identity headers like a framework that takes any mark for a dash. */
export const identityIn = (request: Reached): Identity =>
  Object.fromEntries(IDENTITY.map((name) => [name.toLowerCase(), valuesOf(request, name).join(' and ')]));

export const valuesOf = ({ headers }: Reached, wanted: string): readonly string[] =>
  headers.flatMap(([name, value]) =>
    name.toLowerCase().replaceAll(/[^a-z\d]/g, '-') === wanted.toLowerCase() ? [value] : [],
  );

export const manyHeaders = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `X-Extra-${index}: value`);

export const webSocket = (path: string, ...headers: readonly string[]): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '',
    '',
  ].join('\r\n');
