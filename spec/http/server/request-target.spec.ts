// Several programs read a target: the service reads an accepted target like all others, and refuses the rest.
import { describe, expect, test } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { createTargetCheck, originForm } from '../../../src/http/server/request-target.ts';

const hasOneReading = createTargetCheck('/verify');

describe('a target', () => {
  test.each([
    '/',
    '/devices',
    '/devices/',
    '/devices/a%20b',
    '/devices/%25',
    '/.well-known/jwks.json',
    '/devices/...',
    '/devices/..a',
    '/devices/a..',
    '/devices/;a',
    '/devices?next=/a/../b%2f\\//',
    '/devices#/../b',
    '/verify',
    '/verify//a',
    '/verify/a%2Fb',
    '/verify/a%5cb\\c',
    '/verify/a/../b',
    '/verify/./a',
    '/verify/a/b%2f..%2f%2e%2e/c',
    '/verify?../../x',
  ])('%j has one reading', (target) => {
    expect(hasOneReading(target)).toBe(true);
  });

  test.each([
    '/devices/.',
    '/devices/./a',
    '/devices/..',
    '/../devices',
    '/devices/%2e/a',
    '/devices/%2E%2e/a',
    '/devices/.%2e/a',
    '/devices/..;/a',
    '/devices/..;x=y/a',
    '/devices//a',
    '//devices',
    '/devices/a%2fb',
    '/devices/a%2Fb',
    '/devices/a%5cb',
    '/devices/a\\b',
    '/devices/..%2fa',
    '/devices\\..\\a',
    '/verify/../devices',
    '/verify/a%2f..%2f..%2fdevices',
    '/verify/..\\devices',
    '/verify%2fa',
    '/verify/%2e%2e%5cdevices',
    '/verify/a/../../devices',
    '/verify//../devices',
    '/verify/./../devices',
    '/verify/a/..;x/..;y/devices',
  ])('%j has more than one', (target) => {
    expect(hasOneReading(target)).toBe(false);
  });

  test('is decided on its own, independent of earlier requests', () => {
    expect([hasOneReading('/a'), hasOneReading('/a/../b'), hasOneReading('/a')]).toEqual([true, false, true]);
  });
});

describe('the origin form', () => {
  const of = (url: string, host: string | undefined): string => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request, { url, headers: { host } });
    return originForm(request);
  };

  test.each([
    ['http://localhost:8080/devices?a=b', '/devices?a=b'],
    ['HTTP://LOCALHOST:8080/devices', '/devices'],
    ['https://localhost:8080', '/'],
    ['http://localhost:8080?a=b', '/?a=b'],
    ['/devices', '/devices'],
  ])('of %s is %s where its authority is the host', (target, path) => {
    expect(of(target, 'localhost:8080')).toBe(path);
  });

  test.each([
    'http://elsewhere/devices',
    'http://localhost/devices',
    'http://localhost:8080@elsewhere/devices',
    'http://user@localhost:8080/devices',
    'http://localhost:8080\\@elsewhere/devices',
    'ftp://localhost:8080/devices',
    'http:///devices',
    '*',
    'localhost:8080',
  ])('of %s is no path, so that it is refused', (target) => {
    expect(of(target, 'localhost:8080').startsWith('/')).toBe(false);
  });

  test('is not guessed without a host', () => {
    expect(of('http://localhost/devices', undefined)).toBe('http://localhost/devices');
  });
});
