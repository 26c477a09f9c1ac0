// A token is lost and revoked. It never becomes good again.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { jtiOf } from '../support/app/users.ts';

describe('a token that is taken away', () => {
  let app: TestApp;
  let seen: Seen & { readonly token: string };
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_TOKEN_REUSE_PERCENT: '0' });
    seen = await app.accepted();
  });
  afterAll(() => app.close());

  const isGood = async (token: string): Promise<boolean> => (await app.verify(token)).status === 200;

  test('is refused from that moment', async () => {
    expect(await isGood(seen.token)).toBe(true);

    await app.management(`DELETE /tokens/${jtiOf(seen.token)}`);

    expect(await isGood(seen.token)).toBe(false);
  });

  test('leaves the device accepted: it asks again, and the new token is good while the old one stays refused', async () => {
    const fresh = (await app.ask(seen.device)).text;

    expect(await isGood(fresh)).toBe(true);
    expect(await isGood(seen.token)).toBe(false);
  });

  test('stays refused through reject, accept and as many new tokens as there may be', async () => {
    await app.setStatus(seen, 'rejected');
    await app.setStatus(seen, 'accepted');
    const tokens = [(await app.ask(seen.device)).text, (await app.ask(seen.device)).text];

    expect(await Promise.all(tokens.map(isGood))).toEqual([true, true]);
    expect(await isGood(seen.token)).toBe(false);
  });

  test('can be taken by the gateway that met it, and with all others of its device', async () => {
    const [one, two] = [(await app.ask(seen.device)).text, (await app.ask(seen.device)).text];

    await app.internal(`DELETE /tokens/${jtiOf(one)}?tenant_id=`);
    expect([await isGood(one), await isGood(two)]).toEqual([false, true]);
    await app.internal(`DELETE /tokens?tenant_id=&device_id=${seen.id}`);
    expect([await isGood(one), await isGood(two)]).toEqual([false, false]);
  });

  test('is refused during other requests for it', async () => {
    const token = (await app.ask(seen.device)).text;

    const revoked = app.management(`DELETE /tokens/${jtiOf(token)}`);
    await Promise.all([revoked, ...Array.from({ length: 20 }, () => isGood(token))]);

    expect((await revoked).status).toBe(204);
    expect(await Promise.all(Array.from({ length: 20 }, () => isGood(token)))).not.toContain(true);
  });
});
