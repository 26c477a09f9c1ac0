// Bulk decisions in a real browser: the visible devices are decided, the limit is kept, and everything can be undone.
import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting, serialOf } from '../support/app/waiting-fleet.ts';

interface Listed {
  readonly identity_data: { readonly sn: string };
}

describeConsole('many devices at once', (open) => {
  let app: TestApp;
  let view: ConsolePage;
  const folder = mkdtempSync(join(tmpdir(), 'devauth-console-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function given(settings: Readonly<Record<string, string>> = {}) {
    ({ app, view } = await open(settings));
  }

  const count = async (filter: object): Promise<number> =>
    (await app.management('POST /devices/count', { body: filter })).body.count;
  const used = async (): Promise<number> => (await app.management('GET /limits/max_devices')).body.used;
  const decideAll = async (status: string, filter: object): Promise<void> => {
    const body = {
      status,
      from: 'pending',
      filter,
      seen_before: new Date().toISOString(),
      expected_count: await count(filter),
    };
    await app.management('POST /devices/decisions', { body });
  };
  const confirm = async (title: string, typed: string): Promise<void> => {
    await view.page.getByRole('heading', { name: title }).waitFor();
    await view.page.locator('dialog form [data-first="true"]').fill(typed);
    await view.page.keyboard.press('Enter');
  };

  describe('all that match a search', () => {
    test('are decided as they were seen: a later device, or one with two keys, is left out, and a changed number stops the decision', async () => {
      await given();
      await fillWaiting(app, 1200);
      const berlin = { site: 'berlin-03' };
      await view.open('#/pending?q=site%3Dberlin-03');
      await view.rows();
      await view.press('*');
      await view.page.getByRole('button', { name: 'Select all 300 that match site=berlin-03' }).click();
      await app.ask(simulateDevice({ identity: { sn: 'late', ...berlin } }));

      await view.press('a');
      await view.page.locator('dialog form').waitFor(); // the preview is visible
      await view.sees('Accept 300 devices?');
      const second = simulateDevice({ identity: { sn: serialOf(8), model: 'edge-gw-2', ...berlin } });
      await app.ask(second); // one of the 300 has two keys now
      await confirm('Accept 300 devices?', '300');
      await view.sees('Nothing changed');
      await view.sees('299 devices match now, 300 did when you looked.');
      expect(await count({ status: 'accepted' })).toBe(0);

      await view.page.getByRole('button', { name: 'Accept the 299' }).click();
      await confirm('Accept 299 devices?', '299');
      await view.sees('299 devices accepted.');

      const left = await app.management('POST /devices/search', {
        body: { auth_set_status: 'pending', identity: [{ name: 'site', op: 'eq', value: 'berlin-03' }] },
      });
      expect(left.body.map(({ identity_data: { sn } }: { identity_data: { sn: string } }) => sn)).toEqual([
        serialOf(8),
        'late',
      ]);
    });

    test('beyond 1,000 are decided in parts, and undone together', async () => {
      await given();
      await fillWaiting(app, 1100);
      await view.open();
      await view.rows();
      await view.press('*');
      await view.page.getByRole('button', { name: 'Select all 1,100' }).click();

      await view.press('r');
      await confirm('Reject 1,100 devices?', '1100');
      await view.sees('1,100 devices rejected.');
      expect(await count({ status: 'rejected' })).toBe(1100);

      await view.press('u');
      await view.sees('1,100 devices put back.');
      expect(await count({ status: 'pending' })).toBe(1100);
    });
  });

  describe('at the limit', () => {
    test('one device and many are told that there is no room, with the numbers and the way to make some', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '1' });
      await fillWaiting(app, 3);
      await view.open();
      await view.rows();
      await view.press('j', 'a');
      await view.sees('accepted.');

      await view.press('j', 'a');
      const dialog = view.page.getByRole('dialog');
      await dialog.getByRole('heading', { name: /was not accepted$/ }).waitFor();
      await dialog.getByText(/^No room: 1 of 1\. Reject or decommission some/).waitFor();
      expect(await dialog.getByRole('link', { name: 'Show accepted devices' }).count()).toBe(1);
      expect(await view.faults()).toEqual([]);
      await view.press('Escape', '*', 'a');
      await dialog.getByText(/^No room: 1 of 1\./).waitFor();
      expect(await dialog.getByRole('button').allTextContents()).toEqual(['Cancel']);
      expect(await view.faults()).toEqual([]);
      await dialog.getByRole('link', { name: 'Show accepted devices' }).click();

      await view.page.getByRole('heading', { name: 'All devices' }).waitFor();
      await view.sees('1 match');
      expect(await dialog.count()).toBe(0);
    });

    test('those that have waited longest get the room, the others stay, and undo frees all of it', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '450' });
      await fillWaiting(app, 300);
      await decideAll('accepted', { auth_set_status: 'pending' });
      await fillWaiting(app, 196, 1000);
      await view.open();
      await view.rows();
      await view.press('*');
      await view.page.getByRole('button', { name: 'Select all 196' }).click();

      await view.press('a');
      await view.sees(/There is room for 150\. The 150 that have waited longest are accepted, 46 stay pending\./);
      await view.page.locator('dialog .typed input').first().fill('delivery 41');
      await view.page.locator('dialog [data-first="true"]').fill('150');
      await view.page.keyboard.press('Enter');
      await view.sees('150 devices accepted. 46 stay pending: no room.');

      const waiting = await app.management('POST /devices/search?per_page=500', {
        body: { auth_set_status: 'pending' },
      });
      expect(waiting.body).toHaveLength(46);
      expect(waiting.body[0].identity_data.sn).toBe(serialOf(1150));
      expect(await used()).toBe(450);
      await view.sees('Full');

      await view.go('#/audit');
      await view.sees('delivery 41');
      await view.press('u');
      await view.sees('150 devices put back.');
      expect(await used()).toBe(300);
    });

    test('the preview counts exactly the devices that get room, also where it is read in parts', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '150' });
      await fillWaiting(app, 1200);
      await view.open();
      await view.rows();
      await view.press('*');
      await view.page.getByRole('button', { name: 'Select all 1,200' }).click();

      await view.press('a');
      await view.sees('Accept 150 of 1,200 devices?');

      const sums = await view.page.evaluate(`[...document.querySelectorAll('.facets table')].map((table) =>
        [...table.querySelectorAll('td')].reduce((sum, cell) => sum + Number(cell.textContent), 0))`);
      expect(sums).toEqual([150, 150]);
    });

    test('a limit of 0: one device and many are told so, without a way to make room', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '0' });
      await fillWaiting(app, 2);
      await view.open();
      await view.rows();
      const dialog = view.page.getByRole('dialog');

      for (const keys of [['a'], ['Escape', '*', 'a']]) {
        await view.press(...keys);
        await dialog.getByText(/^No room: the limit is 0\. Ask the people/).waitFor();
        expect(await dialog.getByRole('link').count()).toBe(0);
      }
    });

    test('what happened to a part is said in whole before the undo begins to run out', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '1' });
      await fillWaiting(app, 3);
      await view.open();
      await view.rows();
      await view.press('*', 'a');
      await view.sees('There is room for 1. The one that has waited longest is accepted, 2 stay pending.');
      const waiting = (await app.management('GET /devices?status=pending')).body;
      const other = waiting.find(({ identity_data: { sn } }: Listed) => sn === serialOf(2));
      await app.setStatus({ device: simulateDevice(), id: other.id, authSet: other.auth_sets[0].id }, 'rejected');

      await view.page.getByRole('button', { name: 'Accept 1' }).click();
      const dialog = view.page.getByRole('dialog');
      await dialog.getByText('1 device accepted. 1 stays pending: no room. 1 left alone.').waitFor();
      await dialog.getByText('changed since you looked').waitFor();
      expect(await view.page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
      await dialog.getByRole('button', { name: 'Close' }).click();
      await view.page.getByRole('button', { name: /^Undo/ }).click();

      await view.sees('1 device put back.');
      expect(await used()).toBe(0);
    });

    test('a device without room: a dialog leads to those that have it, and closes on the way; nothing changes', async () => {
      await given({ DEVICEAUTH_MAX_DEVICES: '1' });
      await app.accepted(simulateDevice({ identity: { sn: 'A1' } }));
      await fillWaiting(app, 1);
      await view.open();
      await view.rows();

      await view.press('a');
      const dialog = view.page.getByRole('dialog');
      await dialog.getByRole('link', { name: 'Show accepted devices' }).click();

      await view.page.getByRole('heading', { name: 'All devices' }).waitFor();
      expect(await dialog.count()).toBe(0);
      expect(await used()).toBe(1);
    });
  });

  describe('a list of devices', () => {
    test('is looked at first and writes nothing, then is written row by row, and a second run makes none', async () => {
      await given();
      const rows = Array.from({ length: 1000 }, (_, index) => {
        const key =
          index % 50 === 7 ? 'nonsense' : simulateDevice({ key: 'Ed25519' }).pubkey.trim().replaceAll('\n', '\\n');
        return `F-${index},"${key}"`;
      });
      const file = join(folder, 'fleet-41.csv');
      writeFileSync(file, ['identity.sn,pubkey', ...rows].join('\r\n'));
      await view.open('#/preauthorize?of=list');

      await view.page.locator('input[type=file]').setInputFiles(file);
      await view.sees('This is what would happen. Nothing is written yet.');
      await view.sees('1,000 rows');
      expect(await view.page.locator('.counts').textContent()).toMatch(/✓ 980 new✕ 20 invalid/);
      expect(await count({})).toBe(0);

      await view.page.getByRole('button', { name: 'Preauthorize 980' }).click();
      await view.sees(/^Done\./);
      expect(await count({ status: 'preauthorized' })).toBe(980);

      await view.page.locator('input[type=file]').setInputFiles(file);
      await view.sees('This is what would happen. Nothing is written yet.');
      expect(await view.page.locator('.counts').textContent()).toMatch(/980 known, same key✕ 20 invalid/);
    });
  });
});
