import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBrokers } from '../../src/config/brokers.ts';

const GOOD = { name: 'mqtt', kind: 'rabbitmq', url: 'http://rabbit:15672/', credential_file: 'credential' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'devauth-brokers-'));
  writeFileSync(join(folder, 'credential'), 'ops:secret:with:colons\n');
  writeFileSync(join(folder, 'other'), 'no password');
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (content: unknown) => {
  const file = join(folder, 'brokers.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readBrokers(file);
};

test('without a file there are no brokers', async () => {
  expect(await readBrokers('')).toEqual([]);
});

test('a credential is read from its file beside the list, each time anew', async () => {
  const [broker] = await read([GOOD]);

  expect(broker).toMatchObject({ name: 'mqtt', kind: 'rabbitmq', url: 'http://rabbit:15672' });
  expect(await broker?.credential()).toBe('ops:secret:with:colons');
  writeFileSync(join(folder, 'credential'), 'ops:another');
  expect(await broker?.credential()).toBe('ops:another');
});

test('NATS has an address of its own kind', async () => {
  expect(await read([{ ...GOOD, kind: 'nats', url: 'nats://nats:4222' }])).toMatchObject([{ url: 'nats://nats:4222' }]);
});

test('a credential file that becomes endless later is refused when it is read', async () => {
  const file = join(folder, 'later');
  writeFileSync(file, 'ops:secret');
  const [broker] = await read([{ ...GOOD, credential_file: 'later' }]);
  rmSync(file);
  symlinkSync('/dev/zero', file);

  await expect(broker?.credential()).rejects.toThrow('more than 1 MiB');
});

describe('refused', () => {
  test.each<[string, unknown, string]>([
    ['a file that is not JSON', '[', 'not JSON'],
    ['a file that is no list', {}, 'expected array'],
    ['an unknown member', [{ ...GOOD, password: 'x' }], 'password'],
    ['an unknown kind', [{ ...GOOD, kind: 'kafka' }], '[0.kind]'],
    ['a password in the address', [{ ...GOOD, url: 'http://ops:secret@rabbit' }], 'without user'],
    ['another protocol', [{ ...GOOD, url: 'file:///etc/passwd' }], 'http or https'],
    ['an http address of NATS', [{ ...GOOD, kind: 'nats' }], 'of nats a nats address'],
    ['an address of NATS for another kind', [{ ...GOOD, url: 'nats://nats:4222' }], 'http or https'],
    ['one name twice', [GOOD, GOOD], 'two brokers have the name mqtt'],
    ['a credential that is not there', [{ ...GOOD, credential_file: 'none' }], 'ENOENT'],
    ['a credential that never ends', [{ ...GOOD, credential_file: '/dev/zero' }], 'more than 1 MiB'],
    ['a credential without a password', [{ ...GOOD, credential_file: 'other' }], 'user:password'],
  ])('%s', async (_, content, problem) => {
    await expect(read(content)).rejects.toThrow(problem);
  });
});
