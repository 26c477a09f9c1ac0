import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tokenId } from '../../../src/domain/ids.ts';
import { purgeTokens, revokeDeviceTokens, revokeToken } from '../../../src/service/fleet/revoke-token.ts';
import { submitAuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { given } from '../../support/stores/given.ts';
import { accepted, ask, inParallel, OPERATOR, outcomeOf, requestOf, stored, tally } from './tools.ts';

let opened: TestDeps;
beforeEach(async () => {
  opened = await openDeps();
});
afterEach(() => opened.close());

const jtiOf = async (token: string) => (await opened.deps.tokens.read(token)).jti;
const revoke = async (token: string) => revokeToken(opened.deps, { ...OPERATOR, jti: await jtiOf(token) });
const verified = (token: string) => outcomeOf(verifyToken(opened.deps, token));

describe('revokeToken', () => {
  test('the token is refused; the device stays accepted, and its other token good', async () => {
    const known = await accepted(opened);
    const second = await ask(opened, known.simulated);

    await revoke(known.token);

    expect([await verified(known.token), await verified(second)]).toEqual(['token_revoked', 'done']);
    expect((await stored(opened, known.device)).status).toBe('accepted');
  });

  test('asked again, the device gets a new token and the old one stays dead (T77)', async () => {
    const known = await accepted(opened);
    await revoke(known.token);

    const fresh = await ask(opened, known.simulated);

    expect([await verified(known.token), await verified(fresh)]).toEqual(['token_revoked', 'done']);
  });

  test('a second time it is not found (T76)', async () => {
    const { token } = await accepted(opened);
    await revoke(token);

    expect(await outcomeOf(revoke(token))).toBe('token_not_found');
  });

  test("another tenant's is not found, and stays good (T88)", async () => {
    const { token } = await accepted(opened);
    const work = revokeToken(opened.deps, { ...OPERATOR, tenant: given.tenant(), jti: await jtiOf(token) });

    expect(await outcomeOf(work)).toBe('token_not_found');
    expect(await verified(token)).toBe('done');
  });

  test.each(['', 'x', '00000000-0000-4000-8000-ffffffffffff'])('"%s" is not found', async (jti) => {
    await accepted(opened);

    expect(await outcomeOf(revokeToken(opened.deps, { ...OPERATOR, jti: tokenId(jti) }))).toBe('token_not_found');
  });

  test('64 times at once is done once and announced once', async () => {
    const { token } = await accepted(opened);
    opened.announced.splice(0);

    expect(await tally(inParallel(64, () => revoke(token)))).toEqual({ done: 1, token_not_found: 63 });
    expect(opened.announced.flat()).toMatchObject([
      { type: 'tokens.revoked', jtis: [await jtiOf(token)], ...OPERATOR },
    ]);
  });
});

describe('revokeDeviceTokens', () => {
  test('all tokens of the device are refused, those of others are not', async () => {
    const [known, other] = [await accepted(opened), await accepted(opened)];
    const second = await ask(opened, known.simulated);

    await revokeDeviceTokens(opened.deps, { ...OPERATOR, ...known });

    expect(await Promise.all([known.token, second, other.token].map(verified))).toEqual([
      'token_revoked',
      'token_revoked',
      'done',
    ]);
  });

  test('an unknown device, or one without a token, is done, and nothing is announced', async () => {
    const known = await accepted(opened);
    await revokeDeviceTokens(opened.deps, { ...OPERATOR, ...known });
    opened.announced.splice(0);

    await revokeDeviceTokens(opened.deps, { ...OPERATOR, ...known });
    await revokeDeviceTokens(opened.deps, { ...OPERATOR, device: given.unknownId() });

    expect(opened.announced).toEqual([]);
  });
});

describe('purgeTokens', () => {
  test('every token of the tenant is refused, those of another tenant are not; it is announced once', async () => {
    const [first, second, elsewhere] = [await accepted(opened), await accepted(opened), await acceptedElsewhere()];
    opened.announced.splice(0);

    await purgeTokens(opened.deps, OPERATOR);

    expect(await Promise.all([first.token, second.token, elsewhere].map(verified))).toEqual([
      'token_revoked',
      'token_revoked',
      'done',
    ]);
    expect(opened.announced).toMatchObject([[{ type: 'tokens.purged', ...OPERATOR }]]);
  });

  test('the devices stay accepted and get new tokens', async () => {
    const known = await accepted(opened);

    await purgeTokens(opened.deps, OPERATOR);

    expect(await verified(await ask(opened, known.simulated))).toBe('done');
  });

  test('a token that is issued at the same time is good only if it was issued after', async () => {
    const known = await accepted(opened);

    const asking = inParallel(16, () => ask(opened, known.simulated));
    await purgeTokens(opened.deps, OPERATOR);
    const tokens = await Promise.all(asking);

    const good = (await Promise.all(tokens.map(verified))).filter((outcome) => outcome === 'done');
    expect(good.length).toBe((await stored(opened, known.device)).tokens.length);
    expect(await verified(known.token)).toBe('token_revoked');
  });
});

/** A token of a device of another tenant. */
async function acceptedElsewhere(): Promise<string> {
  const tenant = given.tenant();
  const deps = { ...opened.deps, tenantTokens: { tenantOf: () => Promise.resolve(tenant) } };
  const { simulated } = await accepted(opened);
  await outcomeOf(submitAuthRequest(deps, requestOf(opened, simulated)));
  const { devices } = await opened.store.devices.list(tenant, {}, { limit: 1, skip: 0 });
  const { id, authSets } = devices[0]!;
  await setStatus(deps, { ...OPERATOR, tenant, device: id, authSet: authSets[0]!.id, status: 'accepted' });
  return submitAuthRequest(deps, requestOf(opened, simulated));
}
