import { describe, expect, test } from '@jest/globals';
import { faultOfUrl, kindOfAddress } from '../../src/domain/webhook-address.ts';

describe('kindOfAddress', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '169.253.0.1',
    '192.167.0.1',
  ])('%s is public', (address) => expect(kindOfAddress(address)).toBe('public'));

  test.each([
    ...[
      '127.0.0.1',
      '127.255.255.254',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.127.0.1',
    ],
    ...['169.254.169.254', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.19.0.1', '198.51.100.7', '203.0.113.7'],
    ...[
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd12:3456::1',
      'fec0::1',
      '2001:db8::1',
      '2001::1',
      '64:ff9b:1::1',
      '100::1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::FFFF:169.254.169.254', '0:0:0:0:0:ffff:c0a8:1'],
    ...['64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a00:1', '2002:7f00:1::', '2002:c0a8:101::1', '::127.0.0.1'],
  ])('%s is private', (address) => expect(kindOfAddress(address)).toBe('private'));

  test.each([
    '2606:4700:4700::1111',
    '2a00:1450::1',
    '64:ff9b::1.1.1.1',
    '::ffff:1.1.1.1',
    '2002:101:101::1',
    '2001:4860:4860::8888',
  ])('%s is public', (address) => expect(kindOfAddress(address)).toBe('public'));

  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '239.1.1.1',
    '255.255.255.255',
    '240.0.0.1',
    '::',
    'ff02::1',
    '::ffff:0.0.0.0',
    '::ffff:224.0.0.1',
  ])('%s is never a receiver’s', (address) => expect(kindOfAddress(address)).toBe('never'));

  test.each([
    'example.com',
    '1.2.3',
    '1.2.3.256',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '',
  ])('%s is no address', (text) => expect(kindOfAddress(text)).toBeUndefined());
});

describe('faultOfUrl', () => {
  test.each([
    'https://hooks.example.com/',
    'https://hooks.example.com:8443/a?b=c',
    'https://hooks.example.com:443/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
  ])('%s may be the address of a webhook', (url) => {
    expect(faultOfUrl(url, { allowsPrivate: false })).toBeUndefined();
  });

  test.each([
    ['http://hooks.example.com/', 'https'],
    ['ftp://hooks.example.com/', 'https'],
    ['javascript:alert(1)', 'https'],
    ['file:///etc/passwd', 'https'],
    ['https://', 'no address'],
    ['hooks.example.com', 'no address'],
    [`https://hooks.example.com/${'x'.repeat(2048)}`, 'no address'],
    ['https://anna@hooks.example.com/', 'user'],
    ['https://:secret@hooks.example.com/', 'user'],
    ['https://hooks.example.com/#part', 'fragment'],
    ['https://hooks.example.com:22/', 'port'],
    ['https://hooks.example.com:0/', 'port'],
    ['https://localhost/', 'private'],
    ['https://LOCALHOST./', 'private'],
    ['https://a.localhost/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://0x7f.1/', 'private'],
    ['https://017700000001/', 'private'],
    ['https://127.1/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:127.0.0.1]/', 'private'],
    ['https://[64:ff9b::7f00:1]/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://１２７.0.0.1/', 'private'],
    ['https://0/', 'private'],
  ])('%s may not: %s', (url, word) => {
    expect(faultOfUrl(url, { allowsPrivate: false })).toContain(word);
  });

  test.each(['http://127.0.0.1:80/', 'http://localhost:9/', 'https://10.0.0.1:22/', 'http://[fd00::1]:8080/'])(
    '%s may where private networks are allowed',
    (url) => expect(faultOfUrl(url, { allowsPrivate: true })).toBeUndefined(),
  );

  test.each([
    'ftp://127.0.0.1/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://[::]/',
    'http://a@127.0.0.1/',
    'http://127.0.0.1:0/',
  ])('%s may not, even where private networks are allowed', (url) =>
    expect(faultOfUrl(url, { allowsPrivate: true })).toBeDefined(),
  );
});
