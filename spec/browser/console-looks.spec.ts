// Every screen and every dialog of the console, light, dark and narrow: axe finds nothing, every text can be read, nothing scrolls sideways.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';
import { WEAK_TEXTS } from '../support/app/weak-texts.ts';

const KEY = 'the key of the installation, 32 characters';
const WIDE = { width: 1360, height: 850 };
const NARROW = { width: 390, height: 844 };

describeConsole(
  'the console for everyone',
  (open) => {
    let app: TestApp;
    let view: ConsolePage;
    let openAnother: () => Promise<ConsolePage>;
    let ids: { readonly accepted: string; readonly long: string; readonly newKey: string; readonly webhook: string };
    beforeAll(async () => {
      ({ app, view, openAnother } = await open({
        DEVICEAUTH_MAX_DEVICES: '10',
        DEVICEAUTH_CONSOLE: 'internal',
        DEVICEAUTH_INTERNAL_API_KEY: KEY,
      }));
      ids = await fill(app);
      await view.open('#/tenants');
      await view.page.locator('textarea.token').fill(KEY);
      await view.page.keyboard.press('Enter');
      await view.sees('Set limit…');
    }, 90_000);

    /** Goes to a screen from another one, so that it is made anew, and waits for a text of it. */
    const screen = async (hash: string, text: string | RegExp): Promise<void> => {
      await view.page.keyboard.press('Escape');
      await view.go('#/nowhere');
      await view.go(hash);
      await view.sees(text);
      await view.page.waitForLoadState('networkidle');
    };
    const click = (name: string | RegExp): Promise<void> => view.page.getByRole('button', { name }).first().click();

    const PLACES: readonly (readonly [string, () => Promise<void>])[] = [
      ['pending', () => screen('#/pending', 'Last token')],
      ['the panel', async () => (await view.press('Enter'), await view.sees('All of its history'))],
      ['a selection', () => view.press('Escape', '*')],
      ['a bulk decision', async () => (await view.press('a'), await view.sees(/^Accept \d+ of \d+ devices\?$/))],
      ['a search without a match', () => screen('#/pending?q=sn%3Anothing', 'No device matches.')],
      ['a word that is not understood', () => screen('#/pending?q=status%3Awaiting', /Not understood/)],
      ['a refusal', () => refusedScreen()],
      ['all devices', () => screen('#/devices', 'Export as CSV')],
      ['a device that is in', () => screen(`#/devices/${ids.accepted}`, 'All of its history')],
      ['a question', async () => (await click('Decommission…'), await view.sees(/^Decommission A1\?$/))],
      ['a device with a new key', () => screen(`#/devices/${ids.newKey}`, 'NEW KEY')],
      ['a device with long texts', () => screen(`#/devices/${ids.long}`, 'All of its history')],
      [
        'a device that is gone',
        () => screen('#/devices/0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70', /There is no such device/),
      ],
      ['a missing device', () => explained()],
      ['preauthorize', () => screen('#/preauthorize', 'Write it as JSON')],
      ['preauthorize a list', () => looked()],
      ['the audit', () => screen('#/audit', /a key was decided:/)],
      ['API keys', () => screen('#/api-keys', 'line 2')],
      ['making a key', async () => (await click('Make a key…'), await view.sees('revocations:read'))],
      ['webhooks', () => screen('#/webhooks', 'ticket system')],
      ['adding a webhook', async () => (await click('Add a webhook…'), await view.sees(/None is chosen/))],
      ['a webhook', () => screen(`#/webhooks/${ids.webhook}`, 'Replace the secret…')],
      ['settings', () => screen('#/settings', 'Single-letter keys')],
      ['the help', async () => (await view.press('?'), await view.sees('Search words'))],
      ['tenants', () => screen('#/tenants', 'Set limit…')],
      ['the limit of a tenant', async () => (await click('Set limit…'), await view.sees(/^Limit of/))],
      ['devices of a tenant', () => screen('#/tenants/default', /of 1\d/)],
      ['signing keys', () => screen('#/signing-keys', 'Algorithm')],
      ['the doctor', () => screen('#/doctor', 'Look again')],
      ['a toast', () => decided()],
      ['a screen that does not exist', () => view.go('#/nowhere')],
    ];

    async function refusedScreen(): Promise<void> {
      const answer = { status: 500, headers: { 'X-MEN-RequestID': 'r-1' }, json: { error: 'x', request_id: 'r-1' } };
      await view.page.route('**/api-keys?*', (route) => route.fulfill(answer));
      await screen('#/api-keys', 'Copy the request id');
      await view.page.unrouteAll();
    }

    async function explained(): Promise<void> {
      await screen('#/missing?sn=a1&site=lyon-05', 'Explain');
      await click('Explain');
      await view.sees(/difference/);
    }

    async function looked(): Promise<void> {
      await screen('#/preauthorize?of=list', 'If a device is known already:');
      const buffer = Buffer.from('identity.sn,pubkey\r\nL1,nonsense\r\n');
      await view.page.locator('input[type=file]').setInputFiles({ name: 'fleet-41.csv', mimeType: 'text/csv', buffer });
      await view.sees('This is what would happen. Nothing is written yet.');
    }

    async function decided(): Promise<void> {
      await screen('#/pending?q=sn%3AE', 'Last token');
      await view.press('r');
      await view.sees('rejected.');
    }

    const looks = [
      ['light', { colorScheme: 'light' }, WIDE],
      ['dark', { colorScheme: 'dark' }, WIDE],
      ['390 px wide', { colorScheme: 'light' }, NARROW],
    ] as const;

    describe.each(looks)('%s', (_look, media, size) => {
      beforeAll(async () => {
        await view.page.emulateMedia({ ...media, reducedMotion: 'reduce' });
        await view.page.setViewportSize(size);
      });

      test.each(PLACES)('%s', async (_place, open) => {
        await open();

        expect(await view.faults()).toEqual([]);
        expect(await view.page.evaluate(WEAK_TEXTS)).toEqual([]);
        expect(await view.page.evaluate(CUT_PARTS)).toEqual([]);
        expect(await view.page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      });
    });

    test('the sign-in: axe finds nothing, light, dark and narrow', async () => {
      const other = await openAnother();
      await other.page.goto(`${app.internalUrl}/console/`);
      await other.page.locator('textarea.token').waitFor();

      const faults: unknown[] = [];
      for (const [, media, size] of looks) {
        await other.page.emulateMedia(media);
        await other.page.setViewportSize(size);
        faults.push(...(await other.faults()), ...(await other.page.evaluate<readonly string[]>(WEAK_TEXTS)));
      }

      expect(faults).toEqual([]);
      await other.close();
    });

    test('on a narrow page the name of the open section is in sight', async () => {
      await view.page.setViewportSize(NARROW);

      for (const [section, text] of [
        ['webhooks', 'ticket system'],
        ['pending', 'Last token'],
      ] as const) {
        await screen(`#/${section}`, text);
        const box = await view.page.locator('.rail [aria-current]').boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(NARROW.width);
      }
    });

    test('on a narrow page the keys of a device come before its tokens and its history', async () => {
      await view.page.setViewportSize(NARROW);
      await screen(`#/devices/${ids.accepted}`, 'All of its history');

      const tops = await view.page.evaluate(`['.why', '.keys', '.compare', '.tokens', '.history']
        .map((part) => document.querySelector(part).getBoundingClientRect().top)`);

      expect(tops).toEqual([...(tops as number[])].sort((a, b) => a - b));
    });

    test('at 320 px, as at 400 % zoom, nothing scrolls sideways', async () => {
      await view.page.setViewportSize({ width: 320, height: 640 });

      const wide: string[] = [];
      for (const [place, open] of PLACES) {
        await open();
        const width = await view.page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > 320) wide.push(`${place}: ${width}`);
      }

      expect(wide).toEqual([]);
    });
  },
  { isShared: true },
);

/** Parts whose text the page chooses: it must have room for all of it. */
const CUT_PARTS = `[...document.querySelectorAll('button, td.state, td.key, td.waiting, td.seen, td.number, .history code')]
  .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
  .map(({ outerHTML }) => outerHTML.slice(0, 120))`;

/** Devices of every kind that a screen shows in a way of its own. */
async function fill(app: TestApp) {
  await fillWaiting(app, 12);
  const accepted = await app.accepted(simulateDevice({ identity: { sn: 'A1', site: 'lyon-05' } }));
  const identity = { sn: 'A2', site: 'lyon-05' };
  const newKey = await app.accepted(simulateDevice({ identity }));
  await app.ask(simulateDevice({ identity }));
  for (let key = 0; key < 2; key += 1) await app.ask(simulateDevice({ identity: { sn: 'two keys' } }));
  await app.preauthorize(simulateDevice({ identity: { sn: 'P1' } }));
  const long = await app.pending(
    simulateDevice({ identity: { sn: 'x'.repeat(900), ['n'.repeat(200)]: 'y'.repeat(400) } }),
  );
  await app.management('POST /api-keys', { body: { scopes: ['devices:read'], description: 'line 2' } });
  const hook = { url: 'https://hooks.example.com/devauth', events: ['device.pending'], description: 'ticket system' };
  const webhook = await app.management('POST /webhooks', { body: hook });
  return { accepted: accepted.id, newKey: newKey.id, long: long.id, webhook: webhook.body.id };
}
