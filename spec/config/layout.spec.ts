import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../src/config/settings.ts';
import { openUserIssuer } from '../support/app/users.ts';

const USERS = { DEVICEAUTH_USER_KEYS: openUserIssuer().publicKeyFile };

const listeners = (env: Readonly<Record<string, string>>) => {
  const { listen, internalListen, sharedListener } = readConfig({ ...USERS, ...env }).config;
  return { listen, internalListen, sharedListener };
};

describe('DEVICEAUTH_LAYOUT=mender', () => {
  test('is one listener on :8080', () => {
    const address = { host: '', port: 8080 };

    expect(listeners({ DEVICEAUTH_LAYOUT: 'mender' })).toEqual({
      listen: address,
      internalListen: address,
      sharedListener: true,
    });
  });

  test('follows DEVICEAUTH_LISTEN, and overrides the internal address that the image sets', () => {
    const address = { host: '', port: 9090 };

    expect(
      listeners({ DEVICEAUTH_LAYOUT: 'mender', DEVICEAUTH_LISTEN: ':9090', DEVICEAUTH_INTERNAL_LISTEN: ':8081' }),
    ).toEqual({ listen: address, internalListen: address, sharedListener: true });
  });

  test('is not the default', () => {
    expect(listeners({}).internalListen.port).toBe(8081);
    expect(() => listeners({ DEVICEAUTH_LISTEN: ':80', DEVICEAUTH_INTERNAL_LISTEN: ':80' })).toThrow(/one address/);
  });
});
