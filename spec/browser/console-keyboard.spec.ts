// The console with the keyboard alone, in a real browser: each thing that an operator does, from the sign-in on. No mouse, no script.
import { expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { fillWaiting, serialOf } from '../support/app/waiting-fleet.ts';
import { until } from '../support/until.ts';

describeConsole('with the keyboard alone', (open) => {
  let app: TestApp;
  let view: ConsolePage;

  async function given(fill: () => Promise<unknown> = () => Promise.resolve()) {
    ({ app, view } = await open());
    await fill();
    await signIn();
  }

  /** The page puts the focus into the field of the token. */
  async function signIn(): Promise<void> {
    await view.page.goto(`${app.publicUrl}/console/`);
    await view.page.locator('textarea.token:focus').waitFor();
    await type(app.users.token());
    await view.press('Enter');
    await view.page.locator('.rail').waitFor();
  }

  const type = (text: string): Promise<void> => view.page.keyboard.insertText(text);

  const focused = (): Promise<string> =>
    view.page.evaluate(`(() => {
      const { activeElement: at } = document;
      const label = at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent;
      return at.tagName.toLowerCase() + ' ' + label.trim();
    })()`);

  /** Presses Tab until what has the focus is called so. */
  async function tabTo(name: RegExp, most = 60): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < most; presses += 1) {
      await view.press('Tab');
      const at = await focused();
      if (name.test(at)) return;
      passed.push(at);
    }
    throw new TypeError(`Tab never comes to ${String(name)}: ${passed.join(' | ')}`);
  }

  const isAt = (what: RegExp) => until(`the focus is on ${String(what)}`, async () => what.test(await focused()));

  const statusOf = async (sn: string): Promise<string | undefined> => {
    const body = { identity: [{ name: 'sn', op: 'eq', value: sn }] };
    return (await app.management('POST /devices/search', { body })).body[0]?.status;
  };

  test('a device is found, accepted and put back', async () => {
    await given(() => fillWaiting(app, 40));
    const sn = serialOf(7);
    await view.rows();

    await view.press('/');
    await type(`sn:${sn}`);
    await view.press('Enter');
    await isAt(new RegExp(`^a ${sn}`));
    await view.press('a');
    await view.sees(`${sn} accepted.`);
    expect(await statusOf(sn)).toBe('accepted');

    await view.press('u');
    await view.sees('1 device put back.');
    expect(await statusOf(sn)).toBe('pending');
  });

  test('two of many are rejected with a reason, which the audit has', async () => {
    await given(() => fillWaiting(app, 5));
    await view.rows();

    await view.press('j', 'x', 'j', 'Shift+X', 'r');
    await view.sees('Reject 2 devices?');
    await view.sees(/^Reason/); // the matches are looked up; until then the dialog has only its way out
    await isAt(/^button Cancel/);
    await view.press('Shift+Tab');
    await isAt(/^input Reason/);
    await type('keys of the old image');
    await view.press('Enter');
    await view.sees('2 devices rejected.');
    expect([await statusOf(serialOf(1)), await statusOf(serialOf(2))]).toEqual(['rejected', 'rejected']);

    await view.press('g', 'a');
    await view.sees('keys of the old image');
  });

  test('a device is looked at, its key is compared with a label, and the panel gives the focus back', async () => {
    const device = simulateDevice({ identity: { sn: 'A-1' } });
    await given(() => app.ask(device));
    await view.rows();

    await view.press('j', 'Enter');
    await view.sees('All of its history');
    await tabTo(/^textarea Compare/);
    await type(device.pubkey);
    await view.sees('Same key: the pending one.');

    await view.press('Shift+Tab', 'Escape');
    await isAt(/^a A-1/);
  });

  test('one that is in is rejected on its own page, after a question', async () => {
    await given(() => app.accepted(simulateDevice({ identity: { sn: 'A-1' } })));
    await view.press('g', 'd');
    await view.rows();

    await view.press('r');
    await view.sees('Reject A-1?');
    await view.press('Escape', 'o');
    await view.sees('All of its history');
    await tabTo(/^button Reject…/);
    await view.press('Enter');
    await view.sees('Reject A-1?');
    await tabTo(/^button Reject$/);
    await view.press('Enter');

    await view.sees('A-1 rejected.');
    expect(await statusOf('A-1')).toBe('rejected');
  });

  test('a device is preauthorized', async () => {
    const device = simulateDevice({ identity: { sn: 'A-1' } });
    await given();

    await view.press('g', 'l');
    await view.page.getByRole('heading', { name: 'Preauthorize' }).waitFor();
    await tabTo(/^input Value of attribute 1/);
    await type('A-1');
    await tabTo(/^textarea Public key/);
    await type(device.pubkey);
    await tabTo(/^button Preauthorize/);
    await view.press('Enter');

    await view.sees('Preauthorized.');
    expect(await statusOf('A-1')).toBe('preauthorized');
  });

  test('an API key is made, stored and revoked', async () => {
    await given();

    await view.press('g', 'k');
    await tabTo(/^button Make a key/);
    await view.press('Enter');
    await isAt(/^input Name/);
    await type('line 2');
    await tabTo(/^input preauth:write/);
    await view.press('Space');
    await tabTo(/^button Make the key/);
    await view.press('Enter');
    await isAt(/^button I have stored it/);
    await view.press('Enter');
    await view.sees('line 2');
    const [made] = (await app.management('GET /api-keys')).body;
    expect(made.scopes.sort()).toEqual(['devices:read', 'preauth:write']);

    await tabTo(/^button Revoke/);
    await view.press('Enter');
    await view.sees('Revoke the key line 2?');
    await type((await view.page.locator('dialog .typed strong').textContent()) ?? '');
    await view.press('Enter');
    await view.sees('The key is revoked.');
    expect((await app.management('GET /api-keys')).body).toEqual([]);
  });

  test('the audit is filtered, and leads to the device', async () => {
    await given(() => app.accepted(simulateDevice({ identity: { sn: 'A-1' } })));

    await view.press('g', 'a');
    await view.sees(/a key was decided:/);
    await tabTo(/^select Kind/);
    await view.page.keyboard.type('a key was decided');
    await view.press('Tab');
    await until(
      'only decisions are listed',
      async () => (await view.page.locator('table.audit tbody tr').count()) === 1,
    );
    await tabTo(/^a A-1/);
    await view.press('Enter');

    await view.sees('All of its history');
  });

  test('a missing device is explained, the help is read, and one signs out', async () => {
    await given();

    await view.press('g', 'm');
    await tabTo(/^input Value of attribute 1/);
    await type('A-1');
    await view.press('Enter');
    await view.sees('nothing on record');

    await tabTo(/^button Help/);
    await view.press('Enter');
    await isAt(/^button Close/);
    await view.press('Escape');
    await isAt(/^button Help/);
    await tabTo(/^button Sign out/);
    await view.press('Enter');
    await view.page.locator('textarea.token:focus').waitFor();
  });
});
