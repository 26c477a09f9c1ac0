// The cookie of a console session: neither scripts nor pages of other sites can read it, and each port of a machine has its own.
import { describe, expect, test } from '@jest/globals';
import { createSessionCookie } from '../../../src/http/console/session-cookie.ts';

const secure = createSessionCookie({ name: 'devauth', isSecure: true });
const local = createSessionCookie({ name: 'devauth', isSecure: false });

describe('createSessionCookie', () => {
  test('keeps the token from scripts, from other sites and from plain HTTP, for as long as the token lives', () => {
    expect(secure.set('a.b.c', { host: 'devauth.example', seconds: 3600.7 })).toBe(
      '__Host-devauth=a.b.c; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=3600',
    );
  });

  test('on the loopback has the port in its name and is for the console alone', () => {
    expect(local.set('a.b.c', { host: '127.0.0.1:8080', seconds: undefined })).toBe(
      'devauth-8080=a.b.c; Path=/console; HttpOnly; SameSite=Strict',
    );
    expect(local.read('devauth-9090=other; devauth-8080=a.b.c', '127.0.0.1:8080')).toBe('a.b.c');
  });

  test('holds a key of any characters', () => {
    const key = 'a key; with "all" sorts = of, characters %';
    const [pair] = local.set(key, { host: 'localhost', seconds: undefined }).split('; ');

    expect(local.read(pair, 'localhost')).toBe(key);
    expect(local.read('devauth-80=%E0', 'localhost')).toBeUndefined();
  });

  test('ends with the past', () => {
    expect(secure.clear('devauth.example')).toContain('=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0');
    expect(secure.set('a', { host: '', seconds: -5 })).toContain('Max-Age=0');
  });

  test.each([
    ['none', undefined],
    ['another name', 'devauth=a; xdevauth-80=b; __Host-devauth=c'],
    ['an empty one', 'devauth-80='],
    ['two of them', 'devauth-80=a; devauth-80=b'],
  ])('reads no token from %s', (_what, cookies) => {
    expect(local.read(cookies, 'localhost')).toBeUndefined();
  });
});
