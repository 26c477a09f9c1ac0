// The console where the system chooses the colours (forced colours), and where nothing may move (reduced motion).
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting } from '../support/app/waiting-fleet.ts';

describeConsole(
  'the modes of the system',
  (open) => {
    let app: TestApp;
    let view: ConsolePage;
    beforeAll(async () => {
      ({ app, view } = await open({ DEVICEAUTH_MAX_DEVICES: '5' }));
      await fillWaiting(app, 5);
      await app.accepted(simulateDevice({ identity: { sn: 'A1' } }));
      await view.open();
      await view.rows();
    }, 90_000);

    describe('forced colours', () => {
      beforeAll(() => view.page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' }));

      /** What is left where backgrounds and shadows are taken away, for a part and for one that is not in that state. */
      const looksOf = (one: string, other: string): Promise<readonly string[]> =>
        view.page.evaluate(`${JSON.stringify([one, other])}.map((selector) => {
        const style = getComputedStyle(document.querySelector(selector));
        const edges = ['Top', 'Bottom', 'Left', 'Right'].map((side) => style['border' + side + 'Width'] + style['border' + side + 'Style'] + style['border' + side + 'Color']);
        return [style.color, style.backgroundColor, style.outlineStyle + style.outlineColor, style.textDecorationLine, ...edges].join(' ');
      })`);

      test.each([
        ['the present section', '.rail a[aria-current]', '.rail a:not([aria-current])', []],
        ['a selected row', 'tr[aria-selected="true"] th', 'tr[aria-selected="false"] th', ['x']],
        ['the present row', 'tr.at td', 'tr:not(.at) td', []],
        ['a filter that is on', '.filters [aria-pressed="true"]', '.filters [aria-pressed="false"]', []],
        ['the main button', '.selection .main', '.selection button:not(.main)', ['x']],
      ] as const)('%s differs from the others', async (_what, one, other, keys) => {
        await view.go(one.startsWith('.filters') ? '#/devices' : '#/pending');
        await view.rows();
        await view.press('Escape', ...keys);
        await view.page.locator(one).first().waitFor();

        const [is, isNot] = await looksOf(one, other);

        expect(is).not.toBe(isNot);
        await view.press('Escape');
      });

      test('status words, flags, chips and the limit have an edge', async () => {
        await view.go('#/devices');
        await view.rows();

        const edges = await view.page.evaluate(`['.status', '.chip', '.card', 'meter', '.filters button', 'input']
        .filter((selector) => getComputedStyle(document.querySelector(selector)).borderTopStyle === 'none')`);

        expect(edges).toEqual([]);
      });

      test('what has the focus has a ring', async () => {
        await view.go('#/pending');
        await view.rows();
        await view.press('j');

        expect(await view.page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).not.toBe('none');
      });
    });

    describe('reduced motion', () => {
      test('nothing moves, not even while rows are read', async () => {
        await view.page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' });
        await view.page.route('**/devices/search?*', () => undefined); // the answer does not come
        await view.go('#/devices?q=sn%3AA');
        await view.page.locator('.busy').waitFor();

        const moving = await view.page.evaluate(
          `document.getAnimations().length + [...document.querySelectorAll('*')]
          .filter((element) => parseFloat(getComputedStyle(element).transitionDuration) > 0).length`,
        );

        expect(moving).toBe(0);
        await view.page.unrouteAll();
      });
    });
  },
  { isShared: true },
);
