import { describe, expect, test } from '@jest/globals';
import { isPrivate, sourceOf } from '../../src/domain/source.ts';

const NONE = { has: () => false };
const TEN = { has: (address: string) => address.startsWith('10.') };

describe('sourceOf', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
  ])('the source of a request from %s is %s', (peer, source) => {
    expect(sourceOf(peer, undefined, NONE)).toBe(source);
  });

  test('two addresses of one /64 are one source', () => {
    expect(sourceOf('2001:db8::1', undefined, NONE)).toBe(sourceOf('2001:db8:0:0:ffff::9', undefined, NONE));
  });

  test('the header of a peer that is no trusted proxy is not believed', () => {
    expect(sourceOf('192.0.2.1', '198.51.100.7', TEN)).toBe('192.0.2.1');
  });

  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['203.0.113.9, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['203.0.113.9,2001:db8::1', '2001:db8:0:0::/64'],
    ['10.0.0.2', '10.0.0.1'],
    ['198.51.100.7, nonsense', '198.51.100.7'],
    ['', '10.0.0.1'],
    [undefined, '10.0.0.1'],
  ])('behind a trusted proxy it is the last address of the header that is not a proxy’s (%s)', (header, source) => {
    expect(sourceOf('10.0.0.1', header, TEN)).toBe(source);
  });
});

test.each([
  ['10.1.2.3', true],
  ['127.0.0.1', true],
  ['172.16.0.1', true],
  ['172.31.255.1', true],
  ['192.168.4.5', true],
  ['fd00:1:2:3::/64', true],
  ['0:0:0:0::/64', true],
  ['172.32.0.1', false],
  ['11.0.0.1', false],
  ['192.0.2.1', false],
  ['2001:db8:0:0::/64', false],
])('the source %s is of a private network: %s', (source, expected) => {
  expect(isPrivate(source)).toBe(expected);
});
