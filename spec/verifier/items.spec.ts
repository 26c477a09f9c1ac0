import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRevoked, readItem, type RevocationItem } from '../../src/verifier/items.ts';

const NEVER = 9_999_999_999;
const claims = { jti: 't1', device: 'd1', tenant: 'acme', issuedAt: 100, expiresAt: NEVER, kid: 'k1' };

const refuses = (...items: readonly RevocationItem[]): boolean => {
  const revoked = createRevoked();
  items.forEach(revoked.apply);
  return revoked.refuses(claims);
};
const device = (before: number, of: { device?: string; tenant?: string } = {}): RevocationItem => ({
  kind: 'device',
  device: 'd1',
  tenant: 'acme',
  before,
  exp: NEVER,
  ...of,
});
const tenant = (before: number, name = 'acme'): RevocationItem => ({
  kind: 'tenant',
  tenant: name,
  before,
  exp: NEVER,
});

describe('an item', () => {
  test.each<readonly [string, RevocationItem, boolean]>([
    ['its own token', { kind: 'token', jti: 't1', exp: NEVER, device: 'd1', tenant: 'acme' }, true],
    ['another token', { kind: 'token', jti: 't2', exp: NEVER, device: 'd1', tenant: 'acme' }, false],
    ['its key', { kind: 'key', kid: 'k1', exp: NEVER }, true],
    ['another key', { kind: 'key', kid: 'k2', exp: NEVER }, false],
    ['its device at its second', device(100), true],
    ['its device before its second', device(99), false],
    ['the same device of another tenant', device(100, { tenant: '' }), false],
    ['its tenant at its second', tenant(100), true],
    ['its tenant before its second', tenant(99), false],
    ['another tenant', tenant(100, ''), false],
  ])('of %s: refused is %p', (_name, item, expected) => {
    expect(refuses(item)).toBe(expected);
  });

  test('counts items in any order: of two times for one device or tenant the later one', () => {
    const items = fc.array(
      fc.oneof(
        fc.nat(200).map((at) => device(at)),
        fc.nat(200).map((at) => tenant(at)),
      ),
    );

    fc.assert(
      fc.property(items, (list) => {
        expect(refuses(...list)).toBe(list.some((item) => 'before' in item && item.before >= claims.issuedAt));
      }),
    );
  });

  test('is forgotten once it has expired, and not before', () => {
    const revoked = createRevoked();
    revoked.apply({ kind: 'token', jti: 't1', exp: 50, device: 'd1', tenant: 'acme' });

    revoked.prune(49);
    const before = revoked.refuses(claims);
    revoked.prune(50);

    expect([before, revoked.refuses(claims), revoked.size()]).toEqual([true, false, 0]);
  });

  test.each([
    [{ kind: 'planet', exp: 1 }],
    [{ kind: 'token', exp: 1 }],
    [{ kind: 'device', device: 'd', tenant: '', exp: 1 }],
    [{ kind: 'token', jti: 't' }],
    [null],
    ['token'],
  ])('that cannot be read is an error: %p', (value) => {
    expect(() => readItem(value)).toThrow();
  });
});
