import { describe, expect, test } from '@jest/globals';
import { defaultSettings, isHttpsAddress, readSettings } from '../../src/domain/device-types.ts';

const logoUrl = 'https://acme.example/logo.png';

describe('settings of a type', () => {
  test('are read when all are there and right', () => {
    expect(readSettings('CrewCheck', { logoUrl })).toEqual({ logoUrl });
  });

  test.each([{}, { logoUrl: 7 }, { logoUrl: 'http://acme.example' }, { logoUrl, colour: 'red' }, { logo: logoUrl }])(
    '%j is refused',
    (given) => {
      expect(() => readSettings('CrewCheck', given)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );

  test("are the installation's where a tenant has set none", () => {
    expect(defaultSettings('CrewCheck', { crewCheckLogoUrl: logoUrl })).toEqual({ logoUrl });
  });
});

describe('an https address', () => {
  test.each([logoUrl, 'https://a', 'https://[::1]:8443/x?y=z#f', 'https://xn--e1afmkfd.example/%20'])(
    'is %s',
    (text) => {
      expect(isHttpsAddress(text)).toBe(true);
    },
  );

  // T118
  test.each([
    'HTTPS://a.example',
    'http://a.example',
    'https:a.example',
    'https://',
    'https://user@a.example',
    'https://:pw@a.example',
    'https://a.example/ x',
    'https://a.example/\n',
    'https://a.example/\u0085',
    'https://a\\b',
    'javascript:alert(1)//https://a',
    `https://a.example/${'x'.repeat(2048)}`,
  ])('is not %j', (text) => {
    expect(isHttpsAddress(text)).toBe(false);
  });
});
