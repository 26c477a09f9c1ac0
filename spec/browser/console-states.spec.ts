// States that the page explains in words, in a real browser: nothing there, too much for one page, something that failed or ends.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openWebhookReceiver } from '../support/app/webhook-receiver.ts';
import { until } from '../support/until.ts';

const KEY = 'the key of the installation, 32 characters';

describeConsole(
  'the states',
  (open) => {
    let app: TestApp;
    let view: ConsolePage;
    beforeAll(async () => {
      ({ app, view } = await open({
        DEVICEAUTH_CONSOLE: 'internal',
        DEVICEAUTH_INTERNAL_API_KEY: KEY,
        DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true',
      }));
      await view.open('#/tenants');
      await view.page.locator('textarea.token').fill(KEY);
      await view.page.keyboard.press('Enter');
      await view.sees('There are no tenants yet.');
    }, 60_000);

    test('more than a hundred tenants are listed to the last one', async () => {
      const headers = { Authorization: `Bearer ${KEY}` };
      for (let tenant = 100; tenant <= 200; tenant += 1)
        await app.internal(`PUT /tenant/t${tenant}/limits/max_devices`, { headers, body: { limit: 1 } });
      await view.go('#/settings');
      await view.go('#/tenants');
      await view.sees('t199');
      expect(await view.page.getByText('t200').count()).toBe(0);

      await view.page.getByRole('button', { name: 'Load 100 more' }).click();

      await view.sees('t200');
      expect(await view.page.locator('table.rows tbody tr').count()).toBe(101);
      expect(await view.page.getByRole('button', { name: 'Load 100 more' }).count()).toBe(0);
    });

    test('a retiring key says until when it signed, and when it may be revoked', async () => {
      const key = { kid: 'k-1', alg: 'ES256', state: 'retiring', since: '2026-11-28T10:00:00Z' };
      const times = { signs_until: '2026-11-28T10:00:00Z', verifies_until: '2026-12-05T10:00:00Z' };
      await view.page.route('**/devauth/keys', (route) => route.fulfill({ json: [{ ...key, ...times }] }));

      await view.go('#/signing-keys');

      await view.sees(/It signed until Nov 28, 2026, .+\. Revoke it after Dec 5, 2026, /);
      await view.page.unrouteAll();
    });

    test('a device that asked, and never got a token, is not called unseen', async () => {
      const { id } = await app.pending(simulateDevice({ identity: { sn: 'A1' } }));

      await view.go(`#/devices/${id}`);

      await view.sees(/and last asked/);
      expect(await view.page.locator('.facts').first().textContent()).toMatch(/last tokennever$/);
      expect(await view.page.getByText('last seen').count()).toBe(0);
    });

    test('the word that confirms the end of an API key differs for keys that were made together', async () => {
      for (const description of ['line 1', 'line 2'])
        await app.management('POST /api-keys', { body: { scopes: ['devices:read'], description } });
      await view.go('#/api-keys');

      const words: (string | null)[] = [];
      for (const button of await view.page.getByRole('button', { name: 'Revoke…' }).all()) {
        await button.click();
        words.push(await view.page.locator('dialog .typed strong').textContent());
        await view.press('Escape');
      }

      expect(new Set(words).size).toBe(2);
    });

    describe('a webhook', () => {
      test('that answered 410 is disabled, and says what to do; its log shows what the receiver said', async () => {
        const receiver = await openWebhookReceiver();
        receiver.be(410);
        const { id } = (await app.management('POST /webhooks', { body: { url: receiver.url } })).body;
        await app.pending(simulateDevice({ identity: { sn: 'A2' } }));
        await until('it is disabled', async () => !(await app.management(`GET /webhooks/${id}`)).body.enabled);

        await view.go(`#/webhooks/${id}`);

        await view.sees(/answered that it is gone \(410\)\. Enable it when its receiver works again\./);
        await view.sees(/^first failure .+ ago: the answer is 410$/);
        await view.page.locator('table.deliveries').getByText('sorry').waitFor();
        await receiver.stop();
      });
    });

    test('a service whose store does not answer is said to give no answer, until it does', async () => {
      const answer = { status: 503, headers: { 'Retry-After': '1' }, json: { error: 'no store', request_id: 'r-1' } };
      await view.page.route('**/summary', (route) => route.fulfill(answer));
      await view.sees(/^The service does not answer\./);

      await view.page.unrouteAll();
      await view.page.getByRole('button', { name: 'Try now' }).click();

      await view.page.locator('.banner').waitFor({ state: 'detached' });
    });

    test('a part that was not read says that nothing changed', async () => {
      await view.page.route('**/webhooks?*', (route) => route.abort());
      await view.page.route('**/webhooks', (route) => route.abort());

      await view.go('#/webhooks');

      await view.sees('The service did not answer. Nothing changed. Try again in a moment.');
      await view.page.unrouteAll();
    });
  },
  { isShared: true },
);
