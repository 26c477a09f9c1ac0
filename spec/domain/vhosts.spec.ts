import { describe, expect, test } from '@jest/globals';
import { isVhostPattern, mayOpenVhost } from '../../src/domain/vhosts.ts';

describe('isVhostPattern', () => {
  test.each([
    ['/', true],
    ['{tenant}', true],
    ['mqtt-{tenant}', true],
    ['{device}', false],
    ['{tenant', false],
    ['a\nb', false],
    ['x'.repeat(256), false],
  ])('%j: %p', (text, is) => {
    expect(isVhostPattern(text)).toBe(is);
  });
});

describe('mayOpenVhost', () => {
  test.each([
    ['/', ['/'], true],
    ['', ['/'], false],
    ['acme', ['/'], false],
    ['acme', ['{tenant}'], true],
    ['Acme', ['{tenant}'], false],
    ['globex', ['{tenant}'], false],
    ['/', ['{tenant}'], false],
    ['mqtt-acme', ['/', 'mqtt-{tenant}'], true],
    ['mqtt-acme2', ['/', 'mqtt-{tenant}'], false],
  ])('%j of %j: %p', (vhost, patterns, may) => {
    expect(mayOpenVhost(vhost, patterns, 'acme')).toBe(may);
  });

  test('a tenant with a pattern of String.replace stays as it is', () => {
    expect(mayOpenVhost('$&', ['{tenant}'], '$&')).toBe(true);
    expect(mayOpenVhost('{tenant}', ['{tenant}'], '$&')).toBe(false);
  });
});
