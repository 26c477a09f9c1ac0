import { describe, expect, test } from '@jest/globals';
import { REVOCATION_TYPES, revocationsOf } from '../../src/domain/revocation.ts';
import type { EventBody } from '../../src/domain/event.ts';
import { issueToken } from '../../src/domain/token.ts';
import { deviceId, tenantId, tokenId } from '../../src/domain/ids.ts';
import { given } from '../support/stores/given.ts';

const TTL = 3600;
const [tenant, device] = [tenantId('acme'), deviceId('d1')];
const WRITTEN = given.time(5);
const written = WRITTEN.getTime() / 1000;
const jtis = [tokenId('t1'), tokenId('t2')];

const itemsOf = (body: EventBody) => revocationsOf(given.event({ tenant, device }, body), WRITTEN, TTL);
const issuedAt = (at: Date): number => {
  const rules = { ttlSeconds: TTL, maxPerAuthSet: 5, reusePercent: 50 };
  return issueToken(tokenId('t'), { id: device, tenant }, at, rules).issuedAt.getTime() / 1000;
};

describe('revocationsOf', () => {
  test.each(['tokens.revoked', 'tokens.superseded'] as const)(
    '%s refuses each of its tokens until it expires',
    (type) => {
      expect(itemsOf({ type, jtis, exp: 9 })).toEqual(
        jtis.map((jti) => ({ kind: 'token', jti, exp: 9, device, tenant })),
      );
      expect(itemsOf({ type, jtis })).toMatchObject([{ exp: written + TTL }, { exp: written + TTL }]);
    },
  );

  test.each(['device.removed', 'device.decommissioning'] as const)('%s refuses every token of the device', (type) => {
    expect(itemsOf({ type })).toEqual([{ kind: 'device', device, tenant, before: written, exp: written + TTL }]);
  });

  test('a purge refuses the tokens of every node, whose clock may be five seconds ahead', () => {
    const [item] = itemsOf({ type: 'tokens.purged' });
    const ahead = (seconds: number): number => issuedAt(new Date(WRITTEN.getTime() + seconds * 1000));

    expect(item).toMatchObject({ kind: 'tenant', tenant, exp: written + TTL });
    expect(ahead(5)).toBeLessThanOrEqual(item?.kind === 'tenant' ? item.before : 0);
    expect(ahead(6)).toBeGreaterThan(item?.kind === 'tenant' ? item.before : Infinity);
  });

  test('a signing key is refused when it is revoked, and in no other state', () => {
    expect(itemsOf({ type: 'signing_key.changed', kid: 'k', to: 'revoked' })).toEqual([
      { kind: 'key', kid: 'k', exp: written + TTL },
    ]);
    expect(itemsOf({ type: 'signing_key.changed', kid: 'k', to: 'retiring' })).toEqual([]);
  });

  test('everything else ends no token', () => {
    expect(itemsOf({ type: 'limit.changed', limit: 3 })).toEqual([]);
    expect(REVOCATION_TYPES).not.toContain('limit.changed');
  });
});
