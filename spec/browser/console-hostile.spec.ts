// Texts of devices and callers, in a real browser: every screen shows them as texts, with their invisible characters.
import { beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

const KEY = 'the key of the installation, 32 characters';
const IMAGE = '<img src=x onerror=alert(1)>';
const SCRIPT = '"><script>alert(2)</script>';
const HOSTILE = {
  sn: IMAGE,
  note: SCRIPT,
  bidi: 'abc\u202edef\u200bghi',
  long: 'x'.repeat(900),
  formula: '=HYPERLINK("http://evil.example")',
};

describeConsole(
  'hostile texts',
  (open) => {
    let app: TestApp;
    let view: ConsolePage;
    let id: string;
    beforeAll(async () => {
      ({ app, view } = await open({ DEVICEAUTH_CONSOLE: 'internal', DEVICEAUTH_INTERNAL_API_KEY: KEY }));
      id = (await app.accepted(simulateDevice({ identity: HOSTILE }))).id;
      for (const other of ['1', '2']) await app.ask(simulateDevice({ identity: { ...HOSTILE, other } }));
      await app.preauthorize(simulateDevice({ identity: HOSTILE }), {}, { tenant: 'acme', tenantToken: '' });
      await app.management('POST /api-keys', { body: { scopes: ['devices:read'], description: SCRIPT } });
      await view.open('#/tenants');
      await view.page.locator('textarea.token').fill(KEY);
      await view.page.keyboard.press('Enter');
      await view.sees('Set limit…');
    }, 90_000);

    const textOf = async (selector: string): Promise<string> => {
      await view.page.locator(selector).first().waitFor();
      return (await view.page.locator(selector).allTextContents()).join('\n');
    };

    test('in the lists, the panel and the page of the device', async () => {
      await view.go('#/pending');
      await view.rows();
      expect(await textOf('table.devices tbody')).toContain(IMAGE);
      await view.press('Enter');
      await view.sees('All of its history');
      expect(await textOf('.panel .facts')).toContain('abc⟨U+202E⟩def⟨U+200B⟩ghi');

      await view.go(`#/devices/${id}`);
      await view.sees('All of its history');
      expect(await textOf('main')).toContain(SCRIPT);
      expect(await view.page.title()).toBe(`${IMAGE} · devauth`);
    });

    test('in questions and their results, with a reason that the audit shows', async () => {
      await view.page.getByRole('button', { name: 'Decommission…' }).click();
      await view.page.getByRole('heading', { name: `Decommission ${IMAGE}?` }).waitFor();
      await view.press('Escape');

      await view.go('#/pending');
      await view.rows();
      await view.press('*', 'r');
      await view.page.locator('dialog form').waitFor();
      expect(await textOf('dialog .names')).toContain(IMAGE);
      await view.page.locator('dialog .typed input').first().fill(SCRIPT);
      await view.page.keyboard.press('Enter');
      await view.sees('2 devices rejected.');

      await view.go('#/audit');
      await view.sees(/a key was decided:/);
      expect(await textOf('table.audit')).toContain(SCRIPT);
      expect(await textOf('table.audit .device')).toContain(IMAGE);
    });

    test('in toasts and in what they undo', async () => {
      await view.go('#/devices?q=status%3Arejected');
      await view.rows();
      await view.press('Enter');
      await view.sees('All of its history');
      await view.page.locator('.panel .key-card button', { hasText: 'Accept' }).click();

      await view.sees(`${IMAGE} accepted.`);
      await view.press('Escape');
    });

    test('in what is explained, compared and preauthorized', async () => {
      await view.go(`#/missing?${new URLSearchParams({ sn: `${IMAGE} `, note: SCRIPT }).toString()}`);
      await view.page.getByRole('button', { name: 'Explain' }).click();
      await view.sees(/difference/);
      expect(await textOf('.explained')).toContain('⟨U+202E⟩');

      await view.go('#/preauthorize?of=list');
      const buffer = Buffer.from(`identity.sn,pubkey\r\n${IMAGE},${SCRIPT.replace('"', '')}\r\n`);
      await view.page
        .locator('input[type=file]')
        .setInputFiles({ name: '<img src=x onerror=alert(3)>.csv', mimeType: 'text/csv', buffer });
      await view.sees('This is what would happen. Nothing is written yet.');
      expect(await textOf('.report')).toContain('<img src=x onerror=alert(3)>.csv');
    });

    test('in the names of API keys and in the devices of a tenant', async () => {
      await view.go('#/api-keys');
      await view.sees(SCRIPT);
      await view.page.getByRole('button', { name: 'Revoke…' }).click();
      await view.page.getByRole('heading', { name: `Revoke the key ${SCRIPT}?` }).waitFor();
      await view.press('Escape');

      await view.go('#/tenants/acme');
      expect(await textOf('table.devices tbody')).toContain(IMAGE);
    });

    test('in an export, where a spreadsheet runs none of them', async () => {
      await view.go('#/devices');
      await view.rows();
      const [download] = await Promise.all([
        view.page.waitForEvent('download'),
        view.page.getByRole('button', { name: 'Export as CSV' }).click(),
      ]);

      expect(download.suggestedFilename()).toBe('devices.csv');
      const cells = readFileSync(await download.path(), 'utf8').split(/[\r\n]+|","/);
      expect(cells.filter((cell) => /^"?[=+@-]/.test(cell))).toEqual([]);
    });

    test('make no element, no request, no dialog and no complaint', async () => {
      const made = await view.page.evaluate(`document.querySelectorAll('img, #page script, iframe, [onerror]').length`);

      expect(made).toBe(0);
      expect([...view.asked].filter((origin) => origin !== 'null')).toEqual([app.internalUrl]); // `null`: the file that was saved
      expect([view.dialogs, view.complaints]).toEqual([[], []]);
    });
  },
  { isShared: true },
);
