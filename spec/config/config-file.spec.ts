import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWith } from '../../src/config/config-file.ts';

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'devauth-config-')), 'config.yaml');
  writeFileSync(file, text);
  return file;
}

describe('a file of settings', () => {
  test('has names in any spelling of Mender’s, comments and quotes', () => {
    const text = [
      '---',
      '# Mender’s own',
      'listen: :8080',
      'mongo: mongodb://mongo:27017 # the database',
      'server_priv_key_path: "/etc/a b.pem"',
      "jwt-issuer: 'Mender'",
      'rate_limits.auth.enable: false',
      '',
    ].join('\r\n');

    expect(environmentWith(fileWith(text), {})).toEqual({
      DEVICEAUTH_LISTEN: ':8080',
      DEVICEAUTH_MONGO: 'mongodb://mongo:27017',
      DEVICEAUTH_SERVER_PRIV_KEY_PATH: '/etc/a b.pem',
      DEVICEAUTH_JWT_ISSUER: 'Mender',
      DEVICEAUTH_RATE_LIMITS_AUTH_ENABLE: 'false',
    });
  });

  test('that never ends, or has more than 1 MiB, cannot be read', () => {
    for (const file of ['/dev/zero', fileWith(`#${' '.repeat(1024 * 1024)}`)])
      expect(() => environmentWith(file, {})).toThrow(`--config: ${file} cannot be read`);
  });

  test('gives way to the environment', () => {
    const env = environmentWith(fileWith('listen: :1\njwt_issuer: a'), { DEVICEAUTH_LISTEN: ':2' });

    expect(env).toEqual({ DEVICEAUTH_LISTEN: ':2', DEVICEAUTH_JWT_ISSUER: 'a' });
  });

  test.each(['rate_limits:', '  enable: true', 'a: [b]', 'a: {b: c}', 'a: &b c', 'a: |', 'nonsense', 'a: "b'])(
    'that is more than names and values is refused by its line: %s',
    (line) => {
      const file = fileWith(`listen: :1\n${line}\n`);

      expect(() => environmentWith(file, {})).toThrow(`--config: line 2 of ${file} is not “name: value”`);
    },
  );

  test('that cannot be read is refused', () => {
    expect(() => environmentWith('/nowhere/config.yaml', {})).toThrow('--config: /nowhere/config.yaml cannot be read');
  });

  test('may be absent', () => {
    const env = { DEVICEAUTH_LISTEN: ':1' };

    expect(environmentWith(undefined, env)).toBe(env);
  });
});
