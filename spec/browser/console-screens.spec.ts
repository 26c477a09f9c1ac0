// Screens of the console beside the lists, in a real browser: a missing device, the devices of a tenant, API keys, and the export.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';
import { readDocuments } from '../support/documents/document.ts';

const KEY = 'the key of the installation, 32 characters';

describeConsole('the screens of the console', (open) => {
  let app: TestApp;
  let view: ConsolePage;

  async function given(settings: Readonly<Record<string, string>> = {}) {
    ({ app, view } = await open(settings));
  }

  describe('a missing device', () => {
    test('that is nearly one on record is explained: what differs is marked, and the device on record is one click away', async () => {
      await given();
      const { id } = await app.pending(simulateDevice({ identity: { sn: 'A-1001', mac: '02:00:5e:00:00:01' } }));
      await view.open('#/pending?q=sn%3Da-1O01');

      await view.page.getByRole('link', { name: 'Explain why a device is not here' }).click();
      await view.page.getByRole('button', { name: 'Add an attribute' }).click();
      await view.page.getByLabel('Name of attribute 2').fill('mac');
      await view.page.getByLabel('Value of attribute 2').fill('02:00:5e:00:00:01');
      await view.page.keyboard.press('Enter');

      await view.sees('nearly the same on record');
      expect(await view.page.locator('.differences tbody tr').allTextContents()).toEqual(['snA-1001a-1O01']);
      expect(await view.page.locator('.differences mark').allTextContents()).toEqual(['A', 'a']);
      await view.sees('If it asked now with this, it would wait for a decision.');
      await view.page.getByRole('link', { name: 'Open the device on record' }).click();
      await view.page.locator('.key-card').waitFor();
      expect(view.page.url()).toContain(id);
    });

    test('is found by its key under another identity, and both identities are compared', async () => {
      await given();
      const device = simulateDevice({ identity: { sn: 'A-1' } });
      await app.ask(device);
      await view.open('#/missing?sn=A-2');

      await view.page.getByLabel('Public key (PEM), if you have it').fill(device.pubkey);
      await view.press('Tab');
      await view.page.getByRole('button', { name: 'Explain' }).click();

      await view.sees('key on record');
      expect(await view.page.locator('.differences tbody tr').allTextContents()).toEqual(['snA-1A-2']);
    });

    test('of which nothing is on record can be preauthorized as it was entered', async () => {
      await given();
      await view.open('#/missing?sn=A-1');

      await view.press('Tab');
      await view.page.getByRole('button', { name: 'Explain' }).click();
      await view.sees('nothing on record');
      await view.page.getByRole('link', { name: 'Preauthorize what you entered' }).click();

      await view.page.getByRole('heading', { name: 'Preauthorize' }).waitFor();
      expect(await view.page.getByLabel('Value of attribute 1').inputValue()).toBe('A-1');
    });

    test('can have values that are no texts: the identity is then written as JSON', async () => {
      await given();
      await app.pending(simulateDevice({ identity: { sn: 7, slots: [1, 2] } }));
      await view.open('#/missing');
      await view.page.getByRole('button', { name: 'Write it as JSON' }).click();
      const json = view.page.getByLabel('Identity as JSON');

      await json.fill('{ "sn": 7');
      await view.sees('This is no JSON object.');
      expect(await view.page.getByRole('button', { name: 'Explain' }).isDisabled()).toBe(true);
      await json.fill('{ "sn": 7, "slots": [1, 2] }');
      await view.page.getByRole('button', { name: 'Explain' }).click();

      await view.sees('on record');
      expect(await view.page.getByRole('button', { name: 'Back to fields' }).isDisabled()).toBe(true);
    });
  });

  describe('the devices of a tenant', () => {
    test('are listed on the internal console, by status and without a way to decide', async () => {
      await given({ DEVICEAUTH_CONSOLE: 'internal', DEVICEAUTH_INTERNAL_API_KEY: KEY });
      for (const sn of ['A-1', 'A-2'])
        await app.preauthorize(
          simulateDevice({ identity: { sn, site: 'lyon-05' } }),
          {},
          { tenant: 'acme', tenantToken: '' },
        );
      await view.open('#/tenants');
      await view.page.locator('textarea.token').fill(KEY);
      await view.page.keyboard.press('Enter');

      await view.page.getByRole('link', { name: 'acme' }).click();

      await view.sees('2 of 2');
      const rows = view.page.locator('table.devices tbody tr');
      expect(await rows.locator('.name').allTextContents()).toEqual(['A-1', 'A-2']);
      expect(await rows.first().locator('button, input, a').count()).toBe(0);
      await view.page.getByRole('button', { name: 'rejected', exact: true }).click();
      await view.sees('There are no devices here.');
      expect(view.page.url()).toContain('#/tenants/acme?status=rejected');
      expect(view.complaints).toEqual([]);
    });
  });

  describe('the pages of the installation', () => {
    const openDoctor = async (key: string): Promise<void> => {
      await given({ DEVICEAUTH_CONSOLE: 'internal', DEVICEAUTH_INTERNAL_API_KEY: KEY });
      await view.open('#/doctor');
      await view.page.locator('textarea.token').fill(key);
      await view.page.keyboard.press('Enter');
    };

    test('say of a wrong key that it is not the key of the installation', async () => {
      await openDoctor('another key');

      expect(await view.page.getByRole('alert').innerText()).toMatch(/^This is not the key of the installation\./);
    });

    test('say first whether all checks are good, and show the others before the good ones', async () => {
      await openDoctor(KEY);
      await view.sees(/^All \d+ checks are good\.$/);
      const findings = [
        { check: 'store', status: 'ok', says: 'answers' },
        { check: 'disk', status: 'warn', says: 'nearly full' },
      ];
      await view.page.route('**/diagnosis', (route) => route.fulfill({ json: { healthy: false, findings } }));

      await view.page.getByRole('button', { name: 'Look again' }).click();

      await view.sees('1 of 2 checks found a problem:');
      expect(await view.page.locator('.findings tbody th').allTextContents()).toEqual(['disk', 'store']);
    });

    test('say why a limit cannot be set', async () => {
      await openDoctor(KEY);
      await view.sees('Look again');
      await fillWaiting(app, 1);
      await view.go('#/tenants');
      await view.page.getByRole('button', { name: 'Set limit…' }).click();

      await view.page.locator('dialog input').fill('many');

      await view.sees('Type digits only, or leave it empty for no limit.');
      expect(await view.page.getByRole('button', { name: 'Set limit', exact: true }).isDisabled()).toBe(true);
    });
  });

  describe('a list of devices', () => {
    const choose = async (text: string): Promise<void> => {
      await given();
      await view.open('#/preauthorize?of=list');
      const file = { name: 'fleet.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
      await view.page.locator('input[type=file]').setInputFiles(file);
    };

    test('that cannot be read is refused with the reason, and nothing is said to happen', async () => {
      await choose('hello\nworld\n');

      await view.sees(/^The service refused this: line 1: unknown column/);
      await view.sees('Correct the file and choose it again.');
      expect(await view.page.getByText('This is what would happen').count()).toBe(0);
    });

    test('can be written without a look past all of its mistakes', async () => {
      const { pubkey } = simulateDevice();
      await choose(`identity.sn,pubkey\nA-1,"${pubkey}"\n${'A-2,nonsense\n'.repeat(60)}`);
      await view.sees('Rows that are not done');

      const button = await view.page.getByRole('button', { name: 'Preauthorize 1' }).boundingBox();
      const mistakes = await view.page.locator('.wrong-rows').boundingBox();

      expect(button?.y).toBeLessThan(mistakes?.y ?? 0);
    });
  });

  describe('API keys', () => {
    test('can be made with every scope that the API has', async () => {
      await given();
      const create = (await readDocuments()).find(({ key }) => key === 'management-v2 createApiKey');
      const scopes = create?.body?.schema.properties?.['scopes']?.items?.enum ?? [];
      await view.open('#/api-keys');
      await view.page.getByRole('button', { name: 'Make a key…' }).click();

      const boxes = view.page.locator('.scope-groups input');
      for (const box of await boxes.all()) await box.check();
      await view.page.getByRole('button', { name: 'Make the key' }).click();
      await view.sees('The key is made');

      const made = await app.management('GET /api-keys');
      expect(scopes.length).toBeGreaterThan(5);
      expect([...made.body[0].scopes].sort()).toEqual([...scopes].sort());
    });
  });

  describe('the export', () => {
    const save = async (button: string): Promise<readonly string[]> => {
      const [download] = await Promise.all([
        view.page.waitForEvent('download'),
        view.page.getByRole('button', { name: button }).click(),
      ]);
      return readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split('\n');
    };

    test('is one request that the service streams, with what the search says, and no formula for a spreadsheet', async () => {
      await given();
      await fillWaiting(app, 1200);
      await app.ask(simulateDevice({ identity: { sn: '=HYPERLINK("http://evil.example")', site: 'berlin-03' } }));
      await view.open('#/devices?q=site%3Aberlin status%3Apending');
      await view.page.locator('table.devices tbody tr').first().waitFor();
      const calls: string[] = [];
      view.page.on('request', (request) => calls.push(new URL(request.url()).pathname.split('/').at(-1) ?? ''));

      const csv = await save('Export as CSV');
      await view.sees('301 rows exported.');
      const ndjson = await save('Export as NDJSON');

      expect(calls.filter((name) => name === 'export' || name === 'search')).toEqual(['export', 'export']);
      expect([csv.length, ndjson.length]).toEqual([302, 301]);
      expect(ndjson.every((line) => JSON.parse(line).identity_data.site === 'berlin-03')).toBe(true);
    });

    test('can be stopped, and says that no file was written', async () => {
      await given();
      await fillWaiting(app, 3);
      await view.open('#/devices');
      await view.page.locator('table.devices tbody tr').first().waitFor();
      await view.page.route('**/devices/export*', () => undefined); // the answer does not come

      await view.page.getByRole('button', { name: 'Export as CSV' }).click();
      await view.page.getByRole('button', { name: 'Cancel' }).click();

      await view.sees('Export stopped. The file was not written.');
      await view.page.getByRole('button', { name: 'Export as CSV' }).waitFor();
    });

    test('is of the same devices as the list, also where two words are about one attribute', async () => {
      await given();
      for (const sn of ['edge-berlin', 'edge-lyon'])
        await app.ask(simulateDevice({ identity: { sn, site: 'berlin' } }));
      await view.open('#/devices?q=berlin sn:edge sn=edge-lyon');
      await view.page.locator('table.devices tbody tr').first().waitFor();

      const lines = await save('Export as NDJSON');

      expect(lines.map((line) => JSON.parse(line).identity_data.sn)).toEqual(['edge-lyon']);
      expect(await view.rows()).toEqual(lines.map((line) => JSON.parse(line).id));
    });
  });
});
