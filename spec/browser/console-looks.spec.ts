// The console for everyone: with the keyboard only, with a screen reader, light and dark, narrow and wide; hostile texts are shown
// as texts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openApp, type TestApp } from '../support/app/app.ts';
import { CHROMIUM, launch, openConsolePage, type ConsolePage } from '../support/app/console-page.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';
import { describeIf, works } from '../support/optional.ts';
import { until } from '../support/until.ts';

const HOSTILE = {
  sn: '<img src=x onerror=alert(1)>',
  note: '"><script>alert(2)</script>',
  bidi: 'abc\u202edef\u200bghi',
  long: 'x'.repeat(900),
  formula: '=HYPERLINK("http://evil.example")',
};
const SCREENS = ['pending', 'devices', 'preauthorize', 'preauthorize?of=list', 'audit', 'api-keys', 'settings'];

describeIf(works(`test -x ${CHROMIUM}`), 'chromium', 'the console for everyone', () => {
  let browser: Browser;
  let app: TestApp;
  let view: ConsolePage;
  let hostile: string;
  beforeAll(async () => {
    browser = await launch();
    app = await openApp({ DEVICEAUTH_MAX_DEVICES: '450' });
    await fillWaiting(app, 12);
    await app.accepted(simulateDevice({ identity: { sn: 'A1', site: 'lyon-05' } }));
    hostile = (await app.pending(simulateDevice({ identity: HOSTILE }))).id;
    await app.management('POST /api-keys', { body: { scopes: ['devices:read'], description: 'line 2' } });
    view = await openConsolePage(browser, app);
    await view.open();
  }, 90_000);
  afterAll(async () => {
    await view.close();
    await browser.close();
    await app.close();
  });

  const looks = [
    ['light', { colorScheme: 'light' }, { width: 1360, height: 850 }],
    ['dark', { colorScheme: 'dark' }, { width: 1360, height: 850 }],
    ['390 px wide', { colorScheme: 'light' }, { width: 390, height: 844 }],
  ] as const;

  describe.each(looks)('%s', (_look, media, size) => {
    beforeAll(async () => {
      await view.page.emulateMedia(media);
      await view.page.setViewportSize(size);
    });

    test.each(SCREENS)('axe finds nothing on %s', async (screen) => {
      await view.go(`#/${screen}`);
      await view.page.waitForLoadState('networkidle');

      expect(await view.faults()).toEqual([]);
    });

    test('axe finds nothing in the panel, the selection, the dialog, the help and the page of a device', async () => {
      const faults: string[] = [];
      const look = async (where: string) => faults.push(...(await view.faults()).map((fault) => `${where}: ${fault}`));
      await view.go('#/pending');
      await view.rows();
      await view.press('Enter');
      await view.sees('All of its history');
      await look('panel');
      await view.press('Escape', '*');
      await look('selection');
      await view.press('a');
      await view.sees(/^Accept \d+ devices\?$/);
      await look('dialog');
      await view.press('Escape', 'Escape', '?');
      await view.sees('Search words');
      await look('help');
      await view.press('Escape');
      await view.go(`#/devices/${hostile}`);
      await view.sees('All of its history');
      await look('device');

      expect(faults).toEqual([]);
    });

    test('every text has a contrast of 4.5 to 1 at least', async () => {
      await view.go('#/pending');
      await view.rows();

      expect(await view.page.evaluate(WEAK_TEXTS)).toEqual([]);
    });
  });

  test('at 320 px, as at 400 % zoom, no screen scrolls sideways', async () => {
    await view.page.setViewportSize({ width: 320, height: 640 });

    const wide: string[] = [];
    for (const screen of [...SCREENS, `devices/${hostile}`]) {
      await view.go(`#/${screen}`);
      await view.page.waitForLoadState('networkidle');
      const width = await view.page.evaluate('document.documentElement.scrollWidth');
      if (Number(width) > 320) wide.push(`${screen}: ${String(width)}`);
    }

    expect(wide).toEqual([]);
    await view.page.setViewportSize({ width: 1360, height: 850 });
  });

  describe('with the keyboard alone', () => {
    test('the focus is on the title of a new screen, on the row that the keys are at, and returns after a dialog', async () => {
      await view.go('#/devices');
      await view.press('g', 'p');
      await view.rows();
      const focusOn = (what: RegExp) =>
        until(`the focus is on ${String(what)}`, async () => {
          const focused = await view.page.evaluate(
            'document.activeElement.tagName + " " + document.activeElement.textContent',
          );
          return typeof focused === 'string' && what.test(focused) && focused;
        });
      expect(await focusOn(/^H1/)).toBe('H1 Pending');

      await view.press('j');
      const row = await focusOn(/^A E2026/);

      await view.press('x', 'a');
      await view.sees('Accept 1 device?');
      await view.sees(/Afterwards 2 of 450/);
      expect(await focusOn(/^BUTTON/)).toBe('BUTTON Cancel');
      await view.press('Escape');
      expect(await focusOn(/^A/)).toBe(row);
      await view.press('Escape');
    });

    test('letters do nothing while one types, and nothing at all where they are switched off', async () => {
      await view.go('#/pending');
      await view.rows();
      await view.press('/');
      await view.page.keyboard.type('x');
      expect(await view.chosen()).toEqual([]);
      await view.page.keyboard.press('Backspace');

      await view.go('#/settings');
      await view.page.getByLabel('off', { exact: true }).check();
      await view.go('#/pending');
      await view.rows();
      await view.press('x');
      expect(await view.chosen()).toEqual([]);

      await view.go('#/settings');
      await view.page.getByLabel('on', { exact: true }).check();
    });
  });

  describe('hostile identities', () => {
    test('are shown as texts everywhere, with their invisible characters', async () => {
      await view.go('#/pending?order=-created');
      await view.rows();
      const shown = view.page.locator(`tr[data-device="${hostile}"]`);
      expect(await shown.textContent()).toContain('<img src=x onerror=alert(1)>');

      await shown.locator('a').click();
      await view.page.locator('.panel .facts').waitFor();
      const panel = (await view.page.locator('.panel').textContent()) ?? '';
      expect(panel).toContain('"><script>alert(2)</script>');
      expect(panel).toContain('abc⟨U+202E⟩def⟨U+200B⟩ghi');

      await view.page.getByRole('button', { name: 'Decommission…' }).click();
      await view.page.getByRole('heading', { name: 'Decommission <img src=x onerror=alert(1)>?' }).waitFor();
      await view.press('Escape');
      await view.press('a');
      await view.sees('<img src=x onerror=alert(1)> accepted.');
      await view.press('u');
      await view.sees('1 device put back.');

      await view.go(`#/devices/${hostile}`);
      await view.sees('All of its history');
      expect(await view.page.title()).toBe('<img src=x onerror=alert(1)> · devauth');
    });

    test('make no element, no request, no dialog and no complaint', async () => {
      const made = await view.page.evaluate(`document.querySelectorAll('img, #page script, iframe, [onerror]').length`);

      expect(made).toBe(0);
      expect([...view.asked]).toEqual([app.publicUrl]);
      expect([view.dialogs, view.complaints]).toEqual([[], []]);
    });
  });
});

/** Measures each visible text against its background. Texts of disabled controls are left out, as in WCAG. */
const WEAK_TEXTS = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], a: a / 255 };
  };
  const over = (top, bottom) => top.rgb.map((value, index) => value * top.a + bottom[index] * (1 - top.a));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return [255, 255, 255];
    return over(rgba(getComputedStyle(element).backgroundColor), behind(element.parentElement));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (textContent.trim() === '' || parentElement.closest('.unseen, [disabled], noscript')) continue;
    if (!parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(parentElement);
    const back = behind(parentElement);
    const color = rgba(style.color);
    const front = over({ rgb: color.rgb, a: color.a * Number(style.opacity) }, back);
    const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) weak.push(textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
  }
  return [...new Set(weak)];
})()`;
