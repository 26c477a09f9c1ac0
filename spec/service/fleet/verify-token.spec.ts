import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OWN_TENANT, tokenId } from '../../../src/domain/ids.ts';
import { decommission } from '../../../src/service/fleet/decommission.ts';
import { revokeToken } from '../../../src/service/fleet/revoke-token.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { accepted, ask, OPERATOR, outcomeOf, stored } from './tools.ts';

const SECOND = 1000;

describe('verifyToken', () => {
  let opened: TestDeps;
  beforeEach(async () => {
    opened = await openDeps({ orchestrated: true });
  });
  afterEach(() => opened.close());

  const verify = (token: string) => verifyToken(opened.deps, token);

  test('returns the claims of the token, and its auth set', async () => {
    const { token, device, authSet } = await accepted(opened);

    expect((await verify(token)).token).toEqual({
      jti: expect.stringMatching(/^[\da-f-]{36}$/),
      device,
      tenant: OWN_TENANT,
      authSet,
      issuedAt: new Date('2023-12-31T23:59:00Z'),
      expiresAt: new Date('2024-01-01T01:00:00Z'),
    });
  });

  test.each([-60, 60])(
    'a node with a clock that is %i s off accepts the token, the first time and again',
    async (seconds) => {
      const { token } = await accepted(opened);
      const now = (): Date => new Date(opened.clock.now().getTime() + seconds * SECOND);

      const verdicts = [
        await verifyToken({ ...opened.deps, now }, token),
        await verifyToken({ ...opened.deps, now }, token),
      ];

      expect(verdicts).toEqual([await verify(token), await verify(token)]);
    },
  );

  test('costs one read and no write', async () => {
    const { token } = await accepted(opened);
    opened.calls.splice(0);

    await verify(token);

    expect(opened.calls).toEqual(['tokenState']);
  });

  test('notes that the device was heard of, good tokens only', async () => {
    const known = await accepted(opened);
    opened.clock.advance(60 * SECOND);
    await verify(known.token);
    const heard = opened.clock.now();
    await setStatus(opened.deps, { ...OPERATOR, ...known, status: 'rejected' });
    opened.clock.advance(60 * SECOND);
    await outcomeOf(verify(known.token));

    await opened.deps.checkIns.flush();

    expect((await stored(opened, known.device)).checkInAt).toEqual(heard);
  });

  test('a text that is no token of ours is refused and the store is not asked', async () => {
    const { token } = await accepted(opened);
    opened.calls.splice(0);

    for (const text of [
      '',
      'x',
      `${token}x`,
      token.slice(0, -2),
      `${token} `,
      token.split('.').slice(0, 2).join('.'),
    ]) {
      expect(await outcomeOf(verify(text))).toBe('token_invalid');
    }
    expect(opened.calls).toEqual([]);
  });

  test('a token that our key signed but that was never issued is not good', async () => {
    const { token: claims } = await verify((await accepted(opened)).token);
    const jti = tokenId('00000000-0000-4000-8000-ffffffffffff');

    expect(await outcomeOf(verify(await opened.deps.tokens.sign({ ...claims, jti })))).toBe('token_revoked');
  });

  test('a token is good until its last second and not in the one after', async () => {
    const { token } = await accepted(opened);
    const { expiresAt } = (await verify(token)).token;

    opened.clock.advance(expiresAt.getTime() - opened.clock.now().getTime() - 1);
    expect(await outcomeOf(verify(token))).toBe('done');

    opened.clock.advance(1);
    expect(await outcomeOf(verify(token))).toBe('token_expired');
  });

  test('showing an expired token leaves the newer one good (T78)', async () => {
    const known = await accepted(opened);
    opened.clock.advance(1800 * SECOND);
    const newer = await ask(opened, known.simulated);
    opened.clock.advance(1800 * SECOND);

    expect(await outcomeOf(verify(known.token))).toBe('token_expired');
    expect(await outcomeOf(verify(newer))).toBe('done');
  });

  test.each([
    ['revoked', 'revoked'],
    ['rejected', 'rejected'],
    ['put back', 'rejected'],
    ['being decommissioned', 'decommissioned'],
    ['gone', 'decommissioned'],
  ] as const)('why not: %s is told as %s', async (what, reason) => {
    const known = await accepted(opened);
    const command = { ...OPERATOR, ...known };
    const alone = { ...opened.deps, rules: { ...opened.deps.rules, orchestrated: false } };
    if (what === 'revoked') await revokeToken(opened.deps, { ...OPERATOR, jti: (await verify(known.token)).token.jti });
    if (what === 'rejected') await setStatus(opened.deps, { ...command, status: 'rejected' });
    if (what === 'put back') await setStatus(opened.deps, { ...command, status: 'pending' });
    if (what === 'being decommissioned') await decommission(opened.deps, command);
    if (what === 'gone') await decommission(alone, command);

    await expect(verify(known.token)).rejects.toMatchObject({ code: 'token_revoked', details: { reason } });
  });
});
