// The kinds of values of settings. Each reads a text of the environment, or returns what the value must be.
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { plainAddress } from '../domain/source.ts';
import { secretOf } from './secret.ts';

export interface Address {
  /** Empty for all interfaces. */
  readonly host: string;
  readonly port: number;
}

export const address = z
  .string()
  .regex(/^(\[[\da-f:.]+\]|[^\s:[\]]*):\d{1,5}$/i, 'must be host:port, [IPv6]:port or :port')
  .transform((value): Address => {
    const at = value.lastIndexOf(':');
    return { host: value.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(value.slice(at + 1)) };
  })
  .refine(({ port }) => port <= 65_535, 'must have a port of at most 65535');

export const text = z.string().min(1, 'must not be empty');
export const maybe = z.string();

export const maybeUrl = z
  .string()
  .refine((value) => value === '' || isPlainUrl(value), 'must be an http or https address without user and password');

function isPlainUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** Accepts the spellings that Mender's reader accepts. */
export const flag = z
  .string()
  .regex(/^(true|t|1|false|f|0)$/i, 'must be true or false')
  .transform((value) => /^[t1]/i.test(value));

/** Empty: not decided. */
export const maybeFlag = z
  .string()
  .regex(/^(true|t|1|false|f|0)?$/i, 'must be true or false')
  .transform((value) => (value === '' ? undefined : /^[t1]/i.test(value)));

export const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`);

export const choice = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.enum(names, `must be ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`);

/** Accepts an empty text, or one of at least that many bytes. */
export const secret = (minBytes: number) =>
  z
    .string()
    .refine((value) => value === '' || Buffer.byteLength(value) >= minBytes, `must have at least ${minBytes} bytes`)
    .transform(secretOf);

/** Reads host names without ports. There is no wildcard: a service that any name may reach need not listen on loopback. */
export const hostNames = list
  .refine(
    (names) => names.every((name) => /^([\w-]+\.)*[\w-]+$|^\[[\da-f:.]+\]$/i.test(name)),
    'must be host names, without ports',
  )
  .transform((names) => names.map((name) => name.toLowerCase()));

/** Reads networks such as 10.0.0.0/8 or fd00::/8. A bare address is a network of one address. */
export const networks = list.transform((items, context) => {
  const blocks = new BlockList();
  for (const item of items) {
    const [network = '', prefix, ...more] = item.split('/');
    const family = isIP(network);
    const bits = family === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
    if (family === 0 || more.length > 0 || !(length <= bits)) {
      context.addIssue({ code: 'custom', message: 'must be networks such as 10.0.0.0/8, separated by commas' });
      return z.NEVER;
    }
    blocks.addSubnet(network, length, family === 6 ? 'ipv6' : 'ipv4');
  }
  const isSet = items.length > 0;
  return { isSet, has: (peer: string) => isSet && hasPeer(blocks, peer) };
});

function hasPeer(blocks: BlockList, peer: string): boolean {
  const plain = plainAddress(peer);
  const family = isIP(plain);
  return family !== 0 && blocks.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
