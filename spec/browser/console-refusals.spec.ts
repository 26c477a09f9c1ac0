// The page when a call is refused or the session ends: it shows what happened, what was kept, and what to do.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Route } from 'playwright-core';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting, serialOf } from '../support/app/waiting-fleet.ts';

describeConsole('a refusal', (open) => {
  let app: TestApp;
  let view: ConsolePage;
  beforeEach(async () => {
    ({ app, view } = await open());
  });

  /** Refuses the next call of that path on its way, as the service does when it is busy. Returns how many calls came. */
  async function refuseNext(path: string, status: number, headers: Readonly<Record<string, string>> = {}) {
    const seen = { calls: 0 };
    await view.page.route(`**${path}`, async (route: Route) => {
      seen.calls += 1;
      if (seen.calls > 1) return route.continue();
      const body = JSON.stringify({ error: 'too much at once', request_id: 'r-1' });
      const all = { 'Content-Type': 'application/json', 'X-MEN-RequestID': 'r-1', ...headers };
      return route.fulfill({ status, headers: all, body });
    });
    return seen;
  }

  const countOf = async (filter: object): Promise<number> =>
    (await app.management('POST /devices/count', { body: filter })).body.count;

  describe('of a read', () => {
    test.each([429, 503])('with %s and a short Retry-After is repeated once by itself', async (status) => {
      await fillWaiting(app, 3);
      await view.open('#/settings');
      const seen = await refuseNext('/devices/search?*', status, { 'Retry-After': '1' });

      await view.go('#/pending');

      expect(await view.rows()).toHaveLength(3);
      expect(seen.calls).toBe(2);
    });

    test.each([429, 503])('with %s and a long Retry-After says so, and its button waits as long', async (status) => {
      await fillWaiting(app, 3);
      await view.open('#/settings');
      const seen = await refuseNext('/devices/search?*', status, { 'Retry-After': '40' });

      await view.go('#/pending');

      await view.sees(/The service is busy: too much at once\. Nothing changed\./);
      const button = view.page.getByRole('button', { name: /^Try again in (40|39|38) s$/ });
      expect(await button.isDisabled()).toBe(true);
      expect(seen.calls).toBe(1);
    });

    test('with 403 says that this user may not, with the request', async () => {
      await view.open('#/settings');
      await refuseNext('/devices/search?*', 403);

      await view.go('#/pending');

      await view.sees(
        'You may not do this. Nothing changed. Ask the people who run the service for the right to. Request r-1.',
      );
    });

    test('with 500 keeps the screen, and the button asks again', async () => {
      await fillWaiting(app, 3);
      await view.open('#/settings');
      await refuseNext('/devices/search?*', 500);
      await view.go('#/pending');
      await view.sees(/The service failed\. Try again; if it stays, report the request\. Request r-1\./);

      await view.page.getByRole('button', { name: 'Try again' }).click();

      expect(await view.rows()).toHaveLength(3);
    });
  });

  describe('of a decision', () => {
    test.each([429, 503])(
      'with %s: nothing changed, nothing is repeated by itself, and the button waits',
      async (status) => {
        await fillWaiting(app, 3);
        await view.open();
        await view.rows();
        const seen = await refuseNext('/devices/decisions', status, { 'Retry-After': '2' });

        await view.press('a');
        await view.sees(/The service is busy: too much at once\. Nothing changed\./);
        expect(await view.page.getByRole('button', { name: /^Try again in \d s$/ }).isDisabled()).toBe(true);
        await view.page.getByRole('button', { name: 'Try again', exact: true }).waitFor();
        expect([seen.calls, await countOf({ status: 'accepted' })]).toEqual([1, 0]);

        await view.page.getByRole('button', { name: 'Try again', exact: true }).click();
        await view.sees(`${serialOf(0)} accepted.`);
      },
    );

    test('of many keeps the dialog with what was typed', async () => {
      await fillWaiting(app, 60);
      await view.open();
      await view.rows();
      await view.press('*', 'a');
      await view.page.locator('dialog form').waitFor();
      await view.page.locator('dialog .typed input').first().fill('delivery 41');
      await view.page.locator('dialog [data-first="true"]').fill('60');
      await refuseNext('/devices/decisions', 503, { 'Retry-After': '1' });

      await view.page.keyboard.press('Enter');
      await view.sees(/The service is busy/);
      expect(await view.page.locator('dialog .typed input').first().inputValue()).toBe('delivery 41');
      expect(await countOf({ status: 'accepted' })).toBe(0);

      await view.page.locator('dialog .problem').getByRole('button', { name: 'Try again', exact: true }).click();
      await view.sees('60 devices accepted.');
    });

    test('without an answer says that it is not known whether it was done', async () => {
      await fillWaiting(app, 1);
      await view.open();
      await view.rows();
      await view.page.route('**/devices/decisions', (route) => route.abort());

      await view.press('a');

      await view.sees(/It is not known whether this was done: look again before you repeat it\./);
    });
  });

  describe('because the session ended', () => {
    const endSession = (): Promise<void> => view.page.context().clearCookies();
    async function signInAgain(): Promise<void> {
      await view.page.getByRole('heading', { name: 'Signed out' }).waitFor();
      await view.page.locator('dialog textarea.token').fill(app.users.token());
      await view.page.keyboard.press('Enter');
      await view.page.getByRole('heading', { name: 'Signed out' }).waitFor({ state: 'detached' });
    }

    test('keeps the words of a dialog, and does nothing by itself', async () => {
      const { id } = await app.accepted(simulateDevice({ identity: { sn: 'A-1' } }));
      await view.open(`#/devices/${id}`);
      await view.page.getByRole('button', { name: 'Decommission…' }).click();
      await view.page.locator('dialog .typed input').fill('A-1');
      await endSession();

      await view.page.keyboard.press('Enter');
      await signInAgain();

      expect(await countOf({})).toBe(1);
      expect(await view.page.locator('dialog .typed input').inputValue()).toBe('A-1');
      await view.sees(/You are signed out\. Nothing was done\. Sign in and do it again\./);
      await view.page.getByRole('button', { name: 'Decommission', exact: true }).click();
      await view.sees('A-1 is decommissioned.');
    });

    test('keeps an API key that is being made, and a device that is being preauthorized', async () => {
      const device = simulateDevice({ identity: { sn: 'A-1' } });
      await view.open('#/api-keys');
      await view.page.getByRole('button', { name: 'Make a key…' }).click();
      await view.page.getByLabel(/^Name/).fill('line 2');
      await endSession();
      await view.page.getByRole('button', { name: 'Make the key' }).click();
      await signInAgain();
      expect(await view.page.getByLabel(/^Name/).inputValue()).toBe('line 2');
      await view.page.getByRole('button', { name: 'Make the key' }).click();
      await view.page.getByRole('button', { name: 'I have stored it' }).click();

      await view.go('#/preauthorize?sn=A-1');
      await view.page.getByLabel('Public key (PEM)').fill(device.pubkey);
      await endSession();
      await view.page.getByRole('button', { name: 'Preauthorize', exact: true }).click();
      await signInAgain();
      expect(await view.page.getByLabel('Value of attribute 1').inputValue()).toBe('A-1');
      await view.page.getByRole('button', { name: 'Preauthorize', exact: true }).click();

      await view.sees('Preauthorized.');
    });

    test('keeps the rows, the selection and the place, and reads what was asked for after the sign-in', async () => {
      await fillWaiting(app, 5);
      await view.open();
      const [first] = await view.rows();
      await view.press('x');
      await endSession();

      await view.press('Enter');
      await signInAgain();

      await view.sees('All of its history');
      expect(await view.chosen()).toEqual([first]);
    });
  });
});
